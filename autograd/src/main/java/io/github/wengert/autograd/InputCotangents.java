package io.github.wengert.autograd;

/**
 * Where a {@link FusedBackward} leaves the cotangents of its inputs.
 *
 * @param <V> the value type
 */
public interface InputCotangents<V extends Traceable<V>> {
  /** Whether somebody needs the cotangent of this input. */
  boolean isNeeded(int input);

  /**
   * Adds to the cotangent of an input; nothing happens if nobody needs it.
   *
   * @param cotangent in the input's space; it is borrowed and never changed
   * @throws PullbackException if it is not in the input's space
   */
  void add(int input, V cotangent);
}
