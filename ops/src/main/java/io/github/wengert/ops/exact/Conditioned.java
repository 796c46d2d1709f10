package io.github.wengert.ops.exact;

/**
 * A number, and how far a computation of it may be off that rounds each of its steps.
 *
 * <p>The error is counted in units of the roundoff u of whatever type the computation runs in, and
 * to first order: a step adds the magnitude of its result, and hands on the errors of its operands
 * times its slopes. It tells the condition of a formula: the number itself is exact.
 *
 * @param value the number
 * @param error the error in units of u, not negative; 0 for what is given
 */
public record Conditioned(Dd value, Dd error) {
  /** 0, exactly. */
  static final Conditioned ZERO = new Conditioned(Dd.ZERO, Dd.ZERO);

  /** Returns a number that is given. */
  public static Conditioned of(Dd value) {
    return new Conditioned(value, Dd.ZERO);
  }

  /** Returns a result that is rounded once, if it is a number, of operands that were off. */
  static Conditioned rounded(Dd value, Dd inherited) {
    boolean isExact = value.isZero() || !value.isFinite();
    return new Conditioned(value, isExact ? inherited : inherited.add(value.abs()));
  }

  Conditioned add(Conditioned other) {
    return rounded(value.add(other.value), error.add(other.error));
  }

  /** Returns the product. */
  public Conditioned mul(Conditioned other) {
    Dd inherited = share(other.error, value).add(share(error, other.value));
    return rounded(value.mul(other.value), inherited);
  }

  /** An error times a factor; where the factor is not finite, the result is told by that alone. */
  static Dd share(Dd error, Dd factor) {
    if (error.isInfinite()) {
      return error; // nothing is known, whatever the factor is
    }
    return error.isZero() || !factor.isFinite() ? Dd.ZERO : error.mul(factor.abs());
  }

  Conditioned neg() {
    return new Conditioned(value.neg(), error);
  }

  /** Returns this times a power of two, which rounds nothing. */
  Conditioned scaled(int exponent) {
    return new Conditioned(value.scaled(exponent), error.scaled(exponent));
  }

  /** Returns this times a small integer that stems from a derivation: no step of its own. */
  Conditioned scaledBy(int n) {
    return n == 1 ? this : new Conditioned(value.mul(n), error.mul(n));
  }

  /** Returns this divided by a small integer that stems from a derivation: no step of its own. */
  Conditioned dividedBy(int n) {
    return n == 1 ? this : new Conditioned(value.div(n), error.div(n));
  }
}
