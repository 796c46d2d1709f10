package io.github.wengert.ops.check;

import io.github.wengert.ops.BranchLog;
import java.util.HashMap;
import java.util.Map;

/** A scalar function along a line: {@code t ↦ L(x + t v)}, whose slope at 0 is wanted. */
@FunctionalInterface
interface Line {
  /**
   * A value of the function.
   *
   * @param value {@code L(x + t v)}
   * @param magnitude the sum of the magnitudes that the value was added up from: what its rounding
   *     error is proportional to
   * @param branches which side won in each piecewise operation
   */
  record Sample(double value, double magnitude, BranchLog branches) {
    boolean isFinite() {
      return Double.isFinite(value);
    }

    boolean sameBranches(Sample other) {
      return branches.equals(other.branches);
    }
  }

  /** Returns the value at {@code t}. */
  Sample at(double t);

  /** Returns the same line, whose function is evaluated once only at each place. */
  default Line remembered() {
    Map<Double, Sample> samples = new HashMap<>();
    return t -> samples.computeIfAbsent(t, this::at);
  }
}
