package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * The leaky rectifier {@code y = x} for x &gt; 0, else {@code slope · x}.
 *
 * <p>VJP: {@code x̄ = ȳ} for x &gt; 0, else {@code slope · ȳ}. Kink at 0: the derivative there is
 * the slope. A slope of 0 selects 0, also of an infinite {@code ȳ}.
 *
 * <p>Source: Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models,
 * 2013.
 *
 * @param slope the slope for x ≤ 0, any number; 0.01 is usual
 */
record LeakyRelu(double slope) implements UnaryOp, Piecewise {
  LeakyRelu {
    Attributes.requireNumber("leakyRelu", "slope", slope);
  }

  @Override
  public String name() {
    return "leakyRelu";
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : slope * x;
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    double atZero = Subgradient.current().slope(slope, 1, slope);
    boolean selects = slope == 0 || atZero == 0;
    return g -> {
      Tensor slopes = BranchMasks.of(x, v -> v == 0 ? atZero : v > 0 ? 1 : slope);
      return selects ? BranchMasks.weigh(slopes, g) : Ops.mul(g, slopes);
    };
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
