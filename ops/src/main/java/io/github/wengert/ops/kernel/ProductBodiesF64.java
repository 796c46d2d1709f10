package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.L;

import io.github.wengert.ops.kernel.VectorMatmulF64.Way;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which loops the matrix products over {@code double[]} run, which their sizes decide, and whether
 * these are compiled.
 */
final class ProductBodiesF64 {
  // Behind the tiles, of which there are four heights for each of three widths.
  private static final long COPIES_ROWS = 1 << 12;
  private static final long COPIES_COLUMNS = 1 << 13;
  private static final long COPIES_PIECES = 1 << 14;
  private static final long TRANSPOSES_RESULT = 1 << 15;
  private static final long DESCENDS = 1 << 16;

  /** Heights repeat behind so many rows: those of tiles divide it. */
  private static final int ROWS = 24;

  /** A multiply-add takes a plain loop so long; a descent has no more of them than its product. */
  private static final int PICOS = 60;

  /** After so much time in plain loops, a product is worth its compilation. */
  private static final long WORTH_NANOS = 10_000_000;

  private final @Nullable Bodies bodies;

  /**
   * Makes a set without a loop that is ready.
   *
   * @param warmup who is asked for vectors, or null if all products are ready
   */
  ProductBodiesF64(@Nullable Warmup warmup) {
    String type = double[].class.getSimpleName() + ": PRODUCT";
    this.bodies = warmup == null ? null : new Bodies(type, PICOS, WORTH_NANOS, warmup);
  }

  /** Whether vectors compute a product in some way; if not, plain loops do. */
  boolean isReady(VectorMatmulF64 product, Way way) {
    return bodies == null || isReady(bodies, of(product, way), product, way);
  }

  /** Whether vectors compute any product. */
  boolean isAnyReady() {
    return bodies == null || bodies.isAnyReady();
  }

  /** Whether vectors compute a step along Aᵀ · B, {@code [m, k] · [k, n]}. */
  boolean isDescentReady(int m, int k, int n) {
    if (bodies == null) {
      return true;
    }
    MatrixF64 none = MatrixF64.ZERO;
    MatrixF64 a = new MatrixF64(none.array(), 0, 1, m);
    MatrixF64 b = new MatrixF64(none.array(), 0, n, 1);
    VectorMatmulF64 product = new VectorMatmulF64(m, k, n, a, b, none, b);
    return isReady(bodies, ofTiles(m, k, n, a, b, true) | DESCENDS, product, null);
  }

  private static boolean isReady(
      Bodies bodies, long needed, VectorMatmulF64 product, @Nullable Way way) {
    if (bodies.areReady(needed)) {
      return true;
    }
    long terms = (long) product.m() * product.k() * product.n();
    bodies.count(needed, terms, () -> new Product(Shape.of(product, way), 0));
    return false;
  }

  private static long of(VectorMatmulF64 p, Way way) {
    return switch (way) {
      case ROWS_TIMES_VECTOR -> 0; // plain loops in any case
      case COLUMN -> ofTiles(1, p.k(), p.m(), p.b().transposed(), p.a().transposed(), false);
      case TRANSPOSED ->
          ofTiles(p.n(), p.k(), p.m(), p.b().transposed(), p.a().transposed(), true)
              | TRANSPOSES_RESULT
              | COPIES_COLUMNS;
      case DIRECT -> ofTiles(p.m(), p.k(), p.n(), p.a(), p.b(), false);
    };
  }

  private static long ofTiles(int m, int k, int n, MatrixF64 a, MatrixF64 b, boolean hasSink) {
    long copies = b.column() == 1 ? COPIES_ROWS : COPIES_COLUMNS;
    if (VectorProductF64.copies(a, k)) {
      copies |= a.row() == 1 ? COPIES_ROWS : COPIES_COLUMNS;
    }
    if (hasSink || n % L != 0) {
      copies |= COPIES_PIECES;
    }
    long tiles = n < VectorProductF64.WIDTH ? 0 : ofHeights(m, VectorTilesF64.WIDEST);
    int vectors;
    for (int j = n % VectorProductF64.WIDTH; j > 0; j -= vectors * L) {
      vectors = PanelsF64.vectorsFor(j);
      tiles |= ofHeights(m, vectors);
    }
    return tiles | copies;
  }

  private static long ofHeights(int m, int vectors) {
    long heights = 0;
    int rows;
    for (int i = m < 2 * ROWS ? m : ROWS + m % ROWS; i > 0; i -= rows) {
      rows = PanelsF64.rowsFor(i, vectors);
      heights |= 1 << (rows > 4 ? 3 : rows / 2);
    }
    return heights << (vectors == 4 ? 8 : vectors == 2 ? 4 : 0);
  }

  /**
   * The sizes of a product, and how its factors are stored.
   *
   * @param start 0 if sums start from zeros, 1 if from one row, 2 if from a matrix
   * @param way how it is computed, which what is cut down would not tell; null for a descent
   */
  private record Shape(
      int m, int k, int n, boolean transposedA, boolean transposedB, int start, @Nullable Way way) {
    static Shape of(VectorMatmulF64 p, @Nullable Way way) {
      return new Shape(
          p.m(),
          p.k(),
          p.n(),
          p.a().column() != 1,
          p.b().column() != 1,
          p.s().row() != 0 ? 2 : p.s().column() != 0 ? 1 : 0,
          way);
    }
  }

  /** A product of the same kind that is cut down, the less the higher its level. */
  private static final class Product implements Sample {
    private static final int COLUMNS = 64;
    private static final int TERMS = 6;
    private static final int SHORT_RUNS = 12;
    private static final long MOST_TERMS = 1 << 22;
    private static final long LARGEST = 1 << 18;
    private static final Step STEP = new Step(1, 1, 0, 0);
    private static final ScalarKernelsF64 PLAIN = new ScalarKernelsF64();

    private final Shape shape;
    private final int level;
    private final int m;
    private final int k;
    private final int n;
    private final double[] a;
    private final double[] b;
    private final double[] c;
    private final MatrixF64 left;
    private final MatrixF64 right;
    private final MatrixF64 start;
    private final MatrixF64 result;

    Product(Shape shape, int level) {
      this.shape = shape;
      this.level = level;
      m = cut(shape.m, ROWS << level, ROWS);
      k = Math.min(shape.k, TERMS << (2 * level));
      n = cut(shape.n, COLUMNS << level, COLUMNS);
      a = new double[m * k];
      b = new double[k * n];
      c = new double[m * n];
      Arrays.fill(a, 1);
      Arrays.fill(b, -1);
      left = MatrixF64.of(a, 0, m, k, shape.transposedA);
      right = MatrixF64.of(b, 0, k, n, shape.transposedB);
      result = MatrixF64.of(c, 0, m, n, false);
      start =
          shape.start == 2
              ? result
              : shape.start == 1 ? new MatrixF64(new double[n], 0, 0, 1) : MatrixF64.ZERO;
    }

    /** Cuts a length down to about a limit, with the same rest. */
    private static int cut(int length, int limit, int grain) {
      int rest = limit - grain + length % grain;
      return length <= limit ? length : rest < grain / 3 ? rest + grain : rest;
    }

    @Override
    public void runVector() {
      Way way = shape.way;
      if (way == null) {
        new VectorDescentF64(m, k, n, left, right, result, StepF64.of(STEP)).run();
      } else {
        new VectorMatmulF64(m, k, n, left, right, start, result).run(way);
      }
    }

    @Override
    public void runPlain() {
      if (shape.way == null) {
        PLAIN.gradientStepAlongProduct(m, k, n, a, b, c, STEP);
      } else {
        PLAIN.multiply(m, k, n, left, right, start, result);
      }
    }

    @Override
    public String toString() {
      return "[%d, %d] · [%d, %d]".formatted(m, k, k, n);
    }

    @Override
    public int enough() {
      return level == 0 ? SHORT_RUNS : Integer.MAX_VALUE;
    }

    @Override
    public @Nullable Sample next() {
      boolean isLargest = m == shape.m && k == shape.k && n == shape.n;
      if (isLargest || 4L * m * k * n > MOST_TERMS || (long) k * Math.max(m, n) > LARGEST) {
        return null;
      }
      return new Product(shape, level + 1);
    }
  }
}
