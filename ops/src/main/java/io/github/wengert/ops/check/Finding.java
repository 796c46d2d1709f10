package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;

/**
 * The comparison of one derivative.
 *
 * @param order the order of the derivative; from order 2 on, the random cotangents of the orders
 *     below are inputs too
 * @param input the name of the input, or {@code direction}
 * @param index the index of the element in that input, or the number of the direction
 * @param verdict what the check says
 * @param analytic the derivative that was computed
 * @param numeric the derivative that the differences say; the middle of both sides at a kink
 * @param error how far off {@code numeric} may be, by its own account
 * @param left the slope from the left; equal to {@code numeric} unless at a kink
 * @param right the slope from the right; equal to {@code numeric} unless at a kink
 * @param step the step of the differences; 1 if the function is linear there
 * @param operations the piecewise operations whose branch changes, as far as they are known
 * @param reason what the verdict rests on, such as why nothing could be decided; empty if there is
 *     nothing to say
 * @param curve values of the function along the offending direction, if there is something to see
 */
public record Finding(
    int order,
    String input,
    ImmutableList<Integer> index,
    Verdict verdict,
    double analytic,
    double numeric,
    double error,
    double left,
    double right,
    double step,
    ImmutableList<String> operations,
    String reason,
    ImmutableList<Point> curve) {
  /** Refuses what is missing. */
  public Finding {
    requireNonNull(input, "finding: input must not be null");
    requireNonNull(index, "finding: index must not be null");
    requireNonNull(verdict, "finding: verdict must not be null");
    requireNonNull(operations, "finding: operations must not be null");
    requireNonNull(reason, "finding: reason must not be null");
    requireNonNull(curve, "finding: curve must not be null");
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

  Finding withCurve(ImmutableList<Point> changed) {
    return with(reason, changed);
  }

  Finding withReason(String changed) {
    return with(changed, curve);
  }

  private Finding with(String newReason, ImmutableList<Point> newCurve) {
    return new Finding(
        order,
        input,
        index,
        verdict,
        analytic,
        numeric,
        error,
        left,
        right,
        step,
        operations,
        newReason,
        newCurve);
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
        Wording.numeric(this),
        Wording.error(this),
        Wording.relativeError(this),
        Wording.step(this),
        owner,
        why);
  }
}
