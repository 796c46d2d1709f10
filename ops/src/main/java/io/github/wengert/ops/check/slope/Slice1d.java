package io.github.wengert.ops.check.slope;

import io.github.wengert.ops.BranchLog;
import java.util.HashMap;
import java.util.Map;

/** A scalar function along a line: {@code t ↦ L(x + t v)}, whose slope at 0 is wanted. */
@FunctionalInterface
public interface Slice1d {
  /**
   * A value of the function.
   *
   * @param offset the t that the value belongs to: not quite the one that was asked for if {@code x
   *     + t} had to be rounded
   * @param value {@code L(x + t v)}; NaN if it cannot be computed there
   * @param magnitude the sum of the magnitudes that the value was added up from: what its rounding
   *     error is proportional to
   * @param displaced how far off the value may be because {@code x + t v} had to be rounded, beyond
   *     what {@code offset} tells
   * @param branches which side won in each piecewise operation
   */
  record Sample(
      double offset, double value, double magnitude, double displaced, BranchLog branches) {
    boolean isFinite() {
      return Double.isFinite(value);
    }

    boolean sameBranches(Sample other) {
      return branches.equals(other.branches);
    }
  }

  /** Returns the value at {@code t}. */
  Sample at(double t);

  /** Returns the same slice, whose function is evaluated once only at each place. */
  default Slice1d remembered() {
    Map<Double, Sample> samples = new HashMap<>();
    return t -> {
      Sample known = samples.get(t);
      if (known == null) {
        known = at(t);
        samples.put(t, known);
      }
      return known;
    };
  }
}
