package io.github.wengert.nn;

import io.github.wengert.ops.Shape;

/** What layers on images ask of their input. */
final class Images {
  private Images() {}

  /** Refuses an input that is no batch of images. */
  static void require(String title, Shape input) {
    if (input.rank() != 4) {
      throw new LayerException(
          "%s: the input must have the axes [n, channels, height, width]: %s (%d axes ≠ 4)"
              .formatted(title, input, input.rank()));
    }
  }
}
