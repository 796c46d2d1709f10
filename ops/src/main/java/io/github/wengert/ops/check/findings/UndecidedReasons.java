package io.github.wengert.ops.check.findings;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.text.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Why derivatives could not be decided, in a few sentences. Reasons that differ only in powers of
 * ten are merged, with the range of the powers: {@code 1e-9 … 1e-7}.
 */
final class UndecidedReasons {
  /** How many reasons are listed. */
  private static final int MOST = 3;

  /** What {@link Wording#power} writes. */
  private static final Pattern POWER =
      Pattern.compile("(?<![\\w.,-])(?:1e-?\\d+|0\\.01|0\\.1|1|10|100)(?![\\w.])");

  private final Map<String, Reason> reasons = new LinkedHashMap<>();

  /** Reasons that differ only in powers of ten. */
  private static final class Reason {
    private final List<String> least = new ArrayList<>();
    private final List<String> largest = new ArrayList<>();
    private long count;

    void add(List<String> powers) {
      if (count++ == 0) {
        least.addAll(powers);
        largest.addAll(powers);
      }
      for (int i = 0; i < powers.size(); i++) {
        double power = Double.parseDouble(powers.get(i));
        if (power < Double.parseDouble(least.get(i))) {
          least.set(i, powers.get(i));
        }
        if (power > Double.parseDouble(largest.get(i))) {
          largest.set(i, powers.get(i));
        }
      }
    }

    String range(int i) {
      return least.get(i).equals(largest.get(i))
          ? least.get(i)
          : least.get(i) + " … " + largest.get(i);
    }
  }

  void add(String reason) {
    List<String> powers = POWER.matcher(reason).results().map(MatchResult::group).toList();
    reasons
        .computeIfAbsent(POWER.matcher(reason).replaceAll("%s"), words -> new Reason())
        .add(powers);
  }

  /**
   * Returns the sentences, the reasons that most derivatives share first.
   *
   * @param derivatives words for a number of derivatives
   */
  ImmutableList<String> sentences(LongFunction<String> derivatives) {
    List<Map.Entry<String, Reason>> sorted = new ArrayList<>(reasons.entrySet());
    sorted.sort((a, b) -> Long.compare(b.getValue().count, a.getValue().count));
    ImmutableList.Builder<String> sentences = ImmutableList.builder();
    long rest = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Reason reason = sorted.get(i).getValue();
      if (i < MOST) {
        String words = words(sorted.get(i).getKey(), reason);
        sentences.add(
            derivatives.apply(reason.count)
                + " could not be decided"
                + (words.isEmpty() ? "" : ": " + words));
      } else {
        rest += reason.count;
      }
    }
    if (rest > 0) {
      sentences.add(derivatives.apply(rest) + " could not be decided, for like reasons");
    }
    return sentences.build();
  }

  private static String words(String pattern, Reason reason) {
    StringBuilder words = new StringBuilder();
    int power = 0;
    int end = 0;
    for (int at = pattern.indexOf("%s"); at >= 0; at = pattern.indexOf("%s", end)) {
      words.append(pattern, end, at).append(reason.range(power++));
      end = at + 2;
    }
    return words.append(pattern, end, pattern.length()).toString();
  }
}
