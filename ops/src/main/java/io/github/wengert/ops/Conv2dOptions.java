package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

/**
 * How the filters of a convolution slide over an image.
 *
 * @param stride how far neighbouring windows are apart, at least 1
 * @param padding how many zeros are thought around the image on each side, not negative
 * @param dilation how far neighbouring taps of a filter are apart, at least 1
 * @param groups into how many parts the channels are divided, each with its own filters, at least
 *     1; as many as there are channels make the convolution depth-wise
 */
public record Conv2dOptions(Size2d stride, Size2d padding, Size2d dilation, int groups) {
  /** Windows next to each other, no padding, no dilation, one group. */
  public static final Conv2dOptions DEFAULT =
      new Conv2dOptions(Size2d.of(1), Size2d.of(0), Size2d.of(1), 1);

  /**
   * Checks the ranges.
   *
   * @throws AttributeException if a stride or dilation is below 1, a padding is negative, or there
   *     is no group
   */
  public Conv2dOptions {
    requireNonNull(stride, "conv2d: stride must not be null");
    requireNonNull(padding, "conv2d: padding must not be null");
    requireNonNull(dilation, "conv2d: dilation must not be null");
    stride.requireAtLeast(1, "conv2d", "stride");
    padding.requireAtLeast(0, "conv2d", "padding");
    dilation.requireAtLeast(1, "conv2d", "dilation");
    if (groups < 1) {
      throw new AttributeException("conv2d: there must be a group: (%d < 1)".formatted(groups));
    }
  }

  /**
   * Returns the shape of what {@link Ops#conv2d(Tensor, Tensor, Conv2dOptions)} gives.
   *
   * @throws ShapeException if the shapes do not fit
   */
  public Shape outputShape(Shape x, Shape weight) {
    return new Conv2d(this).shape(x, weight);
  }

  /** Returns these options with another stride along both axes. */
  public Conv2dOptions withStride(int changed) {
    return withStride(Size2d.of(changed));
  }

  /** Returns these options with another stride. */
  public Conv2dOptions withStride(Size2d changed) {
    return new Conv2dOptions(changed, padding, dilation, groups);
  }

  /** Returns these options with another padding on all sides. */
  public Conv2dOptions withPadding(int changed) {
    return withPadding(Size2d.of(changed));
  }

  /** Returns these options with another padding. */
  public Conv2dOptions withPadding(Size2d changed) {
    return new Conv2dOptions(stride, changed, dilation, groups);
  }

  /** Returns these options with another dilation along both axes. */
  public Conv2dOptions withDilation(int changed) {
    return withDilation(Size2d.of(changed));
  }

  /** Returns these options with another dilation. */
  public Conv2dOptions withDilation(Size2d changed) {
    return new Conv2dOptions(stride, padding, changed, groups);
  }

  /** Returns these options with another number of groups. */
  public Conv2dOptions withGroups(int changed) {
    return new Conv2dOptions(stride, padding, dilation, changed);
  }
}
