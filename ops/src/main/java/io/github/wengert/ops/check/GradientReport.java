package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Subgradient;
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
import java.util.stream.Stream;

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
 * @param findings the worst of them, the worst first: everything that is not acceptable, up to a
 *     limit, and some that are
 */
public record GradientReport(
    String name,
    GradientCheck settings,
    Subgradient subgradient,
    DType dtype,
    ImmutableMap<Verdict, Long> counts,
    ImmutableList<InputSummary> inputs,
    ImmutableList<Finding> findings) {
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
      boolean unseen =
          directions
              && input.counts().containsKey(Verdict.WRONG)
              && comparesElements(input.order());
      // What is wrong by an element is wrong along each direction as well.
      if (!directions || !hasWrongElement(input.order())) {
        for (String remark : input.remarks()) {
          remarks.add(unseen ? remark + UNSEEN : remark);
        }
      }
    }
    return remarks.build();
  }

  private static final String UNSEEN = ", but by no element that was compared: compare more";

  private boolean hasWrongElement(int order) {
    return elements(order).anyMatch(input -> !input.remarks().isEmpty());
  }

  private boolean comparesElements(int order) {
    return elements(order).findAny().isPresent();
  }

  private Stream<InputSummary> elements(int order) {
    return inputs.stream()
        .filter(input -> input.order() == order && !input.input().equals(Comparison.DIRECTION));
  }

  /** Returns the counts, the {@linkplain #remarks remarks} and a table of the worst derivatives. */
  @Override
  public String toString() {
    return TextReport.of(this);
  }

  /**
   * Returns a web page: the counts, the settings, the remarks, a table of the worst derivatives,
   * and pictures of the function along the offending directions. It needs nothing but itself, and
   * is well-formed XML too.
   */
  public String toHtml() {
    return HtmlReport.of(this);
  }

  /**
   * Returns everything as JSON:
   *
   * <pre>
   *   {
   *     "format": 1,
   *     "name": "cube",
   *     "right": false,
   *     "settings": {"mode": "AUTO", "order": 2, "tolerance": 1.0E-7,
   *                  "samples": 100, "directions": 4, "seed": 1},
   *     "subgradient": "DEFAULT",
   *     "dtype": "F64",
   *     "compared": 14,
   *     "counts": {"PASS": 8, "WRONG": 6},
   *     "remarks": ["2 of 2 derivatives by input 0 are wrong, …"],
   *     "inputs": [{"order": 1, "input": "input 0", "compared": 2, "counts": {"WRONG": 2},
   *                 "remarks": ["…"]}, …],
   *     "findings": [{"order": 1, "input": "input 0", "index": [0], "verdict": "WRONG",
   *                   "analytic": 0.15, "numeric": 0.23, "error": 3.1E-13, "relativeError": 0.33,
   *                   "left": 0.23, "right": 0.23, "step": 0.015, "judgement": "wrong",
   *                   "operations": [], "curve": [[-1.0, 0.3], …]}, …]
   *   }
   * </pre>
   *
   * <p>The names are those of the components of {@link GradientReport}, {@link GradientCheck},
   * {@link InputSummary} and {@link Finding}, and stay; {@code format} is raised if they ever have
   * to change. Numbers are exact: reading one as a double gives the same bits. What is not finite
   * is a string: {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"}. A point of a curve is a
   * pair of the distance along the direction and the function's value.
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

  /** Orders findings by badness, the worst first. */
  private static final Comparator<Finding> BADNESS =
      Comparator.comparing(Finding::verdict)
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

    Builder(String name, GradientCheck settings, DType dtype) {
      this.name = name;
      this.settings = settings;
      this.dtype = dtype;
    }

    /** A finding, and how to get its picture. */
    private record Candidate(Finding finding, Supplier<ImmutableList<Point>> curve) {}

    /**
     * Adds a finding.
     *
     * @param curve samples the function along the direction; asked in the end, and only if the
     *     finding is among the worst
     */
    void add(Finding finding, Supplier<ImmutableList<Point>> curve) {
      counts.merge(finding.verdict(), 1L, Long::sum);
      tallies
          .computeIfAbsent(
              List.of(finding.order(), finding.input()),
              key -> new Tally(finding.order(), finding.input()))
          .add(finding);
      worst.add(new Candidate(finding, curve));
      if (worst.size() > 2 * MOST_KEPT) {
        keepTheWorst();
      }
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
      return !f.verdict().isAcceptable()
          && kinds.merge(kind, 1, Integer::sum) <= MOST_CURVES_OF_A_KIND;
    }

    GradientReport build() {
      keepTheWorst();
      return new GradientReport(
          name,
          settings,
          subgradient,
          dtype,
          Maps.immutableEnumMap(counts),
          tallies.values().stream().map(Tally::summary).collect(ImmutableList.toImmutableList()),
          withCurves());
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
        findings.add(worthAPicture ? f.withCurve(candidate.curve().get()) : f);
      }
      return findings.build();
    }
  }
}
