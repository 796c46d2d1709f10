package io.github.wengert.ops;

/**
 * Thrown by a layer that behaves differently in training if no scope decides whether it trains, or
 * if the scope forbids what it would do.
 */
public final class TrainingException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private TrainingException(String message) {
    super(message);
  }

  /** A layer is differentiated by parameters, and nothing says whether it trains. */
  static TrainingException undecided(String layer, Parameter parameter) {
    return new TrainingException(
        "%s: it trains differently, and nothing says whether it trains: differentiated by %s (0 training scopes < 1);"
                .formatted(layer, parameter.describe())
            + " let an optimizer's step(() -> loss) train it, or say Training.in(key, () -> …) or"
            + " Training.evaluate(() -> …)");
  }

  /** A random number is asked for where a computation must be the same each time. */
  static TrainingException random() {
    return new TrainingException(
        "training: random numbers would make the loss another function each time it is computed: (1"
            + " key drawn > 0); leave out layers such as dropout, or say around the minimisation"
            + " Training.in(key, () -> …), which keeps one choice of random numbers, or"
            + " Training.evaluate(() -> …)");
  }
}
