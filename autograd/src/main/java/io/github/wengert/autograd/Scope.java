package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of scope in which computations find a value: like a {@link ScopedValue}, except that a
 * part of the computation that runs on another thread does not silently lose it.
 *
 * <pre>
 *   static final Scope&lt;Policy&gt; POLICY = Scope.shared("policy scope");
 *   …
 *   POLICY.in(policy, () -&gt; compute());   // somewhere below: POLICY.current()
 * </pre>
 *
 * <p>A scope serves the thread that opened it. {@link Autograd#parallel} carries all scopes along
 * to the threads that run its parts. If any other thread looks up a value while it is in effect
 * elsewhere, finds none, and its results come back into that scope (as an operand, as the scope's
 * result, or by a read of their elements), they are refused by a {@link LostScopeException}.
 *
 * @param <T> the type of the value
 */
public final class Scope<T> {
  private static final ScopedValue<Binding<?>> INNERMOST = ScopedValue.newInstance();

  /** Stands for the absence of a scope. */
  private static final Binding<?> NONE =
      new Binding<>(Scope.<Object>shared("no scope"), new Object(), null, null);

  private final String description;

  /** Creates the value for a part from that of the whole; null if they share it. */
  private final @Nullable UnaryOperator<T> fork;

  private final @Nullable BiConsumer<T, T> join;
  private final Set<Binding<T>> open = ConcurrentHashMap.newKeySet();

  private Scope(
      String description, @Nullable UnaryOperator<T> fork, @Nullable BiConsumer<T, T> join) {
    this.description = description;
    this.fork = fork;
    this.join = join;
  }

  /**
   * Returns a kind of scope whose values are immutable, so that threads may share them.
   *
   * @param description how messages refer to it, such as {@code policy scope}
   */
  public static <T> Scope<T> shared(String description) {
    requireNonNull(description, "scope: description must not be null");
    return new Scope<>(description, null, null);
  }

  /**
   * Returns a kind of scope whose values change.
   *
   * @param description how messages refer to it, such as {@code training scope}
   * @param fork creates the value for one part of a parallel computation from that of the whole; it
   *     is called for all parts in order, before they run
   * @param join applies the changes to a part's value (the second argument) to that of the whole
   *     (the first); it is called for all parts in order, after they have run, unless one failed
   */
  public static <T> Scope<T> forking(
      String description, UnaryOperator<T> fork, BiConsumer<T, T> join) {
    requireNonNull(description, "scope: description must not be null");
    requireNonNull(fork, "scope: fork must not be null");
    requireNonNull(join, "scope: join must not be null");
    return new Scope<>(description, fork, join);
  }

  /** Runs {@code body} with {@code value} as the current one, and returns its result. */
  public <R extends @Nullable Object> R in(T value, Supplier<R> body) {
    requireNonNull(value, "scope: value must not be null");
    requireNonNull(body, "scope: body must not be null");
    Binding<T> binding = new Binding<>(this, value, INNERMOST.orElse(NONE), null);
    try {
      return ScopedValue.where(INNERMOST, binding).call(() -> checked(body.get()));
    } finally {
      binding.end();
    }
  }

  /** Refuses a result that missed a scope which is in effect. */
  private <R extends @Nullable Object> R checked(R result) {
    if (result instanceof Traceable<?> traceable) {
      traceable.requireNothingMissed(description);
    }
    return result;
  }

  /**
   * Returns the value of the innermost scope of this kind, or null if there is none.
   *
   * @throws LostScopeException if the value is not {@linkplain #shared shared} and the calling
   *     thread inherited the scope from the thread that opened it
   */
  public @Nullable T current() {
    for (Binding<?> binding = INNERMOST.orElse(NONE); binding != null; binding = binding.outer) {
      if (binding.scope == this) {
        return valueOf(binding);
      }
    }
    if (!open.isEmpty()) {
      noteMissed();
    }
    return null;
  }

  /**
   * Returns a computation that runs {@code body} in the scopes that are open here, on whichever
   * thread: for work that the calling thread may abandon. Changes to the values of {@linkplain
   * #forking forking} scopes are discarded; {@link Autograd#parallel} joins those of its parts.
   */
  public static <R extends @Nullable Object> Supplier<R> carried(Supplier<R> body) {
    requireNonNull(body, "carried: body must not be null");
    PartScopes scopes = PartScopes.ofCaller();
    return () -> scopes.call(body);
  }

  /**
   * Returns {@code value} as the result of a function that looked up a scope, found none, and
   * returns its operand unchanged, as dropout does outside training. Such a function must return
   * {@code unchanged(x)} instead of {@code x}: without a computation, the engine cannot tell that
   * the result missed a scope.
   */
  public static <V extends Traceable<V>> V unchanged(V value) {
    requireNonNull(value, "unchanged: value must not be null");
    MissedScopes missed = MissedLookups.ofThisThread();
    return missed == null ? value : Unrecorded.omitting(missed, value);
  }

  @SuppressWarnings("unchecked") // the binding is of this kind
  private T valueOf(Binding<?> binding) {
    if (fork != null && !binding.isOwner()) {
      throw new LostScopeException(
          "%s: it serves the thread that opened it only (%s ≠ %s); let Autograd.parallel run the parts of a computation"
              .formatted(description, binding.ownerDescription(), OpenScope.callerDescription()));
    }
    return (T) binding.value;
  }

  private void noteMissed() {
    List<Binding<T>> missed = new ArrayList<>();
    for (Binding<T> binding : open) {
      if (!binding.isOwner() && binding.noteMissed()) {
        missed.add(binding);
      }
    }
    MissedLookups.add(missed);
  }

  /** A scope that is open. */
  private static final class Binding<T> extends OpenScope {
    private final Scope<T> scope;
    private final T value;
    private final @Nullable Binding<?> outer;

    /** The scope of the whole, if this one is that of a part. */
    private final @Nullable Binding<T> whole;

    /** As good as an identity, for the few scopes that are open at once, and made in no time. */
    private final int hash = (int) Thread.currentThread().threadId();

    private boolean missed; // guarded by this
    private volatile boolean ended;

    Binding(Scope<T> scope, T value, @Nullable Binding<?> outer, @Nullable Binding<T> whole) {
      this.scope = scope;
      this.value = value;
      this.outer = outer;
      this.whole = whole;
      scope.open.add(this);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /** Returns what one part of a parallel computation finds. */
    Part<T> forPart() {
      return new Part<>(this, scope.fork == null ? value : scope.fork.apply(value));
    }

    /** Notes that a thread has missed this scope, and returns whether it is still open. */
    synchronized boolean noteMissed() {
      if (!missed && !ended) {
        missed = true;
        MissedLookups.opened();
      }
      return !ended;
    }

    synchronized void end() {
      ended = true;
      if (missed) {
        MissedLookups.closed();
      }
      scope.open.remove(this);
      forgetOwner();
    }

    @Override
    boolean isOpen() {
      return !ended;
    }

    @Override
    boolean isInEffect() {
      for (Binding<?> binding = INNERMOST.orElse(NONE); binding != null; binding = binding.outer) {
        for (Binding<?> origin = binding; origin != null; origin = origin.whole) {
          if (origin == this) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    boolean refusesOperands() {
      return true;
    }

    @Override
    boolean refusesReads() {
      return true;
    }

    @Override
    String description() {
      return "the " + scope.description;
    }
  }

  /**
   * The scopes in which one part of a parallel computation runs: a fork of the innermost scope of
   * each kind.
   */
  static final class PartScopes {
    private final List<Part<?>> parts;

    private PartScopes(List<Part<?>> parts) {
      this.parts = parts;
    }

    /** Forks the scopes that are in effect on the calling thread. */
    static PartScopes ofCaller() {
      Set<Scope<?>> kinds = new HashSet<>();
      List<Part<?>> parts = new ArrayList<>();
      for (Binding<?> binding = INNERMOST.orElse(NONE); binding != null; binding = binding.outer) {
        if (binding != NONE && kinds.add(binding.scope)) {
          parts.add(binding.forPart());
        }
      }
      return new PartScopes(parts);
    }

    /** Runs {@code body} in these scopes, on any thread. */
    <R extends @Nullable Object> R call(Supplier<R> body) {
      return call(0, body);
    }

    private <R extends @Nullable Object> R call(int next, Supplier<R> body) {
      return next == parts.size() ? body.get() : parts.get(next).call(() -> call(next + 1, body));
    }

    /** Applies the part's changes to the scopes of the whole. */
    void join() {
      parts.forEach(Part::join);
    }
  }

  /** One scope of a part. */
  private static final class Part<T> {
    private final Binding<T> whole;
    private final T value;

    Part(Binding<T> whole, T value) {
      this.whole = whole;
      this.value = value;
    }

    <R extends @Nullable Object> R call(Supplier<R> body) {
      Binding<T> binding = new Binding<>(whole.scope, value, INNERMOST.orElse(NONE), whole);
      try {
        return ScopedValue.where(INNERMOST, binding).call(body::get);
      } finally {
        binding.end();
      }
    }

    void join() {
      if (whole.scope.join != null) {
        whole.scope.join.accept(whole.value, value);
      }
    }
  }
}
