package io.github.wengert.ops;

import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.DdFunctions;
import io.github.wengert.ops.exact.Jet;

/**
 * Powers and their derivatives in reference arithmetic: {@code ∂ᵐ/∂bᵐ ∂ᵏ/∂aᵏ aᵇ = aᵇ⁻ᵏ Σⱼ (m over
 * j) P⁽ʲ⁾(b) (ln a)ᵐ⁻ʲ} with {@code P(b) = b (b − 1) ⋯ (b − k + 1)}.
 */
final class ReferencePowers {
  private ReferencePowers() {}

  /** aᵇ; by a it is 0 for b = 0, and by b it is 0 for a = 0 and b ≥ 0. */
  static Jet pow(Jet a, Jet b) {
    Jet y = Jet.of(a.value()).pow(b.value());
    if (a.isVariable() && !b.value().isZero() && isUnknown(a, b, y)) {
      return a.pow(b.value()).withErrors(y.error(), Dd.INFINITY);
    }
    return varied(y, 0, 0, a, b);
  }

  /** Returns a derivative, itself variable if a or b is. */
  static Jet derivative(Pow.Derivative op, Jet a, Jet b) {
    Jet y = value(op.byBase(), op.byExponent(), a, b);
    boolean isExtreme = !a.value().isFinite() || !b.value().isFinite() || a.value().isZero();
    boolean isUnknown = isUnknown(a, b, y) || isExtreme;
    Jet varied = varied(y, op.byBase(), op.byExponent(), a, b);
    return isUnknown ? varied.withErrors(Dd.INFINITY, Dd.INFINITY) : varied;
  }

  /** With b − k rounded, a negative base may have a power, or one of the other sign. */
  private static boolean isUnknown(Jet a, Jet b, Jet y) {
    boolean isRounded = Dd.of(1 << 24).isLess(b.value().abs());
    return y.value().isNaN() || (a.value().signum() < 0 && isRounded);
  }

  /** Returns y with the slope that the next derivatives give. */
  private static Jet varied(Jet y, int k, int m, Jet a, Jet b) {
    if (!a.isVariable() && !b.isVariable()) {
      return y;
    }
    int order = Math.max(a.coefficients().size(), b.coefficients().size()) - 1;
    Jet byBase = a.isVariable() ? moved(a, varied(k + 1, m, a, b, order)) : Jet.ZERO;
    Jet byExponent = b.isVariable() ? moved(b, varied(k, m + 1, a, b, order)) : Jet.ZERO;
    Jet varied = !b.isVariable() ? byBase : !a.isVariable() ? byExponent : byBase.add(byExponent);
    Dd ofSlope = b.value().isNaN() ? Dd.INFINITY : varied.slope().error();
    return varied.withValue(y.coefficient(0)).withErrors(y.error(), ofSlope);
  }

  /** Returns a derivative to as many coefficients. */
  private static Jet varied(int k, int m, Jet a, Jet b, int count) {
    return varied(value(k, m, a, b), k, m, a.truncated(count), b.truncated(count));
  }

  /** Returns what x contributes, given the derivative by it. */
  private static Jet moved(Jet x, Jet slope) {
    return x.function(_ -> Dd.ZERO, _ -> slope);
  }

  /** Returns the derivative at a point, and what rounding b − k and the logarithm does to it. */
  private static Jet value(int k, int m, Jet a, Jet b) {
    Dd base = a.value();
    Dd exponent = b.value();
    if ((m > 0 && base.signum() < 0) || exponent.isNaN()) {
      return Jet.of(Dd.NAN);
    }
    if (k == 0 && m > 0 && base.isZero() && exponent.compareTo(Dd.ZERO) >= 0) {
      return Jet.ZERO;
    }
    Jet log = m == 0 ? Jet.ONE : Jet.of(base).log();
    Jet sum = null;
    for (int j = 0; j <= m; j++) {
      Jet polynomial = fallingFactorial(k, j, exponent);
      Jet term = polynomial.mul(power(log, m - j)).mul(binomial(m, j));
      sum =
          polynomial.value().isZero() && polynomial.error().isZero()
              ? sum
              : sum == null ? term : sum.add(term);
    }
    if (sum == null || (sum.value().isZero() && sum.error().isZero())) {
      return Jet.ZERO; // which wins over an infinite power
    }
    Dd power = DdFunctions.pow(base, exponent.sub(Dd.of(k)));
    if (power.isZero()) {
      return Jet.ZERO; // which wins over infinite factors
    }
    Jet y = sum.mul(Jet.of(power));
    Dd ofExponent = exponent.sub(Dd.of(k)).mul(DdFunctions.log(base.abs())).abs();
    Dd amplified = ofExponent.isFinite() ? ofExponent.add(Dd.TWO).mul(y.value().abs()) : Dd.ZERO;
    return y.withErrors(y.error().add(k == 0 ? y.value().abs() : amplified), Dd.ZERO);
  }

  private static Jet power(Jet x, int n) {
    Jet power = Jet.ONE;
    for (int i = 0; i < n; i++) {
      power = power.mul(x);
    }
    return power;
  }

  private static double binomial(int n, int k) {
    double binomial = 1;
    for (int i = 0; i < k; i++) {
      binomial = binomial * (n - i) / (i + 1);
    }
    return binomial;
  }

  /** Returns the j-th derivative of P at b: the sum over all ways to leave out j of its factors. */
  private static Jet fallingFactorial(int k, int j, Dd b) {
    if (j == 0) {
      Jet product = Jet.ONE;
      for (int i = 0; i < k; i++) {
        product = product.mul(Jet.of(b.sub(Dd.of(i))));
      }
      return product;
    }
    if (k == 0) {
      return Jet.ZERO;
    }
    // (P (b − k + 1))⁽ʲ⁾ = P⁽ʲ⁾ (b − k + 1) + j P⁽ʲ⁻¹⁾ with P of one factor less
    Jet last = Jet.of(b.sub(Dd.of(k - 1)));
    return fallingFactorial(k - 1, j, b).mul(last).add(fallingFactorial(k - 1, j - 1, b).mul(j));
  }
}
