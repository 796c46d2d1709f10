package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * {@code y = ln(1 + e^βx) / β}, and the identity where {@code βx > threshold}.
 *
 * <p>VJP: {@code x̄ = σ(βx) ȳ}, or {@code ȳ} above the threshold.
 *
 * <p>Computed as {@code max(βx, 0) + log1p(e^−|βx|)}, which cannot overflow. Source: Dugas, Bengio
 * et al., Incorporating Second-Order Functional Knowledge, 2001.
 *
 * @param beta how sharply it bends, &gt; 0
 * @param threshold above which βx it is the identity; +∞ for never
 */
record Softplus(double beta, double threshold) implements UnaryOp, Piecewise {
  Softplus {
    Attributes.requirePositive("softplus", "beta", beta);
    Attributes.requireNumber("softplus", "threshold", threshold);
  }

  @Override
  public String name() {
    return "softplus";
  }

  @Override
  public double value(double x) {
    return beta * x > threshold ? x : DoubleFunctions.softplus(x, beta);
  }

  @Override
  public DoubleUnaryOperator function(DType dtype) {
    return dtype == DType.F32 ? this::valueOfFloat : this::value;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    if (beta == 1 && threshold == Double.POSITIVE_INFINITY) {
      out.dtype().kernels().softplus(inputs.getFirst().array(), out.array(), out.elements());
    } else {
      UnaryOp.super.compute(inputs, out);
    }
  }

  /** The same for a float, for which βx in one number has digits enough. */
  private double valueOfFloat(double x) {
    return beta * x > threshold ? x : DoubleFunctions.softplus(beta * x) / beta;
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Autograd.apply(new Slope(beta, threshold), x));
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.hash(inputs.getFirst(), v -> beta * v > threshold ? 1 : 0);
  }

  /**
   * The slope of {@link Softplus}, {@code y = σ(βx)}, and 1 where {@code βx > threshold}.
   *
   * <p>VJP: {@code x̄ = β y (1 − y) ȳ}, which is 0 above the threshold.
   *
   * @param beta how sharply it bends, &gt; 0
   * @param threshold above which βx it is 1; +∞ for never
   */
  record Slope(double beta, double threshold) implements UnaryOp, Piecewise {
    @Override
    public String name() {
      return "softplusSlope";
    }

    @Override
    public double value(double x) {
      return beta * x > threshold ? 1 : DoubleFunctions.sigmoid(x, beta);
    }

    @Override
    public DoubleUnaryOperator function(DType dtype) {
      return dtype == DType.F32 ? this::valueOfFloat : this::value;
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      if (beta == 1 && threshold == Double.POSITIVE_INFINITY) {
        out.dtype().kernels().sigmoid(inputs.getFirst().array(), out.array(), out.elements());
      } else {
        UnaryOp.super.compute(inputs, out);
      }
    }

    /** The same for a float, for which βx in one number has digits enough. */
    private double valueOfFloat(double x) {
      return beta * x > threshold ? 1 : DoubleFunctions.sigmoid(beta * x);
    }

    @Override
    public long winners(List<Tensor> inputs, Tensor output) {
      return BranchLog.hash(inputs.getFirst(), v -> beta * v > threshold ? 1 : 0);
    }

    @Override
    public Pullback<Tensor> vjp(Tensor x, Tensor y) {
      return g -> {
        if (threshold == Double.POSITIVE_INFINITY) {
          return Ops.mul(Autograd.apply(new Sigmoid.Vjp(), y, g), beta);
        }
        // Above the threshold the slope is constant, whatever the cotangent is.
        Tensor bent = BranchMasks.of(x, v -> beta * v > threshold ? 0 : 1);
        return Ops.mul(Autograd.apply(new Sigmoid.Vjp(), y, BranchMasks.keep(bent, g)), beta);
      };
    }
  }
}
