package io.github.wengert.autograd;

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

  @Nullable Tape<V> tape;
  int node;

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
}
