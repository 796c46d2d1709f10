package io.github.wengert.ops.check.slope;

/**
 * The lengths that matter along a line.
 *
 * @param unit the size of the point itself, a power of two
 * @param finest the smallest step that is not lost in the rounding of the point; 0 if the point is
 *     0 and has none
 * @param farthest the size of all that is varied, a power of two and at least {@code unit}: steps
 *     of this size are tried where smaller ones change nothing
 * @param outward −1 or 1, the side away from 0; 0 if there is none
 * @param fewBits whether steps need few bits, as there are elements that could not move exactly
 *     else, and what rounding does to their moves is not known
 */
public record Scale(double unit, double finest, double farthest, int outward, boolean fewBits) {
  /** How many of the point's last places the smallest step has. */
  private static final double LAST_PLACES = 8;

  /** How many of each element's last places the smallest step along a direction has. */
  public static final double LAST_PLACES_OF_FEW_BITS = 64;

  /** The largest step that is not called far, in units, and one of few bits. */
  private static final double FIRST_STEP = 0x1.c01cp-4;

  private static final double FIRST_STEP_OF_FEW_BITS = 0x1.cp-4;

  /**
   * Returns the largest step that is not called far: no multiple of a period that is a power of two
   * if there are bits for that.
   */
  double firstStep() {
    return unit * (fewBits ? FIRST_STEP_OF_FEW_BITS : FIRST_STEP);
  }

  /** Returns about one last place of the point: what it is off by after a rounding. */
  double lastPlace() {
    return finest / (fewBits ? LAST_PLACES_OF_FEW_BITS : LAST_PLACES);
  }

  /**
   * Returns the lengths along one element.
   *
   * @param x the element
   * @param farthest the largest magnitude of the elements around; of no effect if it is smaller
   */
  public static Scale of(double x, double farthest) {
    double far = isNothing(farthest) ? 1 : powerOfTwo(farthest);
    double unit = isNothing(x) ? far : powerOfTwo(x);
    double finest = isNothing(x) ? 0 : LAST_PLACES * Math.ulp(x);
    return new Scale(unit, finest, Math.max(unit, far), (int) Math.signum(x), false);
  }

  /** Whether there are no steps in the scale of x, as it is 0 or all but 0. */
  public static boolean isNothing(double x) {
    return Math.abs(x) < 0x1p-1000;
  }

  /** Returns the largest power of two up to |x| that is a normal number. */
  public static double powerOfTwo(double x) {
    return Math.scalb(1.0, Math.clamp(Math.getExponent(x), Double.MIN_EXPONENT, 1000));
  }
}
