package io.github.wengert.ops.kernel;

import io.github.wengert.ops.kernel.ConvolutionShape.Block;
import java.util.Arrays;

/**
 * The matrix of what the taps of a convolution see: a row for each tap, a column for each window. A
 * tap sees a rectangle of a channel, or of every so many of its pixels, and zeros where it stands
 * in the padding.
 *
 * @param kernels copies and adds rows
 * @param shape the sizes of the convolution
 */
record ColumnsF32(ScalarKernelsF32 kernels, ConvolutionShape shape) {
  /** Copies what taps [from, end) of a group see into rows of {@code columns}. */
  void unfold(float[] x, Block block, int group, int from, int end, MatrixF32 columns) {
    for (int tap = from; tap < end; tap++) {
      for (int s = 0; s < block.samples(); s++) {
        View view = view(block, s, group, tap, columns.index(tap - from, 0));
        if (!view.isWhole()) {
          Arrays.fill(columns.array(), view.to, view.to + view.windows, 0);
        }
        copy(x, view, columns.array());
      }
    }
  }

  /** Adds rows of {@code columns} to the pixels that the taps of a group see. */
  void fold(MatrixF32 columns, Block block, int group, float[] x) {
    for (int tap = 0; tap < shape.taps(); tap++) {
      for (int s = 0; s < block.samples(); s++) {
        add(columns.array(), view(block, s, group, tap, columns.index(tap, 0)), x);
      }
    }
  }

  /**
   * What a tap sees of a sample.
   *
   * @param pixel where the first pixel is in x
   * @param down how far its pixels are apart down x
   * @param across how far its pixels are apart across x
   * @param height how many pixels it sees down, which may be none
   * @param width how many pixels it sees across, which may be none
   * @param to where the windows of the sample begin in the row of the tap
   * @param at where the window of the first pixel is
   * @param step how far rows of windows are apart
   * @param windows how many windows there are, with those that see padding
   */
  private record View(
      int pixel,
      int down,
      int across,
      int height,
      int width,
      int to,
      int at,
      int step,
      int windows) {
    boolean isWhole() {
      return height * width == windows;
    }

    boolean isEmpty() {
      return height == 0 || width == 0;
    }

    /** Whether the rectangle is one row in both arrays. */
    boolean isOneRow() {
      return across == 1 && down == width && step == width;
    }
  }

  private View view(Block block, int sample, int group, int tap, int row) {
    Windows down = shape.rows();
    Windows across = shape.columns();
    int channel = tap / (down.size() * across.size());
    int i = tap / across.size() % down.size();
    int j = tap % across.size();
    int top = Math.max(block.firstRow(), down.first(i));
    int bottom = Math.min(block.firstRow() + block.rows(), down.end(i));
    int left = across.first(j);
    int plane = shape.inputAt(block.firstSample() + sample, group) + channel * shape.pixels();
    int windows = block.rows() * across.count();
    int to = row + sample * windows;
    return new View(
        plane + down.position(top, i) * across.length() + across.position(left, j),
        down.stride() * across.length(),
        across.stride(),
        Math.max(0, bottom - top),
        across.end(j) - left,
        to,
        to + (top - block.firstRow()) * across.count() + left,
        across.count(),
        windows);
  }

  private void copy(float[] x, View view, float[] columns) {
    if (view.isEmpty()) {
      return;
    }
    if (view.isOneRow()) {
      System.arraycopy(x, view.pixel, columns, view.at, view.height * view.width);
    } else if (view.across == 1) {
      kernels.copyRows(
          x, view.pixel, view.down, columns, view.at, view.step, view.height, view.width);
    } else {
      for (int i = 0; i < view.height; i++) {
        int from = view.pixel + i * view.down;
        int to = view.at + i * view.step;
        for (int j = 0; j < view.width; j++) {
          columns[to + j] = x[from + j * view.across];
        }
      }
    }
  }

  private void add(float[] columns, View view, float[] x) {
    if (view.isEmpty()) {
      return;
    }
    if (view.isOneRow()) {
      kernels.addRow(columns, view.at, x, view.pixel, view.height * view.width);
    } else if (view.across == 1) {
      kernels.addRows(
          columns, view.at, view.step, x, view.pixel, view.down, view.height, view.width);
    } else {
      for (int i = 0; i < view.height; i++) {
        int from = view.at + i * view.step;
        int to = view.pixel + i * view.down;
        for (int j = 0; j < view.width; j++) {
          x[to + j * view.across] += columns[from + j];
        }
      }
    }
  }
}
