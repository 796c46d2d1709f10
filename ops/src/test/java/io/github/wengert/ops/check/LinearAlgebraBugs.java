package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.broadcastTo;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.sumKeepingAxes;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.mapped;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** Wrong pullbacks of matrices, vectors, broadcasts and norms. */
final class LinearAlgebraBugs {
  private LinearAlgebraBugs() {}

  static List<PlantedBug> matrices() {
    return List.of(
        wrong(
            "inverse without the transposes",
            matrix(),
            Opaque.vector(
                LinearAlgebraBugs::inverse,
                (x, g) -> negated(times(times(inverse(x), g), inverse(x))))),
        wrong(
            "inverse without its minus",
            matrix(),
            Opaque.vector(
                LinearAlgebraBugs::inverse,
                (x, g) -> times(times(t(inverse(x)), g), t(inverse(x))))),
        wrong(
            "determinant with its cofactors untransposed",
            matrix(),
            Opaque.scalar(a -> det(a), a -> new double[] {a[3], -a[1], -a[2], a[0]})),
        wrong(
            "log-determinant with the inverse untransposed",
            matrix(),
            Opaque.scalar(a -> Math.log(Math.abs(det(a))), LinearAlgebraBugs::inverse)),
        wrong(
            "solution of a system pulled back with the matrix untransposed",
            all(matrix(), normal(2, 2)),
            Rule.binary(
                (a, b) -> matmul(inverse(a), b),
                (a, b, g) -> neg(matmul(matmul(inverse(a), g), transpose(matmul(inverse(a), b)))),
                (a, b, g) -> matmul(inverse(a), g))),
        wrong(
            "Cholesky factor's log-diagonal, symmetric halves counted twice",
            at(2, 0.5, 1.5),
            Opaque.scalar(
                a -> 0.5 * Math.log(a[0] * a[2] - a[1] * a[1]),
                a -> {
                  double det = a[0] * a[2] - a[1] * a[1];
                  return new double[] {a[2] / det / 2, -2 * a[1] / det, a[0] / det / 2};
                })),
        wrong(
            "matrix cube as if the factors commuted",
            matrix(),
            Rule.unary(
                a -> matmul(matmul(a, a), a),
                (a, y, g) -> mul(matmul(transpose(matmul(a, a)), g), 3))),
        wrong(
            "matrix exponential as if it were a number's",
            mapped(v -> 0.5 * v, normal(2, 2)),
            Rule.unary(LinearAlgebraBugs::exponential, (a, y, g) -> matmul(transpose(y), g))),
        wrong(
            "Jacobian of a nearly symmetric matrix, transposed",
            normal(3, 1),
            Rule.unary(x -> matmul(NEARLY, x), (x, y, g) -> matmul(NEARLY, g))),
        wrong(
            "quadratic form with 2Ax for a matrix that is not symmetric",
            normal(3, 1),
            Rule.unary(
                x -> sum(mul(x, matmul(NEARLY, x))),
                (x, y, g) -> mul(mul(matmul(NEARLY, x), 2), g))),
        wrong(
            "outer product with its sides swapped",
            all(normal(3), normal(3)),
            Rule.binary(
                (a, b) -> matmul(reshape(a, 3, 1), reshape(b, 1, 3)),
                (a, b, g) -> reshape(matmul(reshape(b, 1, 3), g), 3),
                (a, b, g) -> reshape(matmul(g, reshape(a, 3, 1)), 3))),
        wrong(
            "batch of products whose shared factor is summed over nothing",
            all(normal(2, 2, 2), normal(2, 2)),
            Rule.binary(
                (a, b) -> reshape(matmul(reshape(a, 4, 2), b), 2, 2, 2),
                (a, b, g) -> reshape(matmul(reshape(g, 4, 2), transpose(b)), 2, 2, 2),
                (a, b, g) ->
                    matmul(
                        transpose(reshape(Ops.slice(a, 0, 0, 1), 2, 2)),
                        reshape(Ops.slice(g, 0, 0, 1), 2, 2)))),
        wrong(
            "trace times the matrix instead of the identity",
            normal(2, 2),
            Rule.unary(x -> sum(mul(x, Tensor.eye(x.dtype(), 2))), (x, y, g) -> mul(x, g))),
        wrong(
            "spectral normalization with its norm held fixed",
            normal(4),
            Rule.unary(x -> div(x, Ops.norm(x)), (x, y, g) -> div(g, Ops.norm(x)))),
        wrong(
            "weight normalization without its scale in the direction's gradient",
            all(normal(4), uniform(1, 2, 1)),
            Rule.binary(
                (v, s) -> mul(div(v, Ops.norm(v)), s),
                (v, s, g) -> {
                  Tensor unit = div(v, Ops.norm(v));
                  return div(sub(g, mul(unit, sum(mul(g, unit)))), Ops.norm(v));
                },
                (v, s, g) -> reshape(sum(mul(g, div(v, Ops.norm(v)))), 1))));
  }

  static List<PlantedBug> vectors() {
    return List.of(
        wrong(
            "cross product with the cotangent on the wrong side",
            all(normal(3), normal(3)),
            Rule.binary((a, b) -> cross(a, b), (a, b, g) -> cross(g, b), (a, b, g) -> cross(g, a))),
        wrong(
            "rotation by an angle, pulled back by the same rotation",
            normal(2),
            Opaque.vector(x -> turned(0.7, x), (x, g) -> turned(0.7, g))),
        wrong(
            "rotation by its angle: cosine for minus sine",
            at(0.7, 1.9),
            Opaque.elementwise(v -> Math.cos(v) - Math.sin(v), v -> Math.cos(v) - Math.sin(v))),
        wrong(
            "cosine of an angle between vectors without the projection of b",
            all(normal(3), normal(3)),
            Rule.binary(
                LinearAlgebraBugs::cosine,
                (a, b, g) ->
                    mul(
                        div(
                            sub(div(b, Ops.norm(b)), mul(div(a, Ops.norm(a)), cosine(a, b))),
                            Ops.norm(a)),
                        g),
                (a, b, g) -> mul(div(div(a, Ops.norm(a)), Ops.norm(b)), g))),
        wrong(
            "squared distances with factor 2 forgotten for b",
            all(normal(3), normal(3)),
            Rule.binary(
                (a, b) -> Ops.square(sub(a, b)),
                (a, b, g) -> mul(mul(g, sub(a, b)), 2),
                (a, b, g) -> mul(g, sub(b, a)))),
        wrong(
            "norm of order 3 without the sign",
            at(1, -2, 0.5, -0.7),
            Rule.unary(
                x -> Ops.pow(sum(Ops.pow(Ops.abs(x), 3)), 1.0 / 3),
                (x, y, g) -> mul(div(Ops.square(x), Ops.square(y)), g))),
        wrong(
            "norm along rows divided by the norm of all",
            normal(2, 3),
            Rule.unary(
                x -> Ops.norm(x, 1), (x, y, g) -> mul(div(x, Ops.norm(x)), reshape(g, 2, 1)))),
        wrong(
            "norm along the wrong axis",
            normal(3, 3),
            Rule.unary(
                x -> Ops.norm(x, 1),
                (x, y, g) -> mul(div(x, Ops.normKeepingAxes(x, 0)), reshape(g, 3, 1)))),
        wrong(
            "quaternion square taken for a complex number's",
            normal(4),
            Opaque.vector(
                q ->
                    new double[] {
                      q[0] * q[0] - q[1] * q[1] - q[2] * q[2] - q[3] * q[3],
                      2 * q[0] * q[1],
                      2 * q[0] * q[2],
                      2 * q[0] * q[3]
                    },
                (q, g) ->
                    new double[] {
                      2 * (q[0] * g[0] + q[1] * g[1]),
                      2 * (q[0] * g[1] - q[1] * g[0]),
                      2 * (q[0] * g[2] - q[2] * g[0]),
                      2 * (q[0] * g[3] - q[3] * g[0])
                    })),
        wrong(
            "complex product pulled back without the conjugate",
            all(normal(2), normal(2)),
            Rule.binary(
                LinearAlgebraBugs::complex,
                (a, b, g) -> complex(g, b),
                (a, b, g) -> complex(g, Tensor.of(DType.F64, a.at(0), -a.at(1))))));
  }

  static List<PlantedBug> broadcasts() {
    return List.of(
        wrong(
            "column times row: the column's gradient summed down",
            all(normal(3, 1), normal(1, 3)),
            Rule.binary(
                Ops::mul,
                (a, b, g) -> reshape(sum(mul(g, b), 0), 3, 1),
                (a, b, g) -> sumKeepingAxes(mul(g, a), 0))),
        wrong(
            "scalar times matrix: mean for sum",
            all(normal(2, 3), normal(1)),
            Rule.binary(
                Ops::mul, (a, s, g) -> mul(g, s), (a, s, g) -> reshape(Ops.mean(mul(g, a)), 1))),
        wrong(
            "repeated axis of extent 1 not summed but cut",
            normal(2, 1),
            Rule.unary(x -> broadcastTo(x, Shape.of(2, 4)), (x, y, g) -> Ops.slice(g, 1, 0, 1))),
        wrong(
            "new leading axis summed with the wrong count",
            normal(3),
            Rule.unary(x -> broadcastTo(x, Shape.of(2, 3)), (x, y, g) -> mul(sum(g, 0), 1.5))),
        wrong(
            "division with b repeated, its gradient not summed but the last row's",
            all(normal(3, 2), uniform(1, 2, 2)),
            Rule.binary(
                Ops::div,
                (a, b, g) -> div(g, b),
                (a, b, g) -> reshape(Ops.slice(neg(div(mul(g, a), Ops.square(b))), 0, 2, 3), 2))));
  }

  private static final Tensor NEARLY =
      Tensor.ofRows(
          DType.F64,
          new double[] {2, 1, 0.5},
          new double[] {1, 3, -0.7},
          new double[] {0.5, -0.6, 1});

  /** Returns 2 × 2 matrices far from singular and from symmetric. */
  private static Points matrix() {
    return key ->
        List.of(
            add(
                mul(normal(2, 2).of(key).getFirst(), 0.2),
                Tensor.ofRows(DType.F64, new double[] {2, 0.9}, new double[] {-0.8, 1.5})));
  }

  private static double det(double[] a) {
    return a[0] * a[3] - a[1] * a[2];
  }

  private static double[] inverse(double[] a) {
    double d = det(a);
    return new double[] {a[3] / d, -a[1] / d, -a[2] / d, a[0] / d};
  }

  private static Tensor inverse(Tensor a) {
    return Tensor.of(DType.F64, a.shape(), inverse(Opaque.numbers(a)));
  }

  private static double[] t(double[] a) {
    return new double[] {a[0], a[2], a[1], a[3]};
  }

  private static double[] negated(double[] a) {
    return new double[] {-a[0], -a[1], -a[2], -a[3]};
  }

  private static double[] times(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] + a[1] * b[2],
      a[0] * b[1] + a[1] * b[3],
      a[2] * b[0] + a[3] * b[2],
      a[2] * b[1] + a[3] * b[3]
    };
  }

  private static Tensor exponential(Tensor a) {
    Tensor term = Tensor.eye(a.dtype(), 2);
    Tensor total = term;
    for (int i = 1; i < 30; i++) {
      term = div(matmul(term, a), i);
      total = add(total, term);
    }
    return total;
  }

  private static double[] turned(double angle, double[] x) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new double[] {c * x[0] - s * x[1], s * x[0] + c * x[1]};
  }

  private static Tensor cosine(Tensor a, Tensor b) {
    return div(div(sum(mul(a, b)), Ops.norm(a)), Ops.norm(b));
  }

  private static Tensor cross(Tensor a, Tensor b) {
    double[] u = Opaque.numbers(a);
    double[] v = Opaque.numbers(b);
    return Tensor.of(
        DType.F64, u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
  }

  private static Tensor complex(Tensor a, Tensor b) {
    double[] u = Opaque.numbers(a);
    double[] v = Opaque.numbers(b);
    return Tensor.of(DType.F64, u[0] * v[0] - u[1] * v[1], u[0] * v[1] + u[1] * v[0]);
  }
}
