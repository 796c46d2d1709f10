package io.github.wengert.autograd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A value whose computation can be recorded: the base class of what the engine differentiates.
 *
 * <p>A traceable carries one engine-owned slot, its place on the tape that recorded it. A value
 * with an empty slot, or whose tape has ended, is a constant. The slot is written once, when a
 * primitive has just made the value, so a subclass may be immutable in every respect that a user
 * can see.
 *
 * @param <V> the value type itself
 */
public abstract class Traceable<V extends Traceable<V>> {
  /** What {@link #version()} of an immutable value returns. */
  public static final int IMMUTABLE = -1;

  private static final VarHandle MISSED;

  static {
    try {
      MISSED = MethodHandles.lookup().findVarHandle(Traceable.class, "missed", Missed.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Nullable Tape<V> tape;
  int node;

  /** The open scopes that this value depends on without being computed in them, if any. */
  @Nullable Missed missed;

  /** Creates a constant: a value that is on no tape. */
  protected Traceable() {}

  /** Returns the vector space that this value is an element of. */
  protected abstract VectorSpace<V> space();

  /**
   * Returns how often the content of this value was changed, or {@link #IMMUTABLE} if it never can
   * be. The engine compares versions between recording and sweeping, so that a pullback never
   * computes with a content other than the one its primitive saw.
   */
  protected int version() {
    return IMMUTABLE;
  }

  /**
   * To be called by a method of this value that hands out elements as plain numbers: what is
   * computed from those is a constant to every derivative.
   *
   * @param method the name of the method, for messages
   * @throws LostScopeException if a scope is in effect that the computation of this value missed
   */
  protected final void reading(String method) {
    if (missed != null || tape != null || ElementReads.areWatched()) {
      ElementReads.note(self(), method);
    }
  }

  @SuppressWarnings("unchecked") // V is the value type itself
  private V self() {
    return (V) this;
  }

  /** Returns the scopes that this value or the tape that recorded it has missed. */
  final @Nullable Missed missedAltogether() {
    Tape<V> home = tape;
    return home == null ? missed : Missed.addAll(missed, home.missedByRecording());
  }

  /** Refuses this value if it missed a scope that is in effect. */
  final void requireNothingMissed(String operation) {
    Missed.requireNone(operation, self(), missedAltogether());
  }

  /** Marks this value as a leaf of {@code mark}'s tape, beside those of other threads' tapes. */
  final void mark(Missed mark) {
    Missed before = missed;
    while (!MISSED.compareAndSet(this, before, marked(before, mark))) {
      before = missed;
    }
  }

  private static Missed marked(@Nullable Missed before, Missed mark) {
    Missed others = before == null ? null : Missed.open(Missed.without(before, mark.opening()));
    return others == null ? mark : new Missed(mark.opening(), null, others);
  }

  /** Takes the mark of {@code opening} back. */
  final void unmark(Opening opening) {
    Missed before = missed;
    while (!MISSED.compareAndSet(this, before, Missed.without(before, opening))) {
      before = missed;
    }
  }
}
