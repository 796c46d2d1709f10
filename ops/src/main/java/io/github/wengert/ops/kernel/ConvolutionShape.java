package io.github.wengert.ops.kernel;

import java.util.function.Consumer;

/**
 * The sizes of a convolution: x is {@code [samples, channels, rows, columns]}, the weight {@code
 * [filters, channels / groups, taps down, taps across]}, y is {@code [samples, filters, windows
 * down, windows across]}.
 *
 * @param samples the number of images
 * @param channels the channels of x, a multiple of the groups
 * @param filters the channels of y, a multiple of the groups
 * @param groups how many convolutions stand side by side, each with its share of all channels
 * @param rows the windows down an image
 * @param columns the windows across an image
 */
public record ConvolutionShape(
    int samples, int channels, int filters, int groups, Windows rows, Windows columns) {
  /** About how many elements a block of columns has: a quarter of the second-level cache. */
  private static final int COLUMNS_SIZE = 1 << 16;

  /** With fewer columns than this, a product would leave lanes unused. */
  private static final int FEWEST_COLUMNS = 64;

  /**
   * Windows that are computed together: rows [firstRow, firstRow + rows) of some samples.
   *
   * @param firstSample the first sample
   * @param samples how many samples
   * @param firstRow the first row of windows in each
   * @param rows how many rows of windows in each
   */
  record Block(int firstSample, int samples, int firstRow, int rows) {}

  int channelsOfGroup() {
    return channels / groups;
  }

  int filtersOfGroup() {
    return filters / groups;
  }

  /** Returns the length of the sum that an element of y is. */
  int taps() {
    return channelsOfGroup() * rows.size() * columns.size();
  }

  /** Returns the number of elements of a channel of x. */
  int pixels() {
    return rows.length() * columns.length();
  }

  /** Returns the number of elements of a channel of y. */
  int windows() {
    return rows.count() * columns.count();
  }

  /** Returns where the channels of a group begin in x. */
  int inputAt(int sample, int group) {
    return (sample * channels + group * channelsOfGroup()) * pixels();
  }

  /** Returns where a row of windows of the first filter of a group begins in y. */
  int outputAt(int sample, int group, int row) {
    return (sample * filters + group * filtersOfGroup()) * windows() + row * columns.count();
  }

  /** Returns the number of floating-point operations. */
  long operations() {
    return 2L * samples * filters * taps() * windows();
  }

  /** Whether each window is one pixel and there is one for each: a product of x as it stands. */
  boolean isPointwise() {
    return rows.size() == 1
        && columns.size() == 1
        && rows.count() == rows.length()
        && columns.count() == columns.length()
        && rows.padding() == 0
        && columns.padding() == 0;
  }

  /**
   * Cuts samples [from, end) into blocks whose columns stay in the cache: several whole samples, or
   * some rows of one. How a sample is cut does not depend on the other samples.
   */
  void forEachBlock(int from, int end, Consumer<Block> body) {
    int columnsInCache = Math.max(FEWEST_COLUMNS, COLUMNS_SIZE / Math.max(1, taps()));
    if (isPointwise()) {
      forEachSample(from, end, rows.count(), body);
    } else if (windows() > columnsInCache) {
      int most = Math.max(1, columnsInCache / columns.count());
      int parts = Math.ceilDiv(rows.count(), most);
      forEachSample(from, end, Math.ceilDiv(rows.count(), parts), body);
    } else {
      int together = columnsInCache / Math.max(1, windows());
      for (int s = from; s < end; s += together) {
        body.accept(new Block(s, Math.min(together, end - s), 0, rows.count()));
      }
    }
  }

  private void forEachSample(int from, int end, int height, Consumer<Block> body) {
    for (int s = from; s < end; s++) {
      for (int i = 0; i < rows.count(); i += height) {
        body.accept(new Block(s, 1, i, Math.min(height, rows.count() - i)));
      }
    }
  }
}
