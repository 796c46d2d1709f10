package io.github.wengert.examples.peers;

import io.github.wengert.ops.Shape;

/**
 * An affine layer of a row's net. A convolution has a rectifier behind it and gives the largest of
 * each 2×2 window of that; a dense layer is one that sees a single window of one pixel.
 *
 * @param channels the number of inputs, or of the images' channels
 * @param rows the number of rows of its weight: units or filters
 * @param kernel the height and width of a filter; 1 if the layer is dense
 * @param padding the zeros on each edge of the images
 * @param side the height and width of the images; 1 if the layer is dense
 */
record AffineLayer(int channels, int rows, int kernel, int padding, int side) {
  static AffineLayer dense(int inputs, int rows) {
    return new AffineLayer(inputs, rows, 1, 0, 1);
  }

  boolean isConvolution() {
    return kernel > 1;
  }

  /** The number of inputs of a unit, or of a filter in one place. */
  int fanIn() {
    return channels * kernel * kernel;
  }

  /** How often each weight is used for a sample: once if the layer is dense. */
  int windows() {
    int places = side + 2 * padding - kernel + 1;
    return places * places;
  }

  /** {@code [batch, inputs]} or {@code [batch, channels, side, side]}. */
  Shape inputShape(int batch) {
    return isConvolution() ? Shape.of(batch, channels, side, side) : Shape.of(batch, channels);
  }

  /** {@code [rows, fan-in]} or {@code [rows, channels, kernel, kernel]}. */
  Shape weightShape() {
    return isConvolution() ? Shape.of(rows, channels, kernel, kernel) : Shape.of(rows, channels);
  }
}
