package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.PoolingShape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest element of each window of images, NaN if there is one: {@code [n, channels, height,
 * width] → [n, channels, windows down, windows across]}. Padding is never the largest.
 *
 * <p>VJP: {@code ȳ} to the largest element, {@link Vjp}. Kink where several are largest: to the
 * first of them, row by row, whatever {@link Subgradient} says, since it is picked by its position.
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
    return List.of(g -> Autograd.apply(new Vjp(options), x, g));
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

  /**
   * The pullback of {@link MaxPool2d}, itself an operation: each element of g is added to the first
   * largest element of its window. Operands: x, and g of the shape of the pooled x.
   *
   * <p>VJP: {@code ḡ} is what ȳ is at the largest elements of x; x has no derivative.
   *
   * @param options how the windows slide
   */
  record Vjp(Pool2dOptions options) implements BuiltinOp, Piecewise {
    @Override
    public String name() {
      return "maxPool2dVjp";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      Shape x = inputs.get(0).shape();
      ImageRules.requireCotangent(
          name(), MaxPool2d.shape(name(), options, x), inputs.get(1).shape());
      return x;
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Tensor x = inputs.get(0);
      out.dtype()
          .kernels()
          .maxPool2dVjp(
              ImageRules.pooling(name(), options, x.shape()),
              x.array(),
              inputs.get(1).array(),
              out.array());
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      Tensor x = inputs.getFirst();
      return Arrays.asList(null, v -> atLargest(x, v));
    }

    private Tensor atLargest(Tensor x, Tensor v) {
      Indices positions = Indices.of(MaxPool2d.positions(options, x));
      Tensor picked = Ops.gather(Ops.reshape(v, Shape.of(v.elements())), 0, positions);
      return Ops.reshape(picked, MaxPool2d.shape(name(), options, x.shape()));
    }

    @Override
    public long winners(List<Tensor> inputs, Tensor output) {
      return MaxPool2d.winners(options, inputs.getFirst());
    }
  }
}
