package io.github.wengert.autograd;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Refuses null where the engine needs a value, and names what is missing. */
final class NullChecks {
  private NullChecks() {}

  /** Returns the exception for operand {@code position} of {@code primitive}, which is null. */
  static NullPointerException operand(Primitive<?> primitive, int position) {
    return new NullPointerException("%s: operand %d is null".formatted(primitive.name(), position));
  }

  /** Returns the exception for a {@code primitive} that computed null. */
  static NullPointerException result(Primitive<?> primitive) {
    return new NullPointerException("%s: forward must not return null".formatted(primitive.name()));
  }

  /** Returns a copy of the argument {@code name}; refuses null, and null in it. */
  static <V> ImmutableList<V> copy(
      String operation, String name, @Nullable Iterable<? extends V> values) {
    if (values == null) {
      throw new NullPointerException("%s: %s must not be null".formatted(operation, name));
    }
    if (values instanceof ImmutableList<? extends V> immutable) { // which holds no null
      return ImmutableList.copyOf(immutable);
    }
    ImmutableList.Builder<V> copy = ImmutableList.builder();
    int position = 0;
    for (V value : values) {
      if (value == null) {
        throw new NullPointerException(
            "%s: %s[%d] must not be null".formatted(operation, name, position));
      }
      copy.add(value);
      position++;
    }
    return copy.build();
  }
}
