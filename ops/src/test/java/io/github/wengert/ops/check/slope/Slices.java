package io.github.wengert.ops.check.slope;

import io.github.wengert.ops.BranchLog;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Slices of functions of one number. */
final class Slices {
  static final BranchLog NO_BRANCHES = BranchLog.logging(() -> "").branches();

  private Slices() {}

  /** Returns {@code t ↦ f(x + t)}. */
  static Slice1d of(DoubleUnaryOperator f, double x) {
    return t -> sample((x + t) - x, f.applyAsDouble(x + t));
  }

  static Sample sample(double offset, double value) {
    return new Sample(offset, value, Double.isFinite(value) ? Math.abs(value) : 0, 0, NO_BRANCHES);
  }

  static SlopeEstimator estimator(DoubleUnaryOperator f, double x) {
    Slice1d slice = of(f, x);
    return new SlopeEstimator(slice, slice.at(0), Scale.of(x, Math.abs(x)));
  }

  /** Returns what steps say, larger and larger ones until it is known. */
  static SlopeEstimate estimate(DoubleUnaryOperator f, double x) {
    return estimate(estimator(f, x));
  }

  static SlopeEstimate estimate(SlopeEstimator estimator) {
    SlopeEstimate near = estimator.nearby();
    SlopeEstimate close = estimator.isSure(near) ? near : estimator.closely();
    return close.isWithin(1e-6) ? close : estimator.farther(close);
  }

  /** Returns the values at halving steps. */
  static List<Rung> rungs(Slice1d slice, double first, int count) {
    List<Rung> rungs = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      rungs.add(Rung.of(slice, slice.at(0), Math.scalb(first, -k), 0));
    }
    return rungs;
  }
}
