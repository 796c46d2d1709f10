package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;
import org.jspecify.annotations.Nullable;

/**
 * RMSProp: divides each gradient by the root of the running mean of its squares.
 *
 * <p>A step of learning rate η, smoothing α, momentum μ and weight decay λ changes a parameter w by
 *
 * <pre>
 *   g ← ∂L/∂w + λ w                       weight decay: the slope of ½ λ ‖w‖², towards zero
 *   s ← α s + (1 − α) g²                  s = 0 at first
 *   r = g / (√s + ε)
 *   w ← w − η r                           or v ← μ v + r, w ← w − η v with momentum, v = 0 at first
 * </pre>
 *
 * <p>Centred, gradients are measured in their standard deviation: {@code a ← α a + (1 − α) g}, then
 * {@code s − a²} stands in place of s under the root, or 0 if rounding made that negative. With
 * {@linkplain Config#decoupledDecay decoupled} decay, {@code g = ∂L/∂w}, and the last line begins
 * with {@code (1 − η λ) w} in place of w. Biases are not decayed unless {@link Config#decayBiases}
 * is asked for.
 *
 * <p>Source: Tieleman, Hinton, Lecture 6.5, Coursera: Neural Networks for Machine Learning, 2012;
 * for the centred form: Graves, Generating Sequences with Recurrent Neural Networks, 2013,
 * equations 38–45, with ε beside the root.
 */
public final class RmsProp extends FirstOrderOptimizer {
  private static final String NAME = "rmsProp";

  private final Config config;

  private RmsProp(Config config) {
    super(config.common(), config.decoupledDecay(), slots(config));
    this.config = config;
  }

  private static ImmutableMap<String, Double> slots(Config config) {
    ImmutableMap.Builder<String, Double> slots = ImmutableMap.builder();
    slots.put("meanSquare", 0.0);
    if (config.centred()) {
      slots.put("mean", 0.0);
    }
    if (config.momentum() > 0) {
      slots.put("velocity", 0.0);
    }
    return slots.buildOrThrow();
  }

  /**
   * Returns RMSProp with the usual settings: no momentum, no decay.
   *
   * @param parameters the parameters to update; duplicates count once
   * @param learningRate η, in (0, ∞)
   * @throws HyperparameterException if {@code learningRate} is out of range
   */
  public static RmsProp of(Iterable<Parameter> parameters, double learningRate) {
    return on(parameters).learningRate(learningRate).build();
  }

  /**
   * Returns a configuration to go on from: learning rate 0.01, no decay, α = 0.99, ε = 1e-8, no
   * momentum, not centred.
   *
   * @param parameters the parameters to update; duplicates count once
   * @throws HyperparameterException if a parameter is {@linkplain
   *     io.github.wengert.ops.ParameterRole#STATE state}, which is not learned
   */
  public static Config on(Iterable<Parameter> parameters) {
    return new Config(CommonSettings.of(NAME, parameters, 0.01), 0.99, 1e-8, 0, false, false);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  void update(
      Parameter w, Tensor g, ImmutableList<Parameter> slots, StepCoefficients coefficients) {
    @Nullable Parameter mean = config.centred() ? slots.get(1) : null;
    @Nullable Parameter velocity = config.momentum() > 0 ? slots.getLast() : null;
    UpdateRules.rules()
        .rmsPropStep(
            w,
            g,
            slots.getFirst(),
            mean,
            velocity,
            coefficients,
            config.alpha(),
            config.epsilon(),
            config.momentum());
  }

  /** The hyper-parameters of {@link RmsProp}: values that are checked and never change. */
  public static final class Config extends OptimizerConfig<Config> {
    private final double alpha;
    private final double epsilon;
    private final double momentum;
    private final boolean centred;
    private final boolean decoupledDecay;

    private Config(
        CommonSettings common,
        double alpha,
        double epsilon,
        double momentum,
        boolean centred,
        boolean decoupledDecay) {
      super(common);
      HyperparameterException.requireShare(NAME, "alpha", alpha);
      HyperparameterException.requireEpsilon(NAME, epsilon);
      HyperparameterException.requireShare(NAME, "momentum", momentum);
      this.alpha = alpha;
      this.epsilon = epsilon;
      this.momentum = momentum;
      this.centred = centred;
      this.decoupledDecay = decoupledDecay;
    }

    /** Returns α, in [0, 1). */
    public double alpha() {
      return alpha;
    }

    /** Returns ε, in [1.2e-38, ∞). */
    public double epsilon() {
      return epsilon;
    }

    /** Returns μ, in [0, 1). */
    public double momentum() {
      return momentum;
    }

    /** Returns whether the mean of gradients is taken off. */
    public boolean centred() {
      return centred;
    }

    /** Returns whether weight decay goes past the rule. */
    public boolean decoupledDecay() {
      return decoupledDecay;
    }

    @Override
    Config common(CommonSettings changed) {
      return new Config(changed, alpha, epsilon, momentum, centred, decoupledDecay);
    }

    /**
     * Returns this with another α, the share of the mean of squares that a step keeps.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config alpha(double changed) {
      return new Config(common(), changed, epsilon, momentum, centred, decoupledDecay);
    }

    /**
     * Returns this with another ε, which keeps steps small where gradients are. One below 2^-63 is
     * used as 2^-63 for parameters in F32, since squares of smaller gradients vanish there.
     *
     * @throws HyperparameterException if it is not in [1.2e-38, ∞)
     */
    public Config epsilon(double changed) {
      return new Config(common(), alpha, changed, momentum, centred, decoupledDecay);
    }

    /**
     * Returns this with another momentum μ, the share of the velocity that a step keeps.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config momentum(double changed) {
      return new Config(common(), alpha, epsilon, changed, centred, decoupledDecay);
    }

    /** Returns this with gradients measured in their standard deviation, or not. */
    public Config centred(boolean changed) {
      return new Config(common(), alpha, epsilon, momentum, changed, decoupledDecay);
    }

    /** Returns this with weight decay that goes past the rule, or through it. */
    public Config decoupledDecay(boolean changed) {
      return new Config(common(), alpha, epsilon, momentum, centred, changed);
    }

    /**
     * Returns a new optimizer.
     *
     * @throws HyperparameterException if there is no parameter, a group has none, or settings out
     *     of range
     */
    @Override
    public RmsProp build() {
      return new RmsProp(this);
    }

    /** Returns the hyper-parameters and the number of parameters. */
    @Override
    public String toString() {
      return described(
          "RmsProp",
          it ->
              it.number("α", alpha)
                  .number("ε", epsilon)
                  .unless(0, "momentum", momentum)
                  .flag("centred", centred)
                  .flag("decoupled decay", decoupledDecay));
    }
  }
}
