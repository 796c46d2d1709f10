package io.github.wengert.ops.kernel;

/**
 * Elementary functions of a {@code float}, each as one fixed sequence of operations without
 * branches: {@code FloatLanes} performs the same sequence on vectors, with the same coefficients,
 * and so yields the same bits.
 *
 * <p>The largest errors over all floats, in units in the last place: exp 0.91, log 0.95, softplus
 * 1.85, tanh 1.7, sigmoid 1.48, silu 2.41; of silu's slope 5 (from −2 to 0, where it has a root, 5
 * units of ¼). All but silu and its slope are monotone, from each float to the next. Infinities,
 * NaN, zeros of both signs and denormal numbers give what {@link Math} gives.
 */
final class FloatFunctions {
  private FloatFunctions() {}

  static final float LOG2_E = 1.442695f;

  /** ln 2 is the sum of these two. */
  static final float LN2_HIGH = 0.6931472f;

  static final float LN2_LOW = -1.9046542e-9f;

  /**
   * (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, from the highest power down, by Remez' exchange with
   * respect to the relative error of eʳ − 1.
   */
  static final float E4 = 0.0013882522f;

  static final float E3 = 0.0083665205f;
  static final float E2 = 0.0416672f;
  static final float E1 = 0.16666543f;
  static final float E0 = 0.49999997f;

  /**
   * Added to a small number, this leaves the nearest integer in the low bits: 1.5 · 2²³. The
   * exponent's bias on top makes those bits the exponent of a power of two.
   */
  static final float TO_EXPONENT = 0x1.8p23f + 127;

  /** The same with the bias of two powers, for a product of two that has twice the range. */
  static final float TO_TWO_EXPONENTS = 0x1.8p23f + 2 * 127;

  static final int MANTISSA_BITS = 23;

  /** From here on eˣ is infinite, and below the other it is 0. */
  static final float EXP_MAX = 89;

  static final float EXP_MIN = -104;

  /** From here on tanh is 1. */
  static final float TANH_MAX = 10;

  /** Below this eˣ and x eˣ are 0 by far, and from the other on x / (1 + e⁻ˣ) is x. */
  static final float SILU_MIN = -120;

  static final float SILU_MAX = 20;

  /** Below this a number is denormal; the factor makes it normal. */
  static final float MIN_NORMAL = Float.MIN_NORMAL;

  static final float DENORMAL_FACTOR = 0x1p23f;

  /** The bits of ⅔, the lower end of the interval on which log is a polynomial. */
  static final int LOG_LOW_BITS = 0x3f2aaaab;

  /** Added to the bits of x, this leaves the exponent of x ÷ m plus 128 above the mantissa. */
  static final int LOG_BIAS = (128 << MANTISSA_BITS) - LOG_LOW_BITS;

  static final int MANTISSA_MASK = 0x007fffff;

  /** The bits of 2²³, whose mantissa counts ones. */
  static final int COUNTER_BITS = 0x4b000000;

  static final float COUNTER_ZERO = 0x1p23f + 128;
  static final float DENORMAL_COUNTER_ZERO = COUNTER_ZERO + 23;

  /** (ln(1 + f) − f) / f² for |f| ≤ ⅓, likewise. */
  static final float L8 = -0.1294904f;

  static final float L7 = 0.14004828f;
  static final float L6 = -0.12167137f;
  static final float L5 = 0.14001147f;
  static final float L4 = -0.16682307f;
  static final float L3 = 0.20010749f;
  static final float L2 = -0.24999717f;
  static final float L1 = 0.3333321f;
  static final float L0 = -0.5f;

  /** Up to here ln(1 + e) is the polynomial at e; above it, up to 1, at (e − 1) / 2, plus ln 2. */
  static final float LOG1P_SMALL = 0.33333334f;

  /** ln cosh(x/2) / x² in powers of x² up to x = 1, from the highest down. */
  static final float C4 = 1.7416645e-06f;

  static final float C3 = -2.6021895e-05f;
  static final float C2 = 0.00034710678f;
  static final float C1 = -0.005208319f;
  static final float C0 = 0.125f;

  /** Returns eˣ: 2ⁿ eʳ with x = n ln 2 + r. */
  static float exp(float x) {
    return expOfBounded(Math.min(Math.max(x, EXP_MIN), EXP_MAX));
  }

  private static float expOfBounded(float x) {
    float z = Math.fma(x, LOG2_E, TO_TWO_EXPONENTS);
    float p = 1 + expm1OfRest(x, z - TO_TWO_EXPONENTS);
    int exponents = Float.floatToRawIntBits(z);
    int half = exponents >>> 1;
    // Two factors reach infinity and the denormal numbers, with one rounding.
    float scaled = p * Float.intBitsToFloat(half << MANTISSA_BITS);
    return scaled * Float.intBitsToFloat((exponents - half) << MANTISSA_BITS);
  }

  /** Returns eʳ − 1 for r = x − n ln 2, which is {@code high}, a number exactly, and a little. */
  private static float expm1OfRest(float x, float n) {
    float high = Math.fma(n, -LN2_HIGH, x);
    float low = n * -LN2_LOW;
    float r = high + low;
    float q = Math.fma(E4, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, E1);
    q = Math.fma(q, r, E0);
    return high + Math.fma(r * r, q, low);
  }

  /** Returns ln x: n ln 2 + ln m with x = 2ⁿ m and m in [⅔, 1⅓). */
  static float log(float x) {
    boolean denormal = x < MIN_NORMAL;
    int t = Float.floatToRawIntBits(denormal ? x * DENORMAL_FACTOR : x) + LOG_BIAS;
    float zero = denormal ? DENORMAL_COUNTER_ZERO : COUNTER_ZERO;
    float n = Float.intBitsToFloat((t >>> MANTISSA_BITS) | COUNTER_BITS) - zero;
    float m = Float.intBitsToFloat((t & MANTISSA_MASK) + LOG_LOW_BITS);
    float y = logOfParts(n, m - 1);
    if (!(x < Float.POSITIVE_INFINITY)) {
      return x;
    }
    return x > 0 ? y : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  /** Returns n ln 2 + ln(1 + f) for |f| ≤ ⅓. */
  private static float logOfParts(float n, float f) {
    float q = Math.fma(L8, f, L7);
    q = Math.fma(q, f, L6);
    q = Math.fma(q, f, L5);
    q = Math.fma(q, f, L4);
    q = Math.fma(q, f, L3);
    q = Math.fma(q, f, L2);
    q = Math.fma(q, f, L1);
    q = Math.fma(q, f, L0);
    return Math.fma(n, LN2_HIGH, Math.fma(f * f, q, f));
  }

  /**
   * Returns ln(1 + eˣ) = max(x, 0) + ln(1 + e⁻|ˣ|), which cannot overflow. In (0, 1) one of these
   * grows as fast as the other falls, and rounding would show; there it is ln 2 + x/2 + ln cosh
   * x/2.
   */
  static float softplus(float x) {
    float e = expOfBounded(Math.max(-Math.abs(x), EXP_MIN));
    boolean small = e <= LOG1P_SMALL;
    float y = logOfParts(small ? 0 : 1, small ? e : Math.fma(e, 0.5f, -0.5f));
    float z = x * x;
    float q = Math.fma(C4, z, C3);
    q = Math.fma(q, z, C2);
    q = Math.fma(q, z, C1);
    q = Math.fma(q, z, C0);
    float rise = Math.fma(x * q, x, 0.5f * x) + LN2_LOW;
    return x >= 1 ? x + y : x > 0 ? LN2_HIGH + rise : y;
  }

  /** Returns tanh x: t / (t + 2) with t = e²ˣ − 1, which does not cancel near 0. */
  static float tanh(float x) {
    float doubled = 2 * Math.min(Math.abs(x), TANH_MAX);
    float z = Math.fma(doubled, LOG2_E, TO_EXPONENT);
    float p = expm1OfRest(doubled, z - TO_EXPONENT);
    float power = Float.intBitsToFloat(Float.floatToRawIntBits(z) << MANTISSA_BITS);
    float t = Math.fma(power, p, power - 1);
    return Math.copySign(shareOf(t, 2, t), x);
  }

  /** Returns 1 / (1 + e⁻ˣ): 1 or e⁻|ˣ|, over 1 + e⁻|ˣ|, which cannot overflow. */
  static float sigmoid(float x) {
    float e = expOfBounded(Math.max(-Math.abs(x), EXP_MIN));
    return shareOf(x < 0 ? e : 1, 1, e);
  }

  /** Returns x σ(x): x or x e⁻|ˣ|, over 1 + e⁻|ˣ|; −0 at −∞. */
  static float silu(float x) {
    float m = Math.max(-Math.abs(x), SILU_MIN);
    float z = Math.fma(m, LOG2_E, TO_TWO_EXPONENTS);
    float p = 1 + expm1OfRest(m, z - TO_TWO_EXPONENTS);
    int exponents = Float.floatToRawIntBits(z);
    int half = exponents >>> 1;
    float scaled = p * Float.intBitsToFloat(half << MANTISSA_BITS);
    float power = Float.intBitsToFloat((exponents - half) << MANTISSA_BITS);
    // x goes in before e⁻|ˣ| is denormal.
    float y = shareOf(x < 0 ? m * scaled * power : x, 1, scaled * power);
    return Math.copySign(x > SILU_MAX ? x : y, x);
  }

  /**
   * Returns the slope of {@link #silu}: e (1 + x + e) below 0, else 1 + e + x e, over (1 + e)²,
   * with e = e⁻|ˣ|; 0 and 1 at −∞ and ∞.
   */
  static float siluSlope(float x) {
    float m = Math.max(-Math.abs(x), SILU_MIN);
    float z = Math.fma(m, LOG2_E, TO_TWO_EXPONENTS);
    float p = 1 + expm1OfRest(m, z - TO_TWO_EXPONENTS);
    int exponents = Float.floatToRawIntBits(z);
    int half = exponents >>> 1;
    float scaled = p * Float.intBitsToFloat(half << MANTISSA_BITS);
    float power = Float.intBitsToFloat((exponents - half) << MANTISSA_BITS);
    float e = scaled * power;
    float sum = 1 + e;
    float inverse = 1 / sum;
    float y = (x < 0 ? m + sum : Math.fma(-m, e, sum)) * inverse * inverse;
    return x < 0 ? y * scaled * power : y;
  }

  /** Returns a / (b + c), for an integer b, as if b + c had not been rounded. */
  private static float shareOf(float a, float b, float c) {
    float sum = b + c;
    float lost = c - (sum - b);
    float inverse = 1 / sum;
    float y = a * inverse;
    float rest = Math.fma(-y, lost, Math.fma(-y, sum, a));
    return Math.fma(rest, inverse, y);
  }
}
