package io.github.wengert.optim;

import io.github.wengert.autograd.Unused;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The settings that all optimizers have, as an immutable value: each method returns a configuration
 * that differs in one setting.
 *
 * @param <C> the configuration of one optimizer
 */
public abstract sealed class OptimizerConfig<C extends OptimizerConfig<C>>
    permits Sgd.Config, Adam.Config, AdamW.Config, RmsProp.Config, Adagrad.Config {
  private final CommonSettings common;

  OptimizerConfig(CommonSettings common) {
    this.common = common;
  }

  /** Returns the settings so far. */
  final CommonSettings common() {
    return common;
  }

  /** Returns this with other common settings. */
  abstract C common(CommonSettings changed);

  /**
   * Returns the words for all settings, such as {@code Sgd(learning rate 0.1, momentum 0.9, 4
   * parameters)}.
   *
   * @param own adds those of this optimizer
   */
  final String described(String optimizer, UnaryOperator<Description> own) {
    return common.describe(
        own.apply(
            Description.of(optimizer).value("learning rate", common.defaults().learningRate())));
  }

  /**
   * Returns this with another learning rate η, the same in all steps.
   *
   * @throws HyperparameterException if it is not in (0, ∞)
   */
  public final C learningRate(double rate) {
    return common(common().with(common().defaults().learningRate(rate)));
  }

  /**
   * Returns this with the learning rate of a schedule: {@code η = schedule.rate(steps())}, where
   * {@code steps()} is the number of steps made before.
   */
  public final C learningRate(Schedule schedule) {
    return common(common().with(common().defaults().learningRate(schedule)));
  }

  /**
   * Returns this with another weight decay λ. Each optimizer documents where it enters the step.
   *
   * @throws HyperparameterException if it is not in [0, ∞)
   */
  public final C weightDecay(double changed) {
    return common(common().with(common().defaults().weightDecay(changed)));
  }

  /**
   * Returns this with decay of biases and gains, or without. The {@linkplain Parameter#role() role}
   * of a parameter counts, not its shape.
   */
  public final C decayBiases(boolean changed) {
    return common(common().with(common().defaults().decayBiases(changed)));
  }

  /**
   * Returns this with separate settings for a group of parameters. A parameter belongs to the first
   * group that it matches.
   *
   * <pre>
   *   .group(w -&gt; w.name().startsWith("head."), its -&gt; its.learningRate(0.01).weightDecay(0))
   * </pre>
   *
   * @param members which parameters
   * @param settings makes the group's settings of those of the parameters in no group, as they are
   *     when the optimizer is built
   */
  public final C group(Predicate<Parameter> members, UnaryOperator<GroupSettings> settings) {
    Nulls.require(members, "group", "members");
    Nulls.require(settings, "group", "settings");
    return common(common().with(new CommonSettings.Group(members, settings)));
  }

  /**
   * Returns this with each element of a gradient clipped to [−c, c] before the step.
   *
   * @throws HyperparameterException if {@code c} is not in (0, ∞)
   * @see Clipping
   */
  public final C clipValue(double c) {
    return common(common().with(common().clipping().withValue(c)));
  }

  /**
   * Returns this with all gradients scaled down before the step so that their norm, over all
   * parameters together, is at most {@code c}.
   *
   * @throws HyperparameterException if {@code c} is not in (0, ∞)
   * @see Clipping
   */
  public final C clipNorm(double c) {
    return common(common().with(common().clipping().withNorm(c)));
  }

  /**
   * Returns this with or without a check that throws, before anything changes, if a gradient is
   * infinite or NaN. The check reads all gradients once more.
   */
  public final C refuseNonFinite(boolean changed) {
    return common(common().refusingNonFinite(changed));
  }

  /**
   * Returns this with another choice about parameters that take no part in a loss. By default a
   * step throws; with {@link Unused#ZERO} their gradient is zero. {@code step(loss, unused)}
   * overrides this choice for one step.
   */
  public final C unused(Unused changed) {
    Nulls.require(changed, "unused", "changed");
    return common(common().with(changed));
  }

  /**
   * Returns this with another key for the random numbers in training, such as those of dropout; the
   * default is {@code Key.of(0)}. A step from a loss trains with this key, {@linkplain
   * Key#split(long) split} by the number of steps before: the same key gives the same bits on any
   * number of threads, and after the state of the optimizer is restored.
   */
  public final C key(Key changed) {
    Nulls.require(changed, "key", "changed");
    return common(common().with(changed));
  }

  /**
   * Returns a new optimizer.
   *
   * @throws HyperparameterException if numbers do not go together, there is no parameter, or a
   *     group has none
   */
  public abstract FirstOrderOptimizer build();
}
