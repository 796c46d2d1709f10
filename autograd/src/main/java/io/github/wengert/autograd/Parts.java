package io.github.wengert.autograd;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of a computation on several threads, the calling one among them: each thread takes
 * part after part until none is left. A thread that comes late, or never, costs nothing but the
 * help it would have been.
 */
final class Parts {
  private final int count;
  private final IntConsumer part;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable Throwable> failures;
  private volatile boolean failed;

  private Parts(int count, IntConsumer part) {
    this.count = count;
    this.part = part;
    this.failures = new AtomicReferenceArray<>(count);
  }

  /**
   * Runs {@code part} for 0, 1, …, {@code count} − 1 and returns when all have ended. If some fail,
   * no more are begun, and what the first of them threw is thrown.
   */
  static void run(int count, IntConsumer part, Executor executor) {
    Parts parts = new Parts(count, part);
    parts.offer(executor);
    parts.work();
    parts.await();
    parts.throwFailure();
  }

  private void offer(Executor executor) {
    int helpers = count - 1;
    if (executor instanceof ForkJoinPool pool) {
      helpers = Math.min(helpers, pool.getParallelism());
    }
    try {
      for (int i = 0; i < helpers; i++) {
        executor.execute(this::work);
      }
    } catch (RejectedExecutionException e) {
      // Then the calling thread does the work.
    }
  }

  private void work() {
    for (int p = claimed.getAndIncrement(); p < count; p = claimed.getAndIncrement()) {
      try {
        if (!failed) {
          part.accept(p);
        }
      } catch (Throwable e) { // a checked one, too, that a compiler of another language let through
        failures.set(p, e);
        failed = true;
      } finally {
        if (ended.incrementAndGet() == count) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  private void await() {
    boolean interrupted = false;
    while (ended.get() < count) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      caller.interrupt();
    }
  }

  private void throwFailure() {
    if (!failed) {
      return;
    }
    for (int p = 0; p < count; p++) {
      Throwable failure = failures.get(p);
      if (failure != null) {
        Parts.<RuntimeException>throwUnchecked(failure);
      }
    }
  }

  @SuppressWarnings("unchecked") // it is thrown as what it is
  private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
