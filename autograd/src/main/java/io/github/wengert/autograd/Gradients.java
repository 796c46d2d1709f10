package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The value of a loss and its gradient with respect to each leaf. Leaves are compared by identity.
 *
 * @param <V> the value type
 */
public final class Gradients<V extends Traceable<V>> {
  private final V value;
  private final List<V> leaves;
  private final IdentityTable<V, V> gradients;

  Gradients(V value, List<V> leaves, IdentityTable<V, V> gradients) {
    this.value = value;
    this.leaves = leaves;
    this.gradients = gradients;
  }

  /** Returns the value of the loss. */
  public V value() {
    return value;
  }

  /** Returns the leaves, each once, in the order in which they were given. */
  public List<V> leaves() {
    return leaves;
  }

  /** Returns whether {@code leaf} is one of the leaves. */
  public boolean contains(V leaf) {
    return gradients.contains(requireNonNull(leaf, "gradients: leaf must not be null"));
  }

  /**
   * Returns {@code ∂loss/∂leaf}.
   *
   * @throws IllegalArgumentException if {@code leaf} is not one of {@link #leaves()}
   */
  public V of(V leaf) {
    @Nullable V gradient = gradients.get(requireNonNull(leaf, "gradients: leaf must not be null"));
    if (gradient == null) {
      throw new IllegalArgumentException(
          "gradients: %s is not one of the leaves that were differentiated by (%d %s)"
              .formatted(
                  leaf.space().describe(leaf),
                  leaves.size(),
                  leaves.size() == 1 ? "leaf" : "leaves"));
    }
    return gradient;
  }

  /**
   * Returns new gradients: for each leaf, {@code f(leaf, gradient)}, such as a clipped gradient.
   *
   * @throws IllegalArgumentException if {@code f} returns a value of another shape or element type
   */
  public Gradients<V> map(BinaryOperator<V> f) {
    requireNonNull(f, "gradients: f must not be null");
    IdentityTable<V, V> mapped = new IdentityTable<>(leaves.size());
    for (V leaf : leaves) {
      V gradient = requireNonNull(f.apply(leaf, of(leaf)), "gradients: f must not return null");
      if (!leaf.space().sameSpace(leaf, gradient)) {
        throw new IllegalArgumentException(
            "gradients: a gradient is not in the space of its leaf: (%s ≠ %s)"
                .formatted(leaf.space().describe(gradient), leaf.space().describe(leaf)));
      }
      mapped.put(leaf, gradient);
    }
    return new Gradients<>(value, leaves, mapped);
  }

  /** Returns the loss and the number of leaves. */
  @Override
  public String toString() {
    return "Gradients(loss %s, %d %s)"
        .formatted(value, leaves.size(), leaves.size() == 1 ? "leaf" : "leaves");
  }
}
