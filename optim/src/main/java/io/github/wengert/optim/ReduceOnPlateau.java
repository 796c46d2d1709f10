package io.github.wengert.optim;

/**
 * A learning rate that is reduced when a metric stops improving.
 *
 * <p>After each epoch, say, {@link #observe} receives the metric. When more than {@code patience}
 * metrics in a row were not better than the best one so far, the rate becomes {@code max(minimum,
 * rate · factor)}; the next {@code cooldown} metrics are then not counted against it. Better means
 * better by more than the threshold θ: {@code m < best − θ |best|} for a relative one, {@code m <
 * best − θ} for an absolute one, and the other way round if the metric is to be maximised. NaN is
 * not better.
 *
 * <p>As a factor of another schedule, it starts from rate 1: {@code cosine(0.1,
 * 1000).times(ReduceOnPlateau.of(1))}.
 *
 * <p>It has state and serves one training run, on one thread.
 */
public final class ReduceOnPlateau implements Schedule {
  private final Config config;
  private final Improvement improvement;
  private double rate;
  private double best;
  private int waited;
  private int cooling;

  private ReduceOnPlateau(Config config) {
    this.config = config;
    this.improvement = new Improvement(config.direction(), config.threshold(), config.relative());
    this.rate = config.rate();
    this.best = improvement.worst();
  }

  /**
   * Returns the schedule with the usual numbers: see {@link #from}.
   *
   * @param rate the first learning rate, in (0, ∞)
   * @throws HyperparameterException if {@code rate} is out of range
   */
  public static ReduceOnPlateau of(double rate) {
    return from(rate).build();
  }

  /**
   * Returns a configuration to go on from: factor 0.1 after more than 10 metrics that are not lower
   * than the lowest by a ten-thousandth of it, no cooldown, minimum 0.
   *
   * @param rate the first learning rate, in (0, ∞)
   * @throws HyperparameterException if {@code rate} is out of range
   */
  public static Config from(double rate) {
    return new Config(rate, 0.1, 10, 1e-4, true, 0, 0, MetricDirection.MINIMIZE);
  }

  /** Returns the present rate, whatever the step. */
  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(Config.NAME, step);
    return rate;
  }

  /**
   * Records a metric, and reduces the rate if due.
   *
   * @return whether the rate was reduced
   */
  public boolean observe(double metric) {
    if (improvement.isBetter(metric, best)) {
      best = metric;
      waited = 0;
    } else {
      waited++;
    }
    if (cooling > 0) {
      cooling--;
      waited = 0;
    }
    if (waited <= config.patience()) {
      return false;
    }
    waited = 0;
    cooling = config.cooldown();
    double before = rate;
    rate = Math.max(config.minimum(), rate * config.factor());
    return rate < before;
  }

  /** Returns the best metric so far; infinite, with the sign of the worst, before the first one. */
  public double best() {
    return best;
  }

  /** Returns the hyper-parameters. */
  public Config config() {
    return config;
  }

  /** Returns the hyper-parameters and the state. */
  @Override
  public String toString() {
    return config.describe(
        Description.of("ReduceOnPlateau").number("now", rate).number("best", best));
  }

  /**
   * The hyper-parameters: values that are checked and never change.
   *
   * @param rate the first learning rate, in (0, ∞)
   * @param factor what the rate is multiplied with, in (0, 1)
   * @param patience how many metrics in a row may be no better, in [0, ∞)
   * @param threshold θ, in [0, ∞)
   * @param relative whether θ is a share of the best metric's size, or an amount
   * @param cooldown how many metrics after a reduction are not counted, in [0, ∞)
   * @param minimum the lowest rate, in [0, rate]
   * @param direction which way the metric gets better
   */
  public record Config(
      double rate,
      double factor,
      int patience,
      double threshold,
      boolean relative,
      int cooldown,
      double minimum,
      MetricDirection direction) {
    private static final String NAME = "reduce-on-plateau schedule";

    /**
     * Checks the numbers.
     *
     * @throws HyperparameterException if one is out of range
     */
    public Config {
      Nulls.require(direction, "reduceOnPlateau", "direction");
      ScheduleChecks.requirePositive(NAME, "learning rate", rate);
      HyperparameterException.require(factor > 0 && factor < 1, NAME, "factor", factor, "(0, 1)");
      ScheduleChecks.requireNotNegative(NAME, "patience", patience);
      ScheduleChecks.requireNotNegative(NAME, "threshold", threshold);
      ScheduleChecks.requireNotNegative(NAME, "cooldown", cooldown);
      ScheduleChecks.requireMinimum(NAME, minimum, rate);
    }

    /**
     * Returns this with another factor.
     *
     * @throws HyperparameterException if it is not in (0, 1)
     */
    public Config factor(double changed) {
      return new Config(rate, changed, patience, threshold, relative, cooldown, minimum, direction);
    }

    /**
     * Returns this with another patience.
     *
     * @throws HyperparameterException if it is below 0
     */
    public Config patience(int changed) {
      return new Config(rate, factor, changed, threshold, relative, cooldown, minimum, direction);
    }

    /**
     * Returns this with a threshold that is a share of the best metric's size.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config relativeThreshold(double changed) {
      return new Config(rate, factor, patience, changed, true, cooldown, minimum, direction);
    }

    /**
     * Returns this with a threshold that is an amount.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config absoluteThreshold(double changed) {
      return new Config(rate, factor, patience, changed, false, cooldown, minimum, direction);
    }

    /**
     * Returns this with another cooldown.
     *
     * @throws HyperparameterException if it is below 0
     */
    public Config cooldown(int changed) {
      return new Config(rate, factor, patience, threshold, relative, changed, minimum, direction);
    }

    /**
     * Returns this with another lowest rate.
     *
     * @throws HyperparameterException if it is not in [0, rate]
     */
    public Config minimum(double changed) {
      return new Config(rate, factor, patience, threshold, relative, cooldown, changed, direction);
    }

    /** Returns this for a metric that gets better the other way, or the same one. */
    public Config direction(MetricDirection changed) {
      Nulls.require(changed, "reduceOnPlateau", "changed");
      return new Config(rate, factor, patience, threshold, relative, cooldown, minimum, changed);
    }

    private String describe(Description description) {
      return description
          .number("learning rate", rate)
          .number("factor", factor)
          .value("patience", patience)
          .number(relative ? "relative threshold" : "absolute threshold", threshold)
          .unless(0, "cooldown", cooldown)
          .unless(0, "minimum", minimum)
          .flag("maximized", direction == MetricDirection.MAXIMIZE)
          .toString();
    }

    /** Returns the hyper-parameters. */
    @Override
    public String toString() {
      return describe(Description.of("ReduceOnPlateau"));
    }

    /** Returns a new schedule, which has observed nothing. */
    public ReduceOnPlateau build() {
      return new ReduceOnPlateau(this);
    }
  }
}
