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
 * the next part until none is left. The parts complete even if the executor never provides a
 * thread.
 */
final class PartRunner {
  private final int count;
  private final IntConsumer part;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable Throwable> failures;
  private volatile boolean failed;

  private PartRunner(int count, IntConsumer part) {
    this.count = count;
    this.part = part;
    this.failures = new AtomicReferenceArray<>(count);
  }

  /**
   * Runs {@code part} for 0, 1, …, {@code count} − 1 and returns when all have ended. After a
   * failure no further part starts, and the exception of the first part that failed is thrown.
   */
  static void run(int count, IntConsumer part, Executor executor) {
    PartRunner runner = new PartRunner(count, part);
    runner.offer(executor);
    runner.work();
    runner.await();
    runner.throwFailure();
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
      // The calling thread does the work.
    }
  }

  private void work() {
    for (int p = claimed.getAndIncrement(); p < count; p = claimed.getAndIncrement()) {
      try {
        if (!failed) {
          part.accept(p);
        }
      } catch (Throwable e) { // checked ones, too: other languages don't check them
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
        PartRunner.<RuntimeException>throwUnchecked(failure);
      }
    }
  }

  @SuppressWarnings("unchecked") // it is thrown as what it is
  private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
