package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

/**
 * A result together with something else that was computed on the way, such as the logits beside the
 * loss.
 *
 * @param result the result that is differentiated, or the derivative
 * @param auxiliary what is handed through; values in it are constants once the scope has ended
 * @param <T> the type of the result
 * @param <A> the type of what is handed through
 */
public record WithAuxiliary<T, A>(T result, A auxiliary) {
  /** Refuses what is missing. */
  public WithAuxiliary {
    requireNonNull(result, "withAuxiliary: result must not be null");
    requireNonNull(auxiliary, "withAuxiliary: auxiliary must not be null");
  }
}
