package io.github.wengert.ops.kernel;

/**
 * One matrix product by vectors: {@code C ← S + A · B}, {@code [m, k] · [k, n]}, cut into
 * {@linkplain VectorProductF64 blocks} for threads.
 *
 * <p>Where it takes less copying, the transposed product is computed instead, {@code Cᵀ = Bᵀ · Aᵀ},
 * and its bands are transposed into C: as a rule, where B would have to be transposed and is the
 * larger factor.
 *
 * @param m the rows of C
 * @param k the length of the sums
 * @param n the columns of C
 * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF64#ZERO}
 * @param c the result: columns are neighbours
 */
record VectorMatmulF64(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  private static final int WIDTH = VectorProductF64.WIDTH;

  /** How many elements a cycle multiplies and adds: two vectors. */
  private static final int FLOW = 2 * VectorTilesF64.L;

  /** What it takes to enter and leave a tile, in cycles: as much as some twenty steps of k. */
  private static final int ENTRY = 100;

  /** Which loops compute a product. */
  enum Way {
    ROWS_TIMES_VECTOR,
    COLUMN,
    TRANSPOSED,
    DIRECT
  }

  /** Computes the product. */
  void run() {
    run(way());
  }

  /** Returns the way that takes the least time, by the sizes and by how factors are stored. */
  Way way() {
    if (RowsTimesVectorF64.suits(m, n, a, b)) {
      return Way.ROWS_TIMES_VECTOR;
    }
    if (n == 1 && m > 1 && c.row() == 1 && s.row() + s.column() == 0) {
      return Way.COLUMN;
    }
    return isTransposedCheaper() ? Way.TRANSPOSED : Way.DIRECT;
  }

  /** Computes the product in one way or another: the result is the same. */
  void run(Way way) {
    int parts = Workers.partsFor(2L * m * k * n);
    switch (way) {
      case ROWS_TIMES_VECTOR -> RowsTimesVectorF64.run(m, k, n, a, b, s, c);
      case COLUMN -> // as a row it has whole vectors
          new VectorMatmulF64(1, k, m, b.transposed(), a.transposed(), s, c.transposed())
              .run(Way.DIRECT);
      case TRANSPOSED -> {
        VectorProductF64 product =
            new VectorProductF64(
                k,
                b.transposed(),
                a.transposed(),
                s.transposed(),
                c.transposed(),
                this::takeTransposed);
        split(parts, m, n, (i, iEnd, j, jEnd) -> product.compute(j, jEnd, i, iEnd));
      }
      case DIRECT -> {
        VectorProductF64 product = new VectorProductF64(k, a, b, s, c, null);
        split(parts, n, m, (left, right, top, bottom) -> product.compute(top, bottom, left, right));
      }
    }
  }

  /**
   * Whether computing C transposed takes fewer cycles, by an estimate: multiply-adds of whole
   * vectors, what it takes to enter tiles, and a cycle for each element that is transposed.
   */
  private boolean isTransposedCheaper() {
    long direct = cycles(m, n) + (b.column() == 1 ? 0 : (long) k * n);
    long transposed = cycles(n, m) + (a.column() == 1 ? (long) k * m : 0) + (long) m * n * 5 / 4;
    return transposed < direct;
  }

  private long cycles(int rows, int columns) {
    long tiles = (long) Math.ceilDiv(rows, 6) * Math.ceilDiv(columns, WIDTH);
    return (long) rows * PanelsF64.widthOf(columns) * k / FLOW + tiles * ENTRY;
  }

  /** Stores rows of the transposed product as columns of C. */
  private void takeTransposed(MatrixF64 piece, int i, int rows, int j, int columns) {
    MatrixF64 to = c.from(j, i);
    if (rows < columns / 2
        || !VectorPackF64.transpose(piece, rows, columns, to.array(), to.at(), to.row())) {
      VectorPackF64.columns(
          piece.array(),
          piece.at(),
          piece.row(),
          columns,
          rows,
          to.array(),
          to.at(),
          to.row(),
          columns);
    }
  }

  interface Block {
    void compute(int first, int end, int otherFirst, int otherEnd);
  }

  /** Cuts the axis that panels are cut from, or, if it is too short, the other one. */
  static void split(int parts, int wide, int other, Block block) {
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
}
