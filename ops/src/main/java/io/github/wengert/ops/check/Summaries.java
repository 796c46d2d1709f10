package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.List;

/** Sums up what was counted, with words for directions that say more than the elements do. */
final class Summaries {
  private static final String AGREE = ", though every element agrees";

  private static final String UNSEEN = ", but by no element that was compared: compare more";

  private final GradientCheck settings;
  private final Collection<Tally> tallies;

  private Summaries(GradientCheck settings, Collection<Tally> tallies) {
    this.settings = settings;
    this.tallies = tallies;
  }

  static ImmutableList<InputSummary> of(GradientCheck settings, Collection<Tally> tallies) {
    Summaries summaries = new Summaries(settings, tallies);
    return tallies.stream()
        .map(tally -> tally.summary(summaries.addition(tally)))
        .collect(ImmutableList.toImmutableList());
  }

  private String addition(Tally tally) {
    List<Tally> elements =
        tallies.stream()
            .filter(other -> other.order() == tally.order() && isOfElements(other.input()))
            .toList();
    if (!tally.input().equals(Comparison.DIRECTION)
        || elements.isEmpty()
        || elements.stream().anyMatch(Tally::speaksAgainst)) {
      return "";
    }
    return elements.stream().allMatch(this::isComplete) ? AGREE : UNSEEN;
  }

  /** Whether every element was compared, as far as that is known. */
  private boolean isComplete(Tally elements) {
    return elements.skipped() == 0
        && switch (settings.mode()) {
          case ELEMENTS -> true;
          case SAMPLES, DIRECTIONS -> elements.compared() < settings.samples();
          // Samples of a large input leave gaps.
          case AUTO -> elements.isWithoutGaps();
        };
  }

  /** Whether it is single elements that are compared under such a name. */
  static boolean isOfElements(String input) {
    return !input.equals(Comparison.DIRECTION)
        && !input.equals(Comparison.ELSEWHERE)
        && !Tally.isOfPullback(input);
  }
}
