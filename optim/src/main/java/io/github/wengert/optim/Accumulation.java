package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.GradientBuffers;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Tensor;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one step of an optimizer from the gradients of several micro-batches: for batches that do
 * not fit into memory at once.
 *
 * <p>The optimizer gets the mean of k gradients. If the loss is a mean over samples, and the
 * micro-batches are of one size, that is the gradient of the loss of all their samples together, up
 * to rounding. Clipping, schedules and weight decay see the whole step only: a parameter changes,
 * and {@code steps()} of the optimizer grows, once for k calls of {@link #step}. At the end of an
 * epoch, {@link #finish()} makes a step from fewer.
 */
public final class Accumulation implements Optimizer {
  private final Optimizer optimizer;
  private final int size;
  private final IdentityHashMap<Tensor, Parameter> sums = new IdentityHashMap<>();
  private final GradientBuffers buffers = new GradientBuffers();
  private int pending;

  /** The sums that wait for a step, as gradients; null if none does. */
  private @Nullable Gradients<Tensor> waiting;

  private Accumulation(Optimizer optimizer, int size) {
    this.optimizer = optimizer;
    this.size = size;
    for (Parameter w : optimizer.parameters()) {
      sums.put(w, sumFor(w));
    }
  }

  private static Parameter sumFor(Parameter w) {
    return Parameter.of("sum/" + w.name(), ParameterRole.STATE, Tensor.zeros(w.dtype(), w.shape()));
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
    boolean first = pending == 0;
    Gradients<Tensor> taken =
        gradients.map((w, g) -> {
          Parameter sum = sums.get(w);
          if (sum == null) {
            return g;
          }
          if (first) {
            sum.assign(g);
          } else {
            ParameterUpdates.accumulate(sum, g);
          }
          return sum;
        });
    pending++;
    if (pending < size) {
      waiting = taken;
    } else {
      stepWithMean(taken);
    }
  }

  /**
   * Makes a step from the mean of the gradients that wait for one, though they are fewer than k: as
   * at the end of an epoch whose number of micro-batches is no multiple of k. Each of them counts
   * alike, even if the last one has fewer samples.
   *
   * @return whether any were waiting
   */
  @Override
  public boolean finish() {
    Gradients<Tensor> rest = waiting;
    if (rest == null) {
      return false;
    }
    stepWithMean(rest);
    return true;
  }

  /**
   * Gives up the gradients that wait for a step, such as those before a checkpoint was restored.
   */
  public void drop() {
    pending = 0;
    waiting = null;
  }

  /** Hands on the mean of what was taken up. If the optimizer refuses it, it is gone. */
  private void stepWithMean(Gradients<Tensor> taken) {
    double share = 1.0 / pending;
    drop();
    optimizer.step(taken.map((w, g) -> sums.get(w) == g ? Ops.mul(g, share) : g));
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, Unused unused) {
    Nulls.require(loss, "step", "loss");
    Nulls.require(unused, "step", "unused");
    return buffers.with(
        parameters(), () -> Nulls.requireResult(loss.get(), "step", "loss"), unused, this::step);
  }
}
