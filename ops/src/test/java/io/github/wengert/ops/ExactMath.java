package io.github.wengert.ops;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The error function and its kin from their power series, in as many digits as it takes:
 * independent of the approximations that are tested.
 */
final class ExactMath {
  /** Enough for terms of up to e^(20²) in an alternating series that leaves e^−(20²). */
  private static final MathContext DIGITS = new MathContext(400);

  private static final BigDecimal PI = pi();
  static final BigDecimal SQRT_TWO = BigDecimal.TWO.sqrt(DIGITS);

  private ExactMath() {}

  /** Returns 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)). */
  static BigDecimal erf(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal power = x;
    BigDecimal sum = x;
    BigDecimal smallest = BigDecimal.ONE.movePointLeft(390);
    for (int n = 1; power.abs().compareTo(smallest) > 0; n++) {
      power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(-n), DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
    }
    return sum.multiply(BigDecimal.TWO).divide(PI.sqrt(DIGITS), DIGITS);
  }

  static double erf(double x) {
    return erf(new BigDecimal(x)).doubleValue();
  }

  static double erfc(double x) {
    return BigDecimal.ONE.subtract(erf(new BigDecimal(x)), DIGITS).doubleValue();
  }

  /** Returns the standard normal distribution. */
  static BigDecimal normalCdf(double x) {
    BigDecimal scaled = new BigDecimal(x).divide(SQRT_TWO, DIGITS);
    return BigDecimal.ONE.add(erf(scaled)).divide(BigDecimal.TWO, DIGITS);
  }

  /** Returns by how much {@code x} is off, as a share of it, if Φ(x) were to be {@code p}. */
  static double relativeErrorOfQuantile(double x, double p) {
    double residual = normalCdf(x).subtract(new BigDecimal(p), DIGITS).doubleValue();
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    return residual / density / x;
  }

  /** Machin: π/4 = 4 arctan 1/5 − arctan 1/239. */
  private static BigDecimal pi() {
    BigDecimal four = BigDecimal.valueOf(4);
    return four.multiply(arctanOfInverse(5)).subtract(arctanOfInverse(239)).multiply(four);
  }

  private static BigDecimal arctanOfInverse(int n) {
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), DIGITS);
    BigDecimal sum = power;
    BigDecimal square = BigDecimal.valueOf((long) n * n);
    for (int k = 1; power.precision() - power.scale() > -DIGITS.getPrecision(); k++) {
      power = power.divide(square, DIGITS).negate();
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), DIGITS), DIGITS);
    }
    return sum;
  }
}
