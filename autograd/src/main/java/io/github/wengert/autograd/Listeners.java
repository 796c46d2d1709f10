package io.github.wengert.autograd;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logs that a tape writes besides its nodes. Usually there are none.
 *
 * <p>Each part of a parallel computation writes logs of its own, so that no log is shared by two
 * threads; they are appended in the order of the parts.
 *
 * @param <V> the value type
 */
final class Listeners<V extends Traceable<V>> {
  /** The reads of the pullback that is being recorded, if one is that may read elements. */
  private @Nullable PullbackReads<V> pullbackReads;

  private @Nullable MutableOperandLog<V> mutableOperands;
  private @Nullable ApplicationLog<V> applications;

  /** Returns the listeners of the tape of a part. */
  Listeners<V> forPart() {
    Listeners<V> own = new Listeners<>();
    own.pullbackReads = pullbackReads == null ? null : new PullbackReads<>();
    own.mutableOperands = mutableOperands == null ? null : mutableOperands.forPart();
    own.applications = applications == null ? null : applications.forPart();
    return own;
  }

  /** Appends the logs of a part. */
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

  /** Writes reads of recorded values to {@code reads}, and returns the log before it. */
  @Nullable PullbackReads<V> noteReads(@Nullable PullbackReads<V> reads) {
    PullbackReads<V> before = pullbackReads;
    pullbackReads = reads;
    return before;
  }

  /** Runs {@code body} and writes the mutable values that it uses to {@code log}. */
  <R> R logging(MutableOperandLog<V> log, Supplier<R> body) {
    MutableOperandLog<V> before = mutableOperands;
    mutableOperands = log;
    try {
      return body.get();
    } finally {
      mutableOperands = before;
    }
  }

  /** Runs {@code body} and writes the primitives that it applies to {@code log}. */
  <R> R logging(ApplicationLog<V> log, Supplier<R> body) {
    ApplicationLog<V> before = applications;
    applications = log;
    try {
      return body.get();
    } finally {
      applications = before;
    }
  }

  /** Logs that {@code method} reads elements of {@code value}. */
  void read(V value, String method) {
    ReadLog log = ReadLog.current();
    if (log != null) {
      log.add(method, value);
    }
    if (pullbackReads != null) {
      pullbackReads.add(value, method);
    }
  }

  /** Logs that {@code value}, which is mutable, is an operand. */
  void used(V value) {
    if (mutableOperands != null) {
      mutableOperands.add(value);
    }
  }

  /** Logs that {@code primitive} was applied and recorded. */
  void applied(Primitive<V> primitive, List<V> operands, V output) {
    if (applications != null) {
      applications.add(primitive, operands, output);
    }
  }

  /** Whether {@link #stopped} logs anything. */
  boolean logApplications() {
    return applications != null;
  }

  /** Logs that {@code value}, which depends on a leaf, is made a constant. */
  void stopped(V value) {
    if (applications != null) {
      applications.addStop(value);
    }
  }
}
