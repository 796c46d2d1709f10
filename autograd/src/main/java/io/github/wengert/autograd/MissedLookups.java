package io.github.wengert.autograd;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Scopes that a thread looked up without finding them, although they were open on another thread.
 * Values that the thread computes afterwards have {@linkplain MissedScopes missed} them.
 */
final class MissedLookups {
  private static final ThreadLocal<@Nullable MissedScopes> OF_THREAD = new ThreadLocal<>();

  /** The number of open scopes that any thread has missed: usually 0, which spares the look-up. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private MissedLookups() {}

  /** Counts an open scope that has just been missed for the first time. */
  static void opened() {
    OPEN.incrementAndGet();
  }

  /** Counts down when a scope that {@link #opened} counted has ended. */
  static void closed() {
    OPEN.decrementAndGet();
  }

  /** Returns the scopes that the calling thread has missed and that are still open. */
  static @Nullable MissedScopes ofThisThread() {
    return OPEN.get() == 0 ? null : MissedScopes.open(OF_THREAD.get());
  }

  /** Notes that the calling thread has missed {@code scopes}. */
  static void add(Iterable<? extends OpenScope> scopes) {
    MissedScopes all = MissedScopes.open(OF_THREAD.get());
    for (OpenScope scope : scopes) {
      all = MissedScopes.add(all, scope, null);
    }
    OF_THREAD.set(all);
  }
}
