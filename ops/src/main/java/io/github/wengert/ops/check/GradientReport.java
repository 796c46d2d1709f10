package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;

/**
 * What a {@link GradientCheck} found.
 *
 * @param name what was checked
 * @param seed the seed of the check
 * @param compared how many derivatives were compared
 * @param worstRelativeError the largest relative error of all
 * @param mismatches the derivatives that disagree
 */
public record GradientReport(
    String name,
    long seed,
    int compared,
    double worstRelativeError,
    ImmutableList<GradientMismatch> mismatches) {
  private static final int MOST_LISTED = 10;

  /** Whether all derivatives agree. */
  public boolean isRight() {
    return mismatches.isEmpty();
  }

  /**
   * Returns this report if all derivatives agree.
   *
   * @throws WrongGradientError if one does not
   */
  public GradientReport orThrow() {
    if (!isRight()) {
      throw new WrongGradientError(this);
    }
    return this;
  }

  /** Returns a summary and the first mismatches, one a line. */
  @Override
  public String toString() {
    String summary =
        "%s: %d of %d derivatives disagree (worst relative error %.2e, seed %d)"
            .formatted(name, mismatches.size(), compared, worstRelativeError, seed);
    return mismatches.stream()
        .limit(MOST_LISTED)
        .map(mismatch -> "\n  " + mismatch)
        .collect(Collectors.joining("", summary, ""));
  }
}
