package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

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
 *
 * @param reason which loops compute, and why, such as {@code "plain loops compute: the module
 *     jdk.incubator.vector is missing; run Java with --add-modules jdk.incubator.vector"}
 * @param vectors the loops that vectors compute by now, of those that were worth compiling
 * @param pending the loops whose vectors are being compiled, or wait for it
 * @param plain the loops whose vectors were no faster, or failed; a warning was logged
 */
public record KernelStatus(
    String reason, List<String> vectors, List<String> pending, List<String> plain) {
  /** Refuses what is missing. */
  public KernelStatus {
    requireNonNull(reason, "kernel status: reason must not be null");
    vectors = List.copyOf(requireNonNull(vectors, "kernel status: vectors must not be null"));
    pending = List.copyOf(requireNonNull(pending, "kernel status: pending must not be null"));
    plain = List.copyOf(requireNonNull(plain, "kernel status: plain must not be null"));
  }

  /** Returns the status of this moment. */
  public static KernelStatus now() {
    Map<String, RoutineState> routines = Kernels.routines();
    return new KernelStatus(
        Kernels.reason(),
        in(RoutineState.VECTORS, routines),
        in(RoutineState.PENDING, routines),
        in(RoutineState.PLAIN, routines));
  }

  private static List<String> in(RoutineState state, Map<String, RoutineState> routines) {
    return routines.keySet().stream().filter(name -> routines.get(name) == state).toList();
  }
}
