package io.github.wengert.optim;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.GradientBuffers;
import io.github.wengert.ops.internal.UpdateRules;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one step of an optimizer from the gradients of several micro-batches: for batches that do
 * not fit into memory at once.
 *
 * <p>The optimizer gets the weighted mean {@code Σ wᵢ gᵢ / Σ wᵢ} of k gradients. If the loss is a
 * mean over samples, and w what they weigh together, that is the gradient of the loss of all their
 * samples, up to rounding. A {@link Trainer} names the weights: the numbers of samples or, with
 * class weights or an ignored label, the sums of their weights. In a loop of your own all are 1,
 * unless {@link #step(Gradients, double)} or {@link #stepWithAuxiliary(Supplier, double)} says
 * otherwise. A loss that is a sum over samples is averaged over micro-batches, too. Clipping,
 * schedules and weight decay see the whole step only: a parameter changes, and {@code steps()} of
 * the optimizer grows, once for k calls of {@link #step}. At the end of an epoch, {@link #finish()}
 * makes a step from fewer.
 */
public final class Accumulation implements Optimizer {
  private final Optimizer optimizer;
  private final int size;
  private final IdentityHashMap<Tensor, Parameter> sums = new IdentityHashMap<>();
  private final GradientBuffers buffers = GradientBuffers.create();
  private int pending;

  /** The weight of the first micro-batch, in which the others' are measured. */
  private double unit;

  /** The sum of the weights in that unit, so that equal weights are added without rounding. */
  private double weights;

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
    Nulls.require(optimizer, "accumulation", "optimizer");
    CommonSettings.requireParameters("accumulation", optimizer.parameters());
    return new Accumulation(optimizer, k);
  }

  @Override
  public List<Parameter> parameters() {
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
    step(gradients, 1);
  }

  /**
   * Takes up the gradients of one micro-batch, with a weight, and makes a step if it is the k-th.
   *
   * @param weight what the samples of the micro-batch weigh together, in (0, ∞)
   * @throws HyperparameterException if {@code weight} is out of range; nothing has changed then
   * @throws GradientsException if there is no gradient for a parameter; nothing has changed then
   */
  public void step(Gradients<Tensor> gradients, double weight) {
    requireWeight(weight);
    GradientsException.requireAll("accumulation", parameters(), gradients);
    boolean first = pending == 0;
    double share = first ? 1 : weight / unit;
    Gradients<Tensor> taken =
        gradients.map((w, g) -> {
          Parameter sum = sums.get(w);
          if (sum == null) {
            return g;
          }
          if (first) {
            sum.assign(g);
          } else {
            UpdateRules.rules().accumulate(sum, share == 1 ? g : Ops.mul(g, share));
          }
          return sum;
        });
    unit = first ? weight : unit;
    weights = first ? 1 : weights + share;
    pending++;
    if (pending < size) {
      waiting = taken;
    } else {
      stepWithMean(taken);
    }
  }

  private static void requireWeight(double weight) {
    HyperparameterException.require(
        weight > 0 && Double.isFinite(weight), "accumulation", "weight", weight, "(0, ∞)");
  }

  /**
   * Makes a step from the mean of the gradients that wait for one, though they are fewer than k: as
   * at the end of an epoch whose number of micro-batches is no multiple of k.
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
    double share = 1 / weights;
    drop();
    optimizer.step(taken.map((w, g) -> sums.get(w) == g ? Ops.mul(g, share) : g));
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, Unused unused) {
    return stepWithAuxiliary(loss, unused, 1);
  }

  /**
   * {@inheritDoc}
   *
   * @throws HyperparameterException if {@code weight} is out of range; nothing has changed then
   */
  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, double weight) {
    return stepWithAuxiliary(loss, unused(), weight);
  }

  private <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, Unused unused, double weight) {
    Nulls.require(loss, "step", "loss");
    Nulls.require(unused, "step", "unused");
    requireWeight(weight);
    return StepScope.of(
        this,
        () ->
            buffers.with(
                parameters(),
                () -> Nulls.requireResult(loss.get(), "step", "loss"),
                unused,
                gradients -> step(gradients, weight)));
  }

  @Override
  public Unused unused() {
    return optimizer.unused();
  }

  /** Returns the key of the optimizer's next step, split by {@link #pending()}. */
  @Override
  public Optional<Key> trainingKey() {
    return optimizer.trainingKey().map(key -> key.split(pending));
  }

  /** Returns the number of micro-batches and the optimizer. */
  @Override
  public String toString() {
    return Description.of("Accumulation")
        .value("micro-batches", size)
        .text(true, optimizer.toString())
        .toString();
  }
}
