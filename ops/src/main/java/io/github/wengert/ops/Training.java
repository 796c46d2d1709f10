package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Scope;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
 * <p>A scope serves the thread that opened it. {@link io.github.wengert.autograd.Autograd#parallel}
 * gives each part a scope of its own, whose key is split off in the order of the parts, and hands
 * the parts' new state over in that order. What another thread computed after it asked for a scope
 * and found none is refused where it comes back into one that was open. A layer that hands its
 * input on in evaluation says so by {@link Scope#unchanged}.
 */
public final class Training {
  private static final Scope<Training> SCOPE =
      Scope.forking("training scope", Training::forPart, Training::join);

  /** Splits off the keys of parallel parts, apart from those that are drawn. */
  private static final long PARTS = -1;

  private final Key key;

  /** The scope around the parallel computation that this is a part of, if it is one. */
  private final @Nullable Training whole;

  private final IdentityHashMap<Parameter, Tensor> updates = new IdentityHashMap<>();

  /** What was named, in order: a part's is named again, to the whole, when all parts have ended. */
  private final List<Update> named = new ArrayList<>();

  private record Update(Parameter state, UnaryOperator<Tensor> content) {}

  private long drawn;
  private long forked;

  private Training(Key key, @Nullable Training whole) {
    this.key = key;
    this.whole = whole;
  }

  /**
   * Runs a computation as training and returns its result.
   *
   * @param key what the random numbers are a function of: a new one for each step
   */
  public static <R> R in(Key key, Supplier<R> computation) {
    requireNonNull(key, "training: key must not be null");
    requireNonNull(computation, "training: computation must not be null");
    Training training = new Training(key, null);
    R result = SCOPE.in(training, computation);
    training.handOver();
    return result;
  }

  /** Returns the innermost scope, or nothing if the network is to be evaluated. */
  public static Optional<Training> current() {
    return Optional.ofNullable(SCOPE.current());
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
    requireNonNull(content, "afterwards: content must not be null");
    requireNonNull(state, "afterwards: state must not be null");
    state.requireLike("afterwards", content);
    Tensor constant = Ops.stopGradient(content);
    name(new Update(state, latest -> constant), constant);
  }

  /**
   * Assigns new content to a parameter when the scope ends: a function of the {@linkplain #latest
   * latest} content, such as a running mean. Parallel parts that name the same state build on each
   * other, in their order.
   *
   * @param state a parameter that is not learned, see {@link Model#buffers()}
   * @param content computes the new content from the latest; it may be called again later
   * @throws ShapeException if the content has another shape
   * @throws DTypeException if the content has another element type
   */
  public void afterwards(Parameter state, UnaryOperator<Tensor> content) {
    requireNonNull(state, "afterwards: state must not be null");
    requireNonNull(content, "afterwards: content must not be null");
    Tensor computed =
        requireNonNull(content.apply(latest(state)), "afterwards: content must not return null");
    state.requireLike("afterwards", computed);
    name(new Update(state, content), Ops.stopGradient(computed));
  }

  private void name(Update update, Tensor content) {
    updates.put(update.state, content);
    if (whole != null) {
      named.add(update);
    }
  }

  /**
   * Returns what this scope has named as the new content of a parameter, else its present content,
   * so that a layer that is applied twice adds to what it said the first time.
   */
  public Tensor latest(Parameter state) {
    requireNonNull(state, "training: state must not be null");
    Tensor own = updates.get(state);
    if (own != null) {
      return own;
    }
    return whole == null ? state : whole.latest(state);
  }

  private void handOver() {
    Training outer = SCOPE.current();
    if (outer != null) {
      updates.forEach(
          (state, content) -> outer.name(new Update(state, latest -> content), content));
    } else {
      updates.forEach(Parameter::assign);
    }
  }

  private Training forPart() {
    return new Training(key.split(PARTS).split(forked++), this);
  }

  private void join(Training part) {
    part.named.forEach(update -> afterwards(update.state, update.content));
  }
}
