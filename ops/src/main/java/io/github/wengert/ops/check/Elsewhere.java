package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The same function at another point. A derivative that is cached under a wrong key is right where
 * it was computed first, and wrong here.
 *
 * @param point the other point
 */
record Elsewhere(Subject subject, List<Tensor> point) implements ForwardingSubject {
  /** How far away it is, as a share of each element's size. */
  private static final double SHARE = 0x1p-10;

  /** How many other points there are. */
  static final int POINTS = 3;

  /**
   * Returns a function at another point: all elements move, or all but the first of each input, or
   * all but the last.
   */
  static Elsewhere of(Subject subject, Key key, int number) {
    List<double[]> x = subject.point().stream().map(Tensor::toDoubleArray).toList();
    List<double[]> direction = new Directions(x, key, subject.domain()).random(number);
    List<Tensor> moved = new ArrayList<>();
    for (int input = 0; input < x.size(); input++) {
      double[] v = direction.get(input);
      double[] y = x.get(input);
      for (int i = 0; i < y.length; i++) {
        boolean stays = (number == 1 && i == 0) || (number == 2 && i == y.length - 1);
        y[i] += stays || y[i] == 0 ? 0 : SHARE * v[i];
      }
      moved.add(Tensor.of(DType.F64, subject.point().get(input).shape(), y));
    }
    return new Elsewhere(subject, List.copyOf(moved));
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return subject.pullback(point, cotangent);
  }

  @Override
  public Subject contracted(Tensor cotangent, Key key) {
    throw new UnsupportedOperationException("elsewhere: first order only");
  }
}
