package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;

/**
 * A derivative that disagrees with the difference of function values.
 *
 * @param name what was checked
 * @param order the order of the derivative; the inputs of order k also count the random cotangents
 *     of the orders below
 * @param input the number of the input, or {@link #ALONG_A_DIRECTION}
 * @param element the index of the element in that input, or the number of the direction
 * @param analytic what the library computed
 * @param numeric what the differences say
 * @param relativeError the difference, less what rounding explains, over the larger of the two
 * @param seed the seed of the check
 */
public record GradientMismatch(
    String name,
    int order,
    int input,
    ImmutableList<Integer> element,
    double analytic,
    double numeric,
    double relativeError,
    long seed) {
  /** Stands for the number of the input when the derivative is along a random direction. */
  public static final int ALONG_A_DIRECTION = -1;

  /** Returns one line that names the function, the place, both values and the seed. */
  @Override
  public String toString() {
    String place =
        input == ALONG_A_DIRECTION
            ? "along random direction " + element.getFirst()
            : "of input %d at %s".formatted(input, element);
    return "%s: derivative of order %d %s: analytic %s ≠ numeric %s (relative error %.2e, seed %d)"
        .formatted(name, order, place, analytic, numeric, relativeError, seed);
  }
}
