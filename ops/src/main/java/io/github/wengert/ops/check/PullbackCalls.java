package io.github.wengert.ops.check;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;

/** Calls the pullback of a subject, and counts how often. */
final class PullbackCalls {
  /** The share of the check's limits that these calls may take. */
  private static final int SHARE = 10;

  /** How far the other point is, as a share of each element: towards the origin. */
  private static final double ELSEWHERE = 1 - 0x1p-10;

  private final GradientCheck settings;
  private final Subject subject;
  private final PullbackFindings findings;
  private final List<Tensor> elsewhere;
  private final Deadline deadline;
  private int count;
  private boolean untouched = true;

  PullbackCalls(GradientCheck settings, Subject subject, PullbackFindings findings) {
    this.settings = settings;
    this.subject = subject;
    this.findings = findings;
    this.elsewhere = subject.point().stream().map(x -> Ops.mul(x, ELSEWHERE)).toList();
    this.deadline = Deadline.in(settings.timeLimit().dividedBy(SHARE));
  }

  Subject subject() {
    return subject;
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
    return pullback(subject::pullback, c);
  }

  /** Evaluates, and returns the cotangents of the inputs, at another point. */
  double[][] pullbackElsewhere(Tensor c) {
    subject.at(elsewhere);
    return pullback(lent -> subject.pullback(elsewhere, lent), c);
  }

  /** Pulls a copy back, as a pullback that changes its cotangent spoils it for all others. */
  double[][] pullback(Function<Tensor, List<Tensor>> where, Tensor c) {
    count++;
    Tensor lent = Bits.copy(c);
    List<Tensor> result = where.apply(lent);
    if (untouched && !lent.hasSameBits(c)) {
      untouched = false;
      findings.tellOfAll("it changes its cotangent, which is lent to it");
    }
    return result.stream().map(Tensor::toDoubleArray).toArray(double[][]::new);
  }
}
