package io.github.wengert.ops;

import io.github.wengert.ops.kernel.Kernels;
import io.github.wengert.ops.kernel.RoutineState;
import java.util.List;
import java.util.Map;

/**
 * Which loops compute at the moment: plain ones, or vectors of the Vector API. Both give the same
 * bits, so this explains speed and nothing else.
 *
 * <p>What a program spends most time on is compiled for vectors while it runs, loop by loop; {@link
 * Parallelism} names the system property that changes this.
 */
public final class KernelStatus {
  private final String reason;
  private final Map<String, RoutineState> routines;

  private KernelStatus(String reason, Map<String, RoutineState> routines) {
    this.reason = reason;
    this.routines = routines;
  }

  /** Returns the status of this moment. */
  public static KernelStatus now() {
    return new KernelStatus(Kernels.reason(), Kernels.routines());
  }

  /**
   * Says which loops compute, and why, such as {@code "plain loops compute: the module
   * jdk.incubator.vector is missing; run Java with --add-modules jdk.incubator.vector"}.
   */
  public String reason() {
    return reason;
  }

  /** Returns the loops that vectors compute by now, of those that were worth compiling. */
  public List<String> vectors() {
    return in(RoutineState.VECTORS);
  }

  /** Returns the loops whose vectors are being compiled, or wait for it. */
  public List<String> pending() {
    return in(RoutineState.PENDING);
  }

  /** Returns the loops whose vectors were no faster, or failed; a warning was logged. */
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
