package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.GradientBuffers;
import io.github.wengert.ops.internal.StepCoefficients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * An optimizer whose step needs the gradient at one point only: the common part of {@link Sgd},
 * {@link Adam} and the like. They differ in the direction u that they compute from a gradient. A
 * step is
 *
 * <pre>
 *   g ← clipped ∂L/∂w                     all gradients together, see {@link Clipping}
 *   d = g + λ w                           coupled weight decay: the slope of ½ λ ‖w‖²
 *   u = the rule's direction for d
 *   w ← w − η u                           or w ← w − η (u + λ w) with decoupled decay and d = g
 * </pre>
 *
 * <p>All is checked before anything changes. Each parameter is gone over once; clipping by norm
 * reads the gradients once more before that.
 *
 * <p>Gradients are not checked for being finite, as that would read all of them once more. A NaN
 * makes its weight NaN. An infinite gradient does the same in {@link Sgd}; the others, which divide
 * by a mean or sum of squares, bound each gradient by the largest number whose square is finite,
 * 2^63 in F32 and 2^511 in F64, so that its square fades. {@link OptimizerConfig#refuseNonFinite}
 * and clipping by norm refuse such a step.
 */
public abstract sealed class FirstOrderOptimizer implements Optimizer
    permits Sgd, Adam, AdamW, RmsProp, Adagrad {
  private final CommonSettings common;
  private final boolean decoupled;
  private final ParameterGroups groups;
  private final OptimizerState state;
  private final GradientBuffers buffers;
  private long steps;
  private double norm = Double.NaN;

  /**
   * Makes an optimizer.
   *
   * @param decoupled whether weight decay goes past the rule
   * @param slots the tensors that the rule keeps for each parameter, with the elements they begin
   *     with
   */
  FirstOrderOptimizer(
      CommonSettings common, boolean decoupled, ImmutableMap<String, Double> slots) {
    CommonSettings.requireParameters(common.optimizer(), common.parameters());
    this.common = common;
    this.decoupled = decoupled;
    this.groups = ParameterGroups.of(common);
    for (int i = 0; i < common.parameters().size(); i++) {
      groups.settings(i).decayOf(common.parameters().get(i)); // refuses now, not in the first step
    }
    boolean plain =
        slots.isEmpty() && common.clipping().equals(Clipping.NONE) && !common.refuseNonFinite();
    this.buffers = plain ? GradientBuffers.forPlainDescent() : GradientBuffers.create();
    this.state = OptimizerState.of(common.optimizer(), common.parameters(), slots);
  }

  /**
   * Changes one parameter.
   *
   * @param slots what the rule keeps for it
   */
  abstract void update(
      Parameter w, Tensor g, ImmutableList<Parameter> slots, StepCoefficients coefficients);

  @Override
  public final List<Parameter> parameters() {
    return common.parameters();
  }

  /** Returns the number of steps that were made. */
  public final long steps() {
    return steps;
  }

  /**
   * Returns the learning rate η of the next step, for parameters that are in no group.
   *
   * @throws HyperparameterException if a schedule gives a number that is not in [0, ∞)
   */
  public final double learningRate() {
    return common.defaults().rate(steps);
  }

  /**
   * Returns the learning rate η of the next step for one parameter.
   *
   * @throws GradientsException if the optimizer does not change it
   * @throws HyperparameterException if a schedule gives a number that is not in [0, ∞)
   */
  public final double learningRate(Parameter parameter) {
    return settingsOf(parameter).rate(steps);
  }

  /**
   * Returns the norm of all gradients together in the last step, before they were clipped by it; it
   * is known only if they are clipped by norm.
   */
  public final OptionalDouble gradientNorm() {
    return Double.isNaN(norm) ? OptionalDouble.empty() : OptionalDouble.of(norm);
  }

  /**
   * {@inheritDoc}
   *
   * @throws GradientsException if there is no gradient for a parameter, if gradients are clipped by
   *     a norm that is infinite or NaN, or if one is not finite and such are refused; nothing has
   *     changed then
   * @throws HyperparameterException if a schedule gives a number that is not in [0, ∞); nothing has
   *     changed then
   */
  @Override
  public final void step(Gradients<Tensor> gradients) {
    GradientsException.requireAll(common.optimizer(), parameters(), gradients);
    if (common.refuseNonFinite()) {
      GradientsException.requireFinite(common.optimizer(), parameters(), gradients);
    }
    Clipping.Clipped clipped = common.clipping().clip(gradients, parameters());
    double[] rates = groups.rates(steps);
    for (int i = 0; i < parameters().size(); i++) {
      Parameter w = parameters().get(i);
      double decay = groups.settings(i).decayOf(w);
      StepCoefficients coefficients =
          new StepCoefficients(
              rates[groups.number(i)],
              clipped.scale(),
              decoupled ? 0 : decay,
              decoupled ? decay : 0);
      update(w, clipped.gradients().of(w), state.slots(i), coefficients);
    }
    norm = clipped.norm();
    steps++;
  }

  @Override
  public final <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, Unused unused) {
    Nulls.require(loss, "step", "loss");
    Nulls.require(unused, "step", "unused");
    return StepScope.of(
        this,
        () ->
            buffers.with(
                parameters(),
                () -> Nulls.requireResult(loss.get(), "step", "loss"),
                unused,
                this::step));
  }

  @Override
  public final Unused unused() {
    return common.unused();
  }

  /** Returns the key that was configured, split by {@link #steps()}. */
  @Override
  public final Optional<Key> trainingKey() {
    return Optional.of(common.key().split(steps));
  }

  /**
   * Returns a copy of all that the optimizer remembers between steps, to be saved: the number of
   * steps, {@code "steps"}, and for each parameter what the rule keeps, such as {@code
   * "velocity/0/layers.0.weight"}, with the number of the parameter, since names need not differ.
   */
  public final Map<String, Tensor> state() {
    return state.save(steps);
  }

  /**
   * Goes back to a {@link #state} of this optimizer, or of one with the same parameters and
   * hyper-parameters. With the parameters as they were, too, the next steps have the same bits as
   * those that followed then.
   *
   * @throws OptimizerStateException if there is a tensor too many or too few, or one of another
   *     shape or element type; nothing has changed then
   */
  public final void restore(Map<String, Tensor> saved) {
    steps = state.restore(saved);
    norm = Double.NaN;
  }

  /** Returns the hyper-parameters. */
  public abstract OptimizerConfig<?> config();

  /** Returns the hyper-parameters, such as {@code Sgd(learning rate 0.1, 4 parameters)}. */
  @Override
  public final String toString() {
    return config().toString();
  }

  /** Returns the settings of the group that a parameter is in. */
  final GroupSettings settingsOf(Parameter parameter) {
    Nulls.require(parameter, common.optimizer(), "parameter");
    for (int i = 0; i < parameters().size(); i++) {
      if (parameters().get(i) == parameter) {
        return groups.settings(i);
      }
    }
    throw new GradientsException(
        "%s: parameter \"%s\" is none that the optimizer changes: (0 of %d parameters)"
            .formatted(common.optimizer(), parameter.name(), parameters().size()));
  }

  /** Returns the settings of parameters in no group. */
  final GroupSettings defaults() {
    return common.defaults();
  }
}
