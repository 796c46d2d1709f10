package io.github.wengert.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses null, and names the operation and the argument. */
final class Nulls {
  private Nulls() {}

  /** Returns the operands of an operation as a list. */
  static List<Tensor> operands(String operation, Tensor... operands) {
    for (int i = 0; i < operands.length; i++) {
      if (operands[i] == null) {
        throw new NullPointerException("%s: operand %d is null".formatted(operation, i));
      }
    }
    return List.of(operands);
  }

  /** Refuses null, and null in the list. */
  static void requireAll(String operation, String name, @Nullable List<?> values) {
    List<?> present = require(operation, name, values);
    for (int i = 0; i < present.size(); i++) {
      if (present.get(i) == null) {
        throw new NullPointerException("%s: %s[%d] must not be null".formatted(operation, name, i));
      }
    }
  }

  /** Refuses null that a function returned. */
  static <T> T returned(String operation, String function, @Nullable T value) {
    if (value == null) {
      throw new NullPointerException("%s: %s must not return null".formatted(operation, function));
    }
    return value;
  }

  /** Refuses null. */
  static <T> T require(String operation, String name, @Nullable T value) {
    if (value == null) {
      throw new NullPointerException("%s: %s must not be null".formatted(operation, name));
    }
    return value;
  }
}
