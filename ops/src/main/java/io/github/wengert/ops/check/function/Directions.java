package io.github.wengert.ops.check.function;

import com.google.common.primitives.Booleans;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.check.settings.Domain;
import io.github.wengert.ops.check.slope.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Directions in the scale of a point: each element moves by about its own size, a zero by the size
 * of its tensor.
 *
 * <p>The components have few bits, so that a step along a direction stays exact for as many
 * halvings as possible: rounding the point would look like noise of the function.
 */
public final class Directions {
  /** Random shares of an element's size are multiples of 1/32 in [1, 2). */
  private static final int SHARES = 32;

  /** By how many powers of two an element may be held back. */
  private static final int MOST_HELD_BACK = 16;

  private final List<double[]> point;
  private final Key key;
  private final Domain domain;
  private final List<double[]> sizes = new ArrayList<>();
  private final double[] farthest;

  /**
   * @param domain what elements must not leave: those at a bound move inwards
   */
  public Directions(List<double[]> point, Key key, Domain domain) {
    this.point = point;
    this.domain = domain;
    this.key = key;
    this.farthest = new double[point.size()];
    double largest = largest(point);
    for (int input = 0; input < point.size(); input++) {
      double around = largest(List.of(point.get(input)));
      farthest[input] = around == 0 ? largest : around;
      double instead = Scale.isNothing(farthest[input]) ? 1 : Scale.powerOfTwo(farthest[input]);
      sizes.add(
          Arrays.stream(point.get(input))
              .map(x -> Scale.isNothing(x) ? instead : Scale.powerOfTwo(x))
              .toArray());
    }
  }

  public static double largest(List<double[]> arrays) {
    return arrays.stream()
        .flatMapToDouble(Arrays::stream)
        .map(Math::abs)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /** Returns the lengths that matter along one element. */
  public Scale scale(int input, int element) {
    return Scale.of(point.get(input)[element], farthest[input]);
  }

  /** Returns the lengths that matter along a direction. */
  public Scale scale(List<double[]> direction) {
    double finest = 0;
    for (int input = 0; input < direction.size(); input++) {
      for (int i = 0; i < direction.get(input).length; i++) {
        double x = point.get(input)[i];
        double v = Math.abs(direction.get(input)[i]);
        finest =
            x == 0 || v == 0
                ? finest
                : Math.max(finest, Scale.LAST_PLACES_OF_FEW_BITS * Math.ulp(x) / v);
      }
    }
    return new Scale(1, finest, 1, 0, true);
  }

  /** Returns the direction of one element. */
  public List<double[]> unit(int input, int element) {
    List<double[]> direction =
        point.stream().map(x -> new double[x.length]).collect(Collectors.toList());
    direction.get(input)[element] = 1;
    return direction;
  }

  /** Each element by its own size: the direction in which ties stay ties. */
  public List<double[]> even() {
    return inwards(sizes());
  }

  private List<double[]> sizes() {
    return sizes.stream().map(double[]::clone).toList();
  }

  private List<double[]> inwards(List<double[]> direction) {
    for (int input = 0; input < direction.size(); input++) {
      double[] x = point.get(input);
      double[] v = direction.get(input);
      for (int i = 0; i < v.length; i++) {
        if (x[i] == domain.low() || x[i] == domain.high()) {
          v[i] = x[i] == domain.low() ? Math.abs(v[i]) : -Math.abs(v[i]);
        }
      }
    }
    return direction;
  }

  /** Each element by a random share of its own size, to either side. */
  public List<double[]> random(int number) {
    List<double[]> direction = sizes();
    for (int input = 0; input < direction.size(); input++) {
      Key inputKey = key.split("direction").split(number).split(input);
      double[] v = direction.get(input);
      for (int i = 0; i < v.length; i++) {
        long bits = inputKey.bits(i);
        double share = 1 + (double) (bits >>> 1 & SHARES - 1) / SHARES;
        v[i] *= (bits & 1) == 0 ? share : -share;
      }
    }
    return inwards(direction);
  }

  /**
   * Like {@link #random}, but of the elements at kinks only, if any are known, and half of them to
   * either side: along {@code relu(x + y)} at 0 there is no kink, so that the derivative is known.
   */
  public List<double[]> across(int number, List<boolean[]> kinked) {
    List<double[]> direction = random(number);
    boolean areKnown = kinked.stream().anyMatch(elements -> Booleans.contains(elements, true));
    Key sides = key.split("across").split(number);
    int rank = 0;
    for (int input = 0; input < direction.size(); input++) {
      double[] v = direction.get(input);
      for (int i : sides.split(input).permutation(v.length)) {
        boolean stays = areKnown && !kinked.get(input)[i];
        v[i] = stays ? 0 : Math.copySign(v[i], rank++ % 2 == 0 ? 1 : -1);
      }
    }
    return inwards(direction);
  }

  /**
   * Like {@link #random}, but elements whose derivatives would drown those of others are held back:
   * of a sum of very different terms a difference sees the large ones only.
   */
  public List<double[]> balanced(int number, List<double[]> gradients) {
    List<double[]> direction = random(number);
    double typical = typical(direction, gradients);
    for (int input = 0; input < direction.size() && typical < Double.POSITIVE_INFINITY; input++) {
      double[] v = direction.get(input);
      double[] g = gradients.get(input);
      for (int i = 0; i < v.length; i++) {
        double excess = Math.abs(v[i] * g[i]) / typical;
        if (excess > 1 && excess < Double.POSITIVE_INFINITY) {
          v[i] = Math.scalb(v[i], -Math.min(MOST_HELD_BACK, Math.getExponent(excess)));
        }
      }
    }
    return direction;
  }

  /**
   * Each element by as much of its own size as its derivative has of the largest: of all directions
   * the one in which a vector that is no subgradient shows.
   */
  public List<double[]> along(List<double[]> gradients) {
    List<double[]> direction = sizes();
    double largest = 0;
    for (int input = 0; input < direction.size(); input++) {
      for (int i = 0; i < direction.get(input).length; i++) {
        double share = Math.abs(direction.get(input)[i] * gradients.get(input)[i]);
        largest = share < Double.POSITIVE_INFINITY ? Math.max(largest, share) : largest;
      }
    }
    for (int input = 0; input < direction.size(); input++) {
      double[] v = direction.get(input);
      for (int i = 0; i < v.length; i++) {
        double share = v[i] * gradients.get(input)[i] / largest;
        v[i] *= Math.abs(share) <= 1 ? Math.rint(SHARES * share) / SHARES : 0;
      }
    }
    return inwards(direction);
  }

  /** What the element contributes that contributes least, unless that is very little. */
  private static double typical(List<double[]> direction, List<double[]> gradients) {
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int input = 0; input < direction.size(); input++) {
      for (int i = 0; i < direction.get(input).length; i++) {
        double share = Math.abs(direction.get(input)[i] * gradients.get(input)[i]);
        if (share > 0 && share < Double.POSITIVE_INFINITY) {
          least = Math.min(least, share);
          largest = Math.max(largest, share);
        }
      }
    }
    return Math.max(least, Math.scalb(largest, -MOST_HELD_BACK));
  }
}
