package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Vjp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Compares the derivatives of a function with differences of its values, in double precision.
 *
 * <pre>
 *   GradientCheck.DEFAULT.check("mine", xs -&gt; mul(xs.get(0), tanh(xs.get(1))), a, b).orThrow();
 * </pre>
 *
 * <p>A result that is not a scalar is reduced to one by a random cotangent: {@code L(x) = ⟨c,
 * f(x)⟩}. The numeric derivative along a direction v is the five-point stencil
 *
 * <pre>
 *   L′ ≈ (L(x − 2hv) − 8 L(x − hv) + 8 L(x + hv) − L(x + 2hv)) / 12h,   h = 1e-4 · scale
 * </pre>
 *
 * whose truncation error is of order h⁴. An analytic derivative a agrees with a numeric one n if
 * {@code |a − n| ≤ tolerance · max(|a|, |n|) + noise}, where the noise is what rounding the values
 * of L can do to n: it is proportional to {@code Σ |cᵢ fᵢ(x)| / h}, and is no constant.
 *
 * <p>Order k > 1 checks the function that contracts the derivative of order k − 1 with random
 * tensors. The random cotangents are inputs of it, so that pullbacks are checked for being linear
 * in their cotangent and right in their own derivative by it.
 *
 * <p>At a kink the two sides differ, and so this check calls a right one-sided derivative wrong:
 * keep the inputs away from kinks.
 *
 * @param mode which derivatives are compared
 * @param order up to which order, 1 or more
 * @param tolerance the largest relative error, &gt; 0
 * @param directions how many random directions {@link Mode#DIRECTIONS} tries, at least 1
 * @param seed where cotangents and directions come from; messages print it
 */
public record GradientCheck(Mode mode, int order, double tolerance, int directions, long seed) {
  /** Each element, first and second order, tolerance 1e-7, seed 1. */
  public static final GradientCheck DEFAULT = new GradientCheck(Mode.ELEMENTS, 2, 1e-7, 8, 1);

  private static final double STEP = 1e-4;

  /** How many roundings of {@code Σ |cᵢ fᵢ|} are allowed for, in the values of the stencil. */
  private static final double ROUNDINGS = 64;

  /** Which derivatives are compared. */
  public enum Mode {
    /** The derivative by each element of each input: finds which one is wrong. */
    ELEMENTS,
    /** Derivatives along random directions: cheap for many elements. */
    DIRECTIONS
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GradientCheck {
    requireAtLeastOne("order", order);
    requireAtLeastOne("directions", directions);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "gradient check: the tolerance must be positive: (%s ≤ 0)".formatted(tolerance));
    }
  }

  private static void requireAtLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "gradient check: %s must be at least 1: (%d < 1)".formatted(setting, value));
    }
  }

  /** Returns this check in another mode. */
  public GradientCheck withMode(Mode changed) {
    return new GradientCheck(changed, order, tolerance, directions, seed);
  }

  /** Returns this check up to another order. */
  public GradientCheck withOrder(int changed) {
    return new GradientCheck(mode, changed, tolerance, directions, seed);
  }

  /** Returns this check with another tolerance. */
  public GradientCheck withTolerance(double changed) {
    return new GradientCheck(mode, order, changed, directions, seed);
  }

  /** Returns this check with another seed. */
  public GradientCheck withSeed(long changed) {
    return new GradientCheck(mode, order, tolerance, directions, changed);
  }

  /** Checks {@code f} at the point {@code inputs}; see {@link #check(String, Function, List)}. */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    return check(name, f, List.of(inputs));
  }

  /**
   * Checks {@code f} at the point {@code inputs}.
   *
   * @param name what the report calls the function
   * @param f the function, of any number of tensors; it must give the same result each time
   * @param inputs where to check it, in double precision and away from kinks
   * @return what was compared, and what differs
   * @throws IllegalArgumentException if an input is not of type {@link DType#F64}
   */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype() != DType.F64) {
        throw new IllegalArgumentException(
            "gradient check: %s: input %d must be in double precision: (%s ≠ %s)"
                .formatted(name, i, inputs.get(i).dtype(), DType.F64));
      }
    }
    ImmutableList.Builder<GradientMismatch> mismatches = ImmutableList.builder();
    int compared = 0;
    double worst = 0;
    Function<List<Tensor>, Tensor> function = f;
    List<Tensor> point = List.copyOf(inputs);
    for (int k = 1; k <= order; k++) {
      Key key = Key.of(seed).split(k);
      Comparison comparison = new Comparison(name, k, function, point, key);
      comparison.run();
      mismatches.addAll(comparison.mismatches);
      compared += comparison.compared;
      worst = Math.max(worst, comparison.worst);
      List<Tensor> extended = new ArrayList<>(point);
      extended.add(comparison.cotangent);
      function = contractedGradient(function, point.size(), key.split("contraction"));
      point = List.copyOf(extended);
    }
    return new GradientReport(name, seed, compared, worst, mismatches.build());
  }

  /**
   * Returns the function {@code (x₁, …, xₙ, c) ↦ Σ ⟨dᵢ, c · ∂f/∂xᵢ⟩} for random tensors dᵢ. Its
   * gradient is made of the second derivatives of f, and of the transposed pullback for c.
   */
  private static Function<List<Tensor>, Tensor> contractedGradient(
      Function<List<Tensor>, Tensor> f, int arguments, Key key) {
    return point -> {
      Vjp<Tensor> vjp = Autograd.vjp(f, point.subList(0, arguments));
      List<Tensor> gradients = vjp.pullback(point.get(arguments));
      Tensor sum = Tensor.scalar(DType.F64, 0);
      for (int i = 0; i < arguments; i++) {
        Tensor gradient = gradients.get(i);
        Tensor d = RandomTensors.normal(key.split(i), DType.F64, gradient.shape(), 0, 1);
        sum = Ops.add(sum, Ops.sum(Ops.mul(d, gradient)));
      }
      return sum;
    };
  }

  /** The comparison of one order. */
  private final class Comparison {
    private final String name;
    private final int atOrder;
    private final Function<List<Tensor>, Tensor> f;
    private final List<Tensor> point;
    private final Key key;
    private final Tensor cotangent;
    private final double[] weights;
    private final List<Tensor> gradients;
    private final List<GradientMismatch> mismatches = new ArrayList<>();
    private int compared;
    private double worst;

    Comparison(
        String name, int atOrder, Function<List<Tensor>, Tensor> f, List<Tensor> point, Key key) {
      this.name = name;
      this.atOrder = atOrder;
      this.f = f;
      this.point = point;
      this.key = key;
      Vjp<Tensor> vjp = Autograd.vjp(f, point);
      this.cotangent =
          RandomTensors.normal(key.split("cotangent"), DType.F64, vjp.value().shape(), 0, 1);
      this.weights = cotangent.toDoubleArray();
      this.gradients = vjp.pullback(cotangent);
    }

    void run() {
      if (mode == Mode.ELEMENTS) {
        for (int input = 0; input < point.size(); input++) {
          compareElements(input);
        }
      } else {
        for (int i = 0; i < directions; i++) {
          compareDirection(i);
        }
      }
    }

    private void compareElements(int input) {
      double[] gradient = gradients.get(input).toDoubleArray();
      for (int element = 0; element < gradient.length; element++) {
        List<double[]> direction = zeroDirection();
        direction.get(input)[element] = 1;
        double scale = Math.max(1, Math.abs(point.get(input).toDoubleArray()[element]));
        compare(input, element, gradient[element], direction, STEP * scale);
      }
    }

    private void compareDirection(int number) {
      List<double[]> direction = new ArrayList<>();
      double analytic = 0;
      double scale = 1;
      for (int input = 0; input < point.size(); input++) {
        Tensor x = point.get(input);
        Key inputKey = key.split("direction").split(number).split(input);
        double[] v = RandomTensors.normal(inputKey, DType.F64, x.shape(), 0, 1).toDoubleArray();
        analytic += dot(v, gradients.get(input).toDoubleArray());
        scale = Math.max(scale, largest(x.toDoubleArray()));
        direction.add(v);
      }
      compare(GradientMismatch.ALONG_A_DIRECTION, number, analytic, direction, STEP * scale);
    }

    private void compare(
        int input, int element, double analytic, List<double[]> direction, double h) {
      Value before2 = valueAt(direction, -2 * h);
      Value before = valueAt(direction, -h);
      Value after = valueAt(direction, h);
      Value after2 = valueAt(direction, 2 * h);
      double numeric = (before2.sum - 8 * before.sum + 8 * after.sum - after2.sum) / (12 * h);
      double magnitude =
          Math.max(
              Math.max(before2.magnitude, before.magnitude),
              Math.max(after.magnitude, after2.magnitude));
      double noise = ROUNDINGS * Math.ulp(magnitude) / h;
      double larger = Math.max(Math.abs(analytic), Math.abs(numeric));
      double error = Math.abs(analytic - numeric);
      double excess = Math.max(0, error - noise);
      double relativeError = excess == 0 ? 0 : excess / larger;
      compared++;
      worst = Math.max(worst, relativeError);
      // Written so that a NaN anywhere is a mismatch.
      if (!(relativeError <= tolerance)) {
        int[] index =
            input == GradientMismatch.ALONG_A_DIRECTION
                ? new int[] {element}
                : indexOf(element, point.get(input));
        mismatches.add(
            new GradientMismatch(
                name,
                atOrder,
                input,
                ImmutableList.copyOf(Ints.asList(index)),
                analytic,
                numeric,
                relativeError,
                seed));
      }
    }

    private Value valueAt(List<double[]> direction, double t) {
      List<Tensor> moved = new ArrayList<>(point.size());
      for (int input = 0; input < point.size(); input++) {
        double[] x = point.get(input).toDoubleArray();
        double[] v = direction.get(input);
        for (int i = 0; i < x.length; i++) {
          x[i] += t * v[i];
        }
        moved.add(Tensor.of(point.get(input).shape(), x));
      }
      double[] y = f.apply(moved).toDoubleArray();
      double sum = 0;
      double magnitude = 0;
      for (int i = 0; i < y.length; i++) {
        sum += weights[i] * y[i];
        magnitude += Math.abs(weights[i] * y[i]);
      }
      return new Value(sum, magnitude);
    }

    private List<double[]> zeroDirection() {
      List<double[]> zeros = new ArrayList<>();
      for (Tensor x : point) {
        zeros.add(new double[x.elements()]);
      }
      return zeros;
    }
  }

  /** A value of L, and the sum of the magnitudes that it was added up from. */
  private record Value(double sum, double magnitude) {}

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static int[] indexOf(int element, Tensor x) {
    int[] index = new int[x.rank()];
    int rest = element;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % x.shape().size(axis);
      rest /= x.shape().size(axis);
    }
    return index;
  }
}
