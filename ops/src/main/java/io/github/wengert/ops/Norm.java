package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Euclidean norm {@code y = √Σ x²} along some axes, NaN if an element is.
 *
 * <p>VJP: {@code x̄ = ȳ x / y}. Kink at x = 0: the derivatives there are 0, of any order and
 * whatever {@link Subgradient} says, since 0 is the subgradient of least norm. An infinite element
 * makes the norm infinite and its own derivative NaN.
 *
 * <p>A sum of squares that overflows, or comes near to the smallest numbers, is computed again from
 * elements that are divided by a power of two, so y is right wherever it is representable.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Norm(Axes axes) implements BuiltinOp, Piecewise {
  /** Squares that underflow are nothing beside a sum of this size, in either element type. */
  private static final double SAFE_F32 = 0x1p-70;

  private static final double SAFE_F64 = 0x1p-900;

  @Override
  public String name() {
    return "norm";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return axes.reduced(inputs.getFirst().shape());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Lanes lanes = Lanes.of(axes, inputs.getFirst());
    Object x = lanes.x().array();
    int n = lanes.x().elements();
    Kernels<Object> kernels = out.dtype().kernels();
    Object squares = out.dtype().allocate(n);
    kernels.mul(x, x, squares, n);
    kernels.sum(squares, lanes.outer(), lanes.length(), lanes.inner(), out.array());
    double safe = out.dtype() == DType.F32 ? SAFE_F32 : SAFE_F64;
    lanes.forEach((group, from) -> {
      double sum = out.get(group);
      boolean isSafe = sum >= safe && sum < Double.POSITIVE_INFINITY;
      out.set(group, isSafe || Double.isNaN(sum) ? Math.sqrt(sum) : scaledNorm(lanes, from));
    });
  }

  private static double scaledNorm(Lanes lanes, int from) {
    int end = from + lanes.length() * lanes.inner();
    double max = 0;
    for (int at = from; at < end; at += lanes.inner()) {
      max = Math.max(max, Math.abs(lanes.x().get(at)));
    }
    if (max == 0 || max == Double.POSITIVE_INFINITY) {
      return max;
    }
    int exponent = Math.getExponent(max);
    double sum = 0;
    for (int at = from; at < end; at += lanes.inner()) {
      double scaled = Math.scalb(lanes.x().get(at), -exponent);
      sum = Math.fma(scaled, scaled, sum);
    }
    return Math.scalb(Math.sqrt(sum), exponent);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.getFirst();
    return List.of(g -> {
      Tensor isZero = BranchMasks.of(output, y -> y == 0 ? 1 : 0);
      Tensor ones = Tensor.ones(output.dtype(), output.shape());
      Tensor divisor = Ops.where(isZero, ones, output);
      Tensor direction = Ops.div(x, axes.expand(divisor, x.shape()));
      return BranchMasks.weigh(axes.expand(BranchMasks.drop(isZero, g), x.shape()), direction);
    });
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(output);
  }
}
