package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * What a check found about the derivatives of one order by one input.
 *
 * @param order the order of the derivatives
 * @param input the name of the input, or {@code direction}
 * @param counts how many derivatives got each verdict; those without any are left out
 * @param skipped how many were not compared, by the reason
 * @param remarks a sentence for each kind of failure, with what the wrong ones have in common
 * @param doubts a sentence for each reason why derivatives could not be decided
 * @param resolution a sentence on how small an error would have been seen; empty if every
 *     derivative has an error of its own
 */
public record InputSummary(
    int order,
    String input,
    ImmutableMap<Verdict, Long> counts,
    ImmutableMap<String, Long> skipped,
    ImmutableList<String> remarks,
    ImmutableList<String> doubts,
    String resolution) {
  /** Refuses what is missing. */
  public InputSummary {
    requireNonNull(input, "input summary: input must not be null");
    requireNonNull(counts, "input summary: counts must not be null");
    requireNonNull(skipped, "input summary: skipped must not be null");
    requireNonNull(remarks, "input summary: remarks must not be null");
    requireNonNull(doubts, "input summary: doubts must not be null");
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
