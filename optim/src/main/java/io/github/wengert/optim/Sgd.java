package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Descent;
import io.github.wengert.ops.GradientBuffers;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

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
 * Neural Networks part 2, "Regularization").
 *
 * <p>Biases are not decayed unless {@link Config#decayBiases} is asked for. A bias is told by its
 * shape: it has fewer than two axes, while the weights of units have two, {@code [out, in]}, or
 * more.
 *
 * <p>Source for Nesterov's form: Sutskever et al., On the Importance of Initialization and Momentum
 * in Deep Learning, 2013.
 */
public final class Sgd implements Optimizer {
  private final Config config;
  private final ImmutableList<Parameter> parameters;
  private final List<Parameter> velocities; // empty without momentum
  private final GradientBuffers buffers = new GradientBuffers();
  private long steps;

  private Sgd(Config config) {
    this.config = config;
    this.parameters = config.parameters();
    this.velocities = new ArrayList<>();
    if (config.momentum() > 0) {
      for (Parameter w : parameters) {
        velocities.add(Parameter.of("velocity of " + w.name(), Tensor.zeros(w.dtype(), w.shape())));
      }
    }
  }

  /**
   * Returns plain gradient descent: no momentum, no decay.
   *
   * @param parameters what it shall change; one that is named twice counts once
   * @param learningRate η, in (0, ∞)
   * @throws HyperparameterException if {@code learningRate} is out of range
   */
  public static Sgd of(Iterable<Parameter> parameters, double learningRate) {
    return on(parameters).learningRate(learningRate).build();
  }

  /**
   * Returns a configuration to go on from: learning rate 0.01, no momentum, no decay.
   *
   * @param parameters what the optimizer shall change; one that is named twice counts once
   */
  public static Config on(Iterable<Parameter> parameters) {
    Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ImmutableList.Builder<Parameter> distinct = ImmutableList.builder();
    for (Parameter parameter : parameters) {
      if (seen.add(parameter)) {
        distinct.add(parameter);
      }
    }
    return new Config(distinct.build(), 0.01, 0, 0, false, 0, false);
  }

  /** Returns the hyper-parameters. */
  public Config config() {
    return config;
  }

  @Override
  public ImmutableList<Parameter> parameters() {
    return parameters;
  }

  /** Returns the number of steps that were made. */
  public long steps() {
    return steps;
  }

  @Override
  public void step(Gradients<Tensor> gradients) {
    requireAll(gradients);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter w = parameters.get(i);
      Tensor g = gradients.of(w);
      double decay = decayOf(w);
      if (velocities.isEmpty()) {
        ParameterUpdates.gradientStep(w, g, config.learningRate(), decay);
      } else {
        // The first velocity is the whole gradient: there is nothing yet that dampening could
        // spare.
        ParameterUpdates.momentumStep(
            w,
            g,
            velocities.get(i),
            new Descent(config.learningRate(), 1, decay, 0),
            config.momentum(),
            steps == 0 ? 0 : config.dampening(),
            config.nesterov());
      }
    }
    steps++;
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(Supplier<WithAuxiliary<Tensor, A>> loss) {
    return buffers.with(parameters, loss, this::step);
  }

  private void requireAll(Gradients<Tensor> gradients) {
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (!gradients.contains(parameter)) {
        missing.add("\"" + parameter.name() + "\"");
      }
    }
    if (!missing.isEmpty()) {
      throw new GradientsException(
          "sgd: there is no gradient for a parameter: %s (%d of %d parameters);"
                  .formatted(String.join(", ", missing), missing.size(), parameters.size())
              + " differentiate by it, or leave it out");
    }
  }

  private double decayOf(Parameter parameter) {
    return parameter.rank() < 2 && !config.decayBiases() ? 0 : config.weightDecay();
  }

  /**
   * Returns after how many steps a weight that no data pulls on has halved, by decay alone:
   * "gradual forgetting". It is {@code ln 2 / −ln(1 − ηλ)} without momentum; with momentum it is
   * what the weight comes to in the long run, about {@code (1 − μ) ln 2 / ηλ}.
   *
   * @return the number of steps, not rounded; infinite without decay, or if the decay is so strong
   *     that weights overshoot and grow
   */
  public double decayHalfLife() {
    return DecayHalfLife.of(config);
  }

  /**
   * The hyper-parameters of an optimizer: values that are checked and never change.
   *
   * @param parameters what the optimizer shall change
   * @param learningRate η, in (0, ∞)
   * @param momentum μ, in [0, 1)
   * @param dampening τ, in [0, 1); 0 without momentum and with Nesterov's
   * @param nesterov whether a step looks ahead along the velocity
   * @param weightDecay λ, in [0, ∞)
   * @param decayBiases whether parameters of fewer than two axes are decayed, too
   */
  public record Config(
      ImmutableList<Parameter> parameters,
      double learningRate,
      double momentum,
      double dampening,
      boolean nesterov,
      double weightDecay,
      boolean decayBiases) {
    /**
     * Checks each number by itself; how they go together is checked by {@link #build}.
     *
     * @throws HyperparameterException if a number is out of range
     */
    public Config {
      requireRange(
          learningRate > 0 && finite(learningRate), "learning rate", learningRate, "(0, ∞)");
      requireRange(momentum >= 0 && momentum < 1, "momentum", momentum, "[0, 1)");
      requireRange(dampening >= 0 && dampening < 1, "dampening", dampening, "[0, 1)");
      requireRange(weightDecay >= 0 && finite(weightDecay), "weight decay", weightDecay, "[0, ∞)");
    }

    private static void requireRange(boolean holds, String what, double value, String range) {
      HyperparameterException.require(holds, "sgd", what, value, range);
    }

    private static boolean finite(double value) {
      return Double.isFinite(value);
    }

    /**
     * Returns this with another learning rate η.
     *
     * @throws HyperparameterException if it is not in (0, ∞)
     */
    public Config learningRate(double changed) {
      return new Config(
          parameters, changed, momentum, dampening, nesterov, weightDecay, decayBiases);
    }

    /**
     * Returns this with another momentum μ, the share of the velocity that a step keeps; 0.9 is
     * usual.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config momentum(double changed) {
      return new Config(
          parameters, learningRate, changed, dampening, nesterov, weightDecay, decayBiases);
    }

    /**
     * Returns this with another dampening τ, the share of a gradient that the velocity does not
     * take up.
     *
     * @throws HyperparameterException if it is not in [0, 1)
     */
    public Config dampening(double changed) {
      return new Config(
          parameters, learningRate, momentum, changed, nesterov, weightDecay, decayBiases);
    }

    /** Returns this with Nesterov's momentum, or without. */
    public Config nesterov(boolean changed) {
      return new Config(
          parameters, learningRate, momentum, dampening, changed, weightDecay, decayBiases);
    }

    /**
     * Returns this with another weight decay λ.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config weightDecay(double changed) {
      return new Config(
          parameters, learningRate, momentum, dampening, nesterov, changed, decayBiases);
    }

    /** Returns this with biases decayed, too, or not. */
    public Config decayBiases(boolean changed) {
      return new Config(
          parameters, learningRate, momentum, dampening, nesterov, weightDecay, changed);
    }

    /**
     * Returns a new optimizer.
     *
     * @throws HyperparameterException if Nesterov's momentum is asked for without momentum or with
     *     dampening, or dampening without momentum
     */
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

    /** Returns the hyper-parameters, without the parameters. */
    @Override
    public String toString() {
      return "Sgd[learningRate=%s, momentum=%s, dampening=%s, nesterov=%s, weightDecay=%s,"
              .formatted(learningRate, momentum, dampening, nesterov, weightDecay)
          + " decayBiases=%s]".formatted(decayBiases);
    }
  }
}
