package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x₀}, a cotangent that a pullback computed from elements of the other inputs: it
 * depends on them in a way that the engine cannot see. A sweep that needs their cotangents fails.
 *
 * @param operation the name of the operation that the pullback belongs to
 * @param reads a description of the read of each further input
 */
record OpaqueCotangent<V extends Traceable<V>>(String operation, List<String> reads)
    implements Primitive<V> {
  @Override
  public String name() {
    return operation + ".pullback";
  }

  @Override
  public V forward(List<V> inputs) {
    V x = inputs.getFirst();
    return x.space().alias(x);
  }

  @Override
  public List<@Nullable Pullback<V>> vjp(List<V> inputs, V output) {
    List<@Nullable Pullback<V>> pullbacks = new ArrayList<>(inputs.size());
    pullbacks.add(g -> g);
    for (String read : reads) {
      pullbacks.add(g -> {
        throw new PullbackException(
            "%s: its pullback cannot be differentiated, as it computes with plain numbers (%s): write it in operations, or read stopGradient(value) where a constant is meant"
                .formatted(operation, read));
      });
    }
    return pullbacks;
  }
}
