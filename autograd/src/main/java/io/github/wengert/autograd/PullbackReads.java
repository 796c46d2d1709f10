package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The recorded values whose elements a pullback has read as plain numbers while an outer scope was
 * recording it. The derivative of the pullback would silently lack them.
 *
 * @param <V> the value type
 */
final class PullbackReads<V extends Traceable<V>> {
  private final List<V> values = new ArrayList<>();
  private final List<String> descriptions = new ArrayList<>();
  private final Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Notes that {@code method} reads elements of {@code value}. */
  void add(V value, String method) {
    if (!seen.contains(value)) {
      put(
          value,
          "%s of %s at %s"
              .formatted(method, value.space().describe(value), SourceLines.ofReader(value)));
    }
  }

  private void put(V value, String description) {
    if (seen.add(value)) {
      values.add(value);
      descriptions.add(description);
    }
  }

  /** Adds the reads of one part of a parallel computation. */
  void addAll(PullbackReads<V> part) {
    for (int i = 0; i < part.values.size(); i++) {
      put(part.values.get(i), part.descriptions.get(i));
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns the primitive by which a cotangent depends on the values that were read. */
  OpaqueCotangent<V> dependence(String operation) {
    return new OpaqueCotangent<>(operation, List.copyOf(descriptions));
  }

  /** Returns the operands of {@link #dependence} for a pullback's {@code result}. */
  List<V> operands(V result) {
    List<V> operands = new ArrayList<>(values.size() + 1);
    operands.add(result);
    operands.addAll(values);
    return operands;
  }
}
