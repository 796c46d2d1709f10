package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.H;
import static io.github.wengert.ops.kernel.VectorTilesF64.HIGHEST;
import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

import java.util.Arrays;

/**
 * One matrix product by vectors: {@code C ← S + A · B}, {@code [m, k] · [k, n]}.
 *
 * <p>C is cut into panels of up to four vectors' width, and k into blocks. For each block and
 * panel, the part of B is copied into a contiguous panel, transposed if need be, that stays in the
 * second-level cache while {@linkplain VectorTilesF64 tiles} of several rows go over it. A is read
 * where it stands. Since a tile starts from the sums that the block before it left behind, an
 * element of C is one chain of fused multiply-adds along k, however everything is cut.
 *
 * <p>Where it {@linkplain TilesTimeF64 takes less time}, the {@linkplain VectorTransposedF64
 * transposed product} is computed instead, {@code Cᵀ = Bᵀ · Aᵀ}, whose panels are copied from A: as
 * a rule, where B would have to be transposed and is the larger factor, or C has few columns.
 *
 * <p>The blocking is that of Goto and van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication, 2008, without their packing of A, which a few running rows do not need; where its
 * columns are contiguous instead, a large A is {@linkplain VectorStripsF64 copied in strips}. The
 * order is another one for other {@linkplain VectorLargeF64 large products}.
 *
 * @param m the rows of C
 * @param k the length of the sums
 * @param n the columns of C
 * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF64#ZERO}
 * @param c the result: columns are neighbours
 */
record VectorMatmulF64(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  /** The longest block of k: a panel of B then takes a sixteenth of the second-level cache. */
  private static final int LONGEST = 384;

  /** With fewer rows than this, reading B where it stands is faster than from a copy. */
  static final int ROWS_WORTH_A_COPY = 768;

  /** Going on with a row of C behind a cut costs as much as copying so many rows of a panel. */
  private static final int STEPS_WORTH_A_CUT = 16;

  private static final int WIDTH = WIDEST * L;

  /** Scratch holds a panel of B, and behind it a tile of C. */
  private static final int PIECE = LONGEST * WIDTH;

  private static final ScratchPool<double[]> SCRATCH =
      new ScratchPool<>(() -> new double[PIECE + HIGHEST * WIDTH]);

  /** Computes the product. */
  void run() {
    if (RowsTimesVectorF64.run(m, k, n, a, b, s, c)) {
      return;
    }
    int parts = Workers.partsFor(2L * m * k * n);
    if (isColumn()) {
      asRow().run();
    } else if (isTransposedCheaper()) {
      VectorTransposedF64 product =
          new VectorTransposedF64(
              k, b.transposed(), a.transposed(), s.transposed(), c.transposed());
      split(parts, m, n, (i, iEnd, j, jEnd) -> product.compute(j, jEnd, i, iEnd));
    } else {
      split(parts, n, m, (left, right, top, bottom) -> direct(top, bottom, left, right));
    }
  }

  /** Computes the product if it is of {@linkplain VectorFewTermsF64 few terms}, or does nothing. */
  boolean runOfFewTerms() {
    if (isColumn()) {
      return asRow().runOfFewTerms();
    }
    VectorFewTermsF64 product = new VectorFewTermsF64(k, n, a, b, s, c);
    if (!product.suits(m)) {
      return false;
    }
    int parts = Workers.partsFor(2L * m * k * n);
    split(parts, n, m, (left, right, top, bottom) -> product.block(top, bottom, left, right));
    return true;
  }

  /** Whether computing C transposed takes less time, by an estimate. */
  private boolean isTransposedCheaper() {
    // Transposed, a product of this size would want strips of B, whose rows are neighbours.
    boolean wantsStrips = b.column() == 1 && VectorStripsF64.areWorthIt(m, k, n, a);
    return !wantsStrips
        && TilesTimeF64.ofTransposed(n, k, m, a.row() != 1)
            < TilesTimeF64.ofProduct(m, k, n, b.column() != 1);
  }

  /** Whether the result is one column that starts from zero. As a row it has whole vectors. */
  private boolean isColumn() {
    return n == 1 && m > 1 && c.row() == 1 && s.row() + s.column() == 0;
  }

  private VectorMatmulF64 asRow() {
    return new VectorMatmulF64(1, k, m, b.transposed(), a.transposed(), s, c.transposed());
  }

  private interface Block {
    void compute(int first, int end, int otherFirst, int otherEnd);
  }

  /** Cuts the axis that panels are cut from, or, if it is too short, the other one. */
  private static void split(int parts, int wide, int other, Block block) {
    if (parts == 1) {
      block.compute(0, wide, 0, other);
    } else if (wide >= parts * WIDTH) {
      Workers.run(
          parts,
          p -> block.compute(cut(wide, WIDTH, p, parts), cut(wide, WIDTH, p + 1, parts), 0, other));
    } else {
      Workers.run(
          parts, p -> block.compute(0, wide, cut(other, 2, p, parts), cut(other, 2, p + 1, parts)));
    }
  }

  /** Returns where part p of an axis begins, if only multiples of a grain are cut off. */
  static int cut(int length, int grain, int p, int parts) {
    return p == parts ? length : (int) ((long) length * p / parts / grain * grain);
  }

  private void direct(int top, int bottom, int left, int right) {
    if (VectorStripsF64.areWorthIt(bottom - top, k, right - left, a)) {
      new VectorStripsF64(k, a, b, s, c).compute(top, bottom, left, right);
    } else if (VectorLargeF64.suits(bottom - top, k, right - left, a)) {
      new VectorLargeF64(k, a, b, s, c).compute(top, bottom, left, right);
    } else {
      block(top, bottom, left, right);
    }
  }

  /** Computes rows [top, bottom) and columns [left, right) of C. */
  private void block(int top, int bottom, int left, int right) {
    double[] scratch = SCRATCH.borrow();
    int length = blockLength(widthFor(right - left));
    int from = 0;
    do { // once even if k is 0
      int steps = Math.min(length, k - from);
      int width;
      for (int j = left; j < right; j += width) {
        width = widthFor(right - j);
        int columns = Math.min(width, right - j);
        panel(top, bottom, j, columns, width, from, steps, scratch);
      }
      from += length;
    } while (from < k);
    SCRATCH.giveBack(scratch);
  }

  /** Returns the length of equal blocks of k; they may be longer if panels are narrower. */
  private int blockLength(int width) {
    int blocks = Math.ceilDiv(k, PIECE / width);
    return blocks <= 1 ? k : Math.ceilDiv(k, blocks);
  }

  /** Returns how wide the next panel is: four vectors, two, one or a half. */
  static int widthFor(int columns) {
    if (WIDEST == 4 && columns > 3 * L) {
      return 4 * L;
    }
    return columns > L ? 2 * L : columns > H ? L : H;
  }

  /** Returns how many rows high the next tile is. */
  static int rowsFor(int rows, int width) {
    // Eight rows of two halves have 16 sums, too many unless vectors are so long that there are 32
    // registers of them.
    if (rows >= 8 && (width == H || (width == L && WIDEST == 4))) {
      return 8;
    }
    if (width > L && rows >= 6 && rows != 8 && rows != 9) {
      return 6;
    }
    return rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
  }

  private void panel(
      int top, int bottom, int j, int columns, int width, int from, int steps, double[] scratch) {
    int inPlace = stepsInPlace(b, from, j, steps, width, bottom - top);
    if (inPlace > 0 && inPlace < steps) {
      panel(top, bottom, j, columns, width, from, inPlace, scratch);
      panel(top, bottom, j, columns, width, from + inPlace, steps - inPlace, scratch);
      return;
    }
    boolean copied = inPlace < steps;
    if (copied) {
      VectorPackF64.panel(b.from(from, j), steps, columns, scratch, 0, width, PIECE / width);
    }
    double[] panel = copied ? scratch : b.array();
    int panelAt = copied ? 0 : b.index(from, j);
    int panelStep = copied ? width : b.row();
    MatrixF64 start = from == 0 ? s : c;
    boolean startInPlace = columns == width || start.row() + start.column() == 0;
    // What a tile writes behind the end of its rows belongs to rows that are computed later, if
    // there is but one panel and one block of k.
    boolean runsOver = columns == n && steps == k && c.row() == n && s.row() == 0;
    int rows;
    for (int i = top; i < bottom; i += rows) {
      rows = rowsFor(bottom - i, width);
      if (!startInPlace) {
        copyIn(start, i, j, rows, columns, scratch, PIECE, width);
      }
      int end = c.index(i + rows - 1, j) + width;
      boolean toC = columns == width || (runsOver && end <= c.index(bottom, j));
      VectorTilesF64.multiply(
          rows,
          width,
          steps,
          a.array(),
          a.index(i, from),
          a.row(),
          a.column(),
          panel,
          panelAt,
          panelStep,
          startInPlace ? start.array() : scratch,
          startInPlace ? start.index(i, j) : PIECE,
          startInPlace ? start.row() : width,
          toC ? c.array() : scratch,
          toC ? c.index(i, j) : PIECE,
          toC ? c.row() : width);
      if (!toC) {
        copyOut(scratch, PIECE, width, c, i, j, rows, columns);
      }
    }
  }

  /**
   * Returns how many of the steps from one on are to read a panel of B where it stands. Behind the
   * last column they read what belongs to the next row; so the last steps may need a copy, which
   * has room there.
   */
  static int stepsInPlace(MatrixF64 b, int from, int j, int steps, int width, int rows) {
    if (b.column() != 1 || rows >= ROWS_WORTH_A_COPY) {
      return 0;
    }
    int inPlace = VectorPackF64.readable(b.array(), b.index(from, j), b.row(), steps, width);
    return inPlace == steps || rows * STEPS_WORTH_A_CUT <= inPlace ? inPlace : 0;
  }

  /** Copies some elements of what the sums start from into a piece of scratch. */
  static void copyIn(
      MatrixF64 start,
      int top,
      int left,
      int rows,
      int columns,
      double[] piece,
      int at,
      int width) {
    for (int i = 0; i < rows; i++) {
      int from = start.index(top + i, left);
      int to = at + i * width;
      if (start.column() == 1) {
        VectorPackF64.copy(start.array(), from, piece, to, columns);
        continue;
      }
      if (start.column() == 0) {
        Arrays.fill(piece, to, to + columns, start.array()[from]);
        continue;
      }
      for (int j = 0; j < columns; j++) {
        piece[to + j] = start.array()[from + j * start.column()];
      }
    }
  }

  /** Copies some elements of C from a piece of scratch. */
  static void copyOut(
      double[] piece, int at, int width, MatrixF64 c, int top, int left, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      VectorPackF64.copy(piece, at + i * width, c.array(), c.index(top + i, left), columns);
    }
  }
}
