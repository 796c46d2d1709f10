package io.github.wengert.optim;

import io.github.wengert.ops.Training;
import io.github.wengert.optim.LossFunction.Point;
import java.util.Optional;
import java.util.function.Consumer;

/** One minimisation: the state of {@link Lbfgs#minimize}. */
final class LbfgsRun {
  private static final int TRIALS_PER_SEARCH = 25;

  private final Lbfgs.Config config;
  private final LossFunction f;
  private final CurvaturePairs pairs;
  private final Consumer<LbfgsIteration> listener;
  private Point current;
  private int iterations;

  /**
   * Evaluates the loss where the parameters are.
   *
   * @throws DivergedException if loss or gradient are not finite
   */
  LbfgsRun(Lbfgs.Config config, LossFunction f, Consumer<LbfgsIteration> listener) {
    this.config = config;
    this.f = f;
    this.pairs = new CurvaturePairs(config.history());
    this.listener = listener;
    this.current = f.here();
    if (!current.isFinite()) {
      throw new DivergedException(
          "lbfgs: the loss or its gradient is not finite at the start: (loss %s, ‖gradient‖ %s)"
              .formatted(current.loss(), current.gradientNorm()));
    }
    this.current = f.scaleLike(current);
  }

  /** Makes steps until there is a reason to stop, and leaves the parameters at the best point. */
  LbfgsResult run() {
    try {
      LbfgsResult.Reason reason = null;
      while (reason == null) {
        reason = limit().orElse(null);
        if (reason == null) {
          reason = advance().orElse(null);
        }
      }
      f.endAt(current);
      return new LbfgsResult(
          reason,
          iterations,
          f.evaluations(),
          f.unscaled(current.loss()),
          f.unscaled(current.gradientNorm()));
    } finally {
      f.goTo(current); // also if the loss or the listener threw
    }
  }

  private Optional<LbfgsResult.Reason> limit() {
    if (f.unscaled(current.gradientNorm()) <= config.gradientTolerance()) {
      return Optional.of(LbfgsResult.Reason.GRADIENT);
    }
    if (iterations == config.iterations()) {
      return Optional.of(LbfgsResult.Reason.ITERATIONS);
    }
    return f.evaluations() < config.evaluations()
        ? Optional.empty()
        : Optional.of(LbfgsResult.Reason.EVALUATIONS);
  }

  private Optional<LbfgsResult.Reason> advance() {
    boolean steepest = pairs.isEmpty();
    WolfeSearch search =
        new WolfeSearch(
            f,
            current,
            pairs.direction(current.gradient()),
            config.decrease(),
            config.curvature(),
            Math.min(TRIALS_PER_SEARCH, config.evaluations() - f.evaluations()));
    // The first direction has no scale of its own; later ones have that of the last step.
    double firstStep = steepest ? Math.min(1, 1 / current.gradientNorm()) : 1;
    Optional<WolfeSearch.Trial> accepted = search.run(firstStep);
    if (accepted.isPresent()) {
      return accept(accepted.get());
    }
    current = search.lowest();
    if (steepest && f.evaluations() < config.evaluations()) {
      return Optional.of(LbfgsResult.Reason.LINE_SEARCH);
    }
    pairs.clear(); // the curvature misleads: start afresh from the gradient
    return Optional.empty();
  }

  private Optional<LbfgsResult.Reason> accept(WolfeSearch.Trial trial) {
    Point before = current;
    current = trial.point();
    iterations++;
    pairs.add(
        VectorMath.difference(current.x(), before.x()),
        VectorMath.difference(current.gradient(), before.gradient()));
    LbfgsIteration progress =
        new LbfgsIteration(
            iterations,
            f.evaluations(),
            f.unscaled(current.loss()),
            f.unscaled(current.gradientNorm()),
            trial.step());
    Training.<LbfgsIteration>evaluate(() -> {
      listener.accept(progress);
      return progress;
    });
    boolean stands =
        before.loss() - current.loss() <= config.changeTolerance() * Math.abs(before.loss());
    return stands && f.unscaled(current.gradientNorm()) > config.gradientTolerance()
        ? Optional.of(LbfgsResult.Reason.CHANGE)
        : Optional.empty();
  }
}
