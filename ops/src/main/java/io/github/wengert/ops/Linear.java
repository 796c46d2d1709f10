package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.autograd.internal.InputCotangents;
import io.github.wengert.ops.exact.Tracer;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The affine map of a layer of units, {@code y = x Wᵀ + b}: {@code [.., in], [out, in], [out] →
 * [.., out]}. One row of W, and one bias, for each unit.
 *
 * <p>VJP: {@code x̄ = ȳ W}, {@code W̄ = ȳᵀ x}, {@code b̄ = Σ ȳ}, the latter two over all rows of x.
 *
 * <p>Each element is one chain of fused multiply-adds that starts from the bias, so adding it costs
 * nothing and is rounded as part of the sum; or, with few units or few rows, the sum of sixteen
 * chains, which is added to the bias. Source: CS231n, Neural Networks part 1, "Example feed-forward
 * computation".
 *
 * @param function f, whose kink, if it has one, follows the default of {@link Subgradient}
 */
record Linear(FusedActivation function) implements BuiltinOp, FusedBackward<Tensor> {
  @Override
  public String name() {
    return "linear";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Tensor bias = inputs.get(2);
    if (weight.rank() != 2) {
      throw new ShapeException(
          "linear: the weight must have the axes [out, in]: %s (%d axes ≠ 2)"
              .formatted(weight.shape(), weight.rank()));
    }
    int in = x.shape().size(x.shape().axis("linear", -1));
    if (in != weight.shape().size(1)) {
      throw new ShapeException(
          "linear: the last axis of x must be as long as a row of the weight: x %s, weight %s (%d ≠ %d)"
              .formatted(x.shape(), weight.shape(), in, weight.shape().size(1)));
    }
    if (bias.rank() != 1 || bias.shape().size(0) != weight.shape().size(0)) {
      throw new ShapeException(
          "linear: one bias is needed for each row of the weight: weight %s, bias %s (%s ≠ %s)"
              .formatted(weight.shape(), bias.shape(), weight.shape().slice(0, 1), bias.shape()));
    }
    return x.rank() == 2
        ? Shape.matrix(x.shape().size(0), weight.shape().size(0))
        : x.shape().slice(0, x.rank() - 1).concat(bias.shape());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor weight = inputs.get(1);
    int units = weight.shape().size(0);
    out.dtype()
        .kernels()
        .linear(
            out.elements() / units,
            weight.shape().size(1),
            units,
            inputs.get(0).array(),
            weight.array(),
            inputs.get(2).array(),
            out.array());
    function.applyInPlace(out.dtype().kernels(), out.array(), out.elements());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Tensor bias = inputs.get(2);
    ScoreCotangent z = new ScoreCotangent(function, output);
    return List.of(
        g -> Ops.matmul(z.of(g), weight),
        g -> Ops.matmul(rows(z.of(g)), rows(x), true, false),
        g -> sumOfRows(z.of(g), bias.shape()));
  }

  @Override
  public void pullBack(
      List<Tensor> inputs, Tensor y, Tensor g, InputCotangents<Tensor> cotangents) {
    if (Tracer.isTracing()) {
      Traced.pullBack(this, inputs, y, g, cotangents);
      return;
    }
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Tensor bias = inputs.get(2);
    Kernels<Object> kernels = y.dtype().kernels();
    int units = weight.shape().size(0);
    int in = weight.shape().size(1);
    int rows = units == 0 ? 0 : y.elements() / units;
    Tensor z = g;
    if (function != FusedActivation.IDENTITY) {
      z = ArrayPool.destination(y.dtype(), y.shape());
      function.pullback(kernels, y.array(), g.array(), z.array(), y.elements());
    }
    if (cotangents.isNeeded(0)) {
      cotangents.add(0, product(false, rows, units, in, z, weight, x.shape()));
    }
    if (cotangents.isNeeded(1)) {
      cotangents.add(1, weightCotangent(weight.shape(), rows, z, x));
    }
    if (cotangents.isNeeded(2)) {
      cotangents.add(2, rows == 1 ? z.viewedAs(bias.shape()) : sumOfRows(z, bias.shape()));
    }
  }

  /** Returns {@code zᵀ x}, which is computed later where its receiver prefers that. */
  private static Tensor weightCotangent(Shape shape, int rows, Tensor z, Tensor x) {
    int units = shape.size(0);
    int in = shape.size(1);
    ArrayPool pool = ArrayPool.current();
    return pool != null && pool.defers(units, rows, in, z, x)
        ? new PendingProduct(pool, shape, rows, z, x)
        : product(true, units, rows, in, z, x, shape);
  }

  /** Returns {@code a · b} or {@code aᵀ · b}, {@code [m, k] · [k, n]}, in the shape of a factor. */
  private static Tensor product(
      boolean transposeA, int m, int k, int n, Tensor a, Tensor b, Shape shape) {
    Tensor out = ArrayPool.destination(a.dtype(), shape);
    if (out.elements() > 0) {
      a.dtype()
          .kernels()
          .matmul(transposeA, false, m, k, n, a.array(), 0, b.array(), 0, out.array(), 0);
    }
    return out;
  }

  /** The cotangent of the scores, which the three pullbacks of one sweep share. */
  private static final class ScoreCotangent {
    private final FusedActivation function;
    private final Tensor y;
    private @Nullable Tensor g;
    private @Nullable Tensor z;

    ScoreCotangent(FusedActivation function, Tensor y) {
      this.function = function;
      this.y = y;
    }

    @SuppressWarnings("ReferenceEquality") // another sweep comes with another object
    Tensor of(Tensor cotangent) {
      Tensor known = z;
      if (known == null || g != cotangent) {
        known = function.pullback(y, cotangent);
        g = cotangent;
        z = known;
      }
      return known;
    }
  }

  private static Tensor sumOfRows(Tensor x, Shape row) {
    return x.elements() == row.elements() ? Ops.reshape(x, row) : Ops.sum(rows(x), 0);
  }

  /** Makes all axes in front of the last one into one. */
  private static Tensor rows(Tensor x) {
    if (x.rank() == 2) {
      return x;
    }
    int rows = x.shape().elements(0, x.rank() - 1);
    return Ops.reshape(x, Shape.of(rows, x.shape().size(-1)));
  }
}
