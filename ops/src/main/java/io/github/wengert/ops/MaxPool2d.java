package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.PoolingShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest element of each window of images, NaN if there is one: {@code [n, channels, height,
 * width] → [n, channels, windows down, windows across]}. Padding is never the largest.
 *
 * <p>VJP: {@code ȳ} to the largest element, {@link MaxPool2dVjp}. Kink where several are largest:
 * to the first of them, row by row, whatever {@link Subgradient} says, since it is picked by its
 * position.
 *
 * <p>Source: CS231n, Convolutional Neural Networks, "Pooling Layer".
 *
 * @param options how the windows slide
 */
record MaxPool2d(Pool2dOptions options) implements BuiltinOp, Piecewise {
  @Override
  public String name() {
    return "maxPool2d";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return shape(name(), options, inputs.getFirst().shape());
  }

  static Shape shape(String operation, Pool2dOptions options, Shape x) {
    PoolingShape sizes = ImageRules.pooling(operation, options, x);
    return ImageRules.result(x, x.size(1), sizes.rows(), sizes.columns());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    out.dtype()
        .kernels()
        .maxPool2d(ImageRules.pooling(name(), options, x.shape()), x.array(), out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.getFirst();
    return List.of(g -> Autograd.apply(new MaxPool2dVjp(options), x, g));
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return winners(options, inputs.getFirst());
  }

  static long winners(Pool2dOptions options, Tensor x) {
    long hash = 1;
    for (int position : positions(options, x)) {
      hash = BranchLog.mix(hash, position);
    }
    return hash;
  }

  /** Returns where the largest element of each window is. */
  static int[] positions(Pool2dOptions options, Tensor x) {
    int[] positions = new int[shape("maxPool2d", options, x.shape()).elements()];
    x.dtype()
        .kernels()
        .maxPool2dPositions(
            ImageRules.pooling("maxPool2d", options, x.shape()), x.array(), positions);
    return positions;
  }
}
