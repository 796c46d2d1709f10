package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.concat;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stack;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.MorePoints.scaled;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.elements;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Right linear algebra, written out by hand. */
final class AlgebraFunctions {
  private AlgebraFunctions() {}

  static List<RightFunction> algebra() {
    return List.of(
        smooth(
            "Cholesky by hand",
            rows(new double[] {4, 2, 1}, new double[] {2, 5, 3}, new double[] {1, 3, 6}),
            unary(AlgebraFunctions::cholesky)),
        smooth(
            "Cholesky near its edge",
            rows(
                new double[] {1, 0.999999, 0},
                new double[] {0.999999, 1, 0},
                new double[] {0, 0, 1e-6}),
            unary(AlgebraFunctions::cholesky)),
        smooth("determinant of 3×3 by hand", normal(3, 3), unary(AlgebraFunctions::determinant)),
        smooth(
            "determinant of 3×3 of 1e-70",
            scaled(1e-70, normal(3, 3)),
            unary(AlgebraFunctions::determinant)),
        smooth(
            "quaternion product", all(normal(4), normal(4)), binary(AlgebraFunctions::quaternion)),
        smooth(
            "rotation by a quaternion",
            all(normal(4), normal(3)),
            binary(AlgebraFunctions::rotated)),
        smooth("matrix power of 8", scaled(0.7, normal(2, 2)), unary(a -> power(a, 3))),
        smooth("exponential of a matrix", normal(2, 2), unary(AlgebraFunctions::matrixExponential)),
        rough(
            "Gram-Schmidt of near parallel vectors",
            rows(new double[] {1, 0, 0}, new double[] {1, 1e-4, 0}),
            unary(AlgebraFunctions::gramSchmidt)),
        smooth(
            "eigenvalue of a symmetric 2×2",
            at(1, 1e-3, 1.001),
            unary(AlgebraFunctions::eigenvalue)),
        smooth(
            "power iteration",
            rows(new double[] {2, 1}, new double[] {1, 3}),
            unary(AlgebraFunctions::powerIteration)),
        smooth(
            "cross product of tiny vectors",
            all(scaled(1e-30, normal(3)), normal(3)),
            binary(AlgebraFunctions::cross)),
        smooth(
            "area by Heron's formula of a thin triangle",
            at(3, 4, 6.999),
            unary(AlgebraFunctions::heron)));
  }

  private static Tensor cholesky(Tensor a) {
    List<Tensor> e = elements(a);
    Tensor p = sqrt(e.get(0));
    Tensor q = div(e.get(3), p);
    Tensor r = sqrt(sub(e.get(4), square(q)));
    Tensor s = div(e.get(6), p);
    Tensor t = div(sub(e.get(7), mul(s, q)), r);
    Tensor u = sqrt(sub(e.get(8), add(square(s), square(t))));
    return stack(List.of(p, q, r, s, t, u), 0);
  }

  private static Tensor determinant(Tensor a) {
    List<Tensor> e = elements(a);
    return sum(mul(stack(e.subList(0, 3), 0), crossOf(e.subList(3, 6), e.subList(6, 9))));
  }

  private static Tensor cross(Tensor a, Tensor b) {
    return crossOf(elements(a), elements(b));
  }

  private static Tensor crossOf(List<Tensor> a, List<Tensor> b) {
    List<Tensor> c = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      c.add(sub(mul(a.get(j), b.get(k)), mul(a.get(k), b.get(j))));
    }
    return stack(c, 0);
  }

  private static Tensor quaternion(Tensor p, Tensor q) {
    Tensor a = slice(p, 0, 0, 1);
    Tensor b = slice(q, 0, 0, 1);
    Tensor u = slice(p, 0, 1, 4);
    Tensor v = slice(q, 0, 1, 4);
    Tensor real = sub(mul(a, b), Ops.sumKeepingAxes(mul(u, v), 0));
    return concat(List.of(real, add(add(mul(a, v), mul(b, u)), cross(u, v))), 0);
  }

  private static Tensor rotated(Tensor q, Tensor v) {
    Tensor unit = div(q, Ops.norm(q));
    Tensor pure = concat(List.of(Tensor.of(DType.F64, 0.0), v), 0);
    Tensor inverse = mul(unit, Tensor.of(DType.F64, 1, -1, -1, -1));
    return slice(quaternion(quaternion(unit, pure), inverse), 0, 1, 4);
  }

  private static Tensor matrixExponential(Tensor a) {
    Tensor y = Tensor.eye(a.dtype(), 2);
    for (int k = 16; k >= 1; k--) {
      y = add(div(matmul(div(a, 16), y), k), Tensor.eye(a.dtype(), 2));
    }
    return power(y, 4);
  }

  private static Tensor gramSchmidt(Tensor a) {
    Tensor u = slice(a, 0, 0, 1);
    Tensor e = div(u, Ops.norm(u));
    Tensor v = slice(a, 0, 1, 2);
    Tensor rest = sub(v, mul(e, sum(mul(e, v))));
    return concat(List.of(e, div(rest, Ops.norm(rest))), 0);
  }

  /** Returns the larger eigenvalue of [[a, b], [b, c]]. */
  private static Tensor eigenvalue(Tensor x) {
    List<Tensor> e = elements(x);
    Tensor half = mul(sub(e.get(0), e.get(2)), 0.5);
    return add(mul(add(e.get(0), e.get(2)), 0.5), sqrt(add(square(half), square(e.get(1)))));
  }

  private static Tensor powerIteration(Tensor a) {
    Tensor v = Tensor.of(DType.F64, Shape.of(2, 1), 1, 0);
    for (int i = 0; i < 12; i++) {
      Tensor w = matmul(a, v);
      v = div(w, Ops.norm(w));
    }
    return sum(mul(v, matmul(a, v)));
  }

  private static Tensor heron(Tensor sides) {
    Tensor s = mul(sum(sides), 0.5);
    return sqrt(mul(s, Ops.prod(sub(s, sides))));
  }

  private static Tensor power(Tensor a, int squarings) {
    Tensor y = a;
    for (int i = 0; i < squarings; i++) {
      y = matmul(y, y);
    }
    return y;
  }
}
