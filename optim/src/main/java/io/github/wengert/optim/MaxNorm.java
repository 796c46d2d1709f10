package io.github.wengert.optim;

import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.max;
import static io.github.wengert.ops.Ops.min;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sumKeepingAxes;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;

/**
 * A bound on the weights of each unit: no unit's weight vector is longer than c.
 *
 * <pre>
 *   w ← w · min(1, c / ‖w‖₂)        for each unit's w, after each step
 * </pre>
 *
 * <p>The units lie along the first axis of a parameter of shape {@code [out, in, ..]}: the rows of
 * a matrix, the filters of a convolution, the vectors of a table; all of a weight that has fewer
 * than two axes is one unit's. Biases and gains are left alone, by their {@linkplain
 * Parameter#role() role}. The network cannot explode, even at a high learning rate, since the
 * updates are bounded. A length can exceed c by rounding. A vector that is not finite is left
 * alone.
 *
 * <p>Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting,
 * JMLR 2014, section 5.1; CS231n, Neural Networks part 2, "Max norm constraints", where c is
 * usually 3 or 4.
 */
public final class MaxNorm {
  /** Squares of lengths about this have all their digits in either element type. */
  private static final double SMALLEST = 1e-15;

  private final ImmutableList<Parameter> weights;
  private final double bound;

  private MaxNorm(ImmutableList<Parameter> weights, double bound) {
    this.weights = weights;
    this.bound = bound;
  }

  /**
   * Returns a bound on those parameters that are weights or tables. Nothing has changed yet.
   *
   * @param bound c, in (0, ∞)
   * @throws HyperparameterException if {@code bound} is out of range
   */
  public static MaxNorm of(Iterable<Parameter> parameters, double bound) {
    HyperparameterException.require(
        bound > 0 && Double.isFinite(bound), "maxNorm", "bound", bound, "(0, ∞)");
    ImmutableList.Builder<Parameter> weights = ImmutableList.builder();
    for (Parameter parameter : Nulls.requireAll(parameters, "maxNorm", "parameters")) {
      if (parameter.role().isRegularized() && parameter.elements() > 0) {
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
    int units = w.rank() < 2 ? 1 : w.shape().size(0);
    Tensor rows = reshape(w, units, w.elements() / units);
    Tensor squares = sumKeepingAxes(square(rows), 1);
    boolean safe = bound >= SMALLEST && Double.isFinite(max(squares).item());
    Tensor factors = safe ? min(1, div(bound, sqrt(squares))) : factorsOneByOne(rows);
    if (min(factors).item() < 1) {
      parameter.assign(reshape(mul(rows, factors), w.shape()));
    }
  }

  /** Returns the factors where squares are infinite, NaN, or could have vanished. */
  private Tensor factorsOneByOne(Tensor rows) {
    int units = rows.shape().size(0);
    double[] elements = rows.toDoubleArray();
    double[] factors = new double[units];
    for (int unit = 0; unit < units; unit++) {
      int width = elements.length / units;
      double norm = Vectors.norm(Arrays.copyOfRange(elements, unit * width, (unit + 1) * width));
      factors[unit] = norm > bound && Double.isFinite(norm) ? bound / norm : 1;
    }
    return Tensor.of(Shape.of(units, 1), factors).to(rows.dtype());
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
