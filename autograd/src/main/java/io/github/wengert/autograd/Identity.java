package io.github.wengert.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x}, as a node of its own: a leaf of an inner scope through which an outer scope can
 * differentiate.
 */
record Identity<V extends Traceable<V>>() implements Primitive<V> {
  @Override
  public String name() {
    return "identity";
  }

  @Override
  public V forward(List<V> inputs) {
    V x = inputs.getFirst();
    return x.space().alias(x);
  }

  @Override
  public List<@Nullable Pullback<V>> vjp(List<V> inputs, V output) {
    return List.of(g -> g);
  }
}
