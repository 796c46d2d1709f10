package io.github.wengert.autograd;

import org.jspecify.annotations.Nullable;

/**
 * A scope while it is open on a thread. It serves the thread that opened it; a computation on
 * another thread that should have run in the scope has {@linkplain MissedScopes missed} it.
 */
abstract class OpenScope {
  /** The thread that opened the scope; null once the scope has ended. */
  private @Nullable Thread owner = Thread.currentThread();

  /** Whether the scope has not ended yet. */
  abstract boolean isOpen();

  /** Whether the calling thread computes in this scope. */
  abstract boolean isInEffect();

  /** Whether a value that missed this scope is refused here as an operand or a result. */
  abstract boolean refusesOperands();

  /** Whether a value that missed this scope must not even be read here as plain numbers. */
  abstract boolean refusesReads();

  /** Returns how messages refer to this scope, such as {@code the training scope}. */
  abstract String description();

  final boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  /** Drops the reference to the thread, which values that outlive the scope must not keep alive. */
  final void forgetOwner() {
    owner = null;
  }

  /** Returns how messages refer to the thread that opened the scope. */
  final String ownerDescription() {
    Thread thread = owner;
    return thread == null ? "a thread that has closed it" : describe(thread);
  }

  /** Returns how messages refer to the calling thread. */
  static String callerDescription() {
    return describe(Thread.currentThread());
  }

  /**
   * Returns how messages refer to {@code thread}: by name, by number if it has no name, and by both
   * if it is virtual, since virtual threads often share a name.
   */
  private static String describe(Thread thread) {
    String kind = thread.isVirtual() ? "virtual thread" : "thread";
    String name = thread.getName();
    if (name.isEmpty()) {
      return "%s #%d".formatted(kind, thread.threadId());
    }
    return thread.isVirtual()
        ? "%s \"%s\" #%d".formatted(kind, name, thread.threadId())
        : "%s \"%s\"".formatted(kind, name);
  }
}
