package io.github.wengert.ops.kernel;

/** How far a {@linkplain Routine routine} is whose vectors were asked for. */
public enum RoutineState {
  /** Vectors are being compiled, or wait for it; plain loops compute meanwhile. */
  PENDING,

  /** Vectors compute. */
  VECTORS,

  /** Vectors were no faster, or failed: plain loops compute, and vectors are tried again later. */
  PLAIN
}
