package io.github.wengert.ops.check.report;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Maps;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.InputNames;
import io.github.wengert.ops.check.text.Wording;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a gradient check: as text ({@link #toString}), as a web page with pictures ({@link
 * #toHtml}), and as JSON for programs ({@link #toJson}).
 *
 * @param name the name of the checked function
 * @param settings the settings of the check
 * @param subgradient the policy for kinks that was in force
 * @param dtype the element type of the checked gradients; those in F32 are compared with those in
 *     F64, which are compared with differences
 * @param counts the number of derivatives with each verdict, without zeros
 * @param inputs the same for each order and input, with what the wrong ones have in common
 * @param findings the worst of them, the worst first: everything that speaks against the gradient,
 *     up to a limit, and some that do not
 * @param culprit what makes the gradient wrong; null if the gradient is not wrong, or if the
 *     {@linkplain GradientSettings#culpritSearch search} is switched off
 */
public record GradientReport(
    String name,
    GradientSettings settings,
    Subgradient subgradient,
    DType dtype,
    Map<Verdict, Long> counts,
    List<InputSummary> inputs,
    List<Finding> findings,
    @Nullable Culprit culprit) {
  /** Refuses what is missing. */
  public GradientReport {
    requireNonNull(name, "gradient report: name must not be null");
    requireNonNull(settings, "gradient report: settings must not be null");
    requireNonNull(subgradient, "gradient report: subgradient must not be null");
    requireNonNull(dtype, "gradient report: dtype must not be null");
    counts =
        Maps.immutableEnumMap(requireNonNull(counts, "gradient report: counts must not be null"));
    inputs = List.copyOf(requireNonNull(inputs, "gradient report: inputs must not be null"));
    findings = List.copyOf(requireNonNull(findings, "gradient report: findings must not be null"));
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
   * the derivatives than {@link GradientSettings#acceptedUndecided} are {@link Verdict#IMPRECISE},
   * or if some were {@linkplain #skipped skipped}; else {@link Outcome#RIGHT}.
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
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (count(Verdict.NONDETERMINISTIC) > 0) {
      remarks.add(
          "two runs at the same point differ, so nothing can be compared: a random number without"
              + " a seed, or a mask that is drawn anew?");
    }
    for (InputSummary input : inputs) {
      boolean directions = input.input().equals(InputNames.DIRECTION);
      // What is wrong by an element is wrong along each direction as well, and close by.
      boolean elsewhere = input.input().equals(InputNames.CLOSE_BY);
      if ((!directions && !elsewhere) || !hasWrongElement(input.order())) {
        remarks.addAll(input.remarks());
      }
    }
    return List.copyOf(remarks);
  }

  /**
   * Returns a sentence for each reason why derivatives could not be decided, or were not compared.
   */
  public List<String> doubts() {
    List<String> doubts = new ArrayList<>();
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
    return List.copyOf(doubts);
  }

  /**
   * Returns a sentence for each input in single precision on how small an error would have been
   * seen.
   */
  public List<String> resolutions() {
    return inputs.stream()
        .map(InputSummary::resolution)
        .filter(resolution -> !resolution.isEmpty())
        .toList();
  }

  private boolean hasWrongElement(int order) {
    return inputs.stream()
        .filter(input -> input.order() == order && InputNames.isOfElements(input.input()))
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
   * <p>The names are those of the components of {@link GradientReport}, {@link GradientSettings},
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
}
