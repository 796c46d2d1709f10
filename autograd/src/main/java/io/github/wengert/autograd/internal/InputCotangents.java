package io.github.wengert.autograd.internal;

import io.github.wengert.autograd.PullbackException;
import io.github.wengert.autograd.Traceable;

/**
 * Receives the cotangents of the inputs of a {@link FusedBackward}.
 *
 * @param <V> the value type
 */
public interface InputCotangents<V extends Traceable<V>> {
  /** Whether the sweep needs the cotangent of this input. */
  boolean isNeeded(int input);

  /**
   * Adds to the cotangent of an input, if it is needed.
   *
   * @param cotangent in the input's space; it is borrowed and never changed
   * @throws PullbackException if it is not in the input's space
   */
  void add(int input, V cotangent);
}
