package io.github.wengert.autograd;

import org.jspecify.annotations.Nullable;

/**
 * A scope while it is open on a thread. It serves that thread; what another thread computes with
 * its leaves, or would have computed differently inside of it, has {@linkplain Missed missed} it.
 */
abstract sealed class Opening permits Tape, Scope.Binding {
  /** The thread that opened it; null once it has ended. */
  private @Nullable Thread owner = Thread.currentThread();

  /** Whether it has not ended yet. */
  abstract boolean isOpen();

  /** Whether what the calling thread does belongs to this scope. */
  abstract boolean isInEffect();

  /** Whether a value that missed this scope must not be used in it at this moment. */
  abstract boolean refusesWhatMissedIt();

  /** Returns the words for this scope in a message, such as {@code a scope that records}. */
  abstract String description();

  final boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  /** Lets go of the thread, which values that outlive the scope must not keep alive. */
  final void forgetOwner() {
    owner = null;
  }

  /** Returns the words for the thread that opened it. */
  final String ownerDescription() {
    Thread thread = owner;
    return thread == null ? "a thread that has closed it" : describe(thread);
  }

  /** Returns the words for a thread in a message: its name, or its number if it has none. */
  static String describe(Thread thread) {
    return thread.getName().isEmpty()
        ? "%s #%d".formatted(thread.isVirtual() ? "virtual thread" : "thread", thread.threadId())
        : "thread \"%s\"".formatted(thread.getName());
  }
}
