package io.github.wengert.autograd;

/** Checks that the arguments of a derivative are in the right vector spaces. */
final class SpaceChecks {
  private SpaceChecks() {}

  /** Refuses {@code actual} unless it is in the space of {@code expected}. */
  static <V extends Traceable<V>> void requireSame(
      String operation, String actualName, V actual, String expectedName, V expected) {
    VectorSpace<V> space = expected.space();
    if (!space.sameSpace(expected, actual)) {
      throw new IllegalArgumentException(
          "%s: %s is not in the space of %s (%s ≠ %s)"
              .formatted(
                  operation,
                  actualName,
                  expectedName,
                  space.describe(actual),
                  space.describe(expected)));
    }
  }

  /** Returns the cotangent 1 of a scalar; refuses any other value. */
  static <V extends Traceable<V>> V unitCotangent(String operation, V value) {
    VectorSpace<V> space = value.space();
    if (space.dimension(value) != 1) {
      throw new NonScalarException(
          "%s: the loss must be a scalar: %s (%d elements ≠ 1); reduce it by sum or mean, or give vjp a cotangent"
              .formatted(operation, space.describe(value), space.dimension(value)));
    }
    return space.basis(value, 0);
  }
}
