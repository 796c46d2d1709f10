package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A network of six layers with a cross-entropy, in which one operation can be replaced: products,
 * biases, activations, skips, a norm, the loss.
 *
 * @param slot which operation is replaced, such as {@code act3}; the empty word for none
 * @param planted what stands there instead
 */
public record CulpritNet(String slot, Function<List<Tensor>, Tensor> planted)
    implements Function<List<Tensor>, Tensor> {
  public static final int LAYERS = 6;
  private static final int BATCH = 4;
  private static final int WIDTH = 5;
  private static final int CLASSES = 3;

  /** Returns the input, then weight and bias of each layer, then gain and shift of the norm. */
  public static List<Tensor> point(long seed) {
    Key key = Key.of(seed);
    List<Tensor> point = new ArrayList<>();
    point.add(RandomTensors.normal(key.split("x"), DType.F64, Shape.of(BATCH, WIDTH), 0, 1));
    for (int layer = 1; layer <= LAYERS; layer++) {
      int out = layer == LAYERS ? CLASSES : WIDTH;
      Key own = key.split(layer);
      point.add(RandomTensors.normal(own.split("w"), DType.F64, Shape.of(out, WIDTH), 0, 0.7));
      point.add(RandomTensors.normal(own.split("b"), DType.F64, Shape.of(out), 0, 0.3));
    }
    point.add(RandomTensors.normal(key.split("gain"), DType.F64, Shape.of(WIDTH), 1, 0.2));
    point.add(RandomTensors.normal(key.split("shift"), DType.F64, Shape.of(WIDTH), 0, 0.2));
    return List.copyOf(point);
  }

  public static ImmutableList<Parameter> parameters(long seed) {
    List<Tensor> point = point(seed);
    return IntStream.range(0, point.size())
        .mapToObj(i -> Parameter.of("p" + i, point.get(i)))
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public Tensor apply(List<Tensor> xs) {
    Tensor h = xs.getFirst();
    for (int layer = 1; layer <= LAYERS; layer++) {
      Tensor before = h;
      h =
          use(
              "mul" + layer,
              ys -> Ops.matmul(ys.get(0), ys.get(1), false, true),
              h,
              xs.get(2 * layer - 1));
      h = use("bias" + layer, ys -> Ops.add(ys.get(0), ys.get(1)), h, xs.get(2 * layer));
      if (layer < LAYERS) {
        boolean odd = layer % 2 == 1;
        h = use("act" + layer, ys -> odd ? Ops.relu(ys.get(0)) : Ops.tanh(ys.get(0)), h);
        if (layer > 1) {
          h = use("skip" + layer, ys -> Ops.add(ys.get(0), ys.get(1)), h, before);
        }
        if (layer == 3) {
          h =
              use(
                  "norm",
                  ys -> Ops.layerNorm(ys.get(0), ys.get(1), ys.get(2), 1e-5),
                  h,
                  xs.get(2 * LAYERS + 1),
                  xs.get(2 * LAYERS + 2));
        }
      }
    }
    return use("loss", ys -> Losses.crossEntropy(ys.get(0), Indices.of(0, 2, 1, 2)), h);
  }

  private Tensor use(String where, Function<List<Tensor>, Tensor> right, Tensor... xs) {
    return (where.equals(slot) ? planted : right).apply(List.of(xs));
  }
}
