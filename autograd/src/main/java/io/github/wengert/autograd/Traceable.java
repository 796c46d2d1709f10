package io.github.wengert.autograd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A value whose computation can be recorded: the base class of every differentiable value type.
 *
 * <p>A traceable carries one slot for the engine, its place on the tape that recorded it. A value
 * with an empty slot, or whose tape has ended, is a constant. The slot is written once, right after
 * a primitive computed the value, so a subclass may be immutable in every respect that a user can
 * see.
 *
 * @param <V> the value type itself
 */
public abstract class Traceable<V extends Traceable<V>> {
  /** The {@link #version()} of an immutable value. */
  public static final int IMMUTABLE = -1;

  private static final VarHandle MISSED;

  static {
    try {
      MISSED = MethodHandles.lookup().findVarHandle(Traceable.class, "missed", MissedScopes.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The tape that recorded this value, if any, and the number of its node there. */
  @Nullable Recorder recorder;

  int node;

  /** The open scopes that this value depends on without being computed in them, if any. */
  @Nullable MissedScopes missed;

  /** Creates a constant: a value that is on no tape. */
  protected Traceable() {}

  /** Returns the vector space that this value is an element of. */
  protected abstract VectorSpace<V> space();

  /**
   * Returns how often the content of this value has changed, or {@link #IMMUTABLE} if it never
   * changes. The engine compares versions between recording and sweeping, so that a pullback always
   * computes with the content that its primitive saw.
   */
  protected int version() {
    return IMMUTABLE;
  }

  /**
   * Reports that a method of this value hands out elements as plain numbers. Call it from every
   * such method: results computed from the numbers are constants to every derivative.
   *
   * @param method the name of the method, for messages
   * @throws LostScopeException if a scope is in effect that the computation of this value missed
   */
  protected final void reading(String method) {
    if (missed != null || recorder != null) {
      requireNothingMissed(method);
    }
    if (ElementReads.areWatched()) {
      Recorder.current().elementsRead(this, method);
    }
  }

  @SuppressWarnings("unchecked") // V is the value type itself
  private V self() {
    return (V) this;
  }

  /** Returns the scopes that this value or the tape that recorded it has missed. */
  final @Nullable MissedScopes missedAltogether() {
    Recorder home = recorder;
    return home == null ? missed : MissedScopes.addAll(missed, home.missed());
  }

  /** Refuses to hand out this value's numbers in a scope that it has missed. */
  final void requireNothingMissed(String operation) {
    MissedScopes.requireNone(operation, self(), missedAltogether());
  }

  /** Marks this value as a leaf of {@code mark}'s scope, beside those of other threads. */
  final void mark(MissedScopes mark) {
    MissedScopes before = missed;
    while (!MISSED.compareAndSet(this, before, marked(before, mark))) {
      before = missed;
    }
  }

  private static MissedScopes marked(@Nullable MissedScopes before, MissedScopes mark) {
    MissedScopes others =
        before == null ? null : MissedScopes.open(MissedScopes.without(before, mark.scope()));
    return others == null ? mark : new MissedScopes(mark.scope(), null, others);
  }

  /** Removes the mark of {@code scope}. */
  final void unmark(OpenScope scope) {
    MissedScopes before = missed;
    while (!MISSED.compareAndSet(this, before, MissedScopes.without(before, scope))) {
      before = missed;
    }
  }
}
