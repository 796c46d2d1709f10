package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** More forms of right functions. */
final class MoreRules {
  private MoreRules() {}

  /** A function at a kink, or of plain numbers, to first order. */
  static RightFunction roughFirstOrder(
      String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new RightFunction(name, false, 1, points, f);
  }

  static Function<List<Tensor>, Tensor> unary(UnaryOperator<Tensor> f) {
    return xs -> f.apply(xs.getFirst());
  }

  static Function<List<Tensor>, Tensor> binary(BinaryOperator<Tensor> f) {
    return xs -> f.apply(xs.get(0), xs.get(1));
  }

  /** Returns an elementwise operation of plain numbers, with a derivative of plain numbers. */
  static UnaryOperator<Tensor> curve(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    return Rule.elementwise(f, x -> Rule.map(x, derivative));
  }

  /** Returns an elementwise operation of plain numbers that can be differentiated twice. */
  static UnaryOperator<Tensor> curve(
      DoubleUnaryOperator f, DoubleUnaryOperator derivative, DoubleUnaryOperator second) {
    return Rule.elementwise(f, curve(derivative, second));
  }

  /** Returns a scalar of plain numbers of one tensor, with a gradient of plain numbers. */
  static Function<List<Tensor>, Tensor> scalar(
      ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
    return Rule.unary(
        x -> Tensor.scalar(x.dtype(), f.applyAsDouble(plain(x))),
        (x, y, g) -> Ops.mul(g, Tensor.of(DType.F64, x.shape(), gradient.apply(plain(x)))));
  }

  private static double[] plain(Tensor x) {
    return Ops.stopGradient(x).toDoubleArray();
  }

  /** Returns {@code Σ cₖ xᵏ} by Horner's scheme, the constant coefficient first. */
  static Tensor horner(Tensor x, double... coefficients) {
    Tensor y = Ops.add(Ops.mul(x, 0), coefficients[coefficients.length - 1]);
    for (int k = coefficients.length - 2; k >= 0; k--) {
      y = Ops.add(Ops.mul(y, x), coefficients[k]);
    }
    return y;
  }

  /** Returns {@code Σ cₖ xᵏ} by Horner's scheme, in plain numbers. */
  static double horner(double x, double... coefficients) {
    double y = 0;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      y = y * x + coefficients[k];
    }
    return y;
  }

  /** Returns the scalars that a vector or the rows of a matrix are made of. */
  static List<Tensor> elements(Tensor x) {
    Tensor flat = Ops.reshape(x, x.elements());
    List<Tensor> elements = new ArrayList<>();
    for (int i = 0; i < x.elements(); i++) {
      elements.add(Ops.reshape(Ops.slice(flat, 0, i, i + 1)));
    }
    return elements;
  }
}
