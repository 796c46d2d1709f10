package io.github.wengert.ops.check;

import io.github.wengert.ops.BranchLog;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.slope.Scale;
import io.github.wengert.ops.check.slope.Slice1d;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The scalar function whose slopes are compared: {@code L(x) = ⟨c, f(x)⟩}. */
final class ContractedFunction {
  /** How far beyond all that is varied an element goes to show what it changes. */
  private static final double FAR = 0x1p10;

  private final Subject subject;
  private final double[] weights;
  private final List<double[]> point;
  private double @Nullable [] unmoved;
  private final BranchLog noBranches = BranchLog.logging(() -> "").branches();

  ContractedFunction(Subject subject, Tensor cotangent) {
    this.subject = subject;
    this.weights = cotangent.toDoubleArray();
    this.point = subject.point().stream().map(Tensor::toDoubleArray).toList();
  }

  /** Returns the elements of each input. */
  List<double[]> point() {
    return point;
  }

  /**
   * Returns the value at the point.
   *
   * @throws RuntimeException what the function throws
   */
  Sample origin() {
    return sample(0, subject.at(subject.point()), noBranches, weights);
  }

  /** Returns the slice along one element. */
  Slice1d along(int input, int element) {
    return along(input, element, weights);
  }

  private Slice1d along(int input, int element, double[] c) {
    double x = point.get(input)[element];
    return t -> {
      double moved = x + t;
      return probe(moved - x, () -> subject.at(input, element, moved), c);
    };
  }

  /**
   * Returns the slice along one element of those outputs only that an element changes; null if they
   * are all, or none. The rounding of a large output drowns what an element does to a small one,
   * though it does nothing to the large one.
   */
  @Nullable Slice1d changing(int input, int element, Scale scale) {
    if (weights.length == 1) {
      return null;
    }
    double[] c = new double[weights.length];
    int changing = 0;
    for (double step : new double[] {scale.unit(), scale.farthest(), FAR * scale.farthest()}) {
      double[] y = outputs(input, element, scale.outward() < 0 ? -step : step);
      for (int i = 0; i < y.length; i++) {
        if (c[i] == 0 && weights[i] != 0 && Double.compare(y[i], unmoved()[i]) != 0) {
          c[i] = weights[i];
          changing++;
        }
      }
    }
    return changing == 0 || changing == weights.length ? null : along(input, element, c);
  }

  private double[] unmoved() {
    if (unmoved == null) {
      unmoved = subject.at(subject.point()).toDoubleArray();
    }
    return unmoved;
  }

  private double[] outputs(int input, int element, double step) {
    try {
      return subject.at(input, element, point.get(input)[element] + step).toDoubleArray();
    } catch (RuntimeException | AssertionError | StackOverflowError outsideOfTheDomain) {
      return new double[0];
    }
  }

  /**
   * Returns the slice along a direction.
   *
   * @param gradients by how much the value is off if an element cannot move exactly
   */
  Slice1d along(List<double[]> direction, List<double[]> gradients) {
    return t -> {
      List<double[]> moved = moved(direction, t);
      Sample sample = probe(t, () -> subject.at(tensors(moved)));
      return new Sample(
          t,
          sample.value(),
          sample.magnitude(),
          displaced(moved, direction, t, gradients),
          sample.branches());
    };
  }

  private double displaced(
      List<double[]> moved, List<double[]> direction, double t, List<double[]> gradients) {
    double sum = 0;
    for (int input = 0; input < moved.size(); input++) {
      double[] x = point.get(input);
      double[] v = direction.get(input);
      for (int i = 0; i < x.length; i++) {
        double astray = moved.get(input)[i] - x[i] - t * v[i];
        sum += astray == 0 ? 0 : Math.abs(astray * gradients.get(input)[i]);
      }
    }
    return Double.isFinite(sum) ? sum : 0;
  }

  /** Returns the slice along one element that leads through another point. */
  Slice1d beside(List<double[]> origin, int input, int element) {
    double x = origin.get(input)[element];
    return t -> {
      List<double[]> moved = new ArrayList<>(origin);
      moved.set(input, origin.get(input).clone());
      moved.get(input)[element] = x + t;
      return probe(t, () -> subject.at(tensors(moved)));
    };
  }

  /** Returns the slice along a direction that leads through another point. */
  Slice1d beside(List<double[]> origin, List<double[]> direction) {
    return t -> probe(t, () -> subject.at(tensors(moved(origin, direction, t))));
  }

  /** Returns the elements moved along a direction. */
  List<double[]> moved(List<double[]> direction, double t) {
    return moved(point, direction, t);
  }

  private static List<double[]> moved(List<double[]> from, List<double[]> direction, double t) {
    List<double[]> moved = new ArrayList<>(from.size());
    for (int input = 0; input < from.size(); input++) {
      double[] x = from.get(input).clone();
      double[] v = direction.get(input);
      for (int i = 0; i < x.length; i++) {
        x[i] += t * v[i];
      }
      moved.add(x);
    }
    return moved;
  }

  private List<Tensor> tensors(List<double[]> elements) {
    List<Tensor> tensors = new ArrayList<>(elements.size());
    for (int input = 0; input < elements.size(); input++) {
      Shape shape = subject.point().get(input).shape();
      tensors.add(Tensor.of(DType.F64, shape, elements.get(input)));
    }
    return tensors;
  }

  private Sample probe(double offset, Supplier<Tensor> value) {
    return probe(offset, value, weights);
  }

  /** Returns the value, NaN where the function refuses to be computed. */
  private Sample probe(double offset, Supplier<Tensor> value, double[] c) {
    try {
      BranchLog.Logged<Tensor> logged = BranchLog.logging(value);
      return sample(offset, logged.result(), logged.branches(), c);
    } catch (RuntimeException | AssertionError | StackOverflowError outsideOfTheDomain) {
      return new Sample(offset, Double.NaN, 0, 0, noBranches);
    }
  }

  private static Sample sample(double offset, Tensor value, BranchLog branches, double[] c) {
    double[] y = value.toDoubleArray();
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < y.length; i++) {
      if (c[i] != 0) { // what is infinite and does not count must not make NaN
        sum += c[i] * y[i];
        magnitude += Math.abs(c[i] * y[i]);
      }
    }
    return new Sample(offset, sum, magnitude, 0, branches);
  }
}
