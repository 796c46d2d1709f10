package io.github.wengert.autograd;

/**
 * The linear map from the cotangent of an output to the cotangent of one input: {@code ḡ ↦
 * ḡ·∂y/∂x}.
 *
 * @param <V> the value type
 */
@FunctionalInterface
public interface Pullback<V extends Traceable<V>> {
  /**
   * Applies the map.
   *
   * @param cotangent the cotangent of the output; it is borrowed and must not be changed
   * @return the cotangent of the input, in the input's space; it may be {@code cotangent} itself
   */
  V apply(V cotangent);
}
