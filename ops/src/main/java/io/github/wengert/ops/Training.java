package io.github.wengert.ops;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The scope in which a network trains. Layers that behave differently in training, such as dropout
 * and batch normalisation, look for it and get from it all that they need: random keys, and a place
 * for their new state. Outside of any scope a network is evaluated.
 *
 * <pre>
 *   Training.in(key, () -&gt; sgd.step(() -&gt; crossEntropy(net.apply(x), labels)))
 * </pre>
 *
 * <p>Inside, applying a layer is a pure function all the same. The k-th key that is drawn is a
 * function of the scope's key and of k, so a loss that is computed again in a new scope of the same
 * key meets the same random numbers. New state is assigned when the scope ends, and not at all if
 * it ends with an exception: a failed step changes nothing.
 *
 * <p>Scopes nest. An inner one hands its new state to the outer one instead of assigning it. An
 * optimizer that computes a loss several times in one step (a line search) thus needs a scope
 * around the step, and one in the loss: each time the loss meets the same random numbers, and what
 * the last one handed over counts, once.
 *
 * <p>A scope serves the thread that opened it.
 */
public final class Training {
  private static final ScopedValue<Training> CURRENT = ScopedValue.newInstance();

  private final Key key;
  private final IdentityHashMap<Parameter, Tensor> updates = new IdentityHashMap<>();
  private long drawn;

  private Training(Key key) {
    this.key = key;
  }

  /**
   * Runs a computation as training and returns its result.
   *
   * @param key what the random numbers are a function of: a new one for each step
   */
  public static <R> R in(Key key, Supplier<R> computation) {
    Training training = new Training(key);
    R result = ScopedValue.where(CURRENT, training).call(computation::get);
    training.handOver();
    return result;
  }

  /** Returns the innermost scope, or nothing if the network is to be evaluated. */
  public static Optional<Training> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Returns another key each time: the k-th one, counted from 0, is that of the scope, split by k.
   */
  public Key nextKey() {
    return key.split(drawn++);
  }

  /**
   * Assigns new content to a parameter when the scope ends; it replaces what was named for the same
   * parameter before. Derivatives stop here.
   *
   * @param state a parameter that is not learned, see {@link Model#buffers()}
   * @throws ShapeException if {@code content} has another shape
   * @throws DTypeException if {@code content} has another element type
   */
  public void afterwards(Parameter state, Tensor content) {
    state.requireLike("afterwards", content);
    updates.put(state, Ops.stopGradient(content));
  }

  /**
   * Returns what this scope has named as the new content of a parameter, else its present content,
   * so that a layer that is applied twice adds to what it said the first time.
   */
  public Tensor latest(Parameter state) {
    return updates.getOrDefault(state, state);
  }

  private void handOver() {
    if (CURRENT.isBound()) {
      CURRENT.get().updates.putAll(updates);
    } else {
      updates.forEach(Parameter::assign);
    }
  }
}
