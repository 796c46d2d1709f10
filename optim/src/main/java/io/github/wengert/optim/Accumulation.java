package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.GradientBuffers;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Tensor;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes one step of an optimizer from the gradients of several micro-batches: for batches that do
 * not fit into memory at once.
 *
 * <p>The optimizer gets the mean of k gradients. If the loss is a mean over samples, and the
 * micro-batches are of one size, that is the gradient of the loss of all their samples together, up
 * to rounding. Clipping, schedules and weight decay see the whole step only: a parameter changes,
 * and {@code steps()} of the optimizer grows, once for k calls of {@link #step}.
 */
public final class Accumulation implements Optimizer {
  private final Optimizer optimizer;
  private final int size;
  private final IdentityHashMap<Tensor, Parameter> sums = new IdentityHashMap<>();
  private final GradientBuffers buffers = new GradientBuffers();
  private int pending;

  private Accumulation(Optimizer optimizer, int size) {
    this.optimizer = optimizer;
    this.size = size;
    for (Parameter w : optimizer.parameters()) {
      sums.put(w, Parameter.of("sum/" + w.name(), Tensor.zeros(w.dtype(), w.shape())));
    }
  }

  /**
   * Returns an optimizer that lets {@code optimizer} make a step from each {@code k} gradients.
   *
   * @param k the number of micro-batches, at least 1
   * @throws HyperparameterException if {@code k} is below 1
   */
  public static Accumulation of(Optimizer optimizer, int k) {
    HyperparameterException.require(k >= 1, "accumulation", "number of micro-batches", k, "[1, ∞)");
    return new Accumulation(optimizer, k);
  }

  @Override
  public ImmutableList<Parameter> parameters() {
    return optimizer.parameters();
  }

  /** Returns how many gradients wait for a step, in [0, k). */
  public int pending() {
    return pending;
  }

  /**
   * Takes up gradients, and makes a step if they are the k-th.
   *
   * @throws GradientsException if a parameter is not among the leaves of {@code gradients}; then
   *     nothing has changed
   */
  @Override
  public void step(Gradients<Tensor> gradients) {
    GradientsException.requireAll("accumulation", parameters(), gradients);
    for (Parameter w : parameters()) {
      if (pending == 0) {
        sum(w).assign(gradients.of(w));
      } else {
        ParameterUpdates.accumulate(sum(w), gradients.of(w));
      }
    }
    pending++;
    if (pending == size) {
      stepWithMean(gradients);
    }
  }

  /**
   * Gives up the gradients that wait for a step, such as those of an epoch that ends between two
   * steps.
   */
  public void drop() {
    pending = 0;
  }

  /** Hands on the mean of what was taken up. If the optimizer refuses it, it is gone. */
  private void stepWithMean(Gradients<Tensor> last) {
    double share = 1.0 / pending;
    pending = 0;
    optimizer.step(
        last.map((w, g) -> {
          Parameter sum = sums.get(w);
          return sum == null ? g : Ops.mul(sum, share);
        }));
  }

  private Parameter sum(Parameter w) {
    return Objects.requireNonNull(sums.get(w));
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(Supplier<WithAuxiliary<Tensor, A>> loss) {
    Nulls.require(loss, "step", "loss");
    return buffers.with(
        parameters(), () -> Nulls.requireResult(loss.get(), "step", "loss"), this::step);
  }
}
