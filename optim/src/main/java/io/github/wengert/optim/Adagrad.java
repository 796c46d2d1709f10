package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;

/**
 * Adagrad: divides each gradient by the root of the sum of its squares over all steps, so that rare
 * features get larger steps, and all steps become smaller.
 *
 * <p>Step t = 1, 2, … of learning rate η, learning rate decay δ and weight decay λ changes a
 * parameter w by
 *
 * <pre>
 *   g ← ∂L/∂w + λ w                       weight decay: the slope of ½ λ ‖w‖², towards zero
 *   s ← s + g²                            s = the initial accumulator at first
 *   w ← w − η′ g / (√s + ε)               η′ = η / (1 + (t − 1) δ)
 * </pre>
 *
 * <p>With {@linkplain Config#decoupledDecay decoupled} decay, {@code g = ∂L/∂w}, and the last line
 * begins with {@code (1 − η′ λ) w} in place of w. Biases are not decayed unless {@link
 * Config#decayBiases} is asked for.
 *
 * <p>Source: Duchi, Hazan, Singer, Adaptive Subgradient Methods for Online Learning and Stochastic
 * Optimization, 2011, figure 1 with diagonal matrices and ε beside the root.
 */
public final class Adagrad extends FirstOrderOptimizer {
  private static final String NAME = "adagrad";

  private final Config config;

  private Adagrad(Config config) {
    super(
        config.common(),
        config.decoupledDecay(),
        ImmutableMap.of("sumOfSquares", config.initialAccumulator()));
    this.config = config;
  }

  /**
   * Returns Adagrad with the usual settings: no decay.
   *
   * @param parameters the parameters to update; duplicates count once
   * @param learningRate η, in (0, ∞)
   * @throws HyperparameterException if {@code learningRate} is out of range
   */
  public static Adagrad of(Iterable<Parameter> parameters, double learningRate) {
    return on(parameters).learningRate(learningRate).build();
  }

  /**
   * Returns a configuration to go on from: learning rate 0.01, no decay of it or of weights, an
   * accumulator of 0, ε = 1e-10.
   *
   * @param parameters the parameters to update; duplicates count once
   * @throws HyperparameterException if a parameter is {@linkplain
   *     io.github.wengert.ops.ParameterRole#STATE state}, which is not learned
   */
  public static Config on(Iterable<Parameter> parameters) {
    return new Config(CommonSettings.of(NAME, parameters, 0.01), 0, 0, 1e-10, false);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  void update(
      Parameter w, Tensor g, ImmutableList<Parameter> slots, StepCoefficients coefficients) {
    double rate = coefficients.learningRate() / (1 + steps() * config.learningRateDecay());
    UpdateRules.rules()
        .adagradStep(
            w,
            g,
            slots.getFirst(),
            new StepCoefficients(
                rate, coefficients.gradientScale(), coefficients.l2(), coefficients.decay()),
            config.epsilon());
  }

  /** The hyper-parameters of {@link Adagrad}: values that are checked and never change. */
  public static final class Config extends OptimizerConfig<Config> {
    private final double learningRateDecay;
    private final double initialAccumulator;
    private final double epsilon;
    private final boolean decoupledDecay;

    private Config(
        CommonSettings common,
        double learningRateDecay,
        double initialAccumulator,
        double epsilon,
        boolean decoupledDecay) {
      super(common);
      HyperparameterException.requireNotNegative(NAME, "learning rate decay", learningRateDecay);
      HyperparameterException.requireNotNegative(NAME, "initial accumulator", initialAccumulator);
      HyperparameterException.requireEpsilon(NAME, epsilon);
      this.learningRateDecay = learningRateDecay;
      this.initialAccumulator = initialAccumulator;
      this.epsilon = epsilon;
      this.decoupledDecay = decoupledDecay;
    }

    /** Returns δ, in [0, ∞). */
    public double learningRateDecay() {
      return learningRateDecay;
    }

    /** Returns the sum of squares at first, in [0, ∞). */
    public double initialAccumulator() {
      return initialAccumulator;
    }

    /** Returns ε, in [1.2e-38, ∞). */
    public double epsilon() {
      return epsilon;
    }

    /** Returns whether weight decay goes past the rule. */
    public boolean decoupledDecay() {
      return decoupledDecay;
    }

    @Override
    Config common(CommonSettings changed) {
      return new Config(changed, learningRateDecay, initialAccumulator, epsilon, decoupledDecay);
    }

    /**
     * Returns this with another learning rate decay δ. It comes on top of a schedule's rates, and
     * is not in {@link FirstOrderOptimizer#learningRate()}.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config learningRateDecay(double changed) {
      return new Config(common(), changed, initialAccumulator, epsilon, decoupledDecay);
    }

    /**
     * Returns this with another sum of squares to begin with, which keeps the first steps small.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config initialAccumulator(double changed) {
      return new Config(common(), learningRateDecay, changed, epsilon, decoupledDecay);
    }

    /**
     * Returns this with another ε, which keeps steps small where gradients are. One below 2^-63 is
     * used as 2^-63 for parameters in F32, since squares of smaller gradients vanish there.
     *
     * @throws HyperparameterException if it is not in [1.2e-38, ∞)
     */
    public Config epsilon(double changed) {
      return new Config(common(), learningRateDecay, initialAccumulator, changed, decoupledDecay);
    }

    /** Returns this with weight decay that goes past the rule, or through it. */
    public Config decoupledDecay(boolean changed) {
      return new Config(common(), learningRateDecay, initialAccumulator, epsilon, changed);
    }

    /**
     * Returns a new optimizer.
     *
     * @throws HyperparameterException if there is no parameter, a group has none, or settings out
     *     of range
     */
    @Override
    public Adagrad build() {
      return new Adagrad(this);
    }

    /** Returns the hyper-parameters and the number of parameters. */
    @Override
    public String toString() {
      return described(
          "Adagrad",
          it ->
              it.unless(0, "learning rate decay", learningRateDecay)
                  .unless(0, "initial accumulator", initialAccumulator)
                  .number("ε", epsilon)
                  .flag("decoupled decay", decoupledDecay));
    }
  }
}
