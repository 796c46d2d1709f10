package io.github.wengert.autograd;

import java.util.Locale;

/**
 * A differentiable {@code double}: all that it takes to use the engine for a value type of one's
 * own.
 *
 * <p>Three things are needed: the value, which extends {@link Traceable}; its {@link VectorSpace};
 * and its primitives, which stand in {@link ScalarOps}.
 */
class Scalar extends Traceable<Scalar> {
  /** Written by {@link VectorSpace#addInto} and {@link MutableScalar#set} only. */
  double value;

  Scalar(double value) {
    this.value = value;
  }

  static Scalar scalar(double value) {
    return new Scalar(value);
  }

  double value() {
    return value;
  }

  /** Returns the value to a user, as a plain number. */
  double item() {
    reading("item");
    return value;
  }

  Scalar plus(Scalar that) {
    return Autograd.apply(new ScalarOps.Add(), this, that);
  }

  Scalar minus(Scalar that) {
    return plus(that.negate());
  }

  Scalar times(Scalar that) {
    return Autograd.apply(new ScalarOps.Multiply(), this, that);
  }

  Scalar times(double factor) {
    return times(scalar(factor));
  }

  Scalar negate() {
    return Autograd.apply(new ScalarOps.Negate(), this);
  }

  Scalar sin() {
    return Autograd.apply(new ScalarOps.Sin(), this);
  }

  Scalar cos() {
    return Autograd.apply(new ScalarOps.Cos(), this);
  }

  Scalar exp() {
    return Autograd.apply(new ScalarOps.Exp(), this);
  }

  Scalar log() {
    return Autograd.apply(new ScalarOps.Log(), this);
  }

  Scalar tanh() {
    return Autograd.apply(new ScalarOps.Tanh(), this);
  }

  Scalar pow(int exponent) {
    return Autograd.apply(new ScalarOps.Pow(exponent), this);
  }

  @Override
  protected VectorSpace<Scalar> space() {
    return Reals.SPACE;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "scalar %s", value);
  }

  private enum Reals implements VectorSpace<Scalar> {
    SPACE;

    @Override
    public Scalar zero(Scalar like) {
      return scalar(0);
    }

    @Override
    public int dimension(Scalar value) {
      return 1;
    }

    @Override
    public Scalar basis(Scalar like, int index) {
      return scalar(1);
    }

    @Override
    public Scalar add(Scalar a, Scalar b) {
      return a.plus(b);
    }

    @Override
    public void addInto(Scalar accumulator, Scalar addend) {
      accumulator.value += addend.value;
    }

    @Override
    public Scalar alias(Scalar value) {
      return scalar(value.value);
    }

    @Override
    public boolean sameSpace(Scalar primal, Scalar cotangent) {
      return true;
    }

    @Override
    public String describe(Scalar value) {
      return value.toString();
    }
  }
}
