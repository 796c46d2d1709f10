package io.github.wengert.ops.kernel;

/**
 * The tanh form of the Gaussian error linear unit, {@code ½ x (1 + tanh u) = x σ(2u)} with {@code u
 * = √(2/π) (x + 0.044715 x³)}, and its slope, in double precision over the whole range.
 *
 * <p>2u is kept in two numbers: rounding it would cost σ, in its lower tail, as many units in the
 * last place as 2u has units. The largest errors found: 1.93 of values, 4 of slopes (from −2 to 0,
 * where the slope has a root, units of ¼).
 */
public final class GeluTanhFunctions {
  private GeluTanhFunctions() {}

  /** 2 √(2/π) is the sum of these two. */
  private static final double C1_HIGH = 1.5957691216057308;

  private static final double C1_LOW = -9.96930880911092e-17;

  /** 0.044715 · 2 √(2/π), likewise. */
  private static final double C3_HIGH = 0.07135481627260025;

  private static final double C3_LOW = -6.175149918155315e-19;

  /** From here on σ(−2u) is 0 and x σ(2u) is x. */
  private static final double FARTHEST = 24;

  /** Below this 1 + e²ᵘ is 1. */
  private static final double LOWER_TAIL = -40;

  /** Returns x σ(2u). */
  public static double value(double x) {
    double a = Math.abs(x);
    if (a >= FARTHEST) {
      return x > 0 ? x : -0.0;
    }
    double square = a * a;
    double squareLow = Math.fma(a, a, -square);
    double c = factor(square);
    double cLow = factorLow(square, squareLow, c);
    double v = a * c;
    double vLow = Math.fma(a, c, -v) + a * cLow;
    if (x < 0 && -v < LOWER_TAIL) {
      return DoubleFunctions.timesExp(x, 0, -v, -vLow);
    }
    double e = DoubleFunctions.timesExp(1, 0, -v, -vLow);
    return Math.copySign(DoubleFunctions.shareOf(x < 0 ? x * e : x, 1, e), x);
  }

  /**
   * Returns the slope of {@link #value}, σ(2u) (1 + x σ(−2u) (2u)′), which is e²ᵘ (1 + x (2u)′) in
   * the lower tail.
   */
  public static double slope(double x) {
    double a = Math.abs(x);
    if (a >= FARTHEST) {
      return x > 0 ? 1 : 0;
    }
    double square = a * a;
    double squareLow = Math.fma(a, a, -square);
    double c = factor(square);
    double cLow = factorLow(square, squareLow, c);
    double v = a * c;
    double vLow = Math.fma(a, c, -v) + a * cLow;
    double rise = x * Math.fma(3 * C3_HIGH, square, C1_HIGH); // x (2u)′
    if (x < 0 && -v < LOWER_TAIL) {
      return DoubleFunctions.timesExp(1 + rise, 0, -v, -vLow);
    }
    double e = DoubleFunctions.timesExp(1, 0, -v, -vLow);
    double sum = 1 + e;
    double share = (x < 0 ? e : 1) / sum;
    return share * (1 + rise * (x < 0 ? 1 : e) / sum);
  }

  /** Returns {@link #value} of a float, for which one number has digits enough. */
  public static double valueOfFloat(double x) {
    double a = Math.abs(x);
    if (a >= FARTHEST) {
      return x > 0 ? x : -0.0;
    }
    double e = DoubleFunctions.exp(-a * factor(a * a));
    return (x < 0 ? x * e : x) / (1 + e);
  }

  /** Returns {@link #slope} at a float, likewise. */
  public static double slopeAtFloat(double x) {
    double a = Math.abs(x);
    if (a >= FARTHEST) {
      return x > 0 ? 1 : 0;
    }
    double square = a * a;
    double e = DoubleFunctions.exp(-a * factor(square));
    double rise = x * Math.fma(3 * C3_HIGH, square, C1_HIGH);
    double inverse = 1 / (1 + e);
    return (x < 0 ? e : 1) * inverse * (1 + rise * (x < 0 ? 1 : e) * inverse);
  }

  /** Returns 2u / x. */
  private static double factor(double square) {
    return C1_HIGH + C3_HIGH * square;
  }

  /** Returns what {@link #factor} lost by rounding. */
  private static double factorLow(double square, double squareLow, double c) {
    double term = C3_HIGH * square;
    double termLow =
        Math.fma(C3_HIGH, square, -term) + Math.fma(C3_HIGH, squareLow, C3_LOW * square);
    double rounded = c - C1_HIGH;
    return C1_HIGH - (c - rounded) + (term - rounded) + (termLow + C1_LOW);
  }
}
