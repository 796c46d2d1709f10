package io.github.wengert.ops.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/** Elementary functions from the series of eˣ, in more digits than it takes. */
final class ExactFunctions {
  private static final MathContext DIGITS = new MathContext(60);
  private static final int HALVINGS = 12;

  private ExactFunctions() {}

  /** The function of the exact number that {@code x} is. */
  interface Exact {
    BigDecimal at(double x);
  }

  static BigDecimal exp(double x) {
    return exp(new BigDecimal(x));
  }

  private static BigDecimal exp(BigDecimal x) {
    BigDecimal r = x.divide(BigDecimal.valueOf(1L << HALVINGS), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; n < 50; n++) {
      term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < HALVINGS; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  static BigDecimal log(double x) {
    return log(new BigDecimal(x));
  }

  /** Newton: y + d − d²/2 + d³/3 with d = x e⁻ʸ − 1, from a y that is right to 15 digits. */
  private static BigDecimal log(BigDecimal x) {
    BigDecimal y = new BigDecimal(Math.log(x.doubleValue()));
    BigDecimal d = x.multiply(exp(y.negate()), DIGITS).subtract(BigDecimal.ONE, DIGITS);
    BigDecimal square = d.multiply(d, DIGITS);
    return y.add(d, DIGITS)
        .subtract(square.divide(BigDecimal.TWO, DIGITS), DIGITS)
        .add(square.multiply(d, DIGITS).divide(BigDecimal.valueOf(3), DIGITS), DIGITS);
  }

  static BigDecimal tanh(double x) {
    BigDecimal e = exp(new BigDecimal(x).multiply(BigDecimal.TWO));
    return e.subtract(BigDecimal.ONE, DIGITS).divide(e.add(BigDecimal.ONE, DIGITS), DIGITS);
  }

  static BigDecimal sigmoid(double x) {
    BigDecimal e = exp(new BigDecimal(x).negate());
    return BigDecimal.ONE.divide(BigDecimal.ONE.add(e, DIGITS), DIGITS);
  }

  static BigDecimal softplus(double x) {
    BigDecimal e = exp(x);
    return x < -60 // e − e²/2, where a sum with 1 would take too many digits
        ? e.subtract(e.multiply(e, DIGITS).divide(BigDecimal.TWO, DIGITS), DIGITS)
        : log(BigDecimal.ONE.add(e, DIGITS));
  }

  static BigDecimal silu(double x) {
    return new BigDecimal(x).multiply(sigmoid(x), DIGITS);
  }

  /** Returns how far {@code y} is from {@code exact}, in units in the last place of the latter. */
  static double ulps(double y, BigDecimal exact) {
    BigDecimal ulp = new BigDecimal(Math.ulp(exact.doubleValue()));
    return new BigDecimal(y).subtract(exact).abs().divide(ulp, DIGITS).doubleValue();
  }
}
