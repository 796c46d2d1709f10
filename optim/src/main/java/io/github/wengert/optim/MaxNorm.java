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
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;

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
 * updates are bounded. A length can exceed c by rounding.
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
   * @throws HyperparameterException if {@code bound} is out of range, or no parameter is a weight
   * @throws io.github.wengert.ops.AttributeException if a parameter declares no role
   */
  public static MaxNorm of(Iterable<Parameter> parameters, double bound) {
    HyperparameterException.require(
        bound > 0 && Double.isFinite(bound), "maxNorm", "bound", bound, "(0, ∞)");
    ImmutableList.Builder<Parameter> weights = ImmutableList.builder();
    List<Parameter> all = Nulls.requireAll(parameters, "maxNorm", "parameters");
    for (Parameter parameter : all) {
      if (parameter.declaredRole("maxNorm", "the bound").isRegularized()
          && parameter.elements() > 0) {
        weights.add(parameter);
      }
    }
    ImmutableList<Parameter> found = weights.build();
    if (found.isEmpty()) {
      throw new HyperparameterException(
          "maxNorm: there is no weight to bound: %d parameter%s (0 weights < 1)"
              .formatted(all.size(), all.size() == 1 ? "" : "s"));
    }
    return new MaxNorm(found, bound);
  }

  /**
   * Shortens the weight vectors that are too long; the others keep their bits.
   *
   * @throws DivergedException if a weight is infinite or NaN, so that no factor bounds its vector;
   *     nothing has changed then
   */
  public void apply() {
    List<Tensor> bounded = weights.stream().map(this::bounded).toList();
    for (int i = 0; i < weights.size(); i++) {
      Parameter w = weights.get(i);
      if (bounded.get(i) != w) {
        w.assign(bounded.get(i));
      }
    }
  }

  /** Returns the new content, or the parameter itself if no vector is too long. */
  private Tensor bounded(Parameter parameter) {
    Tensor w = parameter.snapshot(); // a constant, even within a recording
    int units = w.rank() < 2 ? 1 : w.shape().size(0);
    Tensor rows = reshape(w, units, w.elements() / units);
    Tensor squares = sumKeepingAxes(square(rows), 1);
    if (bound < SMALLEST || !Double.isFinite(max(squares).item())) {
      return boundedOneByOne(parameter, units);
    }
    Tensor factors = min(1, div(bound, sqrt(squares)));
    return min(factors).item() < 1 ? reshape(mul(rows, factors), w.shape()) : parameter;
  }

  /** The same in double, where squares are infinite, NaN, or could have vanished. */
  private Tensor boundedOneByOne(Parameter parameter, int units) {
    double[] elements = parameter.toDoubleArray();
    int width = elements.length / units;
    boolean changed = false;
    for (int unit = 0; unit < units; unit++) {
      int from = unit * width;
      double norm = VectorMath.norm(Arrays.copyOfRange(elements, from, from + width));
      if (!Double.isFinite(norm)) {
        throw new DivergedException(
            "maxNorm: a weight is not finite: parameter \"%s\", unit %d (norm %s);"
                    .formatted(parameter.name(), unit, norm)
                + " lower the learning rate");
      }
      if (norm > bound) {
        changed = true;
        for (int i = from; i < from + width; i++) {
          elements[i] = elements[i] / norm * bound; // bound / norm may be denormal
        }
      }
    }
    return changed ? Tensor.of(parameter.dtype(), parameter.shape(), elements) : parameter;
  }

  /**
   * Returns an optimizer that makes the steps of another one and applies the bound after each. If
   * {@link #apply} refuses, the step has been made.
   *
   * @param optimizer changes the parameters
   * @throws HyperparameterException if it changes none of the weights that are bounded
   */
  public Optimizer after(Optimizer optimizer) {
    Nulls.require(optimizer, "maxNorm", "optimizer");
    OtherModel.refuse(
        "maxNorm",
        "the optimizer changes none of the bounded weights",
        weights,
        optimizer.parameters());
    return new WithMaxNorm(optimizer, this);
  }

  /** Returns the bound and the number of weights. */
  @Override
  public String toString() {
    return Description.of("MaxNorm")
        .number("bound", bound)
        .text(true, weights.size() == 1 ? "1 weight" : weights.size() + " weights")
        .toString();
  }
}
