package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation made of lambdas, right or wrong. */
record Rule(String name, Function<List<Tensor>, Tensor> value, ImmutableList<Backward> backward)
    implements Primitive<Tensor> {
  /** The cotangent of one input. */
  @FunctionalInterface
  interface Backward {
    Tensor apply(List<Tensor> xs, Tensor y, Tensor g);
  }

  /** The cotangent of the input of a unary operation. */
  @FunctionalInterface
  interface UnaryBackward {
    Tensor apply(Tensor x, Tensor y, Tensor g);
  }

  /** The cotangent of one input of a binary operation. */
  @FunctionalInterface
  interface BinaryBackward {
    Tensor apply(Tensor a, Tensor b, Tensor g);
  }

  @Override
  public Tensor forward(List<Tensor> inputs) {
    return value.apply(inputs);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return backward.stream()
        .<Pullback<Tensor>>map(rule -> g -> rule.apply(inputs, output, g))
        .toList();
  }

  static Function<List<Tensor>, Tensor> of(
      Function<List<Tensor>, Tensor> value, Backward... backward) {
    return named("custom", value, backward);
  }

  static Function<List<Tensor>, Tensor> named(
      String name, Function<List<Tensor>, Tensor> value, Backward... backward) {
    Rule rule = new Rule(name, value, ImmutableList.copyOf(backward));
    return xs -> Ops.custom(rule, xs.toArray(Tensor[]::new));
  }

  /** Returns {@code y = f(x)} with a rule for the cotangent of x. */
  static Function<List<Tensor>, Tensor> unary(UnaryOperator<Tensor> f, UnaryBackward rule) {
    return of(xs -> f.apply(xs.getFirst()), (xs, y, g) -> rule.apply(xs.getFirst(), y, g));
  }

  /** Returns {@code y = f(a, b)} with a rule for the cotangent of either. */
  static Function<List<Tensor>, Tensor> binary(
      BinaryOperator<Tensor> f, BinaryBackward ruleA, BinaryBackward ruleB) {
    return of(
        xs -> f.apply(xs.get(0), xs.get(1)),
        (xs, y, g) -> ruleA.apply(xs.get(0), xs.get(1), g),
        (xs, y, g) -> ruleB.apply(xs.get(0), xs.get(1), g));
  }

  /**
   * Returns an operation that computes element by element by itself, so that no branch is logged.
   *
   * @param derivative in differentiable operations
   */
  static UnaryOperator<Tensor> elementwise(
      DoubleUnaryOperator f, UnaryOperator<Tensor> derivative) {
    Function<List<Tensor>, Tensor> rule =
        unary(x -> map(x, f), (x, y, g) -> Ops.mul(g, derivative.apply(x)));
    return x -> rule.apply(List.of(x));
  }

  /** Returns {@code f(xᵢ)} as a constant, in the element type of x. */
  static Tensor map(Tensor x, DoubleUnaryOperator f) {
    double[] y = Arrays.stream(Ops.stopGradient(x).toDoubleArray()).map(f).toArray();
    return Ops.to(Tensor.of(DType.F64, x.shape(), y), x.dtype());
  }

  /** Returns f of each pair of neighbours, as a constant. */
  static Tensor pairs(Tensor x, DoubleBinaryOperator f) {
    double[] y = new double[x.elements() / 2];
    double[] elements = Ops.stopGradient(x).toDoubleArray();
    Arrays.setAll(y, i -> f.applyAsDouble(elements[2 * i], elements[2 * i + 1]));
    return Ops.to(Tensor.of(DType.F64, y), x.dtype());
  }

  /** Returns {@code sin(x)}. */
  static Tensor sin(Tensor x) {
    return elementwise(Math::sin, Rule::cos).apply(x);
  }

  /** Returns {@code cos(x)}. */
  static Tensor cos(Tensor x) {
    return elementwise(Math::cos, z -> Ops.neg(sin(z))).apply(x);
  }
}
