package io.github.wengert.ops.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that vector loops are compiled, by running samples of them in the background: of those
 * that a program has use for, what it puts most time into first.
 *
 * <p>The program needs the processors itself. So there is a budget: half a second at once, for what
 * the first steps need, and a tenth of a core's time from then on. What vectors save a program
 * within a second is more than what they cost it, so that waiting at the start would only lose
 * time. While one routine waits for the compiler, another has its turn.
 */
final class Warmup {
  /** The one that kernels ask. */
  static final Warmup COMMON = new Warmup();

  private static final Logger LOG = System.getLogger("io.github.wengert.ops.kernel");

  private static final long AT_ONCE_NANOS = 500_000_000;
  private static final int SHARE = 10;

  /** So many routines are tried side by side. */
  private static final int MOST = 2;

  private final List<Routine> wanted = new ArrayList<>(); // guarded by this
  private @Nullable Thread thread; // guarded by this

  /** Trials that go on, and when each may; the thread's own. */
  private final List<Running> running = new ArrayList<>();

  private long start;
  private long spent;

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
    }
    if (thread == null) {
      thread = new Background(this::run);
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    start = System.nanoTime();
    while (true) {
      startTrials();
      if (running.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      awaitBudget();
      goOn();
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

  /** Waits until there is time to spend, which grows while nothing is tried. */
  private void awaitBudget() {
    long owed = spent - AT_ONCE_NANOS - (System.nanoTime() - start) / SHARE;
    if (owed > 0) {
      LockSupport.parkNanos(this, SHARE * owed);
    }
  }

  /** Gives the first routine that is due a slice, or waits until one is. */
  private void goOn() {
    long now = System.nanoTime();
    Running next = running.getFirst();
    for (Running candidate : running) {
      if (candidate.due - now <= 0) {
        next = candidate;
        break;
      }
      if (candidate.due - next.due < 0) {
        next = candidate;
      }
    }
    if (next.due - now > 0) {
      LockSupport.parkNanos(this, next.due - now);
      return;
    }
    Trial trial = next.trial;
    long before = trial.used();
    Trial.Verdict verdict;
    try {
      verdict = trial.slice();
    } catch (RuntimeException | Error e) {
      running.remove(next);
      giveUp(trial.routine(), e);
      return;
    }
    spent += trial.used() - before;
    if (verdict == Trial.Verdict.PENDING) {
      running.set(running.indexOf(next), new Running(trial, System.nanoTime() + trial.rest()));
      return;
    }
    running.remove(next);
    if (verdict == Trial.Verdict.READY) {
      trial.routine().setReady();
      LOG.log(
          Level.DEBUG,
          "{0}: vectors compute from now on ({1} ms of samples, {2} ms after the first)",
          trial.routine(),
          trial.used() / 1_000_000,
          (System.nanoTime() - start) / 1_000_000);
    } else {
      giveUp(trial.routine(), null);
    }
  }

  private static void giveUp(Routine routine, @Nullable Throwable cause) {
    LOG.log(
        Level.DEBUG,
        () -> "%s: vectors are not faster here; plain loops go on".formatted(routine),
        cause);
  }
}
