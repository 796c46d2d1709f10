package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.StepCoefficients;

/**
 * {@link Adam} with decoupled weight decay: each weight shrinks by the share ηλ in each step,
 * whatever its gradients are.
 *
 * <p>Step t = 1, 2, … of learning rate η and weight decay λ changes a parameter w with the gradient
 * {@code g = ∂L/∂w} by
 *
 * <pre>
 *   m ← β₁ m + (1 − β₁) g                 m = 0 at first
 *   s ← β₂ s + (1 − β₂) g²                s = 0 at first
 *   w ← (1 − η λ) w − η m̂ / (√ŝ + ε)      m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ)
 * </pre>
 *
 * <p>The decay is multiplied by the learning rate, and so follows its schedule. It takes w before
 * the step. With AMSGrad, {@code s′ ← max(s′, s)} stands in place of s in the last line. Biases are
 * not decayed unless {@link Config#decayBiases} is asked for.
 *
 * <p>Source: Loshchilov, Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2, with the
 * schedule within η.
 */
public final class AdamW extends FirstOrderOptimizer {
  private static final String NAME = "adamW";

  private final Config config;
  private final AdamRule rule;

  private AdamW(Config config) {
    super(config.common(), true, AdamRule.slots(config.amsgrad()));
    this.config = config;
    this.rule = new AdamRule(config.beta1(), config.beta2(), config.epsilon(), config.amsgrad());
  }

  /**
   * Returns AdamW with the usual settings and a weight decay of 0.01.
   *
   * @param parameters the parameters to update; duplicates count once
   * @param learningRate η, in (0, ∞)
   * @throws HyperparameterException if {@code learningRate} is out of range
   */
  public static AdamW of(Iterable<Parameter> parameters, double learningRate) {
    return on(parameters).learningRate(learningRate).build();
  }

  /**
   * Returns a configuration to go on from: learning rate 0.001, weight decay 0.01, β₁ = 0.9, β₂ =
   * 0.999, ε = 1e-8.
   *
   * @param parameters the parameters to update; duplicates count once
   * @throws HyperparameterException if a parameter is {@linkplain
   *     io.github.wengert.ops.ParameterRole#STATE state}, which is not learned
   */
  public static Config on(Iterable<Parameter> parameters) {
    return new Config(CommonSettings.of(NAME, parameters, 0.001), 0.9, 0.999, 1e-8, false)
        .weightDecay(0.01);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  void update(
      Parameter w, Tensor g, ImmutableList<Parameter> slots, StepCoefficients coefficients) {
    rule.update(w, g, slots, coefficients, steps() + 1);
  }

  /**
   * Returns the number of steps after which a weight with gradient 0 has halved by decay alone, at
   * the learning rate of the next step: {@code ln 2 / −ln(1 − ηλ)}. It applies to weights in no
   * group.
   *
   * @return the number of steps, not rounded; infinite without decay, or if the decay is so strong
   *     that weights overshoot and grow
   */
  public double decayHalfLife() {
    return DecayHalfLife.of(defaults().rate(steps()) * defaults().weightDecay());
  }

  /**
   * Like {@link #decayHalfLife()}, for one parameter: infinite for a bias that is not decayed.
   *
   * @throws GradientsException if the optimizer does not change it
   */
  public double decayHalfLife(Parameter parameter) {
    GroupSettings settings = settingsOf(parameter);
    return DecayHalfLife.of(settings.rate(steps()) * settings.decayOf(parameter));
  }

  /** The hyper-parameters of {@link AdamW}: values that are checked and never change. */
  public static final class Config extends OptimizerConfig<Config> {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final boolean amsgrad;

    private Config(
        CommonSettings common, double beta1, double beta2, double epsilon, boolean amsgrad) {
      super(common);
      HyperparameterException.requireShare(NAME, "beta1", beta1);
      HyperparameterException.requireShare(NAME, "beta2", beta2);
      HyperparameterException.requireEpsilon(NAME, epsilon);
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.epsilon = epsilon;
      this.amsgrad = amsgrad;
    }

    /** Returns β₁, in [0, 1). */
    public double beta1() {
      return beta1;
    }

    /** Returns β₂, in [0, 1). */
    public double beta2() {
      return beta2;
    }

    /** Returns ε, in [1.2e-38, ∞). */
    public double epsilon() {
      return epsilon;
    }

    /** Returns whether the largest mean of squares so far counts. */
    public boolean amsgrad() {
      return amsgrad;
    }

    @Override
    Config common(CommonSettings changed) {
      return new Config(changed, beta1, beta2, epsilon, amsgrad);
    }

    /**
     * Returns this with another β₁, the share of the mean of gradients that a step keeps.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config beta1(double changed) {
      return new Config(common(), changed, beta2, epsilon, amsgrad);
    }

    /**
     * Returns this with another β₂, the share of the mean of squares that a step keeps.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config beta2(double changed) {
      return new Config(common(), beta1, changed, epsilon, amsgrad);
    }

    /**
     * Returns this with another ε, which keeps steps small where gradients are. One below 2^-63 is
     * used as 2^-63 for parameters in F32, since squares of smaller gradients vanish there.
     *
     * @throws HyperparameterException if it is not in [1.2e-38, ∞)
     */
    public Config epsilon(double changed) {
      return new Config(common(), beta1, beta2, changed, amsgrad);
    }

    /** Returns this with AMSGrad's maximum, or without. */
    public Config amsgrad(boolean changed) {
      return new Config(common(), beta1, beta2, epsilon, changed);
    }

    /**
     * Returns a new optimizer.
     *
     * @throws HyperparameterException if there is no parameter, a group has none, or settings out
     *     of range
     */
    @Override
    public AdamW build() {
      return new AdamW(this);
    }

    /** Returns the hyper-parameters and the number of parameters. */
    @Override
    public String toString() {
      return described(
          "AdamW",
          it ->
              it.number("β₁", beta1)
                  .number("β₂", beta2)
                  .number("ε", epsilon)
                  .flag("AMSGrad", amsgrad));
    }
  }
}
