package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stack;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.MorePoints.scaled;
import static io.github.wengert.ops.check.MorePoints.shifted;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.elements;
import static io.github.wengert.ops.check.MoreRules.roughFirstOrder;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.mapped;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Right functions that magnify what little there is: chaos, near singular matrices, data far from
 * 0.
 */
final class IllConditionedFunctions {
  private IllConditionedFunctions() {}

  static List<RightFunction> chaotic() {
    return List.of(
        smooth("logistic map of 30 iterations", at(0.3), unary(x -> logistic(x, 3.9, 30))),
        smooth(
            "logistic map of 30 iterations, from 0.1 and 0.7",
            at(0.1, 0.7),
            unary(x -> logistic(x, 3.8, 30))),
        rough(
            "logistic map of 30 iterations, at its wildest",
            at(0.3),
            unary(x -> logistic(x, 4, 30))),
        roughFirstOrder(
            "logistic map of 45 iterations", at(0.37), unary(x -> logistic(x, 3.9, 45))),
        smooth(
            "logistic map by its factor",
            at(3.7),
            unary(r -> logistic(add(mul(r, 0), 0.3), r, 20))),
        smooth(
            "opaque logistic map of 20 iterations",
            at(0.3),
            unary(
                curve(
                    v -> plainLogistic(v, 20)[0],
                    v -> plainLogistic(v, 20)[1],
                    v -> plainLogistic(v, 20)[2]))),
        smooth("Hénon map of 15 iterations", at(0.1, 0.2), unary(IllConditionedFunctions::henon)),
        smooth("Lorenz system by 150 Euler steps", at(1, 1, 1.05), unary(x -> lorenz(x, 150))),
        smooth(
            "sine map of 25 iterations",
            at(0.4),
            unary(x -> iterated(x, v -> mul(Rule.sin(mul(v, Math.PI)), 0.95), 25))));
  }

  static List<RightFunction> matrices() {
    return List.of(
        smooth(
            "inverse of condition 1e8",
            MorePoints.shaped(Shape.of(2, 2), 1, 1, 1, 1 + 4e-8),
            unary(IllConditionedFunctions::inverse)),
        roughFirstOrder(
            "opaque inverse of condition 1e8",
            MorePoints.shaped(Shape.of(2, 2), 1, 1, 1, 1 + 4e-8),
            unary(IllConditionedFunctions::opaqueInverse)),
        smooth(
            "opaque inverse of condition 1e4",
            MorePoints.shaped(Shape.of(2, 2), 1, 1, 1, 1 + 4e-4),
            unary(IllConditionedFunctions::opaqueInverse)),
        smooth(
            "inverse of diagonal 1e-8 and 1",
            MorePoints.shaped(Shape.of(2, 2), 1e-8, 1e-9, 2e-9, 1),
            unary(IllConditionedFunctions::inverse)),
        smooth(
            "inverse of 1e-30 times a matrix",
            mapped(v -> 1e-30 * v, rows(new double[] {2, 1}, new double[] {1, 3})),
            unary(IllConditionedFunctions::inverse)),
        smooth(
            "log determinant near singular",
            MorePoints.shaped(Shape.of(2, 2), 1, 2, 2, 4 + 1e-6),
            unary(a -> log(determinant(a)))),
        smooth(
            "determinant of a singular matrix",
            MorePoints.shaped(Shape.of(2, 2), 1, 2, 2, 4),
            unary(IllConditionedFunctions::determinant)),
        smooth(
            "least squares of near equal columns",
            all(MorePoints.shaped(Shape.of(3, 2), 1, 1, 1, 1.001, 1, 0.999), normal(3, 1)),
            binary(IllConditionedFunctions::leastSquares)));
  }

  static List<RightFunction> data() {
    return List.of(
        smooth("variance with mean 1e8", shifted(1e8, normal(4)), unary(x -> Ops.variance(x))),
        smooth(
            "mean of squares minus square of mean, at 1e6",
            shifted(1e6, normal(4)),
            unary(x -> sub(Ops.mean(square(x)), square(Ops.mean(x))))),
        rough(
            "mean of squares minus square of mean, at 1e8",
            shifted(1e8, normal(4)),
            unary(x -> sub(Ops.mean(square(x)), square(Ops.mean(x))))),
        smooth(
            "standard deviation with mean −1e7", shifted(-1e7, normal(4)), unary(x -> Ops.std(x))),
        smooth(
            "sample variance of two numbers at 1e10",
            at(1e10, 1e10 + 1),
            unary(x -> Ops.sampleVariance(x))),
        smooth(
            "layer norm with mean 1e6",
            shifted(1e6, normal(2, 4)),
            unary(x -> Ops.layerNorm(x, 1, 1e-5))),
        smooth(
            "correlation of data at 1e5",
            all(shifted(1e5, normal(4)), normal(4)),
            binary(IllConditionedFunctions::correlation)),
        smooth("variance of tiny data", scaled(1e-20, normal(4)), unary(x -> Ops.variance(x))),
        smooth("variance of equal data", at(3, 3, 3), unary(x -> Ops.variance(x))),
        smooth("norm of data with mean 1e9", shifted(1e9, normal(3)), unary(x -> Ops.norm(x))));
  }

  private static Tensor logistic(Tensor x, double r, int steps) {
    return iterated(x, v -> mul(mul(v, sub(1, v)), r), steps);
  }

  private static Tensor logistic(Tensor x, Tensor r, int steps) {
    return iterated(x, v -> mul(mul(v, sub(1, v)), r), steps);
  }

  private static Tensor iterated(Tensor x, UnaryOperator<Tensor> f, int steps) {
    Tensor y = x;
    for (int i = 0; i < steps; i++) {
      y = f.apply(y);
    }
    return y;
  }

  /** Returns the value and two derivatives. */
  private static double[] plainLogistic(double x, int steps) {
    double[] y = {x, 1, 0};
    for (int i = 0; i < steps; i++) {
      double slope = 3.9 * (1 - 2 * y[0]);
      y = new double[] {3.9 * y[0] * (1 - y[0]), slope * y[1], slope * y[2] - 7.8 * y[1] * y[1]};
    }
    return y;
  }

  private static Tensor henon(Tensor start) {
    Tensor x = elements(start).get(0);
    Tensor y = elements(start).get(1);
    for (int i = 0; i < 15; i++) {
      Tensor next = sub(add(y, 1), mul(square(x), 1.4));
      y = mul(x, 0.3);
      x = next;
    }
    return add(x, y);
  }

  private static Tensor lorenz(Tensor start, int steps) {
    List<Tensor> e = elements(start);
    Tensor x = e.get(0);
    Tensor y = e.get(1);
    Tensor z = e.get(2);
    for (int i = 0; i < steps; i++) {
      Tensor nextX = add(x, mul(sub(y, x), 0.1));
      Tensor nextY = add(y, mul(sub(mul(x, sub(28, z)), y), 0.01));
      z = add(z, mul(sub(mul(x, y), mul(z, 8.0 / 3)), 0.01));
      x = nextX;
      y = nextY;
    }
    return add(x, z);
  }

  private static Tensor determinant(Tensor a) {
    List<Tensor> e = elements(a);
    return sub(mul(e.get(0), e.get(3)), mul(e.get(1), e.get(2)));
  }

  private static Tensor inverse(Tensor a) {
    List<Tensor> e = elements(a);
    List<Tensor> adjugate = List.of(e.get(3), neg(e.get(1)), neg(e.get(2)), e.get(0));
    return div(reshape(stack(adjugate, 0), 2, 2), determinant(a));
  }

  /** The inverse in plain numbers, with the rule {@code −Yᵀ G Yᵀ}. */
  private static Tensor opaqueInverse(Tensor a) {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            x -> {
              double[] e = x.toDoubleArray();
              double det = e[0] * e[3] - e[1] * e[2];
              return Tensor.of(
                  DType.F64, x.shape(), e[3] / det, -e[1] / det, -e[2] / det, e[0] / det);
            },
            (x, y, g) -> neg(matmul(transpose(y), matmul(g, transpose(y)))));
    return rule.apply(List.of(a));
  }

  private static Tensor leastSquares(Tensor a, Tensor b) {
    Tensor inverse = inverse(matmul(transpose(a), a));
    return matmul(inverse, matmul(transpose(a), b));
  }

  private static Tensor correlation(Tensor a, Tensor b) {
    Tensor p = sub(a, Ops.mean(a));
    Tensor q = sub(b, Ops.mean(b));
    return div(sum(mul(p, q)), sqrt(mul(sum(square(p)), sum(square(q)))));
  }
}
