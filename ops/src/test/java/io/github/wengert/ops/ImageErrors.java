package io.github.wengert.ops;

import static io.github.wengert.ops.ErrorCase.MATRIX;
import static io.github.wengert.ops.ErrorCase.dtype;
import static io.github.wengert.ops.ErrorCase.shape;

import java.util.List;
import java.util.stream.Stream;

/** Misuses of operations on images. */
final class ImageErrors {
  private static final Tensor X = Tensor.zeros(DType.F64, Shape.of(1, 4, 3, 5));
  private static final Conv2dOptions PLAIN = Conv2dOptions.DEFAULT;

  private ImageErrors() {}

  static List<ErrorCase> cases() {
    return Stream.of(convolutions(), pooling()).flatMap(List::stream).toList();
  }

  private static Tensor weight(int... extents) {
    return Tensor.zeros(DType.F64, Shape.of(extents));
  }

  private static List<ErrorCase> convolutions() {
    String plain = "conv2d(Tensor, Tensor, Conv2dOptions)";
    return List.of(
        shape(
            plain,
            "conv2d: x must have the axes [n, channels, height, width]: [2, 3] (2 axes ≠ 4)",
            () -> Ops.conv2d(MATRIX, weight(2, 4, 3, 3), PLAIN)),
        shape(
            plain,
            "conv2d: the weight must have the axes [filters, channels / groups, height, width]:"
                + " [2, 3] (2 axes ≠ 4)",
            () -> Ops.conv2d(X, MATRIX, PLAIN)),
        shape(
            plain,
            "conv2d: the filters are for another number of channels: x [1, 4, 3, 5], weight [2, 3,"
                + " 1, 1], 1 groups (4 ≠ 3)",
            () -> Ops.conv2d(X, weight(2, 3, 1, 1), PLAIN)),
        shape(
            plain,
            "conv2d: the filters are for another number of channels: x [1, 4, 3, 5], weight [3, 2,"
                + " 1, 1], 3 groups (4 ≠ 6)",
            () -> Ops.conv2d(X, weight(3, 2, 1, 1), PLAIN.withGroups(3))),
        shape(
            plain,
            "conv2d: the groups do not divide the filters: weight [3, 2, 1, 1], 2 groups (3 is no"
                + " multiple of 2)",
            () -> Ops.conv2d(X, weight(3, 2, 1, 1), PLAIN.withGroups(2))),
        shape(
            plain,
            "conv2d: the kernel has no element: x [1, 4, 3, 5] (0 < 1)",
            () -> Ops.conv2d(X, weight(2, 4, 1, 0), PLAIN)),
        shape(
            plain,
            "conv2d: the kernel is larger than the padded image: x [1, 4, 3, 5], padding 0, kernel"
                + " 4, dilation 1 (4 > 3)",
            () -> Ops.conv2d(X, weight(2, 4, 4, 1), PLAIN)),
        shape(
            plain,
            "conv2d: the kernel is larger than the padded image: x [1, 4, 3, 5], padding 1, kernel"
                + " 3, dilation 4 (9 > 7)",
            () ->
                Ops.conv2d(
                    X,
                    weight(2, 4, 1, 3),
                    PLAIN.withPadding(new Size2d(0, 1)).withDilation(new Size2d(1, 4)))),
        shape(
            plain,
            "conv2d: the padded image is too large: x [1, 4, 3, 5], padding 2147483647 (4294967297"
                + " > 2147483647)",
            () ->
                Ops.conv2d(
                    X, weight(2, 4, 1, 1), PLAIN.withPadding(new Size2d(Integer.MAX_VALUE, 0)))),
        shape(
            "conv2d(Tensor, Tensor, Tensor, Conv2dOptions)",
            "conv2d: one bias is needed for each filter: weight [2, 4, 1, 1], bias [2, 3] ([2] ≠"
                + " [2, 3])",
            () -> Ops.conv2d(X, weight(2, 4, 1, 1), MATRIX, PLAIN)),
        dtype(
            "conv2d(Tensor, Tensor, Tensor, Conv2dOptions)",
            "conv2d: element types differ: F64[1, 4, 3, 5] and F32[2] (F64 ≠ F32); convert one with"
                + " to(F64)",
            () -> Ops.conv2d(X, weight(2, 4, 1, 1), Tensor.of(1f, 2f), PLAIN)));
  }

  private static List<ErrorCase> pooling() {
    Pool2dOptions two = Pool2dOptions.of(2);
    Pool2dOptions wide = Pool2dOptions.of(new Size2d(1, 6));
    return List.of(
        shape(
            "maxPool2d(Tensor, Pool2dOptions)",
            "maxPool2d: x must have the axes [n, channels, height, width]: [2, 3] (2 axes ≠ 4)",
            () -> Ops.maxPool2d(MATRIX, two)),
        shape(
            "maxPool2d(Tensor, Pool2dOptions)",
            "maxPool2d: the kernel is larger than the padded image: x [1, 4, 3, 5], padding 0,"
                + " kernel 6, dilation 1 (6 > 5)",
            () -> Ops.maxPool2d(X, wide)),
        shape(
            "maxPool2d(Tensor, Pool2dOptions)",
            "maxPool2d: the images are empty: x [1, 2, 3, 0] (0 < 1)",
            () -> Ops.maxPool2d(weight(1, 2, 3, 0), two.withPadding(1))),
        shape(
            "avgPool2d(Tensor, Pool2dOptions)",
            "avgPool2d: x must have the axes [n, channels, height, width]: [2, 3] (2 axes ≠ 4)",
            () -> Ops.avgPool2d(MATRIX, two)),
        shape(
            "avgPool2d(Tensor, Pool2dOptions, boolean)",
            "avgPool2d: the kernel is larger than the padded image: x [1, 4, 3, 5], padding 0,"
                + " kernel 6, dilation 1 (6 > 5)",
            () -> Ops.avgPool2d(X, wide, false)));
  }
}
