package io.github.wengert.autograd;

/**
 * {@code f(x)} and {@code ∇f(x)}.
 *
 * @param value {@code f(x)}
 * @param gradient {@code ∇f(x)}, in the space of {@code x}
 * @param <V> the value type
 */
public record ValueAndGradient<V>(V value, V gradient) {}
