package io.github.wengert.ops.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that vector loops are compiled, by running samples of them in the background: of those
 * that a program has use for, what it puts most time into first.
 *
 * <p>The program needs the processors itself. So there is a {@linkplain Budget budget}, most of
 * which may be spent at once: what vectors save a program within a second is more than what they
 * cost it, so that waiting at the start would only lose time. While one routine waits for the
 * compiler, another has its turn.
 */
final class Warmup {
  /** The one that kernels ask. */
  static final Warmup COMMON = new Warmup();

  private static final Logger LOG = System.getLogger("io.github.wengert.ops.kernel");

  /** So many routines are tried side by side. */
  private static final int MOST = 2;

  private final List<Routine> wanted = new ArrayList<>(); // guarded by this
  private final Map<String, RoutineState> states = new TreeMap<>(); // guarded by this
  private @Nullable Thread thread; // guarded by this

  /** Trials that go on, and when each may; the thread's own. */
  private final List<Running> running = new ArrayList<>();

  private long start;

  private record Running(Trial trial, long due) {}

  /** The thread that tries routines; the job's workers are not for it. */
  private static final class Background extends Thread {
    Background(Runnable body) {
      super(null, body, "wengert-warmup", 0, false);
      setDaemon(true);
    }
  }

  /** Whether the calling thread is one that tries routines. */
  static boolean isCurrentThread() {
    return Thread.currentThread() instanceof Background;
  }

  /** Asks for the vectors of a routine; returns at once. */
  synchronized void ask(Routine routine) {
    if (!wanted.contains(routine)) {
      wanted.add(routine);
      states.put(routine.toString(), RoutineState.PENDING);
    }
    if (thread == null) {
      thread = new Background(this::run);
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** Returns what was asked for, and how far it is. */
  synchronized Map<String, RoutineState> states() {
    return Collections.unmodifiableMap(new TreeMap<>(states));
  }

  private synchronized void set(Routine routine, RoutineState state) {
    states.put(routine.toString(), state);
  }

  private void run() {
    start = System.nanoTime();
    Budget budget = new Budget(start);
    while (true) {
      startTrials();
      if (running.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      long wait = budget.nanosToWait(System.nanoTime());
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      } else {
        budget.spend(goOn());
      }
    }
  }

  private void startTrials() {
    while (running.size() < MOST) {
      Routine routine = takeMostWanted();
      if (routine == null) {
        return;
      }
      try {
        running.add(new Running(new Trial(routine), System.nanoTime()));
      } catch (RuntimeException | Error e) {
        giveUp(routine, e);
      }
    }
  }

  private synchronized @Nullable Routine takeMostWanted() {
    Routine most = null;
    for (Routine routine : wanted) {
      if (most == null || routine.picos() > most.picos()) {
        most = routine;
      }
    }
    wanted.remove(most);
    return most;
  }

  /** Gives the first routine that is due a slice, or waits until one is; returns what it took. */
  private long goOn() {
    Running next = Collections.min(running, Comparator.comparingLong(trial -> trial.due - start));
    long wait = next.due - System.nanoTime();
    if (wait > 0) {
      LockSupport.parkNanos(this, wait);
      return 0;
    }
    running.remove(next);
    Trial trial = next.trial;
    long before = trial.used();
    try {
      switch (trial.slice()) {
        case PENDING -> running.add(new Running(trial, System.nanoTime() + trial.rest()));
        case READY -> setReady(trial);
        case GIVEN_UP -> giveUp(trial.routine(), null);
      }
    } catch (RuntimeException | Error e) {
      giveUp(trial.routine(), e);
    }
    return trial.used() - before;
  }

  private void setReady(Trial trial) {
    trial.routine().setReady();
    set(trial.routine(), RoutineState.VECTORS);
    LOG.log(
        Level.DEBUG,
        "{0}: vectors compute from now on ({1} ms of samples, {2} ms after the first)",
        trial.routine(),
        trial.used() / 1_000_000,
        (System.nanoTime() - start) / 1_000_000);
  }

  private void giveUp(Routine routine, @Nullable Throwable failure) {
    set(routine, RoutineState.PLAIN);
    routine.setPlain();
    LOG.log(
        Level.WARNING,
        () ->
            "%s: vectors %s; plain loops go on, and vectors are tried again later"
                .formatted(routine, failure == null ? "are not faster here" : "failed"),
        failure);
  }
}
