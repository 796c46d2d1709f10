package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Scope;
import io.github.wengert.autograd.Traceable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A scope that decides whether networks train or evaluate. Layers that behave differently in
 * training, such as dropout and batch normalisation, get from it what they need: random keys, and a
 * place for their new state.
 *
 * <pre>
 *   sgd.step(() -&gt; loss)                       trains: the step opens a scope of its own
 *   Training.in(key, () -&gt; …)                  trains, with this key
 *   Training.evaluate(() -&gt; …)                 evaluates, also within a step
 *   net.apply(x)                               evaluates
 *   differentiate(net.parameters(), () -&gt; …)   such layers throw, unless one of these is around
 * </pre>
 *
 * <p>So evaluation is the default, except while a computation is differentiated by parameters:
 * there, a layer that trains differently throws a {@link TrainingException} unless a scope is open.
 *
 * <p>Inside a scope, applying a layer is a pure function all the same. The k-th key that is drawn
 * is a function of the scope's key and of k, so a loss that is computed again in a new scope of the
 * same key meets the same random numbers. New state is assigned when the scope ends, and not at all
 * if it ends with an exception: a failed step changes nothing.
 *
 * <p>Scopes nest; the innermost counts. An inner scope hands its new state to the outer one instead
 * of assigning it. An optimizer that computes a loss several times in one step (a line search)
 * computes it {@linkplain #repeatable repeatably}: each time the loss meets the same random
 * numbers, and only the state that the last computation handed over counts.
 *
 * <p>A scope serves the thread that opened it. {@link Autograd#parallel} gives each part a scope of
 * its own, whose key is split off in the order of the parts, and hands the parts' new state over in
 * that order. What another thread computed after it asked for a scope and found none is refused
 * where it comes back into one that was open. A layer that hands its input on in evaluation says so
 * by {@link Scope#unchanged}.
 */
public final class Training {
  private static final Scope<Training> SCOPE =
      Scope.forking("training scope", Training::forPart, Training::join);

  /** Splits off the keys of parallel parts, apart from those that are drawn. */
  private static final long PARTS = -1;

  /** Splits off the keys of repeatable computations, apart from those that are drawn. */
  private static final long REPEATED = -2;

  /** The key of a scope that hands out none. */
  private static final Key NO_KEY = Key.of(0);

  /** What the computations in a scope are. */
  private enum Kind {
    /** Training, with random numbers. */
    TRAINING,
    /** Training of which each repetition must be the same. */
    DETERMINISTIC,
    /** Evaluation, as where there is no scope. */
    EVALUATION
  }

  private final Kind kind;
  private final Key key;

  /** The scope around the parallel computation that this is a part of, if it is one. */
  private final @Nullable Training whole;

  /** What was named last for each state; null until there is some, as in most networks. */
  private @Nullable IdentityHashMap<Parameter, Tensor> updates;

  /** What was named, in order: a part's is named again, to the whole, when all parts have ended. */
  private List<Update> named = List.of();

  private record Update(Parameter state, UnaryOperator<Tensor> content) {}

  private long drawn;
  private long forked;

  private Training(Kind kind, Key key, @Nullable Training whole) {
    this.kind = kind;
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
    return run(new Training(Kind.TRAINING, key, null), computation);
  }

  /**
   * Runs a computation as evaluation, whatever scopes are around it, and returns its result: such
   * as a step that leaves running statistics frozen, or a look at held-out data within a step.
   */
  public static <R> R evaluate(Supplier<R> computation) {
    requireNonNull(computation, "training: computation must not be null");
    return run(new Training(Kind.EVALUATION, NO_KEY, null), computation);
  }

  /**
   * Runs a computation as training without random numbers and returns its result: batch
   * normalisation trains, and dropout, whose loss is another function each time, is refused. Full
   * batch methods such as L-BFGS run in such a scope.
   */
  public static <R> R deterministic(Supplier<R> computation) {
    requireNonNull(computation, "training: computation must not be null");
    return run(new Training(Kind.DETERMINISTIC, NO_KEY, null), computation);
  }

  /**
   * Runs a computation that is run several times in the scope around it, such as the loss in a line
   * search, and returns its result. Each repetition meets the same random numbers, and the new
   * state of the last one counts. Where there is no scope it is just run.
   */
  public static <R> R repeatable(Supplier<R> computation) {
    requireNonNull(computation, "training: computation must not be null");
    Training around = SCOPE.current();
    return around == null
        ? computation.get()
        : run(
            new Training(around.kind, around.key.split(REPEATED).split(around.drawn), null),
            computation);
  }

  private static <R> R run(Training training, Supplier<R> computation) {
    R result = SCOPE.in(training, computation);
    training.handOver();
    return result;
  }

  /** Whether a scope is open that says whether networks train here. */
  public static boolean isDecided() {
    return SCOPE.current() != null;
  }

  /**
   * Returns the innermost scope, or nothing if networks are to be evaluated: {@link
   * #current(String)} for a layer without a name.
   */
  public static Optional<Training> current() {
    return current("layer");
  }

  /**
   * Returns the innermost scope, or nothing if networks are to be evaluated.
   *
   * @param layer what the exception calls the layer that asks, such as {@code dropout}
   * @throws TrainingException if no scope is open, and a computation is being recorded that is
   *     differentiated by parameters: evaluation by default would train another network than the
   *     one that was meant
   */
  public static Optional<Training> current(String layer) {
    requireNonNull(layer, "training: layer must not be null");
    Training innermost = SCOPE.current();
    if (innermost == null) {
      Autograd.watched(Training::isLearned)
          .ifPresent(leaf -> {
            throw TrainingException.undecided(layer, (Parameter) leaf);
          });
      return Optional.empty();
    }
    return innermost.kind == Kind.EVALUATION ? Optional.empty() : Optional.of(innermost);
  }

  private static boolean isLearned(Traceable<?> leaf) {
    return leaf instanceof Parameter parameter && parameter.role() != ParameterRole.STATE;
  }

  /**
   * Returns another key each time: the k-th one, counted from 0, is that of the scope, split by k.
   *
   * @throws TrainingException in a {@linkplain #deterministic deterministic} scope
   */
  public Key nextKey() {
    if (kind == Kind.DETERMINISTIC) {
      throw TrainingException.random();
    }
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
    if (updates == null) {
      updates = new IdentityHashMap<>();
      named = new ArrayList<>();
    }
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
    Tensor own = updates == null ? null : updates.get(state);
    if (own != null) {
      return own;
    }
    return whole == null ? state : whole.latest(state);
  }

  /** Whether this scope has new state to assign, or to hand to the scope around it. */
  public boolean hasNewState() {
    return updates != null;
  }

  private void handOver() {
    if (updates == null) {
      return;
    }
    Training outer = SCOPE.current();
    if (outer != null) {
      updates.forEach(
          (state, content) -> outer.name(new Update(state, latest -> content), content));
    } else {
      updates.forEach(Parameter::assign);
    }
  }

  private Training forPart() {
    return new Training(kind, key.split(PARTS).split(forked++), this);
  }

  private void join(Training part) {
    part.named.forEach(update -> afterwards(update.state, update.content));
  }

  /** Returns what the computations in the scope are, and the key of random numbers. */
  @Override
  public String toString() {
    return switch (kind) {
      case TRAINING -> "Training(" + key + ")";
      case DETERMINISTIC -> "Training(without random numbers)";
      case EVALUATION -> "Training(evaluation)";
    };
  }
}
