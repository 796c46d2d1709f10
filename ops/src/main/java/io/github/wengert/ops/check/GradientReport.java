package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link GradientCheck} found.
 *
 * @param name what was checked
 * @param seed the seed of the check
 * @param counts how many derivatives got each verdict; those without any are left out
 * @param findings the worst of them, the worst first: everything that is not acceptable, up to a
 *     limit, and some that are
 */
public record GradientReport(
    String name, long seed, ImmutableMap<Verdict, Long> counts, ImmutableList<Finding> findings) {
  private static final int MOST_KEPT = 200;
  private static final int MOST_CURVES = 8;

  /** Returns how many derivatives were compared. */
  public long compared() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many derivatives got a verdict. */
  public long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  /** Whether nothing speaks against the gradient. */
  public boolean isRight() {
    return counts.keySet().stream().allMatch(Verdict::isAcceptable);
  }

  /**
   * Returns this report if nothing speaks against the gradient.
   *
   * @throws WrongGradientError if something does
   */
  public GradientReport orThrow() {
    if (!isRight()) {
      throw new WrongGradientError(this);
    }
    return this;
  }

  /** Returns the counts and the worst derivatives, one a line. */
  @Override
  public String toString() {
    return TextReport.of(this);
  }

  /** Orders findings by badness, the worst first. */
  private static final Comparator<Finding> BADNESS =
      Comparator.comparing(Finding::verdict)
          .thenComparingDouble(
              finding -> Double.isNaN(finding.relativeError()) ? 2 : finding.relativeError())
          .reversed();

  /** Gathers findings and keeps the worst. */
  static final class Builder {
    private final String name;
    private final long seed;
    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    private final List<Finding> worst = new ArrayList<>();
    private int curves;

    Builder(String name, long seed) {
      this.name = name;
      this.seed = seed;
    }

    /** Whether there is room for another picture. */
    boolean wantsCurve() {
      return curves < MOST_CURVES;
    }

    void add(Finding finding) {
      counts.merge(finding.verdict(), 1L, Long::sum);
      if (!finding.curve().isEmpty()) {
        curves++;
      }
      worst.add(finding);
      if (worst.size() > 2 * MOST_KEPT) {
        keepTheWorst();
      }
    }

    private void keepTheWorst() {
      worst.sort(BADNESS);
      if (worst.size() > MOST_KEPT) {
        worst.subList(MOST_KEPT, worst.size()).clear();
      }
    }

    GradientReport build() {
      keepTheWorst();
      return new GradientReport(
          name, seed, ImmutableMap.copyOf(counts), ImmutableList.copyOf(worst));
    }
  }
}
