package io.github.wengert.optim;

import io.github.wengert.ops.Parameter;

/**
 * The settings that may differ between the parameters of an optimizer, the learning rate and the
 * weight decay, as an immutable value.
 */
public final class GroupSettings {
  private final String optimizer;
  private final Schedule learningRate;
  private final double weightDecay;
  private final boolean decayBiases;

  /**
   * Makes settings.
   *
   * @param optimizer what messages call the optimizer
   * @throws HyperparameterException if {@code weightDecay} is not in [0, ∞)
   */
  GroupSettings(String optimizer, Schedule learningRate, double weightDecay, boolean decayBiases) {
    HyperparameterException.requireNotNegative(optimizer, "weight decay", weightDecay);
    this.optimizer = optimizer;
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.decayBiases = decayBiases;
  }

  /** Returns what messages call the optimizer. */
  String optimizer() {
    return optimizer;
  }

  /** Returns η for each step. */
  public Schedule learningRate() {
    return learningRate;
  }

  /** Returns λ. */
  public double weightDecay() {
    return weightDecay;
  }

  /** Returns whether biases and gains are decayed, too. */
  public boolean decayBiases() {
    return decayBiases;
  }

  /**
   * Returns this with the same learning rate η in all steps.
   *
   * @throws HyperparameterException if it is not in (0, ∞)
   */
  public GroupSettings learningRate(double rate) {
    HyperparameterException.require(
        rate > 0 && Double.isFinite(rate), optimizer, "learning rate", rate, "(0, ∞)");
    return learningRate(new Fixed(rate));
  }

  /** Returns this with the learning rate of a schedule: {@code η = schedule.rate(steps())}. */
  public GroupSettings learningRate(Schedule schedule) {
    Nulls.require(schedule, "optimizer", "schedule");
    return new GroupSettings(optimizer, schedule, weightDecay, decayBiases);
  }

  /**
   * Returns this with another weight decay λ.
   *
   * @throws HyperparameterException if it is not in [0, ∞)
   */
  public GroupSettings weightDecay(double changed) {
    return new GroupSettings(optimizer, learningRate, changed, decayBiases);
  }

  /** Returns this with biases and gains decayed, too, or not. */
  public GroupSettings decayBiases(boolean changed) {
    return new GroupSettings(optimizer, learningRate, weightDecay, changed);
  }

  /**
   * Returns the decay of one parameter, by its role.
   *
   * @throws io.github.wengert.ops.AttributeException if it depends on a role that is not declared
   */
  double decayOf(Parameter parameter) {
    boolean isDecayed =
        weightDecay != 0
            && (decayBiases || parameter.declaredRole(optimizer, "weight decay").isRegularized());
    return isDecayed ? weightDecay : 0;
  }

  /**
   * Returns the learning rate of a step.
   *
   * @throws HyperparameterException if the schedule gives a number that is not in [0, ∞)
   */
  double rate(long step) {
    double rate = learningRate.rate(step);
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) { // no words unless they are needed
      HyperparameterException.requireNotNegative(optimizer, "learning rate of step " + step, rate);
    }
    return rate;
  }

  @Override
  public String toString() {
    return Description.of("GroupSettings")
        .value("learning rate", learningRate)
        .number("weight decay", weightDecay)
        .flag("biases decayed", decayBiases)
        .toString();
  }

  /** A number as a schedule, which prints as the number. */
  private record Fixed(double rate) implements Schedule {
    @Override
    public double rate(long step) {
      return rate;
    }

    @Override
    public String toString() {
      return Description.shortest(rate);
    }
  }
}
