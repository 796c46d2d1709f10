package io.github.wengert.ops.check.pullback;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.limit.Deadline;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.List;
import java.util.function.Function;

/** Calls the pullback of the checked function, and counts the calls. */
final class PullbackCalls {
  /** The share of the check's limits that these calls may take. */
  private static final int SHARE = 10;

  /** How far the other point is, as a share of each element: towards the origin. */
  private static final double ELSEWHERE = 1 - 0x1p-10;

  private final GradientSettings settings;
  private final CheckedFunction checked;
  private final PullbackFindings findings;
  private final List<Tensor> elsewhere;
  private final Deadline deadline;
  private int count;
  private boolean untouched = true;

  PullbackCalls(GradientSettings settings, CheckedFunction checked, PullbackFindings findings) {
    this.settings = settings;
    this.checked = checked;
    this.findings = findings;
    this.elsewhere = checked.point().stream().map(x -> Ops.mul(x, ELSEWHERE)).toList();
    this.deadline = Deadline.in(settings.timeLimit().dividedBy(SHARE));
  }

  CheckedFunction checked() {
    return checked;
  }

  /** Returns how often the function was differentiated. */
  int count() {
    return count;
  }

  boolean hasTime() {
    return count < settings.mostEvaluations() / SHARE && !deadline.isOver();
  }

  /** Returns the cotangents of the inputs, at the point. */
  double[][] pullback(Tensor c) {
    return pullback(checked::pullback, c);
  }

  /** Evaluates, and returns the cotangents of the inputs, at another point. */
  double[][] pullbackElsewhere(Tensor c) {
    checked.at(elsewhere);
    return pullback(lent -> checked.pullback(elsewhere, lent), c);
  }

  /** Pulls a copy back, as a pullback that changes its cotangent spoils it for all others. */
  double[][] pullback(Function<Tensor, List<Tensor>> where, Tensor c) {
    count++;
    Tensor lent = TensorDifferences.copy(c);
    List<Tensor> result = where.apply(lent);
    if (untouched && !lent.hasSameBits(c)) {
      untouched = false;
      findings.tellOfAll("it changes its cotangent, which is lent to it");
    }
    return result.stream().map(Tensor::toDoubleArray).toArray(double[][]::new);
  }
}
