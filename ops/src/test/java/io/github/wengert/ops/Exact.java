package io.github.wengert.ops;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Elementary functions in fifty digits and more, from series and a continued fraction: what results
 * in float and double are compared with. Arguments are of usual size, below some thousands.
 */
final class Exact {
  /** A function of one number. */
  interface Function {
    BigDecimal at(BigDecimal x);
  }

  static final MathContext DIGITS = new MathContext(64);
  static final BigDecimal ONE = BigDecimal.ONE;
  static final BigDecimal TWO = BigDecimal.TWO;
  static final BigDecimal PI =
      new BigDecimal(
          "3.14159265358979323846264338327950288419716939937510582097494459230781640629");

  private static final BigDecimal SQRT_TWO_PI = PI.multiply(TWO).sqrt(DIGITS);
  private static final BigDecimal SQRT_TWO = TWO.sqrt(DIGITS);
  private static final int HALVINGS = 12;

  /** Beyond, an exponential is as good as 0 or infinite for any type. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(5000);

  /** Beyond, the continued fraction for Φ converges in {@link #TERMS} terms. */
  private static final BigDecimal FAR = BigDecimal.valueOf(7);

  private static final int TERMS = 150;

  /** Below, three terms of a series in x have all digits that matter. */
  private static final BigDecimal TINY = new BigDecimal("1e-18");

  private Exact() {}

  static BigDecimal mul(BigDecimal a, BigDecimal b) {
    return a.multiply(b, DIGITS);
  }

  static BigDecimal div(BigDecimal a, BigDecimal b) {
    return a.divide(b, DIGITS);
  }

  static BigDecimal exp(BigDecimal x) {
    BigDecimal r = div(x.min(LARGEST).max(LARGEST.negate()), BigDecimal.valueOf(1L << HALVINGS));
    BigDecimal term = ONE;
    BigDecimal sum = ONE;
    for (int n = 1; term.signum() != 0 && term.precision() - term.scale() > -70; n++) {
      term = mul(term, r).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < HALVINGS; i++) {
      sum = mul(sum, sum);
    }
    return sum;
  }

  static BigDecimal expm1(BigDecimal x) {
    if (x.abs().compareTo(TINY) < 0) {
      BigDecimal square = mul(x, x);
      return x.add(div(square, TWO), DIGITS)
          .add(div(mul(square, x), BigDecimal.valueOf(6)), DIGITS);
    }
    return exp(x).subtract(ONE, DIGITS);
  }

  /** Newton: y + d − d²/2 + d³/3 with d = x e⁻ʸ − 1, from a y that is right to 15 digits. */
  static BigDecimal log(BigDecimal x) {
    if (x.compareTo(ONE) == 0) {
      return BigDecimal.ZERO;
    }
    int exponent = x.precision() - x.scale();
    double mantissa = x.movePointLeft(exponent).doubleValue();
    BigDecimal y = new BigDecimal(StrictMath.log(mantissa) + exponent * StrictMath.log(10));
    BigDecimal d = mul(x, exp(y.negate())).subtract(ONE, DIGITS);
    BigDecimal square = mul(d, d);
    return y.add(d, DIGITS)
        .subtract(div(square, TWO), DIGITS)
        .add(div(mul(square, d), BigDecimal.valueOf(3)), DIGITS);
  }

  static BigDecimal log1p(BigDecimal x) {
    if (x.abs().compareTo(TINY) < 0) {
      BigDecimal square = mul(x, x);
      return x.subtract(div(square, TWO), DIGITS)
          .add(div(mul(square, x), BigDecimal.valueOf(3)), DIGITS);
    }
    return log(ONE.add(x));
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal t = expm1(x.multiply(TWO));
    return div(t, t.add(TWO, DIGITS));
  }

  /** The slope of tanh, 4 e²ˣ / (e²ˣ + 1)². */
  static BigDecimal tanhSlope(BigDecimal x) {
    return mul(BigDecimal.valueOf(4), sigmoidSlope(x.multiply(TWO)));
  }

  static BigDecimal sigmoid(BigDecimal x) {
    return div(ONE, exp(x.negate()).add(ONE, DIGITS));
  }

  static BigDecimal sigmoidSlope(BigDecimal x) {
    return mul(sigmoid(x), sigmoid(x.negate()));
  }

  static BigDecimal softplus(BigDecimal x) {
    return log1p(exp(x));
  }

  /** φ(x). */
  static BigDecimal density(BigDecimal x) {
    return div(exp(div(x.multiply(x), TWO).negate()), SQRT_TWO_PI);
  }

  /**
   * Φ(x): ½ + φ(x) Σ x²ⁿ⁺¹ / (2n+1)!!, or in the tails φ(x) / (x + 1/(x + 2/(x + 3/(x + ..)))).
   * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11 and 26.2.14.
   */
  static BigDecimal cdf(BigDecimal x) {
    if (x.abs().compareTo(FAR) > 0) {
      BigDecimal t = x.abs();
      BigDecimal fraction = t;
      for (int k = TERMS; k >= 1; k--) {
        fraction = div(BigDecimal.valueOf(k), fraction).add(t, DIGITS);
      }
      BigDecimal tail = div(density(x), fraction);
      return x.signum() < 0 ? tail : ONE.subtract(tail);
    }
    BigDecimal square = mul(x, x);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 1; term.signum() != 0 && term.precision() - term.scale() > -70; n++) {
      term = mul(term, square).divide(BigDecimal.valueOf(2L * n + 1), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return mul(density(x), sum).add(div(ONE, TWO), DIGITS);
  }

  /** erf x = 2 Φ(√2 x) − 1, and 2/√π x where that would cancel. */
  static BigDecimal erf(BigDecimal x) {
    return x.abs().compareTo(TINY) < 0
        ? mul(x, erfSlope(BigDecimal.ZERO))
        : cdf(mul(x, SQRT_TWO)).multiply(TWO).subtract(ONE, DIGITS);
  }

  static BigDecimal erfSlope(BigDecimal x) {
    return div(mul(TWO, exp(x.multiply(x).negate())), PI.sqrt(DIGITS));
  }

  static BigDecimal gelu(BigDecimal x) {
    return mul(x, cdf(x));
  }

  static BigDecimal geluSlope(BigDecimal x) {
    return cdf(x).add(mul(x, density(x)), DIGITS);
  }

  static BigDecimal silu(BigDecimal x) {
    return mul(x, sigmoid(x));
  }

  static BigDecimal siluSlope(BigDecimal x) {
    return mul(sigmoid(x), ONE.add(mul(x, sigmoid(x.negate())), DIGITS));
  }

  private static final BigDecimal SCALE = TWO.multiply(div(TWO, PI).sqrt(DIGITS));
  private static final BigDecimal CUBIC = new BigDecimal("0.044715");

  /** 2u of the tanh form: ½ x (1 + tanh u) is x σ(2u). */
  private static BigDecimal twiceU(BigDecimal x) {
    BigDecimal square = x.multiply(x);
    return mul(SCALE, mul(x, ONE.add(CUBIC.multiply(square))));
  }

  static BigDecimal geluTanh(BigDecimal x) {
    return mul(x, sigmoid(twiceU(x)));
  }

  static BigDecimal geluTanhSlope(BigDecimal x) {
    BigDecimal v = twiceU(x);
    BigDecimal slope =
        mul(SCALE, ONE.add(CUBIC.multiply(BigDecimal.valueOf(3)).multiply(x.multiply(x))));
    return mul(sigmoid(v), ONE.add(mul(mul(x, slope), sigmoid(v.negate())), DIGITS));
  }

  static BigDecimal pow(BigDecimal x, BigDecimal y) {
    return exp(mul(y, log(x)));
  }

  /**
   * Returns how far {@code y} is from {@code exact} in units in the last place, of an element type,
   * of the larger of {@code |exact|} and {@code scale}.
   */
  static double ulps(DType dtype, double y, BigDecimal exact, double scale) {
    double size = Math.max(exact.abs().doubleValue(), scale);
    double ulp = dtype == DType.F64 ? Math.ulp(size) : Math.ulp((float) size);
    BigDecimal error = new BigDecimal(y).subtract(exact).abs();
    return error.divide(new BigDecimal(ulp), new MathContext(9, RoundingMode.UP)).doubleValue();
  }
}
