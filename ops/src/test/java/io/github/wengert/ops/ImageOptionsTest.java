package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The options of convolution and pooling, and what they refuse. */
class ImageOptionsTest {
  private static final Conv2dOptions CONVOLUTION = Conv2dOptions.DEFAULT;
  private static final Pool2dOptions POOLING = Pool2dOptions.of(new Size2d(3, 4));

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(AttributeException.class).hasMessage(message);
  }

  @Test
  void a_stride_or_dilation_below_one_is_refused() {
    assertRefused(
        () -> CONVOLUTION.withStride(new Size2d(2, 0)),
        "conv2d: the stride must be at least 1: 2 × 0 (0 < 1)");
    assertRefused(
        () -> CONVOLUTION.withDilation(-1),
        "conv2d: the dilation must be at least 1: -1 × -1 (-1 < 1)");
    assertRefused(
        () -> POOLING.withStride(0), "pool2d: the stride must be at least 1: 0 × 0 (0 < 1)");
    assertRefused(
        () -> Pool2dOptions.of(0), "pool2d: the kernel must be at least 1: 0 × 0 (0 < 1)");
  }

  @Test
  void a_negative_padding_is_refused() {
    assertRefused(
        () -> CONVOLUTION.withPadding(new Size2d(-1, 1)),
        "conv2d: the padding must be at least 0: -1 × 1 (-1 < 0)");
    assertRefused(
        () -> POOLING.withPadding(-2), "pool2d: the padding must be at least 0: -2 × -2 (-2 < 0)");
  }

  @Test
  void fewer_groups_than_one_are_refused() {
    assertRefused(() -> CONVOLUTION.withGroups(0), "conv2d: there must be a group: (0 < 1)");
  }

  @Test
  void padding_of_more_than_half_of_a_pooling_window_is_refused() {
    assertRefused(
        () -> POOLING.withPadding(2),
        "pool2d: the padding is more than half of the kernel: kernel 3 × 4, padding 2 × 2 (2 > 1)");
    assertThat(POOLING.withPadding(new Size2d(1, 2)).padding()).isEqualTo(new Size2d(1, 2));
  }

  @Test
  void options_are_changed_one_at_a_time() {
    assertThat(CONVOLUTION.withStride(2).withPadding(1).withDilation(3).withGroups(4))
        .isEqualTo(new Conv2dOptions(Size2d.of(2), Size2d.of(1), Size2d.of(3), 4));
    assertThat(POOLING.withStride(1).withPadding(1).withCeilMode(true))
        .isEqualTo(new Pool2dOptions(new Size2d(3, 4), Size2d.of(1), Size2d.of(1), true));
  }

  @Test
  void pooling_windows_neither_overlap_nor_leave_gaps_by_default() {
    assertThat(POOLING.stride()).isEqualTo(POOLING.kernel());
  }
}
