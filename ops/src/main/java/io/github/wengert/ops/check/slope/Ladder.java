package io.github.wengert.ops.check.slope;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.slope.Extrapolation.Differences;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import io.github.wengert.ops.check.slope.SlopeEstimate.Basis;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What values at halving steps say about the slope: smooth, or a kink.
 *
 * @param rungs the values, the largest step first
 * @param noise how far off values are beyond their rounding
 */
record Ladder(List<Rung> rungs, double noise) {
  /** A relative error from which on an estimate decides nothing. */
  private static final double USELESS = 1e-3;

  /** Where a function jumps, central differences are worse than one-sided ones by far. */
  private static final double JUMPING = 1e-3;

  /** How many of the smallest steps tell whether a function is resolved. */
  private static final int FINEST = 10;

  /** The share of all change that smallest steps of a function that is resolved stay below. */
  private static final double UNRESOLVED = 0.01;

  /** What is below so many roundings is rounding. */
  private static final double MANY_ROUNDINGS = 128;

  /** How many times its error a bend or a change must be to be seen. */
  static final double SEEN = 20;

  /** How many steps in a row must bend alike for a kink. */
  static final int MANY_BENDS = 4;

  /** How alike. */
  static final double ALIKE = 0.8;

  /** Returns what the steps say together. */
  SlopeEstimate estimate() {
    boolean crossed = rungs.stream().filter(Rung::isFinite).noneMatch(Rung::isWhole);
    if (crossed || isBent()) {
      return kink();
    }
    Extrapolation best = Extrapolation.best(differences(), MANY_BENDS);
    if (best != null && best.isWithin(USELESS)) {
      return smooth(best);
    }
    SlopeEstimate sides = kink();
    return best == null || isKinked(sides, best) ? sides : smooth(best);
  }

  /** Whether two sides that differ, or a jump between them, explain that there is no one slope. */
  private static boolean isKinked(SlopeEstimate sides, Extrapolation best) {
    double jump = Math.abs(sides.left() - sides.right());
    return (sides.error() < best.error() && jump > 2 * sides.error())
        || sides.error() < JUMPING * best.error();
  }

  /** Returns the slope of a smooth function that an entry tells. */
  SlopeEstimate smooth(Extrapolation best) {
    Rung rung = rungs.get(best.rung());
    return SlopeEstimate.smooth(
        best.slope(),
        Math.max(best.error(), unresolved()),
        rung.step(),
        rung.valueError(noise),
        Basis.DIFFERENCES);
  }

  /**
   * The slopes that a function may have that changes over the smallest steps by as much as over all
   * of them: in truth it may be steeper than steps can show. 0 if it does not.
   */
  private double unresolved() {
    if (rungs.size() < 2 * FINEST) {
      return 0;
    }
    List<Rung> finest = rungs.subList(rungs.size() - FINEST, rungs.size());
    double noiseThere = Noise.of(finest, Double.POSITIVE_INFINITY);
    double range = 0;
    for (Rung rung : rungs) {
      range = Math.max(range, rung.isFinite() ? rung.change() : 0);
    }
    Rung last = rungs.getLast();
    boolean isRounding = noiseThere <= MANY_ROUNDINGS * last.valueError(0);
    return isRounding || noiseThere < UNRESOLVED * range ? 0 : range / last.step();
  }

  /** The piecewise operations whose branch changes within some step. */
  private ImmutableList<String> operations() {
    TreeSet<String> operations = new TreeSet<>();
    for (Rung rung : rungs) {
      if (rung.isFinite() && !rung.isWhole()) {
        operations.addAll(rung.before().branches().differences(rung.after().branches()));
      }
    }
    return ImmutableList.copyOf(operations);
  }

  /**
   * Whether the bend stays the same as steps shrink, down to the last one at which it is seen. Of a
   * function that is merely steep it shrinks before that.
   */
  private boolean isBent() {
    int alike = 0;
    double before = Double.NaN;
    for (int k = rungs.size() - 1; k >= 0; k--) {
      Rung rung = rungs.get(k);
      if (!rung.isWhole()) {
        continue;
      }
      double bend = rung.bend();
      boolean seen = Math.abs(bend) > SEEN * 2 * rung.differenceError(noise);
      if (alike == 0) {
        alike = seen ? 1 : 0;
      } else if (!seen || !isAlike(bend, before)) {
        return false;
      } else if (++alike == MANY_BENDS) {
        return true;
      }
      before = bend;
    }
    return false;
  }

  private SlopeEstimate oneSided(Extrapolation one) {
    Rung rung = rungs.get(one.rung());
    return SlopeEstimate.smooth(
        one.slope(), one.error(), rung.step(), rung.valueError(noise), Basis.ONE_SIDE);
  }

  private SlopeEstimate kink() {
    Extrapolation left = Extrapolation.best(side(true), MANY_BENDS);
    Extrapolation right = Extrapolation.best(side(false), MANY_BENDS);
    if (left == null || right == null) {
      Extrapolation one = left == null ? right : left;
      return one == null ? SlopeEstimate.nonfinite() : oneSided(one);
    }
    return SlopeEstimate.kink(
        left.slope(),
        right.slope(),
        Math.max(left.error(), right.error()),
        rungs.get(Math.max(left.rung(), right.rung())).step(),
        operations());
  }

  /** Differences between two values strictly on one side, whose branches agree. */
  private Differences side(boolean left) {
    double[] values = new double[rungs.size() - 1];
    double[] errors = new double[values.length];
    Arrays.fill(errors, Double.POSITIVE_INFINITY);
    for (int k = 0; k < values.length; k++) {
      Sample far = left ? rungs.get(k).before() : rungs.get(k).after();
      Sample near = left ? rungs.get(k + 1).before() : rungs.get(k + 1).after();
      if (far.isFinite() && near.isFinite() && far.sameBranches(near)) {
        values[k] = (far.value() - near.value()) / (far.offset() - near.offset());
        errors[k] =
            2 * rungs.get(k).valueError(noise) / rungs.get(k + 1).step()
                + rungs.get(k + 1).argumentError(values[k]);
      }
    }
    return new Differences(1, values, errors);
  }

  /** Returns the central differences. */
  Differences differences() {
    double[] values = new double[rungs.size()];
    double[] errors = new double[rungs.size()];
    for (int k = 0; k < values.length; k++) {
      Rung rung = rungs.get(k);
      values[k] = rung.difference();
      errors[k] = rung.isWhole() ? rung.differenceError(noise) : Double.POSITIVE_INFINITY;
    }
    return new Differences(2, values, errors);
  }

  static boolean isAlike(double a, double b) {
    return a / b >= ALIKE && a / b <= 1 / ALIKE;
  }
}
