package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x₀}, the cotangent that a pullback returned after it read elements of the other
 * inputs: it depends on them, and nobody knows how. A sweep that would need to know fails.
 *
 * @param operation the name of the operation whose pullback it was
 * @param reads the words for each read
 */
record ReadByPullback<V extends Traceable<V>>(String operation, List<String> reads)
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
