package io.github.wengert.ops;

import io.github.wengert.ops.kernel.ConvolutionShape;
import io.github.wengert.ops.kernel.PoolingShape;
import io.github.wengert.ops.kernel.Windows;

/** What operations on images ask of shapes, {@code [n, channels, height, width]}. */
final class ImageRules {
  private ImageRules() {}

  /** Refuses a tensor that is no batch of images. */
  static void requireImages(String operation, Shape x) {
    if (x.rank() != 4) {
      throw new ShapeException(
          "%s: x must have the axes [n, channels, height, width]: %s (%d axes ≠ 4)"
              .formatted(operation, x, x.rank()));
    }
  }

  /** Returns the sizes of a convolution; refuses a weight that does not fit x. */
  static ConvolutionShape convolution(
      String operation, Conv2dOptions options, Shape x, Shape weight) {
    requireImages(operation, x);
    if (weight.rank() != 4) {
      throw new ShapeException(
          "%s: the weight must have the axes [filters, channels / groups, height, width]: %s (%d axes ≠ 4)"
              .formatted(operation, weight, weight.rank()));
    }
    int groups = options.groups();
    if (weight.size(0) % groups != 0) {
      throw new ShapeException(
          "%s: the groups do not divide the filters: weight %s, %d groups (%d is no multiple of %d)"
              .formatted(operation, weight, groups, weight.size(0), groups));
    }
    if ((long) weight.size(1) * groups != x.size(1)) {
      throw new ShapeException(
          "%s: the filters are for another number of channels: x %s, weight %s, %d groups (%d ≠ %d)"
              .formatted(operation, x, weight, groups, x.size(1), (long) weight.size(1) * groups));
    }
    Size2d kernel = new Size2d(weight.size(2), weight.size(3));
    return new ConvolutionShape(
        x.size(0),
        x.size(1),
        weight.size(0),
        groups,
        windows(
            operation,
            x,
            x.size(2),
            kernel.height(),
            options.stride().height(),
            options.padding().height(),
            options.dilation().height(),
            false),
        windows(
            operation,
            x,
            x.size(3),
            kernel.width(),
            options.stride().width(),
            options.padding().width(),
            options.dilation().width(),
            false));
  }

  /** Returns the sizes of a pooling; refuses an x that no window fits into. */
  static PoolingShape pooling(String operation, Pool2dOptions options, Shape x) {
    requireImages(operation, x);
    if (x.elements(2, 4) == 0) {
      throw new ShapeException("%s: the images are empty: x %s (0 < 1)".formatted(operation, x));
    }
    return new PoolingShape(
        x.elements(0, 2),
        windows(
            operation,
            x,
            x.size(2),
            options.kernel().height(),
            options.stride().height(),
            options.padding().height(),
            1,
            options.ceilMode()),
        windows(
            operation,
            x,
            x.size(3),
            options.kernel().width(),
            options.stride().width(),
            options.padding().width(),
            1,
            options.ceilMode()));
  }

  /** Returns the shape of the result: the windows in place of the pixels. */
  static Shape result(Shape x, int channels, Windows rows, Windows columns) {
    return Shape.of(x.size(0), channels, rows.count(), columns.count());
  }

  /** Refuses an operand that must have the shape of another tensor and has not. */
  static void requireCotangent(String operation, Shape needed, Shape given) {
    if (!given.equals(needed)) {
      throw new ShapeException(
          "%s: the cotangent has another shape than what it is of: (%s ≠ %s)"
              .formatted(operation, given, needed));
    }
  }

  private static Windows windows(
      String operation,
      Shape x,
      int length,
      int size,
      int stride,
      int padding,
      int dilation,
      boolean ceilMode) {
    if (size < 1) {
      throw new ShapeException(
          "%s: the kernel has no element: x %s (%d < 1)".formatted(operation, x, size));
    }
    long extent = (size - 1L) * dilation + 1;
    long padded = length + 2L * padding;
    if (extent > padded) {
      throw new ShapeException(
          "%s: the kernel is larger than the padded image: x %s, padding %d, kernel %d, dilation %d (%d > %d)"
              .formatted(operation, x, padding, size, dilation, extent, padded));
    }
    if (extent > Integer.MAX_VALUE || padded > Integer.MAX_VALUE) {
      throw new ShapeException(
          "%s: the padded image is too large: x %s, padding %d (%d > %d)"
              .formatted(operation, x, padding, padded, Integer.MAX_VALUE));
    }
    int steps = (int) ((padded - extent + (ceilMode ? stride - 1L : 0)) / stride);
    boolean beginsBehind = ceilMode && (long) steps * stride >= length + padding;
    return new Windows(length, size, stride, padding, dilation, beginsBehind ? steps : steps + 1);
  }
}
