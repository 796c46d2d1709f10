package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

/**
 * How the windows of a pooling slide over an image.
 *
 * @param kernel the size of a window, at least 1
 * @param stride how far neighbouring windows are apart, at least 1
 * @param padding how far windows may reach over each side of the image: at most half of their size,
 *     so that each of them has an element
 * @param ceilMode whether a last window that reaches over the end of the padded image is kept, if
 *     it begins in front of that end's padding
 */
public record Pool2dOptions(Size2d kernel, Size2d stride, Size2d padding, boolean ceilMode) {
  private static final String OPERATION = "pool2d";

  /**
   * Checks the ranges.
   *
   * @throws AttributeException if the kernel or the stride is below 1, or the padding is negative
   *     or more than half of the kernel
   */
  public Pool2dOptions {
    requireNonNull(kernel, "pool2d: kernel must not be null");
    requireNonNull(stride, "pool2d: stride must not be null");
    requireNonNull(padding, "pool2d: padding must not be null");
    kernel.requireAtLeast(1, OPERATION, "kernel");
    stride.requireAtLeast(1, OPERATION, "stride");
    padding.requireAtLeast(0, OPERATION, "padding");
    requireHalf(kernel, padding, padding.height(), kernel.height());
    requireHalf(kernel, padding, padding.width(), kernel.width());
  }

  private static void requireHalf(Size2d kernel, Size2d padding, int side, int size) {
    if (side > size / 2) {
      throw new AttributeException(
          "pool2d: the padding is more than half of the kernel: kernel %s, padding %s (%d > %d)"
              .formatted(kernel, padding, side, size / 2));
    }
  }

  /**
   * Returns square windows that neither overlap nor leave gaps, without padding.
   *
   * @param kernel their height and width, at least 1
   * @throws AttributeException if {@code kernel} is below 1
   */
  public static Pool2dOptions of(int kernel) {
    return of(Size2d.of(kernel));
  }

  /**
   * Returns windows that neither overlap nor leave gaps, without padding.
   *
   * @throws AttributeException if {@code kernel} is below 1
   */
  public static Pool2dOptions of(Size2d kernel) {
    return new Pool2dOptions(kernel, kernel, Size2d.of(0), false);
  }

  /**
   * Returns the shape of a pooled x.
   *
   * @throws ShapeException if x is no batch of images, or a window is larger than the padded image
   */
  public Shape outputShape(Shape x) {
    return MaxPool2d.shape(OPERATION, this, x);
  }

  /** Returns these options with another stride along both axes. */
  public Pool2dOptions withStride(int changed) {
    return withStride(Size2d.of(changed));
  }

  /** Returns these options with another stride. */
  public Pool2dOptions withStride(Size2d changed) {
    return new Pool2dOptions(kernel, changed, padding, ceilMode);
  }

  /** Returns these options with another padding on all sides. */
  public Pool2dOptions withPadding(int changed) {
    return withPadding(Size2d.of(changed));
  }

  /** Returns these options with another padding. */
  public Pool2dOptions withPadding(Size2d changed) {
    return new Pool2dOptions(kernel, stride, changed, ceilMode);
  }

  /** Returns these options, but with a last window kept or left out that reaches over the end. */
  public Pool2dOptions withCeilMode(boolean changed) {
    return new Pool2dOptions(kernel, stride, padding, changed);
  }
}
