package io.github.wengert.ops.check;

import io.github.wengert.ops.BranchLog;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.slope.Slice1d;
import io.github.wengert.ops.check.slope.SlopeEstimator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far off rounding puts the derivatives that were computed: by how much they jitter between
 * neighbours of the point, and change if the point moves by last places.
 *
 * <p>Where a rule subtracts numbers that are all but equal, its result is rounding, however right
 * the rule is as a formula. Rounding is another one at each neighbour, and a mistake is the same.
 */
final class RuleNoise {
  /** The farthest neighbours, as a share of each element's size: nothing else changes so close. */
  private static final double FARTHEST = 0x1p-30;

  /** Half of a unit in the last place of 1. */
  private static final double U = 0x1p-53;

  private final Subject subject;
  private final Tensor cotangent;
  private final List<double[]> point;
  private final List<double[]> direction;
  private final Map<Double, @Nullable List<double[]>> known = new HashMap<>();
  private final BranchLog noBranches = BranchLog.logging(() -> "").branches();

  /**
   * @param direction the direction in which neighbours lie, in the scale of the point
   */
  RuleNoise(Subject subject, Tensor cotangent, List<double[]> point, List<double[]> direction) {
    this.subject = subject;
    this.cotangent = cotangent;
    this.point = point;
    this.direction = direction;
  }

  /**
   * What rounding may do to a derivative.
   *
   * @param noise by how much it jitters between neighbours
   * @param change by how much it changes if each element moves by half of a last place
   */
  record Rounding(double noise, double change) {
    Rounding plus(Rounding other, double factor) {
      return new Rounding(noise + factor * other.noise, change + factor * other.change);
    }
  }

  /** Returns what rounding may do to the derivative by one element. */
  Rounding of(int input, int element) {
    Slice1d slice =
        t -> {
          List<double[]> gradients = known.computeIfAbsent(t, this::gradients);
          double g = gradients == null ? Double.NaN : gradients.get(input)[element];
          return new Slice1d.Sample(t, g, Double.isFinite(g) ? Math.abs(g) : 0, 0, noBranches);
        };
    double slope =
        Math.abs(slice.at(FARTHEST).value() - slice.at(-FARTHEST).value()) / (2 * FARTHEST);
    return new Rounding(
        SlopeEstimator.noise(slice, FARTHEST), slope < Double.POSITIVE_INFINITY ? slope * U : 0);
  }

  /** Returns what it may do to the derivative along a direction. */
  Rounding along(List<double[]> other) {
    Rounding sum = new Rounding(0, 0);
    for (int input = 0; input < other.size(); input++) {
      double[] v = other.get(input);
      for (int i = 0; i < v.length; i++) {
        sum = v[i] == 0 ? sum : sum.plus(of(input, i), Math.abs(v[i]));
      }
    }
    return sum;
  }

  private @Nullable List<double[]> gradients(double t) {
    List<Tensor> moved = new ArrayList<>();
    for (int input = 0; input < point.size(); input++) {
      double[] x = point.get(input).clone();
      for (int i = 0; i < x.length; i++) {
        x[i] += t * direction.get(input)[i];
      }
      Shape shape = subject.point().get(input).shape();
      moved.add(Tensor.of(DType.F64, shape, x));
    }
    try {
      return subject.pullback(moved, cotangent).stream().map(Tensor::toDoubleArray).toList();
    } catch (RuntimeException outsideOfTheDomain) {
      return null;
    }
  }
}
