package io.github.wengert.ops.kernel;

import io.github.wengert.ops.kernel.ConvolutionShape.Block;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of images as matrix products. For a block of windows, what their taps see is
 * {@linkplain ColumnsF64 unfolded} into a matrix with a column for each window and a row for each
 * tap; the filters are the rows of another matrix:
 *
 * <pre>
 *   y       = bias + weight · columns
 *   columns = weightᵀ · g, folded back and added up: the gradient of x
 *   weight  = g · columnsᵀ, over all blocks: the gradient of the weight
 * </pre>
 *
 * <p>Blocks are as small as the cache wants them. Threads share the samples, or for the last of the
 * three, the taps. So an element of y or of the weight's gradient is one chain of fused
 * multiply-adds, however the work is cut; an element of x adds up what came back of its windows, in
 * the order of the taps.
 *
 * <p>Source: Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for
 * Document Processing, 2006.
 *
 * @param kernels multiplies and copies
 * @param shape the sizes
 */
record ConvolutionF64(ScalarKernelsF64 kernels, ConvolutionShape shape) {
  /** With fewer filters than this, most lanes of a vector of them would be unused. */
  private static final int FILTERS_WORTH_TRANSPOSING = 8;

  private static final ScratchPool<Scratch> SCRATCH = new ScratchPool<>(Scratch::new);

  /** Arrays that grow to what the largest block needed. */
  private static final class Scratch {
    private double[] columns = new double[0];
    private double[] outputs = new double[0];

    double[] columns(int size) {
      if (columns.length < size) {
        columns = new double[size];
      }
      return columns;
    }

    double[] outputs(int size) {
      if (outputs.length < size) {
        outputs = new double[size];
      }
      return outputs;
    }
  }

  /** A loop over the blocks of some samples. */
  private interface Body {
    void run(Block block, int group, Scratch scratch);
  }

  void forward(double[] x, double[] weight, double @Nullable [] bias, double[] y) {
    forEachSample((block, group, scratch) -> {
      MatrixF64 columns = columns(x, block, group, 0, shape.taps(), scratch);
      MatrixF64 outputs = outputs(y, block, group, scratch);
      for (int f = 0; f < shape.filtersOfGroup(); f++) {
        int at = outputs.index(f, 0);
        double start = bias == null ? 0 : bias[group * shape.filtersOfGroup() + f];
        Arrays.fill(outputs.array(), at, at + size(block), start);
      }
      kernels.multiply(
          shape.filtersOfGroup(),
          shape.taps(),
          size(block),
          weight(weight, group, 0),
          columns,
          outputs,
          outputs);
      copyOutputs(outputs, y, block, group, false);
    });
  }

  void inputVjp(double[] g, double[] weight, double[] y) {
    if (!shape.isPointwise()) {
      Arrays.fill(y, 0);
    }
    ColumnsF64 folding = new ColumnsF64(kernels, shape);
    forEachSample((block, group, scratch) -> {
      MatrixF64 outputs = outputs(g, block, group, scratch);
      copyOutputs(outputs, g, block, group, true);
      MatrixF64 columns = columnsMatrix(y, block, group, 0, shape.taps(), scratch);
      kernels.multiply(
          shape.taps(),
          shape.filtersOfGroup(),
          size(block),
          weight(weight, group, 0).transposed(),
          outputs,
          MatrixF64.ZERO,
          columns);
      if (!shape.isPointwise()) {
        folding.fold(columns, block, group, y);
      }
    });
  }

  void weightVjp(double[] g, double[] x, double[] y) {
    Arrays.fill(y, 0);
    int all = shape.groups() * shape.taps();
    int parts = Math.clamp(all, 1, Workers.partsFor(shape.operations()));
    Workers.run(
        parts,
        p -> weightVjp(g, x, y, (int) ((long) all * p / parts), (int) (all * (p + 1L) / parts)));
  }

  /** Computes the gradient for taps [first, end), counted through all groups. */
  private void weightVjp(double[] g, double[] x, double[] y, int first, int end) {
    Scratch scratch = SCRATCH.borrow();
    int taps = shape.taps();
    int from;
    for (int tap = first; tap < end; tap += taps - from) {
      int group = tap / taps;
      from = tap % taps;
      weightVjp(g, x, y, group, from, Math.min(taps, from + end - tap), scratch);
    }
    SCRATCH.giveBack(scratch);
  }

  /** Few filters are the rows of the product, many its columns: that is what is transposed. */
  private void weightVjp(
      double[] g, double[] x, double[] y, int group, int from, int end, Scratch scratch) {
    int filters = shape.filtersOfGroup();
    int taps = end - from;
    boolean few = filters < FILTERS_WORTH_TRANSPOSING;
    MatrixF64 gradient = weight(y, group, from);
    MatrixF64 sums = few ? gradient : new MatrixF64(new double[taps * filters], 0, filters, 1);
    shape.forEachBlock(
        0,
        shape.samples(),
        block -> {
          MatrixF64 columns = columns(x, block, group, from, end, scratch);
          MatrixF64 outputs = outputs(g, block, group, scratch);
          copyOutputs(outputs, g, block, group, true);
          if (few) {
            kernels.multiply(filters, size(block), taps, outputs, columns.transposed(), sums, sums);
          } else {
            kernels.multiply(taps, size(block), filters, columns, outputs.transposed(), sums, sums);
          }
        });
    if (!few) {
      for (int f = 0; f < filters; f++) {
        for (int t = 0; t < taps; t++) {
          y[gradient.index(f, t)] = sums.array()[sums.index(t, f)];
        }
      }
    }
  }

  private void forEachSample(Body body) {
    int samples = shape.samples();
    int parts = Math.clamp(samples, 1, Workers.partsFor(shape.operations()));
    Workers.run(
        parts,
        p -> {
          Scratch scratch = SCRATCH.borrow();
          shape.forEachBlock(
              (int) ((long) samples * p / parts),
              (int) (samples * (p + 1L) / parts),
              block -> {
                for (int group = 0; group < shape.groups(); group++) {
                  body.run(block, group, scratch);
                }
              });
          SCRATCH.giveBack(scratch);
        });
  }

  /** Returns how many windows a block has. */
  private int size(Block block) {
    return block.samples() * block.rows() * shape.columns().count();
  }

  /** Returns how far rows in scratch are apart: not a power of two, or they evict each other. */
  private int step(Block block) {
    int step = Math.ceilDiv(size(block), 16) * 16;
    return step % 256 == 0 ? step + 16 : step;
  }

  /** Views the weights of a group from a tap on: a row for each filter. */
  private MatrixF64 weight(double[] weight, int group, int tap) {
    int taps = shape.taps();
    return new MatrixF64(weight, group * shape.filtersOfGroup() * taps + tap, taps, 1);
  }

  /** Returns what taps [from, end) see: a row for each tap, a column for each window. */
  private MatrixF64 columns(
      double[] x, Block block, int group, int from, int end, Scratch scratch) {
    MatrixF64 columns = columnsMatrix(x, block, group, from, end, scratch);
    if (!shape.isPointwise()) {
      new ColumnsF64(kernels, shape).unfold(x, block, group, from, end, columns);
    }
    return columns;
  }

  /** Returns a matrix for columns: in x itself if they stand there already. */
  private MatrixF64 columnsMatrix(
      double[] x, Block block, int group, int from, int end, Scratch scratch) {
    int pixels = shape.pixels();
    return shape.isPointwise()
        ? new MatrixF64(x, shape.inputAt(block.firstSample(), group) + from * pixels, pixels, 1)
        : new MatrixF64(scratch.columns((end - from) * step(block)), 0, step(block), 1);
  }

  /** Returns a matrix for y: a row for each filter. In y itself if the block is of one sample. */
  private MatrixF64 outputs(double[] y, Block block, int group, Scratch scratch) {
    return block.samples() == 1
        ? new MatrixF64(
            y, shape.outputAt(block.firstSample(), group, block.firstRow()), shape.windows(), 1)
        : new MatrixF64(scratch.outputs(shape.filtersOfGroup() * step(block)), 0, step(block), 1);
  }

  /** Copies between y and a matrix for several samples of it. */
  private void copyOutputs(
      MatrixF64 outputs, double[] y, Block block, int group, boolean toMatrix) {
    if (block.samples() == 1) {
      return;
    }
    int windows = shape.windows();
    for (int s = 0; s < block.samples(); s++) {
      int at = shape.outputAt(block.firstSample() + s, group, 0);
      for (int f = 0; f < shape.filtersOfGroup(); f++) {
        int inMatrix = outputs.index(f, s * windows);
        int inY = at + f * windows;
        if (toMatrix) {
          System.arraycopy(y, inY, outputs.array(), inMatrix, windows);
        } else {
          System.arraycopy(outputs.array(), inMatrix, y, inY, windows);
        }
      }
    }
  }
}
