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
record ColumnsF64(ScalarKernelsF64 kernels, ConvolutionShape shape) {
  /** Copies what taps [from, end) of a group see into rows of {@code columns}. */
  void unfold(double[] x, Block block, int group, int from, int end, MatrixF64 columns) {
    for (int tap = from; tap < end; tap++) {
      View view = view(block, group, tap);
      int row = columns.index(tap - from, 0);
      if (!view.isWhole()) {
        Arrays.fill(columns.array(), row, row + block.samples() * view.windows, 0);
      }
      if (!view.isEmpty()) {
        for (int s = 0; s < block.samples(); s++) {
          copy(x, view.pixel + s * image(), columns.array(), row + s * view.windows, view);
        }
      }
    }
  }

  /** Adds rows of {@code columns} to the pixels that the taps of a group see. */
  void fold(MatrixF64 columns, Block block, int group, double[] x) {
    for (int tap = 0; tap < shape.taps(); tap++) {
      View view = view(block, group, tap);
      int row = columns.index(tap, 0);
      if (!view.isEmpty()) {
        for (int s = 0; s < block.samples(); s++) {
          add(columns.array(), row + s * view.windows, x, view.pixel + s * image(), view);
        }
      }
    }
  }

  /** Returns how far samples are apart in x. */
  private int image() {
    return shape.channels() * shape.pixels();
  }

  /**
   * What a tap sees of each sample of a block.
   *
   * @param pixel where the first pixel of the first sample is in x
   * @param down how far its pixels are apart down x
   * @param across how far its pixels are apart across x
   * @param height how many pixels it sees down, which may be none
   * @param width how many pixels it sees across, which may be none
   * @param window the window that sees the first pixel
   * @param step how far rows of windows are apart
   * @param windows how many windows there are, with those that see padding
   */
  private record View(
      int pixel, int down, int across, int height, int width, int window, int step, int windows) {
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

  private View view(Block block, int group, int tap) {
    Windows down = shape.rows();
    Windows across = shape.columns();
    int channel = tap / (down.size() * across.size());
    int i = tap / across.size() % down.size();
    int j = tap % across.size();
    int top = Math.max(block.firstRow(), down.first(i));
    int bottom = Math.min(block.firstRow() + block.rows(), down.end(i));
    int left = across.first(j);
    int plane = shape.inputAt(block.firstSample(), group) + channel * shape.pixels();
    return new View(
        plane + down.position(top, i) * across.length() + across.position(left, j),
        down.stride() * across.length(),
        across.stride(),
        Math.max(0, bottom - top),
        across.end(j) - left,
        (top - block.firstRow()) * across.count() + left,
        across.count(),
        block.rows() * across.count());
  }

  private void copy(double[] x, int pixel, double[] columns, int row, View view) {
    int at = row + view.window;
    if (view.isOneRow()) {
      System.arraycopy(x, pixel, columns, at, view.height * view.width);
    } else if (view.across == 1) {
      kernels.copyRows(x, pixel, view.down, columns, at, view.step, view.height, view.width);
    } else {
      for (int i = 0; i < view.height; i++) {
        int from = pixel + i * view.down;
        int to = at + i * view.step;
        for (int j = 0; j < view.width; j++) {
          columns[to + j] = x[from + j * view.across];
        }
      }
    }
  }

  private void add(double[] columns, int row, double[] x, int pixel, View view) {
    int at = row + view.window;
    if (view.isOneRow()) {
      kernels.addRow(columns, at, x, pixel, view.height * view.width);
    } else if (view.across == 1) {
      kernels.addRows(columns, at, view.step, x, pixel, view.down, view.height, view.width);
    } else {
      for (int i = 0; i < view.height; i++) {
        int from = at + i * view.step;
        int to = pixel + i * view.down;
        for (int j = 0; j < view.width; j++) {
          x[to + j * view.across] += columns[from + j];
        }
      }
    }
  }
}
