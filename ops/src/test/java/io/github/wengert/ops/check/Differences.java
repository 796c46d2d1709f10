package io.github.wengert.ops.check;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Derivatives by differences at every power of two of the input's own size, each output by itself:
 * what shows that a planted bug is one. It shares nothing with the checker.
 */
final class Differences {
  private static final int LEAST = 1;
  private static final int MOST = 50;

  private final Function<List<Tensor>, Tensor> f;
  private final List<Tensor> xs;
  private final Tensor cotangent;
  private final int first;

  /** A derivative and how far off it may be. */
  record Estimate(double value, double error) {
    boolean refutes(double claimed) {
      double off = Math.abs(claimed - value);
      return !(off <= 4 * error) && !(off <= 1e-6 * Math.abs(value));
    }

    /** Whether a claim is near enough to be right. */
    boolean allows(double claimed) {
      return Math.abs(claimed - value) <= 1e-6 * Math.abs(value) + 4 * error;
    }
  }

  Differences(Function<List<Tensor>, Tensor> f, List<Tensor> xs, Tensor cotangent) {
    this(f, xs, cotangent, LEAST);
  }

  /** Differences whose steps are at most the input's size over 2 to the {@code first}. */
  Differences(Function<List<Tensor>, Tensor> f, List<Tensor> xs, Tensor cotangent, int first) {
    this.f = f;
    this.xs = xs;
    this.cotangent = cotangent;
    this.first = first;
  }

  static Tensor cotangent(Function<List<Tensor>, Tensor> f, List<Tensor> xs, Key key) {
    Tensor y = f.apply(xs);
    return RandomTensors.normal(key, y.dtype(), y.shape(), 0, 1);
  }

  /** Returns the cotangents that the function's own rules give. */
  List<Tensor> claimed() {
    return Autograd.vjp(f, xs).pullback(cotangent);
  }

  /** Whether the cotangents that the rules give are wrong in at least one element. */
  boolean refute() {
    return refute(claimed());
  }

  boolean refute(List<Tensor> claims) {
    for (int input = 0; input < xs.size(); input++) {
      double[] claimed = claims.get(input).toDoubleArray();
      for (int i = 0; i < claimed.length; i++) {
        if (byElement(input, i).refutes(claimed[i])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether each element is right as far as can be told. */
  boolean allow(List<Tensor> claims) {
    for (int input = 0; input < xs.size(); input++) {
      double[] claimed = claims.get(input).toDoubleArray();
      for (int i = 0; i < claimed.length; i++) {
        if (!byElement(input, i).allows(claimed[i])) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the derivative by one element: of three levels of extrapolation, the best row. */
  Estimate byElement(int input, int element) {
    double size = Math.abs(xs.get(input).toDoubleArray()[element]);
    double scale = size == 0 ? 1 : size;
    Estimate best = new Estimate(Double.NaN, Double.POSITIVE_INFINITY);
    double quality = Double.POSITIVE_INFINITY;
    double[] before = {Double.NaN, Double.NaN, Double.NaN};
    affected = new boolean[cotangent.elements()];
    for (int k = first; k < first + MOST; k++) {
      double h = scale * Math.pow(2, -k);
      double[] row = {central(input, element, h), 0, 0};
      row[1] = (4 * row[0] - before[0]) / 3;
      row[2] = (16 * row[1] - before[1]) / 15;
      double rounding = noise / h;
      for (int level = 1; level <= 2; level++) {
        double moved =
            Math.max(Math.abs(row[level] - row[level - 1]), Math.abs(row[level] - before[level]));
        double error = moved + rounding;
        if (error / (Math.abs(row[level]) + Double.MIN_NORMAL) < quality) {
          quality = error / (Math.abs(row[level]) + Double.MIN_NORMAL);
          best = new Estimate(row[level], error);
        }
      }
      before = row;
    }
    return best;
  }

  /** The rounding of the last difference of values. */
  private double noise;

  /** The outputs that have changed with the element at any step so far. */
  private boolean[] affected = {};

  private double central(int input, int element, double h) {
    double[] up;
    double[] down;
    double step;
    try {
      double[] x = xs.get(input).toDoubleArray();
      step = (x[element] + h) - (x[element] - h);
      up = f.apply(moved(input, element, h)).toDoubleArray();
      down = f.apply(moved(input, element, -h)).toDoubleArray();
    } catch (IllegalArgumentException | IllegalStateException outside) {
      return Double.NaN;
    }
    double[] g = cotangent.toDoubleArray();
    double sum = 0;
    noise = 0;
    for (int j = 0; j < g.length; j++) {
      double change = up[j] - down[j];
      sum += g[j] * (change / step);
      affected[j] |= change != 0;
      if (affected[j]) {
        noise += Math.abs(g[j]) * Math.ulp(up[j]);
      }
    }
    return sum;
  }

  private List<Tensor> moved(int input, int element, double by) {
    List<Tensor> all = new ArrayList<>(xs);
    double[] x = xs.get(input).toDoubleArray();
    x[element] += by;
    all.set(input, Tensor.of(DType.F64, xs.get(input).shape(), x));
    return all;
  }

  /** Returns {@code Σ vᵢ · x̄ᵢ} of the cotangents x̄ that f pulls back: its inputs, and then g. */
  static Function<List<Tensor>, Tensor> contracted(
      Function<List<Tensor>, Tensor> f, int inputs, Key key) {
    return all -> {
      List<Tensor> back = Autograd.vjp(f, all.subList(0, inputs)).pullback(all.get(inputs));
      Tensor total = null;
      for (int i = 0; i < inputs; i++) {
        Tensor x = back.get(i);
        Tensor weights = RandomTensors.normal(key.split(i), x.dtype(), x.shape(), 0, 1);
        Tensor part = Ops.sum(Ops.mul(x, weights));
        total = total == null ? part : Ops.add(total, part);
      }
      return total;
    };
  }
}
