package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.internal.SweepContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a recording: which thread records, in what state the recording is, and which scopes
 * its values have missed. What it records is up to the {@link Tape}.
 *
 * <pre>
 *   open ⇄ suspended ──▶ sealed ──▶ released
 * </pre>
 *
 * <p>A recorder serves the thread that opened it. It is <em>open</em> while its scope runs,
 * <em>suspended</em> while a primitive's {@code forward} runs, <em>sealed</em> when the scope has
 * returned (its values are constants from then on, but it can still be swept), and
 * <em>released</em> when no sweep will follow.
 *
 * <p>A part of a parallel computation has a recorder of its own, which continues that of the
 * <em>whole</em>.
 */
abstract class Recorder extends OpenScope {
  private static final ScopedValue<Recorder> CURRENT = ScopedValue.newInstance();

  /** Stands for the absence of a recorder. */
  private static final Recorder NONE = new None();

  private static final String CURE = "let Autograd.parallel run the parts of a computation";

  private enum State {
    OPEN,
    SUSPENDED,
    SEALED,
    RELEASED
  }

  private State state;

  /** The recorder that this one continues, if this one belongs to a part. */
  private final @Nullable Recorder whole;

  /** Scopes of other threads that recorded values depend on without being computed in them. */
  private @Nullable MissedScopes missed;

  /** State of the sweep that runs in this scope, if any. */
  private @Nullable SweepContext carried;

  Recorder(@Nullable Recorder whole) {
    this.whole = whole;
    state = whole == null ? State.OPEN : whole.state;
  }

  /** Returns the recorder of the calling thread's scope, in whatever state; never null. */
  static Recorder current() {
    return CURRENT.orElse(NONE);
  }

  /** Runs {@code body} in the scope of this recorder. */
  final <R extends @Nullable Object> R bind(ScopedValue.CallableOp<R, RuntimeException> body) {
    return ScopedValue.where(CURRENT, this).call(body);
  }

  // -------------------------------------------------------------------------------------- states

  /** Whether operations of the scope are recorded at this moment. */
  final boolean isRecording() {
    return state == State.OPEN;
  }

  /** Stops recording while a primitive's {@code forward} runs. */
  final void suspend() {
    state = State.SUSPENDED;
  }

  /** Resumes recording after {@link #suspend}. */
  final void resume() {
    state = State.OPEN;
  }

  /** Ends recording; the recorded values are constants from now on. */
  final void seal() {
    state = State.SEALED;
  }

  /** Ends the recording for good, and drops the reference to its thread. */
  void release() {
    state = State.RELEASED;
    forgetOwner();
  }

  final boolean isReleased() {
    return state == State.RELEASED;
  }

  @Override
  final boolean isOpen() {
    return state == State.OPEN || state == State.SUSPENDED;
  }

  @Override
  final boolean isInEffect() {
    return current().continues(this);
  }

  /** Whether this is {@code other}, or belongs to a part of it. */
  @SuppressWarnings("ReferenceEquality")
  final boolean continues(@Nullable Recorder other) {
    for (Recorder recorder = this; recorder != null; recorder = recorder.whole) {
      if (recorder == other) {
        return true;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------------------------- threads

  /** Refuses a thread other than the one that opened this recorder. */
  final void requireOwner(String operation) {
    if (!isOwner()) {
      throw new ForeignTapeException(
          "%s: a tape records for the thread that opened it only (%s ≠ %s); open a scope in each thread, or %s"
              .formatted(operation, ownerDescription(), callerDescription(), CURE));
    }
  }

  /** Refuses a thread other than the one that is recording, and those of its parts. */
  final void requireUsable(String operation) {
    if (isOpen() && !isInEffect()) {
      requireOwner(operation);
    }
  }

  /** Whether {@code value} is being recorded at this moment, but not in the caller's scope. */
  static boolean isForeign(Traceable<?> value) {
    Recorder home = value.recorder;
    return home != null && home.isRecording() && !home.isInEffect();
  }

  /** Returns the exception for an operand that is {@linkplain #isForeign foreign}. */
  static <V extends Traceable<V>> ForeignTapeException foreign(String operation, V value) {
    return new ForeignTapeException(
        "%s: an operand is being recorded on another open tape: %s (%s ≠ %s); use it after that scope has ended, or %s"
            .formatted(
                operation,
                value.space().describe(value),
                requireNonNull(value.recorder).ownerDescription(),
                callerDescription(),
                CURE));
  }

  // ------------------------------------------------------------------------------- missed scopes

  @Override
  final boolean refusesOperands() {
    return current().isRecording(); // a primitive's own computation is not recorded
  }

  @Override
  final boolean refusesReads() {
    return false; // as a number, a value is a constant anyway
  }

  @Override
  final String description() {
    return "the scope that records here";
  }

  /** Returns the scopes of other threads that recorded values depend on. */
  final @Nullable MissedScopes missed() {
    return missed;
  }

  /** Notes that recorded values depend on {@code scopes} of other threads. */
  final void miss(@Nullable MissedScopes scopes) {
    missed = MissedScopes.addAll(missed, scopes);
  }

  /**
   * Notes that recorded values depend on all that {@code value} depends on.
   *
   * @throws LostScopeException if {@code value} missed a scope that is in effect here
   */
  final <V extends Traceable<V>> void inherit(String operation, V value) {
    missed = MissedScopes.inherit(operation, value, value.missedAltogether(), missed);
  }

  // -------------------------------------------------------------------------------------- sweeps

  /** Runs a sweep whose operations find {@code context} on the calling thread. */
  final <R> R carrying(@Nullable SweepContext context, Supplier<R> sweep) {
    carried = context;
    try {
      return sweep.get();
    } finally {
      carried = null;
    }
  }

  /** Returns the context of the sweep that the calling thread runs, or null. */
  static @Nullable SweepContext sweepContext() {
    Recorder recorder = current();
    return recorder.carried != null && recorder.isOwner() ? recorder.carried : null;
  }

  /** Handles a read of {@code value}'s elements by {@code method}, on any thread of this scope. */
  abstract void elementsRead(Traceable<?> value, String method);

  private static final class None extends Recorder {
    None() {
      super(null);
      release();
    }

    @Override
    void elementsRead(Traceable<?> value, String method) {
      // Without a recording, a value is its numbers.
    }
  }
}
