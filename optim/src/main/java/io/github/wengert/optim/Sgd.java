package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;

/**
 * Stochastic gradient descent with momentum and weight decay.
 *
 * <p>A step of learning rate η, momentum μ, dampening τ and weight decay λ changes a parameter w
 * with the gradient ∂L/∂w by
 *
 * <pre>
 *   g ← ∂L/∂w + λ w                       weight decay: L2 regularization, towards zero
 *   v ← μ v + (1 − τ) g                   v = g in the first step
 *   w ← w − η v                           or w ← w − η (g + μ v) with Nesterov's momentum
 * </pre>
 *
 * <p>Without momentum that is {@code w ← w − η (∂L/∂w + λ w)}, the same as adding {@code ½ λ ‖w‖²}
 * to the loss: "every weight is decayed linearly, {@code w += -lambda * W}, towards zero" (CS231n,
 * Neural Networks part 2, "Regularization"). With momentum, the velocity accumulates that penalty;
 * {@linkplain Config#decoupledDecay decoupled} decay bypasses the velocity:
 *
 * <pre>
 *   v ← μ v + (1 − τ) ∂L/∂w
 *   w ← (1 − η λ) w − η v                 or w ← (1 − η λ) w − η (∂L/∂w + μ v)
 * </pre>
 *
 * <p>Biases and gains do not decay unless {@link Config#decayBiases} is set. The {@linkplain
 * Parameter#role() role} of a parameter tells which it is.
 *
 * <p>Source for Nesterov's form: Sutskever et al., On the Importance of Initialization and Momentum
 * in Deep Learning, 2013; for decoupled decay: Loshchilov, Hutter, Decoupled Weight Decay
 * Regularization, 2019 (SGDW).
 */
public final class Sgd extends FirstOrderOptimizer {
  private static final String NAME = "sgd";

  private final Config config;

  private Sgd(Config config) {
    super(
        config.common(),
        config.decoupledDecay(),
        config.momentum() > 0 ? ImmutableMap.of("velocity", 0.0) : ImmutableMap.of());
    this.config = config;
  }

  /**
   * Returns plain gradient descent: no momentum, no decay.
   *
   * @param parameters the parameters to update; duplicates count once
   * @param learningRate η, in (0, ∞)
   * @throws HyperparameterException if {@code learningRate} is out of range
   */
  public static Sgd of(Iterable<Parameter> parameters, double learningRate) {
    return on(parameters).learningRate(learningRate).build();
  }

  /**
   * Returns a configuration to start from: learning rate 0.01, no momentum, no decay.
   *
   * @param parameters the parameters to update; duplicates count once
   * @throws HyperparameterException if a parameter is {@linkplain
   *     io.github.wengert.ops.ParameterRole#STATE state}, which is not learned
   */
  public static Config on(Iterable<Parameter> parameters) {
    return new Config(CommonSettings.of(NAME, parameters, 0.01), 0, 0, false, false);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  void update(
      Parameter w, Tensor g, ImmutableList<Parameter> slots, StepCoefficients coefficients) {
    if (slots.isEmpty()) {
      UpdateRules.rules().gradientStep(w, g, coefficients);
    } else {
      // The first velocity is the whole gradient: there is nothing yet that dampening could spare.
      UpdateRules.rules()
          .momentumStep(
              w,
              g,
              slots.getFirst(),
              coefficients,
              config.momentum(),
              steps() == 0 ? 0 : config.dampening(),
              config.nesterov());
    }
  }

  /**
   * Returns the number of steps after which a weight with gradient 0 has halved by decay alone
   * ("gradual forgetting"), at the learning rate of the next step. It is {@code ln 2 / −ln(1 − ηλ)}
   * without momentum, or with decoupled decay; with coupled decay and momentum, it is the limit
   * after many steps, about {@code (1 − μ) ln 2 / ηλ}. It applies to weights in no group.
   *
   * @return the number of steps, not rounded; infinite without decay, or if the decay is so strong
   *     that weights overshoot and grow
   */
  public double decayHalfLife() {
    return decayHalfLife(defaults(), defaults().weightDecay());
  }

  /**
   * Like {@link #decayHalfLife()}, for one parameter: infinite for a bias that is not decayed.
   *
   * @throws GradientsException if the optimizer does not change it
   */
  public double decayHalfLife(Parameter parameter) {
    GroupSettings settings = settingsOf(parameter);
    return decayHalfLife(settings, settings.decayOf(parameter));
  }

  private double decayHalfLife(GroupSettings settings, double decay) {
    double shrinkage = settings.rate(steps()) * decay;
    return config.decoupledDecay()
        ? DecayHalfLife.of(shrinkage)
        : DecayHalfLife.of(shrinkage, config);
  }

  /** The hyper-parameters of {@link Sgd}: immutable, and checked when set. */
  public static final class Config extends OptimizerConfig<Config> {
    private final double momentum;
    private final double dampening;
    private final boolean nesterov;
    private final boolean decoupledDecay;

    private Config(
        CommonSettings common,
        double momentum,
        double dampening,
        boolean nesterov,
        boolean decoupledDecay) {
      super(common);
      HyperparameterException.requireShare(NAME, "momentum", momentum);
      HyperparameterException.requireShare(NAME, "dampening", dampening);
      this.momentum = momentum;
      this.dampening = dampening;
      this.nesterov = nesterov;
      this.decoupledDecay = decoupledDecay;
    }

    /** Returns μ, in [0, 1). */
    public double momentum() {
      return momentum;
    }

    /** Returns τ, in [0, 1); 0 without momentum and with Nesterov's. */
    public double dampening() {
      return dampening;
    }

    /** Returns whether a step looks ahead along the velocity. */
    public boolean nesterov() {
      return nesterov;
    }

    /** Returns whether weight decay bypasses the velocity. */
    public boolean decoupledDecay() {
      return decoupledDecay;
    }

    @Override
    Config common(CommonSettings changed) {
      return new Config(changed, momentum, dampening, nesterov, decoupledDecay);
    }

    /**
     * Returns this with another momentum μ, the share of the velocity that a step keeps; 0.9 is
     * usual.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config momentum(double changed) {
      return new Config(common(), changed, dampening, nesterov, decoupledDecay);
    }

    /**
     * Returns this with another dampening τ, the share of a gradient that does not enter the
     * velocity.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config dampening(double changed) {
      return new Config(common(), momentum, changed, nesterov, decoupledDecay);
    }

    /** Returns this with Nesterov's momentum, or without. */
    public Config nesterov(boolean changed) {
      return new Config(common(), momentum, dampening, changed, decoupledDecay);
    }

    /**
     * Returns this with weight decay that bypasses the velocity, or enters it. Without momentum
     * both are the same.
     */
    public Config decoupledDecay(boolean changed) {
      return new Config(common(), momentum, dampening, nesterov, changed);
    }

    /**
     * Returns a new optimizer.
     *
     * @throws HyperparameterException if Nesterov's momentum is asked for without momentum or with
     *     dampening, or dampening without momentum; or if a group has no parameter, or settings out
     *     of range
     */
    @Override
    public Sgd build() {
      if (nesterov && !(momentum > 0)) {
        throw new HyperparameterException(
            "sgd: Nesterov's momentum needs a momentum: (%s ≤ 0)".formatted(momentum));
      }
      if (nesterov && dampening > 0) {
        throw new HyperparameterException(
            "sgd: Nesterov's momentum goes without dampening: (%s > 0)".formatted(dampening));
      }
      if (dampening > 0 && !(momentum > 0)) {
        throw new HyperparameterException(
            "sgd: without momentum there is nothing to dampen: dampening %s (momentum %s ≤ 0)"
                .formatted(dampening, momentum));
      }
      return new Sgd(this);
    }

    /** Returns the hyper-parameters and the number of parameters. */
    @Override
    public String toString() {
      return described(
          "Sgd",
          it ->
              it.unless(0, "momentum", momentum)
                  .unless(0, "dampening", dampening)
                  .flag("Nesterov's momentum", nesterov)
                  .flag("decoupled decay", decoupledDecay));
    }
  }
}
