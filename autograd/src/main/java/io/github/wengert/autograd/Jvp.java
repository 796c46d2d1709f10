package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

/**
 * {@code f(x)} and the directional derivative {@code J(x)·v}.
 *
 * @param value {@code f(x)}
 * @param tangent {@code J(x)·v}, in the space of {@code f(x)}
 * @param <V> the value type
 */
public record Jvp<V>(V value, V tangent) {
  /** Refuses null. */
  public Jvp {
    requireNonNull(value, "jvp: value must not be null");
    requireNonNull(tangent, "jvp: tangent must not be null");
  }
}
