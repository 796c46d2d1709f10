package io.github.wengert.ops.check.report;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.List;
import java.util.Map;

/**
 * The findings on the derivatives of one order by one input, summed up.
 *
 * @param order the order of the derivatives
 * @param input the name of the input, or {@code direction}
 * @param counts the number of derivatives with each verdict, without zeros
 * @param skipped the number of derivatives that were not compared, by reason
 * @param remarks a sentence for each kind of failure, with what the wrong ones have in common
 * @param doubts a sentence for each reason why derivatives could not be decided
 * @param resolution a sentence on how small an error would have been seen; empty if every
 *     derivative has an error of its own
 */
public record InputSummary(
    int order,
    String input,
    Map<Verdict, Long> counts,
    Map<String, Long> skipped,
    List<String> remarks,
    List<String> doubts,
    String resolution) {
  /** Refuses what is missing. */
  public InputSummary {
    requireNonNull(input, "input summary: input must not be null");
    counts =
        Maps.immutableEnumMap(requireNonNull(counts, "input summary: counts must not be null"));
    skipped =
        ImmutableMap.copyOf(requireNonNull(skipped, "input summary: skipped must not be null"));
    remarks = List.copyOf(requireNonNull(remarks, "input summary: remarks must not be null"));
    doubts = List.copyOf(requireNonNull(doubts, "input summary: doubts must not be null"));
    requireNonNull(resolution, "input summary: resolution must not be null");
  }

  /** Returns how many derivatives were compared. */
  public long compared() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many derivatives were not compared, for whatever reason. */
  public long skippedCount() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }
}
