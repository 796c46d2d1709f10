package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of scope in which computations find a value: like a {@link ScopedValue}, but not lost
 * without a word when a part of the computation runs on another thread.
 *
 * <pre>
 *   static final Scope&lt;Policy&gt; POLICY = Scope.shared("policy scope");
 *   …
 *   POLICY.in(policy, () -&gt; compute());   // somewhere below: POLICY.current()
 * </pre>
 *
 * <p>A scope serves the thread that opened it. {@link Autograd#parallel} carries all scopes along
 * to the threads that run its parts. What another thread computes after it asked in vain for a
 * value that is in effect elsewhere is refused, by a {@link LostScopeException}, if it comes back
 * into that scope: as an operand, as the scope's result, or where its elements are read.
 *
 * @param <T> what computations find
 */
public final class Scope<T> {
  private static final ScopedValue<Binding<?>> INNERMOST = ScopedValue.newInstance();

  /** What each thread has asked for in vain while it was in effect elsewhere. */
  private static final ThreadLocal<@Nullable Missed> ASKED = new ThreadLocal<>();

  /** How many scopes are open that some thread has asked for in vain. */
  private static final AtomicInteger MISSED = new AtomicInteger();

  /** Stands for no scope: of a kind that nobody asks for. */
  private static final Binding<?> NONE =
      new Binding<>(Scope.<Object>shared("no scope"), new Object(), null, null);

  private final String description;

  /** Makes the value for a part from that of the whole; null if they share it. */
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
   * @param description what messages call it, such as {@code policy scope}
   */
  public static <T> Scope<T> shared(String description) {
    requireNonNull(description, "scope: description must not be null");
    return new Scope<>(description, null, null);
  }

  /**
   * Returns a kind of scope whose values change.
   *
   * @param description what messages call it, such as {@code training scope}
   * @param fork makes the value that one part of a parallel computation finds, from that of the
   *     whole; it is called for all parts in order, before they run
   * @param join hands what a part did to its value to that of the whole (the first argument); it is
   *     called for all parts in order, after they have run, unless one failed
   */
  public static <T> Scope<T> forking(
      String description, UnaryOperator<T> fork, BiConsumer<T, T> join) {
    requireNonNull(description, "scope: description must not be null");
    requireNonNull(fork, "scope: fork must not be null");
    requireNonNull(join, "scope: join must not be null");
    return new Scope<>(description, fork, join);
  }

  /** Runs {@code body}, which finds {@code value}, and returns its result. */
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
   * @throws LostScopeException if a thread asks that inherited the scope from the one that opened
   *     it, and the value is not {@linkplain #shared shared}
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
   * Returns a computation that runs {@code body} in the scopes that are open here, whichever thread
   * it is run on: for work that the calling thread may give up. Logs of the scopes get nothing of
   * it; {@link Autograd#parallel} joins what its parts do.
   */
  public static <R extends @Nullable Object> Supplier<R> carried(Supplier<R> body) {
    requireNonNull(body, "carried: body must not be null");
    return Parallel.carried(body);
  }

  /**
   * Returns {@code value} for a function that asked for a scope, found none, and hands its operand
   * on as it is: a value that computes nothing could not be told from one that missed nothing.
   */
  public static <V extends Traceable<V>> V unchanged(V value) {
    requireNonNull(value, "unchanged: value must not be null");
    Missed asked = asked();
    return asked == null ? value : Unrecorded.omitting(asked, value);
  }

  @SuppressWarnings("unchecked") // the binding is of this kind
  private T valueOf(Binding<?> binding) {
    if (fork != null && !binding.isOwner()) {
      throw new LostScopeException(
          "%s: it serves the thread that opened it only (%s ≠ %s); let Autograd.parallel run the parts of a computation"
              .formatted(
                  description,
                  binding.ownerDescription(),
                  Opening.describe(Thread.currentThread())));
    }
    return (T) binding.value;
  }

  private void noteMissed() {
    Missed asked = Missed.open(ASKED.get());
    for (Binding<T> binding : open) {
      if (!binding.isOwner() && binding.noteMissed()) {
        asked = Missed.add(asked, binding, null);
      }
    }
    ASKED.set(asked);
  }

  /** Returns the scopes that the calling thread has asked for in vain and that are still open. */
  static @Nullable Missed asked() {
    return MISSED.get() == 0 ? null : Missed.open(ASKED.get());
  }

  /** Returns the innermost scope of each kind that is in effect here, for parts to fork. */
  static List<Binding<?>> innermostOfEachKind() {
    List<Binding<?>> found = new ArrayList<>();
    for (Binding<?> binding = INNERMOST.orElse(NONE); binding != null; binding = binding.outer) {
      Scope<?> kind = binding.scope;
      if (binding != NONE && found.stream().noneMatch(inner -> inner.scope == kind)) {
        found.add(binding);
      }
    }
    return found;
  }

  /** A scope that is open. */
  static final class Binding<T> extends Opening {
    private final Scope<T> scope;
    private final T value;
    private final @Nullable Binding<?> outer;

    /** The scope of the whole, if this one is that of a part. */
    private final @Nullable Binding<T> whole;

    private boolean missed; // guarded by this
    private volatile boolean ended;

    private Binding(
        Scope<T> scope, T value, @Nullable Binding<?> outer, @Nullable Binding<T> whole) {
      this.scope = scope;
      this.value = value;
      this.outer = outer;
      this.whole = whole;
      scope.open.add(this);
    }

    /** Returns what one part of a parallel computation will find. */
    Part<T> forPart() {
      return new Part<>(this, scope.fork == null ? value : scope.fork.apply(value));
    }

    /** Says that a thread has asked for it in vain, and returns whether it is still open. */
    private synchronized boolean noteMissed() {
      if (!missed && !ended) {
        missed = true;
        MISSED.incrementAndGet();
      }
      return !ended;
    }

    private synchronized void end() {
      ended = true;
      if (missed) {
        MISSED.decrementAndGet();
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
    boolean refusesWhatMissedIt() {
      return true;
    }

    @Override
    String description() {
      return "the " + scope.description;
    }
  }

  /** What a part of a parallel computation finds in place of the scope of the whole. */
  static final class Part<T> {
    private final Binding<T> whole;
    private final T value;

    private Part(Binding<T> whole, T value) {
      this.whole = whole;
      this.value = value;
    }

    /** Runs {@code body} in this scope, on any thread. */
    <R extends @Nullable Object> R call(Supplier<R> body) {
      Binding<T> binding = new Binding<>(whole.scope, value, INNERMOST.orElse(NONE), whole);
      try {
        return ScopedValue.where(INNERMOST, binding).call(body::get);
      } finally {
        binding.end();
      }
    }

    /** Hands what the part did to the scope of the whole. */
    void join() {
      if (whole.scope.join != null) {
        whole.scope.join.accept(whole.value, value);
      }
    }
  }
}
