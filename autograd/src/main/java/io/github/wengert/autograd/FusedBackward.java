package io.github.wengert.autograd;

import java.util.List;

/**
 * A primitive that can compute the cotangents of all its inputs in one go, with less effort than by
 * one pullback for each.
 *
 * <p>A sweep takes this way when nobody records it, as when an optimizer asks for gradients. When
 * somebody does, it runs the {@linkplain Primitive#vjp pullbacks}, which are differentiable
 * operations; these stay the definition of the derivative, and {@link #pullBack} must give the same
 * numbers, to the bit.
 *
 * @param <V> the value type
 */
public interface FusedBackward<V extends Traceable<V>> extends Primitive<V> {
  /**
   * Computes the cotangents of those inputs that somebody needs.
   *
   * @param inputs the values that {@link #forward} got
   * @param output the recorded value that {@link #forward} returned
   * @param cotangent the cotangent of the output; it is borrowed and must not be changed
   * @param cotangents says which inputs need a cotangent, and takes it
   */
  void pullBack(List<V> inputs, V output, V cotangent, InputCotangents<V> cotangents);
}
