package io.github.wengert.ops.check.function;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The same function at another point. A derivative that is cached under a wrong key is right at the
 * point where it was first computed, and wrong here.
 *
 * @param point the other point
 */
public record NearbyFunction(CheckedFunction checked, List<Tensor> point)
    implements ForwardingFunction {
  /** How far away it is, as a share of each element's size. */
  private static final double SHARE = 0x1p-10;

  /** How many other points there are. */
  public static final int POINTS = 3;

  /**
   * Returns a function at another point: all elements move, or all but the first of each input, or
   * all but the last.
   */
  public static NearbyFunction of(CheckedFunction checked, Key key, int number) {
    List<double[]> x = checked.point().stream().map(Tensor::toDoubleArray).toList();
    List<double[]> direction = new Directions(x, key, checked.domain()).random(number);
    List<Tensor> moved = new ArrayList<>();
    for (int input = 0; input < x.size(); input++) {
      double[] v = direction.get(input);
      double[] y = x.get(input);
      for (int i = 0; i < y.length; i++) {
        boolean stays = (number == 1 && i == 0) || (number == 2 && i == y.length - 1);
        y[i] += stays || y[i] == 0 ? 0 : SHARE * v[i];
      }
      moved.add(Tensor.of(DType.F64, checked.point().get(input).shape(), y));
    }
    return new NearbyFunction(checked, List.copyOf(moved));
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return checked.pullback(point, cotangent);
  }

  @Override
  public CheckedFunction contracted(Tensor cotangent, Key key) {
    throw new UnsupportedOperationException("elsewhere: first order only");
  }
}
