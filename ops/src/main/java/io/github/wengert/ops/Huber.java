package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = ½ x²} for {@code |x| ≤ δ}, else {@code δ (|x| − ½ δ)}: a square that turns linear.
 *
 * <p>VJP: {@code x̄ = min(max(x, −δ), δ) ȳ}. Kinks of the slope at ±δ: the second derivative there
 * is 1, as inside, unless another {@link Subgradient} is chosen.
 *
 * <p>Source: Huber, Robust Estimation of a Location Parameter, 1964.
 *
 * @param delta where it turns linear, &gt; 0; +∞ for nowhere
 */
record Huber(double delta) implements UnaryOp, Piecewise {
  Huber {
    if (!(delta > 0)) {
      throw new AttributeException(
          "huber: delta must be positive: (%s not in (0, ∞])".formatted(delta));
    }
  }

  @Override
  public String name() {
    return "huber";
  }

  @Override
  public double value(double x) {
    double size = Math.abs(x);
    return size > delta ? delta * (size - delta / 2) : x * x / 2;
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.clamp(x, -delta, delta));
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return new Clamp(-delta, delta).winners(inputs, output);
  }
}
