package io.github.wengert.ops.check.findings;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.wengert.ops.check.report.Finding;
import io.github.wengert.ops.check.report.InputSummary;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.text.InputNames;
import io.github.wengert.ops.check.text.Wording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the verdicts on the derivatives of one order by one input, and finds what the wrong ones
 * have in common: a common factor says more about a bug than any single derivative.
 */
final class VerdictCounts {
  /** How far ratios of analytic to numeric may spread and still be one factor. */
  private static final double ONE_FACTOR = 1e-6;

  /** The same in single precision. */
  private static final double ONE_FACTOR_IN_SINGLE = 1e-4;

  /** How well numeric derivatives must be known for naming a factor. */
  private static final double KNOWN = 1e-3;

  /** The largest denominator at which a factor is taken for a fraction. */
  private static final int MOST_PARTS = 64;

  /** A derivative that is this much smaller than the other counts as zero. */
  private static final double NOTHING = 1e-9;

  private final int order;
  private final String input;
  private final boolean single;
  private final double oneFactor;
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final Map<String, Long> skipped = new LinkedHashMap<>();
  private final UndecidedReasons doubts = new UndecidedReasons();
  private final Set<String> reasonsAgainst = new LinkedHashSet<>();
  private final List<Double> visible = new ArrayList<>();
  private final TreeSet<String> kinks = new TreeSet<>();
  private final Extent all = new Extent();
  private final Extent wrong = new Extent();
  private double leastRatio = Double.POSITIVE_INFINITY;
  private double largestRatio = Double.NEGATIVE_INFINITY;
  private double doubt;
  private double largestError;
  private long zeros;
  private long shouldBeZero;

  VerdictCounts(int order, String input) {
    this.order = order;
    this.input = input;
    this.single = InputNames.isSingle(input);
    this.oneFactor = single ? ONE_FACTOR_IN_SINGLE : ONE_FACTOR;
  }

  void add(Finding f) {
    counts.merge(f.verdict(), 1L, Long::sum);
    all.add(f.index());
    double size = Math.max(Math.abs(f.analytic()), Math.abs(f.numeric()));
    if (single && size > 0 && Double.isFinite(f.error() / size)) {
      visible.add(f.error() / size);
    }
    if (f.verdict() == Verdict.IMPRECISE) {
      doubts.add(f.reason());
    }
    if (f.verdict().speaksAgainst() && InputNames.isOfPullback(input)) {
      reasonsAgainst.add(f.reason());
    }
    if (f.verdict() == Verdict.KINK_OUTSIDE) {
      kinks.addAll(f.operations());
    }
    if (f.verdict() == Verdict.WRONG) {
      wrong.add(f.index());
      addWrong(f.analytic(), f.numeric(), f.error());
      largestError = Math.max(largestError, f.relativeError());
    }
  }

  /** Returns how many derivatives were compared. */
  long compared() {
    return all.count;
  }

  /** Whether no element was left out between those with the smallest and the largest indices. */
  boolean isWithoutGaps() {
    return all.isFull();
  }

  /** Counts derivatives that were not compared. */
  void skip(long count, String reason) {
    skipped.merge(reason, count, Long::sum);
  }

  private void addWrong(double analytic, double numeric, double error) {
    if (analytic == 0) {
      zeros++;
    } else if (Math.abs(numeric) <= Math.max(NOTHING * Math.abs(analytic), error)) {
      shouldBeZero++;
    }
    double ratio = analytic / numeric;
    leastRatio = Math.min(leastRatio, ratio);
    largestRatio = Math.max(largestRatio, ratio);
    doubt = single ? 0 : Math.max(doubt, error / Math.abs(numeric));
  }

  int order() {
    return order;
  }

  String input() {
    return input;
  }

  /** Returns how many derivatives were not compared. */
  long skipped() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether one of them speaks against the gradient. */
  boolean speaksAgainst() {
    return counts.keySet().stream().anyMatch(Verdict::speaksAgainst);
  }

  private long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  /** Returns what was found, with some words behind each remark on derivatives. */
  InputSummary summary(String addition) {
    return new InputSummary(
        order,
        input,
        Maps.immutableEnumMap(counts),
        ImmutableMap.copyOf(skipped),
        InputNames.isOfPullback(input) ? remarksOnPullback() : remarks(addition),
        doubts.sentences(this::derivatives),
        resolution());
  }

  /**
   * What is below the error that was allowed cannot be seen, here in float32 of each derivative.
   */
  private String resolution() {
    if (visible.isEmpty()) {
      return "";
    }
    List<Double> sorted = visible.stream().sorted().toList();
    return Wording.format(
        "%s%s: an error of %.0e of a derivative (%.0e at worst) would be seen",
        input,
        order == 1 ? "" : " (order " + order + ")",
        sorted.get(sorted.size() / 2),
        sorted.getLast());
  }

  private ImmutableList<String> remarksOnPullback() {
    return reasonsAgainst.stream()
        .map(reason -> Wording.format("the %s: %s", input, reason))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> remarks(String addition) {
    ImmutableList.Builder<String> remarks = ImmutableList.builder();
    if (count(Verdict.WRONG) > 0) {
      remarks.add(sentence(Verdict.WRONG, "wrong") + place() + pattern() + addition);
    }
    if (count(Verdict.KINK_OUTSIDE) > 0) {
      remarks.add(
          sentence(Verdict.KINK_OUTSIDE, "not between the slopes of both sides of the kink")
              + (kinks.isEmpty() ? "" : " of " + String.join(", ", kinks))
              + (count(Verdict.WRONG) == 0 ? ": a wrong subgradient, wrong at kinks only" : ""));
    }
    if (count(Verdict.NONFINITE) > 0) {
      remarks.add(sentence(Verdict.NONFINITE, "not finite, or the function is not"));
    }
    return remarks.build();
  }

  private String sentence(Verdict verdict, String what) {
    long count = count(verdict);
    return derivatives(count) + (count == 1 ? " is " : " are ") + what;
  }

  private String derivatives(long count) {
    long total = compared();
    return Wording.format(
        "%s %s%s",
        total == 1 ? "the only derivative" : Wording.format("%,d of %,d derivatives", count, total),
        switch (input) {
          case InputNames.DIRECTION -> "along directions";
          case InputNames.CLOSE_BY -> "at points close by";
          default -> "by " + input;
        },
        order == 1 ? "" : " (order " + order + ")");
  }

  // ------------------------------------------------------------- what wrong ones have in common

  private String pattern() {
    long count = count(Verdict.WRONG);
    String all = count == 1 ? "" : "all ";
    if (zeros == count) {
      return (count == 1 ? ": it is 0" : ": they are 0")
          + " and should not be: the gradient never arrives";
    }
    if (shouldBeZero == count) {
      return count == 1 ? ": it should be 0" : ": they should be 0";
    }
    double ratio = (leastRatio + largestRatio) / 2;
    double spread = largestRatio - leastRatio;
    boolean one = spread <= Math.max(oneFactor, 4 * doubt) * Math.abs(ratio);
    if (one && doubt < KNOWN && largestError > 1e-3) {
      return ", " + all + factor(ratio);
    }
    if (largestRatio < 0) {
      return ", " + all + "with the wrong sign";
    }
    if (single && largestError <= 1e-2) {
      return Wording.format(
          ", by %.0e of %s: more than rounding explains", largestError, size(count));
    }
    if (largestError <= 1e-6) {
      return Wording.format(
          ", by %.0e of %s: rounded to single precision, or an iteration that stops early?",
          largestError, size(count));
    }
    if (largestError <= 1e-2) {
      return Wording.format(", by %.0e of %s", largestError, size(count));
    }
    return zeros > 0 ? Wording.format(" (%,d of them 0: never arrived)", zeros) : "";
  }

  private static String size(long count) {
    return count == 1 ? "its size" : "their size at most";
  }

  /** Words for a common factor, and what it is the mark of. */
  private String factor(double ratio) {
    int parts = parts(ratio);
    long share = Math.round(ratio * parts);
    if (parts == 1 && share == -1) {
      return "with the wrong sign";
    }
    if (parts == 1 && share == 2) {
      return "by the factor 2: counted twice?";
    }
    if (parts == 2 && share == 1) {
      return "by the factor 1/2: is a 2 missing?";
    }
    if (parts == 1 && share > 2) {
      return "by the factor " + share + ": a sum for a mean, or a factor too many?";
    }
    if (parts > 1 && share == 1) {
      return "by the factor 1/" + parts + ": a mean for a sum, or a factor missing?";
    }
    return "by the factor "
        + (parts == 0 ? Wording.number(ratio, 6) : parts == 1 ? share : share + "/" + parts);
  }

  /** Returns the denominator of a fraction, 0 if it is none of small numbers. */
  private int parts(double ratio) {
    for (int parts = 1; parts <= MOST_PARTS; parts++) {
      double share = ratio * parts;
      boolean simple = parts <= 12 || Math.round(share) == 1;
      boolean whole = Math.abs(share - Math.rint(share)) <= oneFactor * Math.abs(share);
      if (simple && whole && Math.abs(share) < 10_000) {
        return parts;
      }
    }
    return 0;
  }

  private String place() {
    return InputNames.isOfElements(input) ? wrong.within(all) : "";
  }

  /** The least box of indices that holds all that were added. */
  private static final class Extent {
    private final List<Integer> least = new ArrayList<>();
    private final List<Integer> largest = new ArrayList<>();
    private long count;

    void add(List<Integer> index) {
      if (count++ == 0) {
        least.addAll(index);
        largest.addAll(index);
      }
      for (int axis = 0; axis < index.size(); axis++) {
        least.set(axis, Math.min(least.get(axis), index.get(axis)));
        largest.set(axis, Math.max(largest.get(axis), index.get(axis)));
      }
    }

    /** Whether all indices in the box were added, each once. */
    boolean isFull() {
      long volume = 1;
      for (int axis = 0; axis < least.size(); axis++) {
        volume *= 1 + largest.get(axis) - least.get(axis);
      }
      return volume == count;
    }

    /** Says at which positions of an axis they lie, if it is one only of those compared. */
    String within(Extent whole) {
      List<String> places = new ArrayList<>();
      boolean narrow = false;
      for (int axis = 0; axis < least.size(); axis++) {
        boolean one = least.get(axis).equals(largest.get(axis));
        narrow |= one && !whole.least.get(axis).equals(whole.largest.get(axis));
        places.add(one ? least.get(axis).toString() : "*");
      }
      return narrow ? ", only at [" + String.join(", ", places) + "]" : "";
    }
  }
}
