package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Refusals of null, by the name of the argument. */
final class Nulls {
  private Nulls() {}

  /** Refuses null. */
  static <T> T require(@Nullable T value, String operation, String name) {
    if (value == null) { // no words unless they are needed
      throw new NullPointerException(operation + ": " + name + " must not be null");
    }
    return value;
  }

  /** Refuses null, and null among the elements; returns a copy. */
  static <T> ImmutableList<T> requireAll(
      @Nullable Iterable<? extends @Nullable T> values, String operation, String name) {
    ImmutableList.Builder<T> copy = ImmutableList.builder();
    int position = 0;
    for (T value : require(values, operation, name)) {
      if (value == null) {
        throw new NullPointerException(
            "%s: %s[%d] must not be null".formatted(operation, name, position));
      }
      copy.add(value);
      position++;
    }
    return copy.build();
  }

  /** Refuses null from a function that the user gave. */
  static <T> T requireResult(@Nullable T value, String operation, String function) {
    if (value == null) {
      throw new NullPointerException(operation + ": " + function + " must not return null");
    }
    return value;
  }
}
