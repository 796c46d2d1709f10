package io.github.wengert.autograd;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The mutable operands of recorded primitives, each once, in the order of their first use.
 *
 * @param <V> the value type
 */
final class MutableOperandLog<V extends Traceable<V>> {
  private final Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ImmutableList.Builder<V> inOrder = ImmutableList.builder();

  void add(V value) {
    if (seen.add(value)) {
      inOrder.add(value);
    }
  }

  /** Returns the log for one part of a parallel computation. */
  MutableOperandLog<V> forPart() {
    return new MutableOperandLog<>();
  }

  /** Appends the log of a part. */
  void addAll(MutableOperandLog<V> part) {
    part.operands().forEach(this::add);
  }

  List<V> operands() {
    return inOrder.build();
  }
}
