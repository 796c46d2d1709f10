package io.github.wengert.optim;

import com.google.common.primitives.ImmutableLongArray;

/**
 * A learning rate η(t) for each step t.
 *
 * <p>A custom schedule is a lambda: {@code step -> 0.1 / Math.sqrt(step + 1)}. Schedules are
 * composed: {@code cosine(0.1, 1000).afterWarmUp(50)}, {@code constant(0.1).then(500,
 * exponential(0.1, 0.99))}. A step is whatever the caller counts: a mini-batch or an epoch.
 *
 * <p>All except {@link ReduceOnPlateau}, which observes a metric, depend on the step only, and give
 * the same bits on every machine. They throw if a step is below 0.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns the learning rate η, in [0, ∞).
   *
   * @param step the number of the step, from 0
   */
  double rate(long step);

  // ---------------------------------------------------------------------------------- kinds

  /**
   * {@code η(t) = rate}.
   *
   * @param rate η, in (0, ∞)
   * @throws HyperparameterException if {@code rate} is out of range
   */
  static Schedule constant(double rate) {
    return new ConstantRate(rate);
  }

  /**
   * {@code η(t) = rate · factor^⌊t / every⌋}: another factor after every so many steps.
   *
   * @param rate the first rate, in (0, ∞)
   * @param every the number of steps of one rate, at least 1
   * @param factor what the rate is multiplied with, in (0, ∞); 0.1 and 0.5 are usual
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule step(double rate, long every, double factor) {
    return new StepDecay(rate, every, factor);
  }

  /**
   * {@code η(t) = rate · factor^(number of milestones ≤ t)}.
   *
   * @param rate the first rate, in (0, ∞)
   * @param factor what the rate is multiplied with at each milestone, in (0, ∞)
   * @param milestones the steps from which on the next factor counts, rising, at least 1
   * @throws HyperparameterException if a number is out of range, or milestones do not rise
   */
  static Schedule multiStep(double rate, double factor, long... milestones) {
    Nulls.require(milestones, "multiStep", "milestones");
    return new MultiStepDecay(rate, factor, ImmutableLongArray.copyOf(milestones));
  }

  /**
   * {@code η(t) = rate · factor^t}. With a factor above 1 it searches for the highest rate at which
   * training is stable.
   *
   * @param rate the first rate, in (0, ∞)
   * @param factor what the rate is multiplied with after each step, in (0, ∞)
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule exponential(double rate, double factor) {
    return new ExponentialDecay(rate, factor);
  }

  /**
   * {@code η(t) = from + (to − from) · min(t, n) / n}: a straight line, up or down, and {@code to}
   * from step n on.
   *
   * @param from the first rate, in [0, ∞)
   * @param to the last rate, in [0, ∞)
   * @param steps n, at least 1
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule linear(double from, double to, long steps) {
    return new PolynomialDecay(from, to, steps, 1);
  }

  /**
   * {@code η(t) = to + (from − to) · (1 − min(t, n) / n)^p}, and {@code to} from step n on.
   *
   * @param from the first rate, in [0, ∞)
   * @param to the last rate, in [0, ∞)
   * @param steps n, at least 1
   * @param power p, in (0, ∞)
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule polynomial(double from, double to, long steps, double power) {
    return new PolynomialDecay(from, to, steps, power);
  }

  /**
   * {@link #cosine(double, double, long)} down to zero.
   *
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule cosine(double rate, long steps) {
    return cosine(rate, 0, steps);
  }

  /**
   * {@code η(t) = min + (rate − min) (1 + cos(π t / n)) / 2} for {@code t < n}: half a cosine wave.
   * From step n on the rate stays at the minimum; it does not rise again.
   *
   * <p>Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR
   * 2017, equation 5, without restarts.
   *
   * @param rate the first rate, in (0, ∞)
   * @param minimum min, in [0, rate]
   * @param steps n, at least 1
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule cosine(double rate, double minimum, long steps) {
    return new CosineAnnealing(rate, minimum, steps);
  }

  /**
   * {@code η(t) = min + (rate − min) (1 + cos(π s / nᵢ)) / 2}, where s counts the steps since the
   * last restart: repeated half cosine waves. Run i has {@code nᵢ = n · growthⁱ} steps.
   *
   * <p>Source: as for {@link #cosine(double, double, long)}.
   *
   * @param rate the rate at each start, in (0, ∞)
   * @param minimum min, in [0, rate]
   * @param steps n, the steps of the first run, at least 1
   * @param growth how many times longer each run is than the one before, at least 1; T_mult in the
   *     paper
   * @throws HyperparameterException if a number is out of range
   */
  static Schedule cosineRestarts(double rate, double minimum, long steps, int growth) {
    return new CosineRestarts(rate, minimum, steps, growth);
  }

  /**
   * Returns a cycle of the usual form, which its methods change: up from {@code maximum / 25} in
   * the first 30 % of the steps, then down to nearly nothing.
   *
   * @param maximum the highest rate, in (0, ∞)
   * @param steps the number of steps, of which 30 % are more than one
   * @throws HyperparameterException if a number is out of range
   */
  static OneCycle oneCycle(double maximum, long steps) {
    return new OneCycle(maximum, steps, 0.3, 25, 1e4, OneCycle.Annealing.COSINE, false);
  }

  // ------------------------------------------------------------------------------ composition

  /**
   * Returns this schedule with a linear warm-up of n steps in front: {@code η(0) · (t + 1) / n} for
   * {@code t < n}, then {@code η(t − n)}.
   *
   * <p>Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017,
   * section 2.2. For a warm-up from another rate, see {@link #linear} and {@link #then}.
   *
   * @param steps n, at least 1
   * @throws HyperparameterException if {@code steps} is out of range
   */
  default Schedule afterWarmUp(long steps) {
    return new WarmUp(steps, this);
  }

  /**
   * Returns this schedule up to a milestone and another one from there, whose steps start at 0.
   *
   * @param milestone the first step of {@code next}, counted from the start of the whole, at least
   *     1 and above earlier milestones
   * @throws HyperparameterException if {@code milestone} is out of range
   */
  default Schedule then(long milestone, Schedule next) {
    Nulls.require(next, "then", "next");
    return new ChainedSchedule(this, milestone, next);
  }

  /**
   * Returns {@code factor · η(t)}.
   *
   * @param factor in (0, ∞)
   * @throws HyperparameterException if {@code factor} is out of range
   */
  default Schedule times(double factor) {
    ScheduleChecks.requirePositive("product of schedules", "factor", factor);
    return times(constant(factor));
  }

  /** Returns the product of two schedules, which count the same steps. */
  default Schedule times(Schedule factor) {
    Nulls.require(factor, "times", "factor");
    return new ScheduleProduct(this, factor);
  }
}
