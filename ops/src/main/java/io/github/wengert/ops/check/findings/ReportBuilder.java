package io.github.wengert.ops.check.findings;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.limit.LimitReachedError;
import io.github.wengert.ops.check.limit.LimitReasons;
import io.github.wengert.ops.check.report.Finding;
import io.github.wengert.ops.check.report.Finding.Point;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.InputNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects findings, counts them, and keeps the worst. */
public final class ReportBuilder {
  private static final int MOST_KEPT = 200;
  private static final int MOST_CURVES = 12;
  private static final int MOST_CURVES_OF_A_KIND = 2;

  /** Orders findings by badness, the worst first; those at the point come before those close by. */
  private static final Comparator<Finding> BADNESS =
      Comparator.comparing(Finding::verdict)
          .thenComparing(finding -> !finding.input().equals(InputNames.CLOSE_BY))
          .thenComparingDouble(
              finding -> Double.isNaN(finding.relativeError()) ? 2 : finding.relativeError())
          .reversed();

  private final String name;
  private final GradientSettings settings;
  private final Subgradient subgradient = Subgradient.current();
  private final DType dtype;
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final Map<List<Object>, VerdictCounts> byInput = new LinkedHashMap<>();
  private final List<Candidate> worst = new ArrayList<>();
  private boolean closed;

  public ReportBuilder(String name, GradientSettings settings, DType dtype) {
    this.name = name;
    this.settings = settings;
    this.dtype = dtype;
  }

  public synchronized long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  /** A finding, and the source of its curve. */
  private record Candidate(Finding finding, Supplier<List<Point>> curve) {}

  /**
   * Adds a finding.
   *
   * @param curve samples the function along the direction; called when the report is built, and
   *     only if the finding is among the worst
   */
  public synchronized void add(Finding finding, Supplier<List<Point>> curve) {
    if (closed) {
      throw new LimitReachedError("the report is written");
    }
    counts.merge(finding.verdict(), 1L, Long::sum);
    countsOf(finding.order(), finding.input()).add(finding);
    worst.add(new Candidate(finding, curve));
    if (worst.size() > 2 * MOST_KEPT) {
      keepTheWorst();
    }
  }

  /**
   * Counts derivatives that are not compared.
   *
   * @param reason why not, such as {@link LimitReasons#timeIsOver}
   */
  synchronized void skip(int order, String input, long count, String reason) {
    if (count > 0) {
      countsOf(order, input).skip(count, reason);
    }
  }

  /** Accepts no more findings: what still runs was abandoned. */
  public synchronized void close() {
    closed = true;
  }

  /** Counts what was planned but not compared, by the inputs of a function. */
  public synchronized void skipRest(CheckedFunction checked, String reason) {
    long total = checked.point().stream().mapToLong(Tensor::elements).sum();
    for (int order = 1; order <= settings.order(); order++) {
      for (int i = 0; i < checked.point().size(); i++) {
        String input = checked.names().get(i);
        long planned = settings.elementsCompared(checked.point().get(i).elements(), total);
        skip(order, input, planned - compared(order, input), reason);
      }
      long directions = total == 0 ? 0 : settings.directions() + 1;
      String along = InputNames.DIRECTION;
      skip(order, along, directions - compared(order, along), reason);
    }
  }

  private long compared(int order, String input) {
    VerdictCounts own = byInput.get(List.of(order, input));
    return own == null ? 0 : own.compared();
  }

  private VerdictCounts countsOf(int order, String input) {
    return byInput.computeIfAbsent(List.of(order, input), key -> new VerdictCounts(order, input));
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

  /** Whether the finding is among the worst of its kind; no kind hides another. */
  private static boolean isOneOfTheFirst(Finding f, Map<List<Object>, Integer> kinds) {
    List<Object> kind = List.of(f.order(), f.input(), f.verdict());
    return f.verdict().speaksAgainst()
        && kinds.merge(kind, 1, Integer::sum) <= MOST_CURVES_OF_A_KIND;
  }

  public synchronized GradientReport build() {
    return build(true);
  }

  /** Builds the report with curves or without them: a curve may cost more than a comparison. */
  public synchronized GradientReport build(boolean withCurves) {
    keepTheWorst();
    return new GradientReport(
        name,
        settings,
        subgradient,
        dtype,
        counts,
        InputSummaries.of(settings, byInput.values()),
        withCurves ? withCurves() : worst.stream().map(Candidate::finding).toList(),
        null);
  }

  private static Finding withCurve(Candidate candidate) {
    try {
      return withCurve(candidate.finding(), candidate.curve().get());
    } catch (LimitReachedError e) {
      return candidate.finding();
    }
  }

  private static Finding withCurve(Finding f, List<Point> curve) {
    return new Finding(
        f.order(),
        f.input(),
        f.index(),
        f.verdict(),
        f.analytic(),
        f.numeric(),
        f.error(),
        f.left(),
        f.right(),
        f.step(),
        f.operations(),
        f.reason(),
        curve);
  }

  /** Adds curves to the worst findings of each kind, so that no kind takes all of them. */
  private List<Finding> withCurves() {
    Map<List<Object>, Integer> kinds = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    int curves = 0;
    for (Candidate candidate : worst) {
      Finding f = candidate.finding();
      boolean worthAPicture = curves < MOST_CURVES && isOneOfTheFirst(f, kinds);
      curves += worthAPicture ? 1 : 0;
      findings.add(worthAPicture ? withCurve(candidate) : f);
    }
    return findings;
  }
}
