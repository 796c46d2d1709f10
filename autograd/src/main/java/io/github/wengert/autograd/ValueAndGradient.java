package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

/**
 * {@code f(x)} and {@code ∇f(x)}.
 *
 * @param value {@code f(x)}
 * @param gradient {@code ∇f(x)}, in the space of {@code x}
 * @param <V> the value type
 */
public record ValueAndGradient<V>(V value, V gradient) {
  /** Refuses null. */
  public ValueAndGradient {
    requireNonNull(value, "valueAndGradient: value must not be null");
    requireNonNull(gradient, "valueAndGradient: gradient must not be null");
  }
}
