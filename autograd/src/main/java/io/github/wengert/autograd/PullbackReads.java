package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The recorded values whose elements a pullback has read as plain numbers, while an outer scope
 * records it: how its own derivative would lack them without anybody noticing.
 *
 * @param <V> the value type
 */
final class PullbackReads<V extends Traceable<V>> {
  private final Tape<V> recorder;
  private final List<V> values = new ArrayList<>();
  private final List<String> descriptions = new ArrayList<>();
  private final Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  PullbackReads(Tape<V> recorder) {
    this.recorder = recorder;
  }

  /** Notes that {@code method} reads elements of {@code value}. */
  void note(V value, String method) {
    if (!seen.contains(value)) {
      add(
          value,
          "%s of %s at %s"
              .formatted(method, value.space().describe(value), Callers.ofReader(value)));
    }
  }

  private void add(V value, String description) {
    if (seen.add(value)) {
      values.add(value);
      descriptions.add(description);
    }
  }

  /** Adds what a part of a parallel computation has read. */
  void addAll(PullbackReads<V> part) {
    for (int i = 0; i < part.values.size(); i++) {
      add(part.values.get(i), part.descriptions.get(i));
    }
  }

  /**
   * Records that a pullback's result depends on what was read, if anything was, in a way that
   * nobody knows.
   */
  V declare(String operation, V result) {
    if (values.isEmpty()) {
      return result;
    }
    List<V> operands = new ArrayList<>(values.size() + 1);
    operands.add(result);
    operands.addAll(values);
    return recorder.record(new ReadByPullback<>(operation, List.copyOf(descriptions)), operands);
  }
}
