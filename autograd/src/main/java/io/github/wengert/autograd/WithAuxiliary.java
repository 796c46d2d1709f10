package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

/**
 * A result together with an auxiliary one, such as the loss and the logits.
 *
 * @param result the value to differentiate, or its derivative
 * @param auxiliary the auxiliary result; values in it are constants once the scope has ended
 * @param <T> the type of the result
 * @param <A> the type of the auxiliary result
 */
public record WithAuxiliary<T, A>(T result, A auxiliary) {
  /** Refuses null. */
  public WithAuxiliary {
    requireNonNull(result, "withAuxiliary: result must not be null");
    requireNonNull(auxiliary, "withAuxiliary: auxiliary must not be null");
  }
}
