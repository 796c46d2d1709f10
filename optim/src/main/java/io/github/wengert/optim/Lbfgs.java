package io.github.wengert.optim;

import io.github.wengert.autograd.Unused;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * L-BFGS: minimises the loss over all the data to many digits, with an estimate of the curvature
 * from the last steps.
 *
 * <pre>
 *   x ← x − α H ∇f(x)       H: the inverse Hessian, as far as the last m steps tell
 *                           α: a step that fulfils the strong Wolfe conditions
 *   φ(α) ≤ φ(0) + c₁ α φ′(0)  and  |φ′(α)| ≤ c₂ |φ′(0)|,   φ(α) = f(x − α H ∇f(x))
 * </pre>
 *
 * <p>The loss must be the same function each time: no mini-batches, no dropout. It is not an {@link
 * Optimizer}, whose step is given gradients and asks no more: here one step looks at the loss in
 * several places, and what counts is the point it ends at, with the reason why.
 *
 * <p>The loss is computed as {@linkplain Training#deterministic training without random numbers}:
 * batch normalisation uses the statistics of the batch, and its running statistics end as those of
 * the point that the minimisation ends at, not of a trial on the way; dropout is refused. A {@link
 * Training} scope around the minimisation counts instead: with {@code Training.in(key, …)} dropout
 * keeps the same elements in all evaluations, and with {@code Training.evaluate(…)} running
 * statistics stay as they are.
 *
 * <p>The vectors are F64 for parameters of either type; where parameters are F32 the loss is exact
 * to some seven digits only, and so is what tolerances can ask for.
 *
 * <p>Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.5.
 */
public final class Lbfgs {
  private final Config config;

  private Lbfgs(Config config) {
    this.config = config;
  }

  /**
   * Returns L-BFGS with the usual numbers: see {@link #on}.
   *
   * @param parameters the parameters to update; duplicates count once
   * @throws HyperparameterException if a parameter is not learned
   */
  public static Lbfgs of(Iterable<Parameter> parameters) {
    return on(parameters).build();
  }

  /**
   * Returns a configuration to go on from: a history of 10 steps, tolerances of 1e-6 for the
   * gradient and 1e-12 for the change, at most 1000 iterations and 10000 evaluations, c₁ = 1e-4 and
   * c₂ = 0.9.
   *
   * @param parameters the parameters to update; duplicates count once
   * @throws HyperparameterException if a parameter is not learned
   */
  public static Config on(Iterable<Parameter> parameters) {
    return new Config(
        CommonSettings.learned(Config.NAME, parameters),
        10,
        1e-6,
        1e-12,
        1000,
        10_000,
        1e-4,
        0.9,
        Unused.REJECT);
  }

  /** Returns the hyper-parameters. */
  public Config config() {
    return config;
  }

  /** Returns the hyper-parameters. */
  @Override
  public String toString() {
    return config.toString();
  }

  /**
   * Changes the parameters until the loss has a minimum, as far as the tolerances and limits go.
   *
   * @param loss computes a scalar from the parameters
   * @throws DivergedException if loss or gradient are infinite or NaN at the start; where they
   *     become so later, a shorter step is tried
   */
  public LbfgsResult minimize(Supplier<Tensor> loss) {
    return minimize(loss, iteration -> {});
  }

  /**
   * Like {@link #minimize(Supplier)}, with a listener called after each step; networks are
   * evaluated in it. If the loss or the listener throws, the parameters are left at the best point
   * so far.
   */
  public LbfgsResult minimize(Supplier<Tensor> loss, Consumer<LbfgsIteration> listener) {
    Nulls.require(loss, "lbfgs", "loss");
    Nulls.require(listener, "lbfgs", "listener");
    FlatParameters parameters = new FlatParameters(config.parameters());
    Supplier<LbfgsResult> run =
        () ->
            new LbfgsRun(config, new LossFunction(parameters, loss, config.unused()), listener)
                .run();
    return Training.isDecided() ? run.get() : Training.deterministic(run);
  }

  /**
   * The hyper-parameters: values that are checked and never change.
   *
   * @param parameters the parameters to update
   * @param history m, the number of steps that are remembered, at least 1
   * @param gradientTolerance it stops when ‖∇f‖₂ is not above it, in [0, ∞)
   * @param changeTolerance it stops when a step lowers the loss by no more than this share of it,
   *     in [0, ∞)
   * @param iterations the most steps, in [0, ∞)
   * @param evaluations how often loss and gradient may be computed, at least 1
   * @param decrease c₁, in (0, c₂)
   * @param curvature c₂, in (c₁, 1); small numbers find a step's minimum more exactly
   * @param unused what happens to parameters that take no part in the loss
   */
  public record Config(
      List<Parameter> parameters,
      int history,
      double gradientTolerance,
      double changeTolerance,
      int iterations,
      int evaluations,
      double decrease,
      double curvature,
      Unused unused) {
    private static final String NAME = "lbfgs";

    /**
     * Checks the numbers.
     *
     * @throws HyperparameterException if one is out of range
     */
    public Config {
      parameters = CommonSettings.learned(NAME, parameters);
      Nulls.require(unused, NAME, "unused");
      ScheduleChecks.requireAtLeastOne(NAME, "history", history);
      ScheduleChecks.requireNotNegative(NAME, "gradient tolerance", gradientTolerance);
      ScheduleChecks.requireNotNegative(NAME, "change tolerance", changeTolerance);
      ScheduleChecks.requireNotNegative(NAME, "number of iterations", iterations);
      ScheduleChecks.requireAtLeastOne(NAME, "number of evaluations", evaluations);
      if (!(decrease > 0 && decrease < curvature && curvature < 1)) {
        throw new HyperparameterException(
            "lbfgs: the Wolfe conditions need 0 < c₁ < c₂ < 1: (c₁ %s, c₂ %s)"
                .formatted(decrease, curvature));
      }
    }

    /**
     * Returns this with another number m of steps that are remembered; 5 to 20 are usual.
     *
     * @throws HyperparameterException if it is below 1
     */
    public Config history(int changed) {
      return new Config(
          parameters,
          changed,
          gradientTolerance,
          changeTolerance,
          iterations,
          evaluations,
          decrease,
          curvature,
          unused);
    }

    /**
     * Returns this with another tolerance for the Euclidean norm of the gradient.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config gradientTolerance(double changed) {
      return new Config(
          parameters,
          history,
          changed,
          changeTolerance,
          iterations,
          evaluations,
          decrease,
          curvature,
          unused);
    }

    /**
     * Returns this with another tolerance for the relative change of the loss in a step.
     *
     * @throws HyperparameterException if it is not in [0, ∞)
     */
    public Config changeTolerance(double changed) {
      return new Config(
          parameters,
          history,
          gradientTolerance,
          changed,
          iterations,
          evaluations,
          decrease,
          curvature,
          unused);
    }

    /**
     * Returns this with at most so many steps.
     *
     * @throws HyperparameterException if it is below 0
     */
    public Config iterations(int changed) {
      return new Config(
          parameters,
          history,
          gradientTolerance,
          changeTolerance,
          changed,
          evaluations,
          decrease,
          curvature,
          unused);
    }

    /**
     * Returns this with at most so many evaluations of loss and gradient.
     *
     * @throws HyperparameterException if it is below 1
     */
    public Config evaluations(int changed) {
      return new Config(
          parameters,
          history,
          gradientTolerance,
          changeTolerance,
          iterations,
          changed,
          decrease,
          curvature,
          unused);
    }

    /**
     * Returns this with other constants of the Wolfe conditions.
     *
     * @param decrease c₁
     * @param curvature c₂
     * @throws HyperparameterException unless {@code 0 < c₁ < c₂ < 1}
     */
    public Config wolfe(double decrease, double curvature) {
      return new Config(
          parameters,
          history,
          gradientTolerance,
          changeTolerance,
          iterations,
          evaluations,
          decrease,
          curvature,
          unused);
    }

    /**
     * Returns this with another choice about parameters that take no part in the loss: refused by
     * default, or, with {@link Unused#ZERO}, left where they are.
     */
    public Config unused(Unused changed) {
      return new Config(
          parameters,
          history,
          gradientTolerance,
          changeTolerance,
          iterations,
          evaluations,
          decrease,
          curvature,
          changed);
    }

    /**
     * Returns L-BFGS with these numbers.
     *
     * @throws HyperparameterException if there is no parameter
     */
    public Lbfgs build() {
      CommonSettings.requireParameters(NAME, parameters);
      return new Lbfgs(this);
    }

    /** Returns the hyper-parameters and the number of parameters. */
    @Override
    public String toString() {
      int count = parameters.size();
      return Description.of("Lbfgs")
          .value("history", history)
          .number("gradient tolerance", gradientTolerance)
          .number("change tolerance", changeTolerance)
          .value("iterations", iterations)
          .value("evaluations", evaluations)
          .number("c₁", decrease)
          .number("c₂", curvature)
          .flag("unused parameters allowed", unused == Unused.ZERO)
          .text(true, count == 1 ? "1 parameter" : count + " parameters")
          .toString();
    }
  }
}
