package io.github.wengert.ops;

import io.github.wengert.ops.kernel.Kernels;
import io.github.wengert.ops.kernel.RoutineState;
import java.util.List;
import java.util.Map;

/**
 * The loops that compute at the moment: plain ones, or those of the Vector API. Both give the same
 * bits, so the status explains only speed.
 *
 * <p>While a program runs, the loops in which it spends most time are compiled for vectors, one
 * after the other; {@link Parallelism} names the system property that changes this.
 */
public final class KernelStatus {
  private final String reason;
  private final Map<String, RoutineState> routines;

  private KernelStatus(String reason, Map<String, RoutineState> routines) {
    this.reason = reason;
    this.routines = routines;
  }

  /** Returns the current status. */
  public static KernelStatus now() {
    return new KernelStatus(Kernels.reason(), Kernels.routines());
  }

  /**
   * Returns which loops compute, and why, such as {@code "plain loops compute: the module
   * jdk.incubator.vector is missing; run Java with --add-modules jdk.incubator.vector"}.
   */
  public String reason() {
    return reason;
  }

  /** Returns the loops that already use vectors. */
  public List<String> vectors() {
    return in(RoutineState.VECTORS);
  }

  /** Returns the loops whose vector form is being compiled, or will be. */
  public List<String> pending() {
    return in(RoutineState.PENDING);
  }

  /**
   * Returns the loops that stay plain, because their vector form was no faster or failed; a warning
   * was logged.
   */
  public List<String> plain() {
    return in(RoutineState.PLAIN);
  }

  private List<String> in(RoutineState state) {
    return routines.keySet().stream().filter(name -> routines.get(name) == state).toList();
  }

  /** Returns the reason and the three lists, a line each. */
  @Override
  public String toString() {
    return "%s%n  by vectors: %s%n  pending: %s%n  plain: %s"
        .formatted(reason, vectors(), pending(), plain());
  }
}
