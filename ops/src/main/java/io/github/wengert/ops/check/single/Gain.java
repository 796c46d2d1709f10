package io.github.wengert.ops.check.single;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest derivatives by an input between the point and the origin.
 *
 * <p>Rounding inside a rule is proportional to them, and not to the derivative at the point: where
 * {@code y = tanh(100 x)} is saturated, the derivative {@code 100 (1 − y²)} is a difference of
 * numbers that are all but equal, off by some units in the last place of 100 however small it is.
 *
 * <p>Towards the origin, the derivatives of a function that saturates level off. Towards a pole
 * they do not; unbounded growth does not count.
 */
final class Gain {
  /** How often the point is halved. */
  private static final int HALVINGS = 12;

  /** A derivative that grows by less while the point is halved has levelled off. */
  private static final double LEVEL = 1.2;

  private Gain() {}

  /** Returns the largest magnitude of a derivative by each input. */
  static double[] of(CheckedFunction checked, Tensor cotangent) {
    double[] gain = largest(checked.pullback(cotangent));
    double[] before = gain.clone();
    for (int halving = 1; halving <= HALVINGS + 1; halving++) {
      double share = halving > HALVINGS ? 0 : Math.scalb(1.0, -halving);
      double[] next = at(checked, shrunk(checked, share), cotangent);
      if (next == null) {
        return gain; // out of the domain
      }
      for (int i = 0; i < gain.length; i++) {
        if (next[i] <= LEVEL * before[i]) {
          gain[i] = Math.max(gain[i], before[i]);
        }
      }
      before = next;
    }
    return gain;
  }

  private static double @Nullable [] at(
      CheckedFunction checked, List<Tensor> inputs, Tensor cotangent) {
    try {
      return largest(checked.pullback(inputs, cotangent));
    } catch (RuntimeException outsideOfTheDomain) {
      return null;
    }
  }

  /** Derivatives are linear in cotangents, so that these need not shrink. */
  private static List<Tensor> shrunk(CheckedFunction checked, double share) {
    List<Tensor> inputs = new ArrayList<>(checked.point());
    for (int i = 0; i < checked.arguments(); i++) {
      inputs.set(i, Ops.mul(inputs.get(i), share));
    }
    return inputs;
  }

  private static double[] largest(List<Tensor> gradients) {
    return gradients.stream()
        .mapToDouble(
            gradient -> Arrays.stream(gradient.toDoubleArray()).map(Math::abs).max().orElse(0))
        .toArray();
  }
}
