package io.github.wengert.ops.kernel;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts floating-point operations, for JMH to report the time that each takes. */
@AuxCounters
@State(Scope.Thread)
public class Flops {
  /** How many there were in this iteration. */
  public long flops;
}
