package io.github.wengert.autograd.internal;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Traceable;
import java.util.List;

/**
 * A primitive that can compute the cotangents of all its inputs together, at less cost than by one
 * pullback for each.
 *
 * <p>A sweep that is not recorded calls {@link #pullBack}, as when an optimizer needs gradients. A
 * recorded sweep runs the {@linkplain Primitive#vjp pullbacks}, which are differentiable
 * operations. These remain the definition of the derivative, and {@link #pullBack} must compute the
 * same numbers, to the bit.
 *
 * @param <V> the value type
 */
public interface FusedBackward<V extends Traceable<V>> extends Primitive<V> {
  /**
   * Computes the cotangents of those inputs that need one.
   *
   * @param inputs the values that {@link #forward} received
   * @param output the recorded value that {@link #forward} returned
   * @param cotangent the cotangent of the output; it is borrowed and must not be changed
   * @param cotangents says which inputs need a cotangent, and receives it
   */
  void pullBack(List<V> inputs, V output, V cotangent, InputCotangents<V> cotangents);
}
