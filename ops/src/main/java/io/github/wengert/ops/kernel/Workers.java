package io.github.wengert.ops.kernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share the work inside one operation.
 *
 * <p>A job is cut into parts that do not depend on each other; the calling thread and the workers
 * claim part after part until none is left. So a worker that comes late, or never, costs nothing
 * but the help it would have been. There is one job at a time: a caller that finds the workers
 * taken computes all its parts itself, which many callers at once do best anyway. What is computed
 * never depends on who computes it.
 *
 * <p>Waking a parked thread takes longer than most operations. So a worker that ran out of work
 * keeps looking for more for a few microseconds, and is parked only then.
 */
public final class Workers {
  /** The system property with the number of threads, the calling one included. */
  static final String PROPERTY = "wengert.threads";

  /** Below this many floating-point operations, a second thread costs more than it brings. */
  private static final long FEWEST_OPERATIONS = 500_000;

  private static final long SPIN_NANOS = 20_000;
  private static final int SPINS_BEFORE_YIELD = 10_000;

  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static volatile int threads = initialThreads(System.getProperty(PROPERTY));
  private static Worker[] workers = new Worker[0]; // guarded by BUSY

  private Workers() {}

  /**
   * Returns the number of threads that a property's value asks for; all cores by default.
   *
   * @throws IllegalArgumentException if it is no positive number
   */
  static int initialThreads(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int count = Integer.parseInt(value);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s: the number of threads must be positive: (\"%s\" < 1)".formatted(PROPERTY, value));
  }

  /** Returns how many threads share the work of an operation, the calling one included. */
  public static int threads() {
    return threads;
  }

  /**
   * Sets how many threads share the work of an operation, the calling one included.
   *
   * @param count at least 1
   */
  public static void threads(int count) {
    threads = count;
  }

  /** Returns into how many parts a job of so many floating-point operations should be cut. */
  static int partsFor(long operations) {
    return operations < FEWEST_OPERATIONS ? 1 : threads;
  }

  /**
   * Runs {@code part} for 0, 1, …, {@code parts} − 1, in any order and on any threads, and returns
   * when all have ended. What a part throws is thrown.
   */
  static void run(int parts, IntConsumer part) {
    if (parts == 1
        || threads == 1
        || Warmup.isCurrentThread()
        || !BUSY.compareAndSet(false, true)) {
      for (int p = 0; p < parts; p++) {
        part.accept(p);
      }
      return;
    }
    Job job = new Job(parts, part);
    try {
      offer(job, Math.min(parts, threads) - 1);
      job.work();
      job.await();
    } finally {
      BUSY.set(false);
    }
    job.throwFailure();
  }

  private static void offer(Job job, int helpers) {
    if (workers.length < helpers) {
      Worker[] more = Arrays.copyOf(workers, helpers);
      for (int i = workers.length; i < helpers; i++) {
        more[i] = Worker.start(i + 1);
      }
      workers = more;
    }
    for (int i = 0; i < helpers; i++) {
      workers[i].offer(job);
    }
  }

  /** Parts of one operation, and how far they have got. */
  private static final class Job {
    private final int parts;
    private final IntConsumer part;
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Job(int parts, IntConsumer part) {
      this.parts = parts;
      this.part = part;
    }

    void work() {
      for (int p = claimed.getAndIncrement(); p < parts; p = claimed.getAndIncrement()) {
        try {
          part.accept(p);
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          ended.incrementAndGet();
        }
      }
    }

    @SuppressWarnings(
        "ThreadPriorityCheck") // the last part may be on a thread that waits for our core
    void await() {
      for (int spins = 0; ended.get() < parts; spins++) {
        if (spins < SPINS_BEFORE_YIELD) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    }

    void throwFailure() {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
  }

  /** A thread that looks for jobs for as long as the program runs. */
  private static final class Worker implements Runnable {
    private final Thread thread;
    private volatile @Nullable Job offered;
    private volatile boolean parked;

    private Worker(int number) {
      thread = Thread.ofPlatform().daemon().name("wengert-worker-" + number).unstarted(this);
    }

    static Worker start(int number) {
      Worker worker = new Worker(number);
      worker.thread.start();
      return worker;
    }

    void offer(Job job) {
      offered = job;
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      while (true) {
        Job job = offered;
        if (job == null) {
          waitForOffer();
        } else {
          offered = null;
          job.work();
        }
      }
    }

    private void waitForOffer() {
      long end = System.nanoTime() + SPIN_NANOS;
      while (offered == null && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      if (offered == null) {
        parked = true;
        if (offered == null) { // else an offer came before anybody could know to wake us
          LockSupport.park(this);
        }
        parked = false;
      }
    }
  }
}
