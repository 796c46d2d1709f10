package io.github.wengert.optim;

import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.min;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sumKeepingAxes;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;

/**
 * A bound on the weights of each unit: no unit's weight vector is longer than c.
 *
 * <pre>
 *   w ← w · min(1, c / ‖w‖₂)        for each unit's w, after each step
 * </pre>
 *
 * <p>The units lie along the first axis of a parameter of shape {@code [out, in, ..]}: the rows of
 * a matrix, the filters of a convolution. Parameters of fewer than two axes, such as biases, are
 * left alone. The network cannot explode, even at a high learning rate, since the updates are
 * bounded. A length can exceed c by rounding.
 *
 * <p>Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting,
 * JMLR 2014, section 5.1; CS231n, Neural Networks part 2, "Max norm constraints", where c is
 * usually 3 or 4.
 */
public final class MaxNorm {
  private final ImmutableList<Parameter> weights;
  private final double bound;

  private MaxNorm(ImmutableList<Parameter> weights, double bound) {
    this.weights = weights;
    this.bound = bound;
  }

  /**
   * Returns a bound on those parameters that have two axes or more. Nothing has changed yet.
   *
   * @param bound c, in (0, ∞)
   * @throws HyperparameterException if {@code bound} is out of range
   */
  public static MaxNorm of(Iterable<Parameter> parameters, double bound) {
    HyperparameterException.require(
        bound > 0 && Double.isFinite(bound), "maxNorm", "bound", bound, "(0, ∞)");
    ImmutableList.Builder<Parameter> weights = ImmutableList.builder();
    for (Parameter parameter : Nulls.requireAll(parameters, "maxNorm", "parameters")) {
      if (parameter.rank() >= 2 && parameter.elements() > 0) {
        weights.add(parameter);
      }
    }
    return new MaxNorm(weights.build(), bound);
  }

  /** Shortens the weight vectors that are too long; the others keep their bits. */
  public void apply() {
    weights.forEach(this::shorten);
  }

  private void shorten(Parameter parameter) {
    Tensor w = parameter.snapshot(); // a constant, even if somebody is recording
    int units = w.shape().size(0);
    Tensor rows = reshape(w, units, w.elements() / units);
    Tensor factors = min(1, div(bound, sqrt(sumKeepingAxes(square(rows), 1))));
    if (min(factors).item() < 1) {
      parameter.assign(reshape(mul(rows, factors), w.shape()));
    }
  }

  /**
   * Returns an optimizer that makes the steps of another one and applies the bound after each.
   *
   * @param optimizer changes the parameters
   */
  public Optimizer after(Optimizer optimizer) {
    Nulls.require(optimizer, "maxNorm", "optimizer");
    return new Constrained(optimizer, this);
  }

  /** Returns the bound. */
  @Override
  public String toString() {
    return "MaxNorm[bound=%s]".formatted(bound);
  }
}
