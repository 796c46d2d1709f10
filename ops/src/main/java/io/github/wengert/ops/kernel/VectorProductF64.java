package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

import org.jspecify.annotations.Nullable;

/**
 * A block of a matrix product by vectors, {@code C ← S + A · B}.
 *
 * <p>B is cut into {@linkplain PanelsF64 panels} as wide as a {@linkplain VectorTilesF64 tile}, and
 * copied, transposed if need be, so that a panel is one stream. A band of rows of A then meets all
 * panels, block of k by block of k; the panels come from the last-level cache again for each band,
 * one element after the other, which hardware prefetches. A tile starts from the sums that the
 * block of k before it left behind, so an element of C is one chain of fused multiply-adds along k,
 * however everything is cut.
 *
 * <p>A is read where it stands if its rows are contiguous. Otherwise a tile would read a few
 * elements of each column of A, whose lines are a column apart and drive each other out of the
 * cache; so a band is copied first, unless there are few.
 *
 * <p>Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008, whose
 * packing of A is only needed for columns.
 *
 * @param k the length of the sums
 * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF64#ZERO}
 * @param c the result: columns are neighbours, unless a sink takes it
 * @param sink takes the result; null if it stays in {@code c}
 */
record VectorProductF64(
    int k, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c, @Nullable Sink sink) {
  static final int WIDTH = WIDEST * L;

  /**
   * With fewer rows than this, reading B where it stands is faster than from a copy. In place, a
   * step of k finds a panel's row far from the one before it, as a rule in another page; the fewer
   * cache lines it reads there, the sooner a copy pays.
   */
  private static final int ROWS_WORTH_A_COPY = 24 * Math.max(1, WIDTH * Double.BYTES / 64);

  /** The longest block of k. */
  private static final int LONGEST = 384;

  /** The rows of a band, which fill tiles of 6 and of 8; the last band has up to twice as many. */
  private static final int BAND = 96;

  /**
   * So many columns of A are read where they stand: as many lines as a set of the first cache holds
   * on any machine, so that it does not matter how far they are apart.
   */
  private static final int FEW_COLUMNS = 8;

  /** The elements of a cache line. */
  private static final int LINE = 64 / Double.BYTES;

  /** The most columns of a group whose bands a sink takes. */
  private static final int SINK_GROUP = 4096;

  /** The fewest rows of a band that a sink takes; narrow groups have more, up to {@link #BAND}. */
  private static final int FEW_ROWS = 24;

  /** Takes a result that is not left in C. */
  interface Sink {
    /** Takes some rows and columns of C, which stand in a piece of scratch. */
    void take(MatrixF64 piece, int i, int rows, int j, int columns);
  }

  private static final double[] NONE = {};

  private static final ScratchPool<double[]> STRIPS =
      new ScratchPool<>(() -> new double[LONGEST * stripWidth(2 * BAND)]);

  private static final ScratchPool<double[]> PIECES =
      new ScratchPool<>(() -> new double[2 * FEW_ROWS * SINK_GROUP]);

  /** Computes rows [top, bottom) and columns [left, right) of C. */
  void compute(int top, int bottom, int left, int right) {
    boolean inPlace = b.column() == 1 && bottom - top < ROWS_WORTH_A_COPY;
    int steps = Math.min(k, PanelsF64.MANY / WIDTH);
    int most = Math.max(1, PanelsF64.MANY / Math.max(1, steps) / WIDTH) * WIDTH;
    int group = Math.min(right - left, sink == null ? most : Math.min(SINK_GROUP, most));
    double[] copies = PanelsF64.borrow(PanelsF64.room(group, steps, inPlace));
    for (int j = left; j < right; j += group) {
      int columns = Math.min(group, right - j);
      int from = 0;
      do { // once even if k is 0
        int some = Math.min(steps, k - from);
        bands(top, bottom, from, j, columns, panels(from, some, j, columns, inPlace, copies));
        from += some;
      } while (from < k);
    }
    PanelsF64.giveBack(copies);
  }

  /** Returns the panels of some columns, for each of equal blocks of k. */
  private PanelsF64[] panels(
      int from, int steps, int j, int columns, boolean inPlace, double[] copies) {
    PanelsF64[] blocks = new PanelsF64[Math.max(1, Math.ceilDiv(steps, LONGEST))];
    int length = Math.ceilDiv(steps, blocks.length);
    for (int i = 0; i < blocks.length; i++) {
      int first = i * length;
      int some = Math.min(length, steps - first);
      int at = PanelsF64.room(columns, first, inPlace);
      blocks[i] = new PanelsF64(b.from(from + first, j), columns, some, inPlace, copies, at);
      blocks[i].pack();
    }
    return blocks;
  }

  /** Computes all rows of some columns: terms of k from one on, as many as the panels have. */
  private void bands(int top, int bottom, int from, int j, int columns, PanelsF64[] panels) {
    MatrixF64 start = from == 0 ? s : c;
    int whole = sink == null ? PanelsF64.wholeOf(columns) : 0;
    int ragged = columns - whole;
    int behind = runsOver(whole, columns, panels) ? rowsBehind(columns) : bottom - top;
    boolean copiesA = copies(a, k);
    double[] strip = copiesA ? STRIPS.borrow() : NONE;
    double[] scratch = ragged > 0 ? PIECES.borrow() : NONE;
    MatrixF64 piece = new MatrixF64(scratch, 0, PanelsF64.widthOf(ragged), 1);
    MatrixF64 begin = start.from(0, j + whole);
    if (ragged > 0 && begin.row() == 0 && begin.column() == 1) { // has no room behind its end
      MatrixF64 row = new MatrixF64(scratch, scratch.length - WIDTH, 0, 1);
      PanelsF64.copyOut(begin, 1, ragged, row);
      begin = row;
    }
    int rows = Math.clamp(bandFor(ragged), FEW_ROWS, BAND);
    int end;
    for (int i = top; i < bottom; i = end) {
      end = endOf(i, bottom, rows);
      Band band = new Band(i, end - i, from, panels, strip);
      int direct = Math.max(0, Math.min(end, bottom - behind) - i);
      band.multiply(0, direct, whole, ragged, begin.from(i, 0), c.from(i, j + whole));
      if (ragged > 0 && direct < end - i) {
        int first = i + direct;
        MatrixF64 sums = begin.from(first, 0);
        if (sums.row() != 0) {
          PanelsF64.copyIn(sums, end - first, ragged, piece);
          sums = piece;
        }
        band.multiply(direct, end - first, whole, ragged, sums, piece);
        if (sink == null) {
          PanelsF64.copyOut(piece, end - first, ragged, c.from(first, j + whole));
        } else {
          sink.take(piece, i, end - i, j, columns);
        }
      }
      band.multiply(0, end - i, 0, whole, start.from(i, j), c.from(i, j));
    }
    if (ragged > 0) {
      PIECES.giveBack(scratch);
    }
    if (copiesA) {
      STRIPS.giveBack(strip);
    }
  }

  /**
   * Whether what the last panel of a row writes too much falls on elements that come later: those
   * of the next row that panels to the left compute, or, if there is a single block of k, the last
   * panel itself. Else this panel goes through a piece of scratch, as the last rows do in any case.
   */
  private boolean runsOver(int whole, int columns, PanelsF64[] panels) {
    int over = PanelsF64.widthOf(columns) - columns;
    return sink == null
        && over > 0
        && c.row() == columns
        && s.row() == 0
        && panels[0].steps() * panels.length >= k
        && (panels.length == 1 || whole >= over);
  }

  /** Returns how many rows there are within reach of what a row writes too much. */
  private static int rowsBehind(int columns) {
    return Math.ceilDiv(PanelsF64.widthOf(columns) - columns, columns);
  }

  /** Whether A is copied. */
  static boolean copies(MatrixF64 a, int k) {
    return a.column() != 1 && (a.row() != 1 || k > FEW_COLUMNS);
  }

  /**
   * Returns how far columns of a copied band are apart: an odd number of cache lines, which spreads
   * the elements that a tile reads of each over all sets of the first cache. An even number would
   * leave it half of them, eight an eighth, fewer than a block of k is long.
   */
  private static int stripWidth(int rows) {
    return (Math.ceilDiv(rows, LINE) | 1) * LINE;
  }

  /** Returns how many rows of some columns a piece has room for, so that they fill tiles. */
  private static int bandFor(int columns) {
    return SINK_GROUP / Math.max(1, columns) * FEW_ROWS;
  }

  /** Returns where the next rows end. The last ones are up to twice as many: none are left over. */
  private static int endOf(int i, int bottom, int rows) {
    return bottom - i < 2 * rows ? bottom : i + rows;
  }

  /** Some rows of A, and the panels that they meet. */
  private final class Band {
    private final int i;
    private final int rows;
    private final int from;
    private final PanelsF64[] panels;
    private final double[] strip;

    /** Where the block of k begins whose columns of A are in the strip. */
    private int copied = -1;

    Band(int i, int rows, int from, PanelsF64[] panels, double[] strip) {
      this.i = i;
      this.rows = rows;
      this.from = from;
      this.panels = panels;
      this.strip = strip;
    }

    /** Computes some rows and columns, block of k by block of k. */
    void multiply(int row, int some, int j, int columns, MatrixF64 start, MatrixF64 to) {
      if (columns == 0 || some == 0) {
        return;
      }
      MatrixF64 begin = start;
      int l = from;
      for (PanelsF64 block : panels) {
        MatrixF64 factor = rowsOfA(l, block.steps()).from(row, 0);
        block.from(j, columns).multiply(some, factor, begin, to);
        begin = to;
        l += block.steps();
      }
    }

    /** Returns the rows of A, copied if need be. */
    private MatrixF64 rowsOfA(int l, int steps) {
      MatrixF64 part = a.from(i, l);
      if (!copies(a, k)) {
        return part;
      }
      int width = stripWidth(rows);
      if (copied != l) {
        VectorPackF64.panel(part.transposed(), steps, rows, strip, 0, width, steps);
        copied = l;
      }
      return new MatrixF64(strip, 0, 1, width);
    }
  }
}
