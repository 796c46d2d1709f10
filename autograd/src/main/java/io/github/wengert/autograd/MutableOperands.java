package io.github.wengert.autograd;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The mutable values, such as parameters, that a computation uses: what could be differentiated by,
 * whether or not somebody does.
 *
 * <p>A value counts when it is the operand of a primitive. What a computation reads in another way
 * does not, above all by {@link Autograd#stopGradient}: no derivative goes there.
 *
 * @param <V> the value type
 */
public final class MutableOperands<V extends Traceable<V>> {
  private final Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ImmutableList.Builder<V> inOrder = ImmutableList.builder();

  private MutableOperands() {}

  /**
   * Runs a computation and returns the mutable operands of its primitives, each once, in the order
   * of their first use.
   */
  public static <V extends Traceable<V>> ImmutableList<V> of(Supplier<? extends V> computation) {
    Objects.requireNonNull(computation, "mutableOperands: computation must not be null");
    MutableOperands<V> operands = new MutableOperands<>();
    return Recording.<V, V, ImmutableList<V>>ofClosure(
        "mutableOperands",
        ImmutableList.of(),
        () -> {
          @SuppressWarnings("unchecked") // a tape holds whatever is recorded in its scope
          Tape<V> tape = (Tape<V>) Objects.requireNonNull(Tape.recording());
          return tape.listeners().logging(operands, computation);
        },
        recording -> operands.inOrder.build());
  }

  void add(V value) {
    if (seen.add(value)) {
      inOrder.add(value);
    }
  }

  /** Returns what a part of a parallel computation is to fill. */
  MutableOperands<V> forPart() {
    return new MutableOperands<>();
  }

  /** Adds the operands of a part. */
  void addAll(MutableOperands<V> part) {
    part.inOrder.build().forEach(this::add);
  }
}
