package io.github.wengert.ops.kernel;

/**
 * Elementary functions of a {@code double}, each as one fixed sequence of operations. For exp, log,
 * softplus, tanh, sigmoid, silu and the latter's slope, {@code DoubleLanes} performs the same
 * sequence on vectors, with the same coefficients, and so yields the same bits.
 *
 * <p>The largest errors found, in units in the last place: exp 0.95, log 0.91, softplus 1.64, tanh
 * 1.56, sigmoid 1.48, silu 2.4, its slope 5 (from −2 to 0, where it has a root, 5 units of ¼),
 * expm1 1.03, log1p 0.85. All but silu and its slope are monotone at all neighbours that were
 * tried. Infinities, NaN, zeros of both signs and denormal numbers give what {@link Math} gives.
 */
public final class DoubleFunctions {
  private DoubleFunctions() {}

  static final double LOG2_E = 1.4426950408889634;

  /** ln 2 is the sum of these two. */
  static final double LN2_HIGH = 0.6931471805599453;

  static final double LN2_LOW = 2.3190468138462996e-17;

  /**
   * (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, from the highest power down, by Remez' exchange with
   * respect to the relative error of eʳ − 1.
   */
  static final double E10 = 2.087532495879143e-09;

  static final double E9 = 2.510897883028174e-08;
  static final double E8 = 2.755740266028345e-07;
  static final double E7 = 2.755724437435624e-06;
  static final double E6 = 2.480158717251634e-05;
  static final double E5 = 0.00019841269885965742;
  static final double E4 = 0.0013888888888962383;
  static final double E3 = 0.008333333333321691;
  static final double E2 = 0.04166666666666651;
  static final double E1 = 0.16666666666666677;
  static final double E0 = 0.5;

  /**
   * Added to a small number, this leaves the nearest integer in the low bits: 1.5 · 2⁵². The
   * exponent's bias on top makes those bits the exponent of a power of two.
   */
  static final double TO_EXPONENT = 0x1.8p52 + 1023;

  /** The same with the bias of two powers, for a product of two that has twice the range. */
  static final double TO_TWO_EXPONENTS = 0x1.8p52 + 2 * 1023;

  static final int MANTISSA_BITS = 52;

  /** From here on eˣ is infinite, and below the other it is 0. */
  static final double EXP_MAX = 710;

  static final double EXP_MIN = -746;

  /** From here on tanh is 1. */
  static final double TANH_MAX = 20;

  /** Below this eˣ and x eˣ are 0 by far, and from the other on x / (1 + e⁻ˣ) is x. */
  static final double SILU_MIN = -800;

  static final double SILU_MAX = 40;

  /** Below this ln(1 + eˣ) and σ(x) are eˣ. */
  private static final double LOWER_TAIL = -40;

  /** Below this eˣ − 1 is −1, and from the other on it is eˣ. */
  private static final double EXPM1_MIN = -40;

  private static final double EXPM1_MAX = 40;

  /** Below this a number is denormal; the factor makes it normal. */
  static final double MIN_NORMAL = Double.MIN_NORMAL;

  static final double DENORMAL_FACTOR = 0x1p52;

  /** The bits of √½, the lower end of the interval on which log is a polynomial. */
  static final long LOG_LOW_BITS = 0x3fe6a09e667f3bcdL;

  /** Added to the bits of x, this leaves the exponent of x ÷ m plus 1024 above the mantissa. */
  static final long LOG_BIAS = (1024L << MANTISSA_BITS) - LOG_LOW_BITS;

  static final long MANTISSA_MASK = 0x000fffffffffffffL;

  /** The bits of 2⁵², whose mantissa counts ones. */
  static final long COUNTER_BITS = 0x4330000000000000L;

  static final double COUNTER_ZERO = 0x1p52 + 1024;
  static final double DENORMAL_COUNTER_ZERO = COUNTER_ZERO + 52;

  /**
   * (ln(1 + f) − ln(1 − f)) / f in even powers, less its first term. Source: fdlibm, e_log.c, which
   * says how such a polynomial comes about.
   */
  static final double L7 = 0.14798198605116586;

  static final double L6 = 0.15313837699209373;
  static final double L5 = 0.1818357216161805;
  static final double L4 = 0.22222198432149784;
  static final double L3 = 0.2857142874366239;
  static final double L2 = 0.3999999999940942;
  static final double L1 = 0.6666666666666735;

  /** From here up to the next ln(1 + x) is the polynomial at x itself. */
  private static final double LOG1P_LOWEST = -0.2928932188134524;

  /** Up to here ln(1 + e) is the polynomial at e; above it, up to 1, at (e − 1) / 2, plus ln 2. */
  static final double LOG1P_SMALL = 0.41421356237309503;

  /** ln cosh(x/2) / x² in powers of x² up to x = 1, from the highest down. */
  static final double C10 = 6.415276865839106e-13;

  static final double C9 = -1.0521892302005291e-11;
  static final double C8 = 1.239170676784353e-10;
  static final double C7 = -1.3874796729991838e-09;
  static final double C6 = 1.5659955891010334e-08;
  static final double C5 = -1.8032282563560412e-07;
  static final double C4 = 2.1356922052535417e-06;
  static final double C3 = -2.6351686503635357e-05;
  static final double C2 = 0.0003472222222219475;
  static final double C1 = -0.005208333333333326;
  static final double C0 = 0.125;

  /** Returns eˣ: 2ⁿ eʳ with x = n ln 2 + r. */
  public static double exp(double x) {
    return expOfBounded(Math.min(Math.max(x, EXP_MIN), EXP_MAX));
  }

  private static double expOfBounded(double x) {
    double z = Math.fma(x, LOG2_E, TO_TWO_EXPONENTS);
    double p = 1 + expm1OfRest(x, z - TO_TWO_EXPONENTS);
    long exponents = Double.doubleToRawLongBits(z);
    long half = exponents >>> 1;
    // Two factors reach infinity and the denormal numbers, with one rounding.
    double scaled = p * Double.longBitsToDouble(half << MANTISSA_BITS);
    return scaled * Double.longBitsToDouble((exponents - half) << MANTISSA_BITS);
  }

  /** Returns eʳ − 1 for r = x − n ln 2, which is {@code high}, a number exactly, and a little. */
  private static double expm1OfRest(double x, double n) {
    double high = Math.fma(n, -LN2_HIGH, x);
    double low = n * -LN2_LOW;
    double r = high + low;
    return high + Math.fma(r * r, expPolynomial(r), low);
  }

  /**
   * Returns (factor + factorLow) e^(x + low) for little {@code low} numbers. The factor goes in
   * before the power of two, so that a denormal result is rounded once more, not twice.
   */
  static double timesExp(double factor, double factorLow, double x, double low) {
    double bounded = Math.min(Math.max(x, SILU_MIN), EXP_MAX);
    double z = Math.fma(bounded, LOG2_E, TO_TWO_EXPONENTS);
    double n = z - TO_TWO_EXPONENTS;
    double high = Math.fma(n, -LN2_HIGH, bounded);
    double rest = Math.fma(n, -LN2_LOW, low);
    double r = high + rest;
    // Pairs and their pairs, which do not wait for each other; vectors have no use for that.
    double r2 = r * r;
    double r4 = r2 * r2;
    double q = Math.fma(r2, Math.fma(r, E3, E2), Math.fma(r, E1, E0));
    double s = Math.fma(r2, Math.fma(r, E7, E6), Math.fma(r, E5, E4));
    s = Math.fma(r4, Math.fma(r2, E10, Math.fma(r, E9, E8)), s);
    double u = Math.fma(r2, Math.fma(r4, s, q), rest);
    double t = high + u;
    double lost = high - t + u;
    double p =
        factor + Math.fma(factor, t, Math.fma(factor, lost, Math.fma(factorLow, t, factorLow)));
    long exponents = Double.doubleToRawLongBits(z);
    long half = exponents >>> 1;
    double scaled = p * Double.longBitsToDouble(half << MANTISSA_BITS);
    return scaled * Double.longBitsToDouble((exponents - half) << MANTISSA_BITS);
  }

  /** Returns (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2. */
  private static double expPolynomial(double r) {
    double q = Math.fma(E10, r, E9);
    q = Math.fma(q, r, E8);
    q = Math.fma(q, r, E7);
    q = Math.fma(q, r, E6);
    q = Math.fma(q, r, E5);
    q = Math.fma(q, r, E4);
    q = Math.fma(q, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, E1);
    return Math.fma(q, r, E0);
  }

  /** Returns eˣ − 1, without cancellation near 0: 2ⁿ (eʳ − 1) + (2ⁿ − 1). */
  public static double expm1(double x) {
    if (x > EXPM1_MAX) {
      return exp(x);
    }
    double bounded = Math.max(x, EXPM1_MIN);
    double z = Math.fma(bounded, LOG2_E, TO_EXPONENT);
    double n = z - TO_EXPONENT;
    double high = Math.fma(n, -LN2_HIGH, bounded);
    double low = n * -LN2_LOW;
    double r = high + low;
    double u = Math.fma(r * r, expPolynomial(r), low);
    double p = high + u;
    double power = Double.longBitsToDouble(Double.doubleToRawLongBits(z) << MANTISSA_BITS);
    double start = power - 1;
    double scaled = power * p;
    double sum = start + scaled;
    double rounded = sum - start;
    double lost = start - (sum - rounded) + (scaled - rounded);
    return Math.copySign(sum + Math.fma(power, high - p + u, lost), x);
  }

  /** Returns ln(1 + x), without cancellation near 0; −∞ at −1, NaN below. */
  public static double log1p(double x) {
    if (!(x > -1 && x < Double.POSITIVE_INFINITY)) {
      return x == -1 ? Double.NEGATIVE_INFINITY : x < -1 ? Double.NaN : x;
    }
    if (x > LOG1P_LOWEST && x <= LOG1P_SMALL) {
      return Math.copySign(logOfParts(0, x), x);
    }
    double sum = 1 + x;
    double lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
    long t = Double.doubleToRawLongBits(sum) + LOG_BIAS;
    double n = Double.longBitsToDouble((t >>> MANTISSA_BITS) | COUNTER_BITS) - COUNTER_ZERO;
    double m = Double.longBitsToDouble((t & MANTISSA_MASK) + LOG_LOW_BITS);
    return logOfParts(n, m - 1, lost / sum);
  }

  /** Returns ln x: n ln 2 + ln m with x = 2ⁿ m and m in [√½, √2). */
  public static double log(double x) {
    boolean denormal = x < MIN_NORMAL;
    long t = Double.doubleToRawLongBits(denormal ? x * DENORMAL_FACTOR : x) + LOG_BIAS;
    double zero = denormal ? DENORMAL_COUNTER_ZERO : COUNTER_ZERO;
    double n = Double.longBitsToDouble((t >>> MANTISSA_BITS) | COUNTER_BITS) - zero;
    double m = Double.longBitsToDouble((t & MANTISSA_MASK) + LOG_LOW_BITS);
    double y = logOfParts(n, m - 1);
    if (!(x < Double.POSITIVE_INFINITY)) {
      return x;
    }
    return x > 0 ? y : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  /**
   * Returns n ln 2 + ln(1 + f) for f in [√½ − 1, √2 − 1), where ln(1 + f) is f − f²/2 + s (f²/2 +
   * R(s²)) with s = f / (2 + f).
   */
  private static double logOfParts(double n, double f) {
    return logOfParts(n, f, 0);
  }

  /** The same of 1 + f + low, where {@code low} is about what rounding 1 + f loses. */
  private static double logOfParts(double n, double f, double low) {
    double s = f / (2 + f);
    double z = s * s;
    double q = Math.fma(L7, z, L6);
    q = Math.fma(q, z, L5);
    q = Math.fma(q, z, L4);
    q = Math.fma(q, z, L3);
    q = Math.fma(q, z, L2);
    q = Math.fma(q, z, L1);
    double half = 0.5 * f * f;
    double sum = Math.fma(n, LN2_HIGH, f);
    double lost = f - Math.fma(n, -LN2_HIGH, sum);
    return sum - (half - s * Math.fma(q, z, half) - Math.fma(n, LN2_LOW, lost + low));
  }

  /**
   * Returns ln(1 + eˣ) = max(x, 0) + ln(1 + e⁻|ˣ|), which cannot overflow. In (0, 1) one of these
   * grows as fast as the other falls, and rounding would show; there it is ln 2 + x/2 + ln cosh
   * x/2.
   */
  public static double softplus(double x) {
    double e = expOfBounded(Math.max(-Math.abs(x), EXP_MIN));
    boolean small = e <= LOG1P_SMALL;
    double y = logOfParts(small ? 0 : 1, small ? e : Math.fma(e, 0.5, -0.5));
    double z = x * x;
    double q = Math.fma(C10, z, C9);
    q = Math.fma(q, z, C8);
    q = Math.fma(q, z, C7);
    q = Math.fma(q, z, C6);
    q = Math.fma(q, z, C5);
    q = Math.fma(q, z, C4);
    q = Math.fma(q, z, C3);
    q = Math.fma(q, z, C2);
    q = Math.fma(q, z, C1);
    q = Math.fma(q, z, C0);
    double rise = Math.fma(x * q, x, 0.5 * x) + LN2_LOW;
    return x >= 1 ? x + y : x > 0 ? LN2_HIGH + rise : y;
  }

  /** Returns ln(1 + e^βx) / β for β &gt; 0, as if βx had not been rounded. */
  public static double softplus(double x, double beta) {
    double h = beta * x;
    double low = lostByProduct(beta, x, h);
    if (h < LOWER_TAIL) {
      double inverse = 1 / beta;
      return timesExp(inverse, Math.fma(-inverse, beta, 1) * inverse, h, low);
    }
    double y = softplus(h);
    return (h < -1 ? Math.fma(y, low, y) : y) / beta;
  }

  /** Returns σ(βx), as if βx had not been rounded. */
  public static double sigmoid(double x, double beta) {
    double h = beta * x;
    double low = lostByProduct(beta, x, h);
    if (h < LOWER_TAIL) {
      return timesExp(1, 0, h, low);
    }
    double y = sigmoid(h);
    return h < -1 ? Math.fma(y, low, y) : y;
  }

  private static double lostByProduct(double a, double b, double product) {
    return Math.abs(product) < -SILU_MIN ? Math.fma(a, b, -product) : 0;
  }

  /** Returns tanh x: t / (t + 2) with t = e²ˣ − 1, which does not cancel near 0. */
  public static double tanh(double x) {
    double doubled = 2 * Math.min(Math.abs(x), TANH_MAX);
    double z = Math.fma(doubled, LOG2_E, TO_EXPONENT);
    double p = expm1OfRest(doubled, z - TO_EXPONENT);
    double power = Double.longBitsToDouble(Double.doubleToRawLongBits(z) << MANTISSA_BITS);
    double t = Math.fma(power, p, power - 1);
    return Math.copySign(shareOf(t, 2, t), x);
  }

  /** Returns 1 / (1 + e⁻ˣ): 1 or e⁻|ˣ|, over 1 + e⁻|ˣ|, which cannot overflow. */
  public static double sigmoid(double x) {
    double e = expOfBounded(Math.max(-Math.abs(x), EXP_MIN));
    return shareOf(x < 0 ? e : 1, 1, e);
  }

  /** Returns x σ(x): x or x e⁻|ˣ|, over 1 + e⁻|ˣ|; −0 at −∞. */
  public static double silu(double x) {
    double m = Math.max(-Math.abs(x), SILU_MIN);
    double z = Math.fma(m, LOG2_E, TO_TWO_EXPONENTS);
    double p = 1 + expm1OfRest(m, z - TO_TWO_EXPONENTS);
    long exponents = Double.doubleToRawLongBits(z);
    long half = exponents >>> 1;
    double scaled = p * Double.longBitsToDouble(half << MANTISSA_BITS);
    double power = Double.longBitsToDouble((exponents - half) << MANTISSA_BITS);
    // x goes in before e⁻|ˣ| is denormal.
    double y = shareOf(x < 0 ? m * scaled * power : x, 1, scaled * power);
    return Math.copySign(x > SILU_MAX ? x : y, x);
  }

  /**
   * Returns the slope of {@link #silu}: e (1 + x + e) below 0, else 1 + e + x e, over (1 + e)²,
   * with e = e⁻|ˣ|; 0 and 1 at −∞ and ∞.
   */
  public static double siluSlope(double x) {
    double m = Math.max(-Math.abs(x), SILU_MIN);
    double z = Math.fma(m, LOG2_E, TO_TWO_EXPONENTS);
    double p = 1 + expm1OfRest(m, z - TO_TWO_EXPONENTS);
    long exponents = Double.doubleToRawLongBits(z);
    long half = exponents >>> 1;
    double scaled = p * Double.longBitsToDouble(half << MANTISSA_BITS);
    double power = Double.longBitsToDouble((exponents - half) << MANTISSA_BITS);
    double e = scaled * power;
    double sum = 1 + e;
    double inverse = 1 / sum;
    double y = (x < 0 ? m + sum : Math.fma(-m, e, sum)) * inverse * inverse;
    return x < 0 ? y * scaled * power : y;
  }

  /** Returns a / (b + c), for an integer b, as if b + c had not been rounded. */
  static double shareOf(double a, double b, double c) {
    double sum = b + c;
    double lost = c - (sum - b);
    double inverse = 1 / sum;
    double y = a * inverse;
    double rest = Math.fma(-y, lost, Math.fma(-y, sum, a));
    return Math.fma(rest, inverse, y);
  }
}
