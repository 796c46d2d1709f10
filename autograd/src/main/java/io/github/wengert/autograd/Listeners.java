package io.github.wengert.autograd;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know what a tape records, beyond the derivatives: mostly nobody.
 *
 * <p>Each part of a parallel computation has listeners of its own, so that no two threads tell the
 * same one; what they heard is added in the parts' order.
 *
 * @param <V> the value type
 */
final class Listeners<V extends Traceable<V>> {
  /** Notes what the pullback reads that is being recorded, if one is that could. */
  private @Nullable PullbackReads<V> pullbackReads;

  /** Notes which mutable values are used. */
  private @Nullable MutableOperands<V> mutableOperands;

  /** Notes which primitives are applied where. */
  private Applications.@Nullable Log<V> applications;

  /** Returns the listeners of {@code part}, the tape of a part of a parallel computation. */
  Listeners<V> forPart(Tape<V> part) {
    Listeners<V> own = new Listeners<>();
    own.pullbackReads = pullbackReads == null ? null : new PullbackReads<>(part);
    own.mutableOperands = mutableOperands == null ? null : mutableOperands.forPart();
    own.applications = applications == null ? null : applications.forPart();
    return own;
  }

  /** Adds what the listeners of a part heard. */
  void addAll(Listeners<V> part) {
    if (pullbackReads != null && part.pullbackReads != null) {
      pullbackReads.addAll(part.pullbackReads);
    }
    if (mutableOperands != null && part.mutableOperands != null) {
      mutableOperands.addAll(part.mutableOperands);
    }
    if (applications != null && part.applications != null) {
      applications.addAll(part.applications);
    }
  }

  /** Has reads of recorded values noted, and returns who noted them before. */
  @Nullable PullbackReads<V> noteReads(@Nullable PullbackReads<V> reads) {
    PullbackReads<V> before = pullbackReads;
    pullbackReads = reads;
    return before;
  }

  /** Runs {@code body} and tells {@code log} which mutable values it uses. */
  V logging(MutableOperands<V> log, Supplier<? extends V> body) {
    MutableOperands<V> before = mutableOperands;
    mutableOperands = log;
    try {
      return body.get();
    } finally {
      mutableOperands = before;
    }
  }

  /** Runs {@code body} and tells {@code log} what it applies. */
  <R> R listing(Applications.Log<V> log, Supplier<R> body) {
    Applications.Log<V> before = applications;
    applications = log;
    try {
      return body.get();
    } finally {
      applications = before;
    }
  }

  /** Tells that {@code method} reads elements of {@code value}. */
  void read(V value, String method) {
    if (pullbackReads != null) {
      pullbackReads.note(value, method);
    }
  }

  /** Tells that {@code value}, which may change, is an operand. */
  void used(V value) {
    if (mutableOperands != null) {
      mutableOperands.add(value);
    }
  }

  /** Tells that {@code primitive} was applied and recorded. */
  void applied(Primitive<V> primitive, List<V> operands, V output) {
    if (applications != null) {
      applications.add(primitive, operands, output);
    }
  }

  /** Tells that {@code value}, if a derivative could go by it, is made a constant. */
  static <V extends Traceable<V>> void stopped(V value) {
    Tape<V> tape = Tape.ownRecording();
    if (tape != null && tape.listeners().applications != null && tape.depends(value)) {
      tape.listeners().applications.addStop(value);
    }
  }
}
