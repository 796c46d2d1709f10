package io.github.wengert.ops;

/** The ranges of numbers that are part of an operation. */
final class Attributes {
  private Attributes() {}

  /** Refuses NaN. */
  static void requireNumber(String operation, String name, double value) {
    if (Double.isNaN(value)) {
      throw new AttributeException("%s: %s must be a number: (NaN)".formatted(operation, name));
    }
  }

  /** Refuses what is not in (0, ∞). */
  static void requirePositive(String operation, String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new AttributeException(
          "%s: %s must be positive: (%s not in (0, ∞))".formatted(operation, name, value));
    }
  }
}
