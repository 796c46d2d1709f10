package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Operations computed in plain numbers, which nothing but differences can see into. */
final class Opaque {
  private Opaque() {}

  /** The cotangent of a vector, from the vector and the cotangent of what was made of it. */
  @FunctionalInterface
  interface VectorRule {
    double[] of(double[] x, double[] g);
  }

  /** Returns {@code yᵢ = f(xᵢ)} with a rule for its derivative. */
  static Function<List<Tensor>, Tensor> elementwise(
      DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    return Rule.unary(x -> Rule.map(x, f), (x, y, g) -> mul(g, Rule.map(x, derivative)));
  }

  /** Returns {@code yᵢ = f(aᵢ, bᵢ)} with rules for both derivatives. */
  static Function<List<Tensor>, Tensor> binary(
      DoubleBinaryOperator f, DoubleBinaryOperator byA, DoubleBinaryOperator byB) {
    return Rule.binary(
        (a, b) -> zipped(a, b, f),
        (a, b, g) -> mul(g, zipped(a, b, byA)),
        (a, b, g) -> mul(g, zipped(a, b, byB)));
  }

  /** Returns a vector made of all elements of x, with a rule for the cotangent of x. */
  static Function<List<Tensor>, Tensor> vector(UnaryOperator<double[]> f, VectorRule rule) {
    return Rule.unary(
        x -> Tensor.of(DType.F64, f.apply(numbers(x))),
        (x, y, g) -> Tensor.of(DType.F64, x.shape(), rule.of(numbers(x), numbers(g))));
  }

  /** Returns a number made of all elements of x, with a rule for its gradient. */
  static Function<List<Tensor>, Tensor> scalar(
      ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
    return Rule.unary(
        x -> Tensor.of(DType.F64, Shape.of(), f.applyAsDouble(numbers(x))),
        (x, y, g) -> mul(Tensor.of(DType.F64, x.shape(), gradient.apply(numbers(x))), g));
  }

  /** Returns the elements. */
  static double[] numbers(Tensor x) {
    return Ops.stopGradient(x).toDoubleArray();
  }

  private static Tensor zipped(Tensor a, Tensor b, DoubleBinaryOperator f) {
    double[] y = numbers(a);
    double[] other = numbers(b);
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsDouble(y[i], other[i]);
    }
    return Tensor.of(DType.F64, a.shape(), y);
  }
}
