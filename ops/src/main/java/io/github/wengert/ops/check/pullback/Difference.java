package io.github.wengert.ops.check.pullback;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the cotangents of an input differ most from those that were expected.
 *
 * @param input the number of the input
 * @param element the number of its element
 */
record Difference(int input, int element, double got, double expected) {
  /** How far off a result may be that should be exact, as a share of the largest element. */
  static final double EXACT = 1e-9;

  /** Returns the worst finite difference; null if there is none. */
  static @Nullable Difference ofFinite(int input, double[] expected, double[] got) {
    return worst(input, expected, got, true);
  }

  /** Returns the worst difference; null if all have the same bits. */
  static @Nullable Difference of(int input, double[] expected, double[] got) {
    return worst(input, expected, got, false);
  }

  private static @Nullable Difference worst(
      int input, double[] expected, double[] got, boolean finite) {
    int worst = -1;
    double most = -1;
    for (int i = 0; i < expected.length; i++) {
      if (Double.compare(expected[i], got[i]) == 0) {
        continue;
      }
      double off = Math.abs(got[i] - expected[i]);
      if (Double.isFinite(off)) {
        if (off > most) {
          most = off;
          worst = i;
        }
      } else if (!finite) {
        return new Difference(input, i, got[i], expected[i]);
      }
    }
    return worst < 0 ? null : new Difference(input, worst, got[worst], expected[worst]);
  }

  /** Returns how far off it is. */
  double off() {
    return Math.abs(got - expected);
  }

  /** Whether it is farther off than the order of additions explains, or not finite. */
  boolean isBeyondRounding(double[] all) {
    return !(off() <= EXACT * largest(all));
  }

  /** Returns the largest magnitude among the finite elements. */
  static double largest(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
  }
}
