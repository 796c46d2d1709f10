package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.Finding.Point;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GradientCheck} found: as text ({@link #toString}), as a web page with pictures
 * ({@link #toHtml}), and for programs ({@link #toJson}).
 *
 * @param name what was checked
 * @param settings the settings of the check
 * @param subgradient the policy for kinks that was in force
 * @param dtype the element type of the gradients that were checked: if it is F32, they were
 *     compared with those in F64, and these with differences
 * @param counts how many derivatives got each verdict; those without any are left out
 * @param inputs the same for each order and input, with what the wrong ones have in common
 * @param findings the worst of them, the worst first: everything that speaks against the gradient,
 *     up to a limit, and some that do not
 * @param culprit what makes the gradient wrong; null if nothing speaks against it, or if the
 *     {@linkplain GradientCheck#withCulpritSearch search} is switched off
 */
public record GradientReport(
    String name,
    GradientCheck settings,
    Subgradient subgradient,
    DType dtype,
    ImmutableMap<Verdict, Long> counts,
    ImmutableList<InputSummary> inputs,
    ImmutableList<Finding> findings,
    @Nullable Culprit culprit) {
  private static final int MOST_KEPT = 200;
  private static final int MOST_CURVES = 12;
  private static final int MOST_CURVES_OF_A_KIND = 2;

  /** Refuses what is missing. */
  public GradientReport {
    requireNonNull(name, "gradient report: name must not be null");
    requireNonNull(settings, "gradient report: settings must not be null");
    requireNonNull(subgradient, "gradient report: subgradient must not be null");
    requireNonNull(dtype, "gradient report: dtype must not be null");
    requireNonNull(counts, "gradient report: counts must not be null");
    requireNonNull(inputs, "gradient report: inputs must not be null");
    requireNonNull(findings, "gradient report: findings must not be null");
  }

  GradientReport withCulprit(@Nullable Culprit found) {
    return new GradientReport(name, settings, subgradient, dtype, counts, inputs, findings, found);
  }

  /** Returns the seed of the check. */
  public long seed() {
    return settings.seed();
  }

  /** Returns how many derivatives were compared. */
  public long compared() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many derivatives got a verdict. */
  public long count(Verdict verdict) {
    requireNonNull(verdict, "gradient report: verdict must not be null");
    return counts.getOrDefault(verdict, 0L);
  }

  /** Returns how many derivatives were not compared because a limit of the check was reached. */
  public long skipped() {
    return inputs.stream().mapToLong(InputSummary::skippedCount).sum();
  }

  /**
   * Returns what the check comes to: {@link Outcome#WRONG} if a verdict {@linkplain
   * Verdict#speaksAgainst speaks against} the gradient; else {@link Outcome#UNDECIDED} if more of
   * the derivatives than {@link GradientCheck#acceptedUndecided} are {@link Verdict#IMPRECISE}, or
   * if some were {@linkplain #skipped skipped}; else {@link Outcome#RIGHT}.
   */
  public Outcome outcome() {
    if (counts.keySet().stream().anyMatch(Verdict::speaksAgainst)) {
      return Outcome.WRONG;
    }
    return exceedsUndecided() || skipped() > 0 ? Outcome.UNDECIDED : Outcome.RIGHT;
  }

  /** Returns which share of the derivatives that were compared could not be decided. */
  double undecidedShare() {
    return count(Verdict.IMPRECISE) / (double) Math.max(1, compared());
  }

  boolean exceedsUndecided() {
    return undecidedShare() > settings.acceptedUndecided();
  }

  /** Whether the {@linkplain #outcome outcome} is {@link Outcome#RIGHT}. */
  public boolean isRight() {
    return outcome() == Outcome.RIGHT;
  }

  /** Whether the {@linkplain #outcome outcome} is {@link Outcome#WRONG}. */
  public boolean isWrong() {
    return outcome() == Outcome.WRONG;
  }

  /**
   * Returns this report if the gradient is right.
   *
   * @throws WrongGradientError if something speaks against the gradient
   * @throws UndecidedGradientError if nothing does, and not enough speaks for it
   */
  public GradientReport orThrow() {
    return switch (outcome()) {
      case RIGHT -> this;
      case UNDECIDED -> throw new UndecidedGradientError(this);
      case WRONG -> throw new WrongGradientError(this);
    };
  }

  /**
   * Returns a sentence for each kind of failure of each input, with what it is the mark of: a
   * constant factor between analytic and numeric derivatives, a sign, zeros.
   */
  public ImmutableList<String> remarks() {
    ImmutableList.Builder<String> remarks = ImmutableList.builder();
    if (count(Verdict.NONDETERMINISTIC) > 0) {
      remarks.add(
          "two runs at the same point differ, so nothing can be compared: a random number without"
              + " a seed, or a mask that is drawn anew?");
    }
    for (InputSummary input : inputs) {
      boolean directions = input.input().equals(Comparison.DIRECTION);
      // What is wrong by an element is wrong along each direction as well, and close by.
      boolean elsewhere = input.input().equals(Comparison.ELSEWHERE);
      if ((!directions && !elsewhere) || !hasWrongElement(input.order())) {
        remarks.addAll(input.remarks());
      }
    }
    return remarks.build();
  }

  /**
   * Returns a sentence for each reason why derivatives could not be decided, or were not compared.
   */
  public ImmutableList<String> doubts() {
    ImmutableList.Builder<String> doubts = ImmutableList.builder();
    inputs.forEach(input -> doubts.addAll(input.doubts()));
    Map<String, Long> reasons = new LinkedHashMap<>();
    for (InputSummary input : inputs) {
      input.skipped().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    }
    reasons.forEach((reason, count) ->
        doubts.add(
            Wording.format(
                "%,d of %,d derivatives %s not compared: %s",
                count, compared() + skipped(), count == 1 ? "was" : "were", reason)));
    return doubts.build();
  }

  /**
   * Returns a sentence for each input in single precision on how small an error would have been
   * seen.
   */
  public ImmutableList<String> resolutions() {
    return inputs.stream()
        .map(InputSummary::resolution)
        .filter(resolution -> !resolution.isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  private boolean hasWrongElement(int order) {
    return inputs.stream()
        .filter(input -> input.order() == order && Summaries.isOfElements(input.input()))
        .anyMatch(input -> !input.remarks().isEmpty());
  }

  /**
   * Returns the counts, the {@linkplain #remarks remarks}, the {@linkplain #doubts doubts}, the
   * {@linkplain #culprit culprit} and a table of the worst derivatives.
   */
  @Override
  public String toString() {
    return TextReport.of(this);
  }

  /**
   * Returns a web page: the counts, the settings, the remarks, the doubts, the culprit, a table of
   * the worst derivatives, and pictures of the function along the offending directions. It needs
   * nothing but itself, and is well-formed XML too.
   */
  public String toHtml() {
    return HtmlReport.of(this);
  }

  /**
   * Returns everything as JSON:
   *
   * <pre>
   *   {
   *     "format": 2,
   *     "name": "cube",
   *     "outcome": "WRONG",
   *     "right": false,
   *     "settings": {"mode": "AUTO", "order": 2, "tolerance": 1.0E-7,
   *                  "samples": 100, "directions": 4, "seed": 1, "acceptedUndecided": 0.0,
   *                  "timeLimit": "PT10M", "mostEvaluations": 9223372036854775807,
   *                  "culpritSearch": true},
   *     "subgradient": "DEFAULT",
   *     "dtype": "F64",
   *     "compared": 14,
   *     "skipped": 0,
   *     "counts": {"PASS": 8, "WRONG": 6},
   *     "remarks": ["2 of 2 derivatives by input 0 are wrong, …"],
   *     "doubts": [],
   *     "inputs": [{"order": 1, "input": "input 0", "compared": 2, "counts": {"WRONG": 2},
   *                 "skipped": {}, "remarks": ["…"], "doubts": [],
   *                 "resolution": ""}, …],
   *     "findings": [{"order": 1, "input": "input 0", "index": [0], "verdict": "WRONG",
   *                   "analytic": 0.15, "numeric": 0.23, "error": 3.1E-13, "relativeError": 0.33,
   *                   "left": 0.23, "right": 0.23, "step": 0.015, "judgement": "wrong",
   *                   "operations": [], "reason": "", "curve": [[-1.0, 0.3], …]}, …],
   *     "culprit": {"kind": "OPERATION", "operation": "cube", "place": "Net.forward(Net.java:41)",
   *                 "source": {"class": "org.example.Net", "method": "forward",
   *                            "file": "Net.java", "line": 41},
   *                 "operands": ["F64[2]"], "wrong": 1, "applications": 1, "others": 3,
   *                 "remarks": ["…"], "smallest": "[1] → the derivative is 2, differences say 3"}
   *   }
   * </pre>
   *
   * <p>The names are those of the components of {@link GradientReport}, {@link GradientCheck},
   * {@link InputSummary}, {@link Finding} and {@link Culprit}, and stay; {@code format} is raised
   * if they ever have to change, as it was to 2 when IMPRECISE ceased to be right. Numbers are
   * exact: reading one as a double gives the same bits. What is not finite is a string: {@code
   * "NaN"}, {@code "Infinity"} or {@code "-Infinity"}. What there is none of is null: the culprit
   * of a gradient that is right, the source of a culprit that no line of code applied, the file of
   * a source that does not tell it. A point of a curve is a pair of the distance along the
   * direction and the function's value.
   */
  public String toJson() {
    return JsonReport.of(this);
  }

  /**
   * Writes the {@linkplain #toHtml page} to a file, whole or not at all.
   *
   * @throws UncheckedIOException if it cannot be written, for example because there is no such
   *     folder; an existing file stays as it was
   */
  public void writeHtml(Path file) {
    AtomicFile.write(file, toHtml());
  }

  /**
   * Writes the {@linkplain #toJson JSON} to a file, whole or not at all.
   *
   * @throws UncheckedIOException if it cannot be written, for example because there is no such
   *     folder; an existing file stays as it was
   */
  public void writeJson(Path file) {
    AtomicFile.write(file, toJson());
  }

  /** Orders findings by badness, the worst first; those at the point come before those close by. */
  private static final Comparator<Finding> BADNESS =
      Comparator.comparing(Finding::verdict)
          .thenComparing(finding -> !finding.input().equals(Comparison.ELSEWHERE))
          .thenComparingDouble(
              finding -> Double.isNaN(finding.relativeError()) ? 2 : finding.relativeError())
          .reversed();

  /** Gathers findings, counts them, and keeps the worst. */
  static final class Builder {
    private final String name;
    private final GradientCheck settings;
    private final Subgradient subgradient = Subgradient.current();
    private final DType dtype;
    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    private final Map<List<Object>, Tally> tallies = new LinkedHashMap<>();
    private final List<Candidate> worst = new ArrayList<>();
    private boolean closed;

    Builder(String name, GradientCheck settings, DType dtype) {
      this.name = name;
      this.settings = settings;
      this.dtype = dtype;
    }

    synchronized long count(Verdict verdict) {
      return counts.getOrDefault(verdict, 0L);
    }

    /** A finding, and how to get its picture. */
    private record Candidate(Finding finding, Supplier<ImmutableList<Point>> curve) {}

    /**
     * Adds a finding.
     *
     * @param curve samples the function along the direction; asked in the end, and only if the
     *     finding is among the worst
     */
    synchronized void add(Finding finding, Supplier<ImmutableList<Point>> curve) {
      if (closed) {
        throw new LimitReachedError("the report is written");
      }
      counts.merge(finding.verdict(), 1L, Long::sum);
      tally(finding.order(), finding.input()).add(finding);
      worst.add(new Candidate(finding, curve));
      if (worst.size() > 2 * MOST_KEPT) {
        keepTheWorst();
      }
    }

    /**
     * Adds derivatives that are not compared.
     *
     * @param reason why not, such as {@link Reasons#timeIsOver}
     */
    synchronized void skip(int order, String input, long count, String reason) {
      if (count > 0) {
        tally(order, input).skip(count, reason);
      }
    }

    /** Accepts no more findings: what is still running was given up. */
    synchronized void close() {
      closed = true;
    }

    /** Adds what was planned and not compared, by the inputs of a function. */
    synchronized void skipRest(Subject subject, String reason) {
      long total = subject.point().stream().mapToLong(Tensor::elements).sum();
      for (int order = 1; order <= settings.order(); order++) {
        for (int i = 0; i < subject.point().size(); i++) {
          String input = subject.names().get(i);
          long planned = settings.elementsCompared(subject.point().get(i).elements(), total);
          skip(order, input, planned - compared(order, input), reason);
        }
        long directions = total == 0 ? 0 : settings.directions() + 1;
        String along = Comparison.DIRECTION;
        skip(order, along, directions - compared(order, along), reason);
      }
    }

    private long compared(int order, String input) {
      Tally tally = tallies.get(List.of(order, input));
      return tally == null ? 0 : tally.compared();
    }

    private Tally tally(int order, String input) {
      return tallies.computeIfAbsent(List.of(order, input), key -> new Tally(order, input));
    }

    private void keepTheWorst() {
      worst.sort(Comparator.comparing(Candidate::finding, BADNESS));
      if (worst.size() > MOST_KEPT) {
        Map<List<Object>, Integer> kinds = new HashMap<>();
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : worst) {
          boolean shown = isOneOfTheFirst(candidate.finding(), kinds);
          if (shown || kept.size() < MOST_KEPT) {
            kept.add(candidate);
          }
        }
        worst.clear();
        worst.addAll(kept);
      }
    }

    /** Whether it is among the worst of its kind; no kind shall hide another one. */
    private static boolean isOneOfTheFirst(Finding f, Map<List<Object>, Integer> kinds) {
      List<Object> kind = List.of(f.order(), f.input(), f.verdict());
      return f.verdict().speaksAgainst()
          && kinds.merge(kind, 1, Integer::sum) <= MOST_CURVES_OF_A_KIND;
    }

    synchronized GradientReport build() {
      return build(true);
    }

    /** Builds it with pictures, or without them: they cost more than many a comparison. */
    synchronized GradientReport build(boolean withCurves) {
      keepTheWorst();
      return new GradientReport(
          name,
          settings,
          subgradient,
          dtype,
          Maps.immutableEnumMap(counts),
          Summaries.of(settings, tallies.values()),
          withCurves
              ? withCurves()
              : worst.stream().map(Candidate::finding).collect(ImmutableList.toImmutableList()),
          null);
    }

    private static Finding withCurve(Candidate candidate) {
      try {
        return candidate.finding().withCurve(candidate.curve().get());
      } catch (LimitReachedError e) {
        return candidate.finding();
      }
    }

    /** Pictures for the worst of each kind, lest one kind take them all. */
    private ImmutableList<Finding> withCurves() {
      Map<List<Object>, Integer> kinds = new HashMap<>();
      ImmutableList.Builder<Finding> findings = ImmutableList.builder();
      int curves = 0;
      for (Candidate candidate : worst) {
        Finding f = candidate.finding();
        boolean worthAPicture = curves < MOST_CURVES && isOneOfTheFirst(f, kinds);
        curves += worthAPicture ? 1 : 0;
        findings.add(worthAPicture ? withCurve(candidate) : f);
      }
      return findings.build();
    }
  }
}
