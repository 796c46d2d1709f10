package io.github.wengert.ops.check.limit;

import io.github.wengert.autograd.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A computation on its own thread, which is abandoned if it takes too long. */
public final class AbandonableThread<R> implements Runnable {
  private final Supplier<R> computation;
  private volatile @Nullable R result;
  private volatile @Nullable Throwable failure;

  private AbandonableThread(Supplier<R> computation) {
    this.computation = computation;
  }

  /**
   * Returns the result of a computation that runs in the scopes of the calling thread; empty if it
   * was abandoned because it took too long or the calling thread was interrupted. Exceptions of the
   * computation are rethrown.
   */
  public static <R> Optional<R> compute(String name, Duration limit, Supplier<R> computation) {
    AbandonableThread<R> own = new AbandonableThread<>(Scope.carried(computation));
    Thread thread = Thread.ofPlatform().daemon().name(name).start(own);
    try {
      if (!thread.join(limit)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    return own.result();
  }

  @Override
  public void run() {
    try {
      result = computation.get();
    } catch (Throwable e) { // whatever it is, it is thrown where the result is asked for
      failure = e;
    }
  }

  private Optional<R> result() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return Optional.ofNullable(result);
  }
}
