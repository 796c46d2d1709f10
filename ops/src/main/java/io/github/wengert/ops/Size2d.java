package io.github.wengert.ops;

/**
 * A number for each of the two axes of an image.
 *
 * @param height the number down the image
 * @param width the number across the image
 */
public record Size2d(int height, int width) {
  /** Returns the same number for both axes. */
  public static Size2d of(int both) {
    return new Size2d(both, both);
  }

  /** Refuses a number that is below {@code least}. */
  void requireAtLeast(int least, String operation, String what) {
    int smallest = Math.min(height, width);
    if (smallest < least) {
      throw new AttributeException(
          "%s: the %s must be at least %d: %s (%d < %d)"
              .formatted(operation, what, least, this, smallest, least));
    }
  }

  /** Returns the numbers, such as {@code 3 × 5}. */
  @Override
  public String toString() {
    return height + " × " + width;
  }
}
