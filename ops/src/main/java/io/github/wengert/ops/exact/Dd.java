package io.github.wengert.ops.exact;

import java.math.BigDecimal;

/**
 * A number in double-double arithmetic: the unevaluated sum {@code (hi + lo) · 2^scale} of two
 * doubles, about 106 bits, with a range far beyond that of a double.
 *
 * <p>The wide range is what makes it a reference: a product of two denormal numbers, the square of
 * the largest double or a probability of e^−2000 are exact to the last bits here, so that an
 * operation that loses them on its way to a representable result is seen. Infinities, NaN and the
 * signs of zero follow IEEE 754.
 *
 * <p>The relative errors are below 2⁻¹⁰² for the four operations and the root, and below 10⁻³⁰ for
 * the functions, see {@link DdFunctions}.
 *
 * <p>Source: Dekker, A Floating-Point Technique for Extending the Available Precision, 1971; Hida,
 * Li and Bailey, Library for Double-Double and Quad-Double Arithmetic, 2007.
 *
 * @param hi the sum, rounded to a double: 0, not finite, or 2⁻²⁵⁶ ≤ |hi| &lt; 2²⁵⁶
 * @param lo what the rounding lost
 * @param scale a multiple of {@value #STEP}, 0 if hi is 0 or not finite
 */
public record Dd(double hi, double lo, int scale) implements Comparable<Dd> {
  private static final int STEP = 512;
  private static final double UP = 0x1p512;
  private static final double DOWN = 0x1p-512;
  private static final double LARGE = 0x1p256;
  private static final double SMALL = 0x1p-256;

  /** A number beyond all scales is infinite, below them 0. */
  private static final int LARGEST_SCALE = 1 << 30;

  /** 0. */
  public static final Dd ZERO = new Dd(0, 0, 0);

  /** 1. */
  public static final Dd ONE = new Dd(1, 0, 0);

  /** 2. */
  public static final Dd TWO = new Dd(2, 0, 0);

  /** Not a number. */
  public static final Dd NAN = new Dd(Double.NaN, 0, 0);

  /** +∞. */
  public static final Dd INFINITY = new Dd(Double.POSITIVE_INFINITY, 0, 0);

  /** Returns {@code value}, exactly. */
  public static Dd of(double value) {
    return canonical(value, 0, 0);
  }

  /** Returns {@code value}, rounded. */
  public static Dd of(BigDecimal value) {
    double hi = value.doubleValue();
    return sum(hi, value.subtract(new BigDecimal(hi)).doubleValue(), 0);
  }

  /** Returns {@code (hi + lo) 2^scale} for |lo| ≤ |hi|. */
  static Dd sum(double hi, double lo, long scale) {
    double sum = hi + lo;
    return canonical(sum, lo - (sum - hi), scale);
  }

  private static Dd canonical(double hi, double lo, long scale) {
    double size = Math.abs(hi);
    if (size >= SMALL && size < LARGE && Math.abs(scale) <= LARGEST_SCALE) {
      return new Dd(hi, lo, (int) scale);
    }
    if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
      return new Dd(hi, 0, 0);
    }
    if (Math.abs(scale) > LARGEST_SCALE) {
      return new Dd(Math.copySign(scale < 0 ? 0 : Double.POSITIVE_INFINITY, hi), 0, 0);
    }
    double factor = size < SMALL ? UP : DOWN;
    int step = size < SMALL ? -STEP : STEP;
    return canonical(hi * factor, lo * factor, scale + step);
  }

  /** Whether this is neither infinite nor NaN. */
  public boolean isFinite() {
    return Double.isFinite(hi);
  }

  /** Whether this is +∞ or −∞. */
  public boolean isInfinite() {
    return Double.isInfinite(hi);
  }

  /** Whether this is NaN. */
  public boolean isNaN() {
    return Double.isNaN(hi);
  }

  /** Whether this is 0, of either sign. */
  public boolean isZero() {
    return hi == 0;
  }

  /** Whether this is neither 0 nor infinite nor NaN. */
  private boolean isRegular() {
    return hi != 0 && Double.isFinite(hi);
  }

  /** Returns −1, 0 or 1; NaN has no sign and gives 0. */
  public int signum() {
    return hi > 0 ? 1 : hi < 0 ? -1 : 0;
  }

  /** Returns the sum. */
  public Dd add(Dd other) {
    if (!isRegular() || !other.isRegular()) {
      return !isFinite() || !other.isFinite() || (isZero() && other.isZero())
          ? new Dd(hi + other.hi, 0, 0)
          : isZero() ? other : this;
    }
    if (scale < other.scale) {
      return other.add(this);
    }
    int distance = scale - other.scale;
    if (distance > STEP) {
      return this; // the other is below 2⁻⁵¹² of it
    }
    double factor = distance == 0 ? 1 : DOWN;
    double otherHi = other.hi * factor;
    double otherLo = other.lo * factor;
    double s = hi + otherHi;
    double sLost = lost(hi, otherHi, s);
    double t = lo + otherLo;
    double tLost = lost(lo, otherLo, t);
    double low = sLost + t;
    double high = s + low;
    low = low - (high - s) + tLost;
    return sum(high, low, scale);
  }

  /** Returns what rounding a + b to {@code sum} lost. */
  private static double lost(double a, double b, double sum) {
    double partOfB = sum - a;
    return a - (sum - partOfB) + (b - partOfB);
  }

  /** Returns the difference. */
  public Dd sub(Dd other) {
    return add(other.neg());
  }

  /** Returns the product. */
  public Dd mul(Dd other) {
    if (!isRegular() || !other.isRegular()) {
      return new Dd(hi * other.hi, 0, 0);
    }
    double p = hi * other.hi;
    double low = Math.fma(hi, other.hi, -p) + (hi * other.lo + lo * other.hi);
    return sum(p, low, (long) scale + other.scale);
  }

  /** Returns the product with a double. */
  public Dd mul(double other) {
    return mul(of(other));
  }

  /** Returns the quotient. */
  public Dd div(Dd other) {
    if (!isRegular() || !other.isRegular()) {
      return new Dd(hi / other.hi, 0, 0);
    }
    Dd a = new Dd(hi, lo, 0);
    Dd b = new Dd(other.hi, other.lo, 0);
    double q1 = hi / other.hi;
    Dd rest = a.sub(b.mul(q1));
    double q2 = rest.div1(other.hi);
    rest = rest.sub(b.mul(q2));
    double q3 = rest.div1(other.hi);
    double low = q2 + q3;
    return sum(q1, low, (long) scale - other.scale);
  }

  /** Returns the leading digits of the quotient of a number within the range of a double. */
  private double div1(double divisor) {
    return Math.scalb(hi / divisor, scale);
  }

  /** Returns the quotient by a double. */
  public Dd div(double other) {
    return div(of(other));
  }

  /** Returns the number with the other sign. */
  public Dd neg() {
    return new Dd(-hi, -lo, scale);
  }

  /** Returns the magnitude. */
  public Dd abs() {
    return hi < 0 || hi == 0 ? new Dd(Math.abs(hi), hi == 0 ? 0 : -lo, scale) : this;
  }

  /** Returns the square. */
  public Dd square() {
    return mul(this);
  }

  /** Returns the square root; NaN below 0, −0 at −0. */
  public Dd sqrt() {
    if (!(hi > 0) || !isFinite()) {
      return new Dd(Math.sqrt(hi), 0, 0);
    }
    boolean odd = scale / STEP % 2 != 0;
    double factor = odd ? UP : 1;
    int even = odd ? scale - STEP : scale;
    double x = hi * factor;
    double root = Math.sqrt(x);
    double square = root * root;
    double rest = x - square - Math.fma(root, root, -square) + lo * factor;
    double low = rest / (2 * root);
    // One step of Newton's method more, whose residual is exact to the last bits.
    Dd first = sum(root, low, 0);
    Dd residual = new Dd(hi, lo, 0).scaled(odd ? STEP : 0).sub(first.square());
    Dd second = first.add(residual.div(first).mul(0.5));
    return second.scaled(even / 2);
  }

  /** Returns this times a power of two. */
  public Dd scaled(int exponent) {
    if (!isRegular()) {
      return this;
    }
    int steps = Math.floorDiv(exponent, STEP);
    double factor = Math.scalb(1.0, exponent - steps * STEP);
    return canonical(hi * factor, lo * factor, scale + (long) steps * STEP);
  }

  /** Returns the largest integer e with 2^e ≤ |hi|; hi is neither 0 nor infinite nor NaN. */
  public int exponent() {
    return Math.getExponent(hi) + scale;
  }

  /** Returns the larger of two numbers, NaN if either is. */
  public Dd max(Dd other) {
    return isNaN() ? this : other.isNaN() || compareTo(other) < 0 ? other : this;
  }

  /** Returns the number as a double, rounded; infinite beyond the range. */
  public double toDouble() {
    return Math.scalb(hi, scale); // |lo| is at most half a unit in the last place of hi
  }

  /** Returns the number as a decimal fraction, exactly; it is finite. */
  public BigDecimal toBigDecimal() {
    BigDecimal sum = new BigDecimal(hi).add(new BigDecimal(lo));
    BigDecimal power = BigDecimal.TWO.pow(Math.abs(scale));
    return scale < 0
        ? sum.divide(power) // a finite fraction: a power of two
        : sum.multiply(power);
  }

  /** Compares the numbers; zeros are equal, NaN is equal to everything. */
  @Override
  public int compareTo(Dd other) {
    return sub(other).isNaN() ? Double.compare(hi, other.hi) : sub(other).signum();
  }

  /** Whether this is less than the other number; false for NaN. */
  public boolean isLess(Dd other) {
    if (isNaN() || other.isNaN()) {
      return false;
    }
    return compareTo(other) < 0;
  }

  /** Whether both are the same number, or zeros; false for NaN. */
  public boolean isSame(Dd other) {
    return !isNaN() && !other.isNaN() && compareTo(other) == 0;
  }

  @Override
  public String toString() {
    return isFinite() && Math.abs(scale) <= STEP
        ? "%.20g".formatted(toBigDecimal())
        : hi + "·2^" + scale;
  }
}
