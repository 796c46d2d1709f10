package io.github.wengert.ops.check.findings;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.report.InputSummary;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.InputNames;
import java.util.Collection;
import java.util.List;

/** Creates the summary of each input, and relates directions to elements. */
final class InputSummaries {
  private static final String AGREE = ", though every element agrees";

  private static final String UNSEEN = ", but by no element that was compared: compare more";

  private final GradientSettings settings;
  private final Collection<VerdictCounts> all;

  private InputSummaries(GradientSettings settings, Collection<VerdictCounts> all) {
    this.settings = settings;
    this.all = all;
  }

  static ImmutableList<InputSummary> of(GradientSettings settings, Collection<VerdictCounts> all) {
    InputSummaries summaries = new InputSummaries(settings, all);
    return all.stream()
        .map(counts -> counts.summary(summaries.addition(counts)))
        .collect(ImmutableList.toImmutableList());
  }

  private String addition(VerdictCounts counts) {
    List<VerdictCounts> elements =
        all.stream()
            .filter(
                other -> other.order() == counts.order() && InputNames.isOfElements(other.input()))
            .toList();
    if (!counts.input().equals(InputNames.DIRECTION)
        || elements.isEmpty()
        || elements.stream().anyMatch(VerdictCounts::speaksAgainst)) {
      return "";
    }
    return elements.stream().allMatch(this::isComplete) ? AGREE : UNSEEN;
  }

  /** Whether every element is known to have been compared. */
  private boolean isComplete(VerdictCounts elements) {
    return elements.skipped() == 0
        && switch (settings.mode()) {
          case ELEMENTS -> true;
          case SAMPLES, DIRECTIONS -> elements.compared() < settings.samples();
          // Samples of a large input leave gaps.
          case AUTO -> elements.isWithoutGaps();
        };
  }
}
