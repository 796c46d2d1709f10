package io.github.wengert.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The primitives of {@link Scalar}. Every rule is written in differentiable operations. */
final class ScalarOps {
  private ScalarOps() {}

  /** A primitive that is named after its class. */
  interface ScalarOp extends Primitive<Scalar> {
    @Override
    default String name() {
      return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code y = f(x)}, whose pullback is {@code g ↦ g·f′(x)}. */
  interface Unary extends ScalarOp {
    double f(double x);

    Scalar derivative(Scalar x, Scalar y);

    @Override
    default Scalar forward(List<Scalar> inputs) {
      return new Scalar(f(inputs.getFirst().value()));
    }

    @Override
    default List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar y) {
      return List.of(g -> g.times(derivative(inputs.getFirst(), y)));
    }
  }

  /** {@code y = a + b}. */
  record Add() implements ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return new Scalar(inputs.get(0).value() + inputs.get(1).value());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar y) {
      return List.of(g -> g, g -> g);
    }
  }

  /** {@code y = a·b}. */
  record Multiply() implements ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return new Scalar(inputs.get(0).value() * inputs.get(1).value());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar y) {
      return List.of(g -> g.times(inputs.get(1)), g -> g.times(inputs.get(0)));
    }
  }

  /** {@code y = x₁ + … + xₙ}. */
  record Sum() implements ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return new Scalar(inputs.stream().mapToDouble(Scalar::value).sum());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar y) {
      return inputs.stream().<@Nullable Pullback<Scalar>>map(x -> g -> g).toList();
    }
  }

  /** {@code y = condition > 0 ? a : b}; there is no derivative by the condition. */
  record Where() implements ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      boolean first = inputs.get(0).value() > 0;
      return new Scalar(inputs.get(first ? 1 : 2).value());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar y) {
      boolean first = inputs.get(0).value() > 0;
      return Arrays.<@Nullable Pullback<Scalar>>asList(
          null, g -> g.times(first ? 1 : 0), g -> g.times(first ? 0 : 1));
    }
  }

  /** {@code y = -x}. */
  record Negate() implements Unary {
    @Override
    public double f(double x) {
      return -x;
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return new Scalar(-1);
    }
  }

  /** {@code y = sin x}. */
  record Sin() implements Unary {
    @Override
    public double f(double x) {
      return Math.sin(x);
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return x.cos();
    }
  }

  /** {@code y = cos x}. */
  record Cos() implements Unary {
    @Override
    public double f(double x) {
      return Math.cos(x);
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return x.sin().negate();
    }
  }

  /** {@code y = eˣ}. */
  record Exp() implements Unary {
    @Override
    public double f(double x) {
      return Math.exp(x);
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return y;
    }
  }

  /** {@code y = ln x}. */
  record Log() implements Unary {
    @Override
    public double f(double x) {
      return Math.log(x);
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return x.pow(-1);
    }
  }

  /** {@code y = tanh x}. */
  record Tanh() implements Unary {
    @Override
    public double f(double x) {
      return Math.tanh(x);
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return new Scalar(1).minus(y.times(y));
    }
  }

  /** {@code y = xⁿ}. */
  record Pow(int n) implements Unary {
    @Override
    public double f(double x) {
      return Math.pow(x, n);
    }

    @Override
    public Scalar derivative(Scalar x, Scalar y) {
      return n == 0 ? new Scalar(0) : x.pow(n - 1).times(n);
    }
  }
}
