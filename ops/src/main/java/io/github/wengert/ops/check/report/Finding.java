package io.github.wengert.ops.check.report;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.check.text.Wording;
import java.util.List;

/**
 * The comparison of one derivative.
 *
 * @param order the order of the derivative; from order 2 on, the random cotangents of the orders
 *     below are inputs too
 * @param input the name of the input, or {@code direction}
 * @param index the index of the element in that input, or the number of the direction
 * @param verdict the verdict
 * @param analytic the derivative that the library computes
 * @param numeric the estimate by differences; the mean of both sides at a kink
 * @param error the estimated error of {@code numeric}
 * @param left the slope from the left; equal to {@code numeric} unless at a kink
 * @param right the slope from the right; equal to {@code numeric} unless at a kink
 * @param step the step of the differences; 1 if the function is linear there
 * @param operations the piecewise operations whose branch changes, if known
 * @param reason why the verdict was given, such as why nothing could be decided; may be empty
 * @param curve values of the function along the offending direction; may be empty
 */
public record Finding(
    int order,
    String input,
    List<Integer> index,
    Verdict verdict,
    double analytic,
    double numeric,
    double error,
    double left,
    double right,
    double step,
    List<String> operations,
    String reason,
    List<Point> curve) {
  /** Refuses what is missing. */
  public Finding {
    requireNonNull(input, "finding: input must not be null");
    index = List.copyOf(requireNonNull(index, "finding: index must not be null"));
    requireNonNull(verdict, "finding: verdict must not be null");
    operations = List.copyOf(requireNonNull(operations, "finding: operations must not be null"));
    requireNonNull(reason, "finding: reason must not be null");
    curve = List.copyOf(requireNonNull(curve, "finding: curve must not be null"));
  }

  /**
   * A value of the function along a direction.
   *
   * @param t how far along
   * @param value the value there
   */
  public record Point(double t, double value) {}

  /** Returns {@code |analytic − numeric| / max(|analytic|, |numeric|)}, 0 if both are 0. */
  public double relativeError() {
    double larger = Math.max(Math.abs(analytic), Math.abs(numeric));
    return larger == 0 ? 0 : Math.abs(analytic - numeric) / larger;
  }

  /** Whether the slopes from both sides differ. */
  boolean hasTwoSides() {
    return Double.compare(left, right) != 0;
  }

  /**
   * Returns the relative error in the words of CS231n's notes (Neural Networks part 3, "Gradient
   * checks"): up to 1e-7 is happy, above 1e-4 is uncomfortable unless there are kinks, above 1e-2
   * is wrong. Where the verdict knows better than such thresholds it has the last word.
   */
  public String judgement() {
    double relative = relativeError();
    return switch (verdict) {
      case NONDETERMINISTIC, NONFINITE -> "";
      case IMPRECISE -> "undecided";
      case KINK -> relative <= 1e-7 ? "happy" : relative <= 1e-2 ? "okay with kinks" : "a kink";
      case PASS ->
          Math.abs(analytic - numeric) <= error && relative > 1e-7
              ? "within the error"
              : threshold(relative, "happy");
      case KINK_OUTSIDE, WRONG -> threshold(relative, "beyond the error");
    };
  }

  private static String threshold(double relative, String small) {
    if (relative <= 1e-7) {
      return small;
    }
    if (relative <= 1e-4) {
      return "look at it";
    }
    return relative <= 1e-2 ? "uncomfortable without kinks" : "wrong";
  }

  /** Returns where it is: {@code W1[3, 4]}, with the order if it is not the first. */
  public String place() {
    return input + (index.isEmpty() ? "" : index) + (order == 1 ? "" : " (order " + order + ")");
  }

  /**
   * Returns one line: the place, both values, the error, the step, the verdict, the operations, the
   * reason.
   */
  @Override
  public String toString() {
    String owner = operations.isEmpty() ? "" : ", branch of " + String.join(", ", operations);
    String why = reason.isEmpty() ? "" : ": " + reason;
    return Wording.format(
        "%s: %s: analytic %s, numeric %s ± %s (relative error %s, h = %s%s)%s",
        place(),
        verdict,
        Wording.number(analytic, 10),
        FindingWording.numeric(this),
        FindingWording.error(this),
        FindingWording.relativeError(this),
        FindingWording.step(this),
        owner,
        why);
  }
}
