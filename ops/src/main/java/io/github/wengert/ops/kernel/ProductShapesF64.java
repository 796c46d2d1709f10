package io.github.wengert.ops.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The matrix products over {@code double[]} that a program asks for, each a routine of its own:
 * which loops one runs depends on its sizes.
 *
 * <p>A sample of a product has but a few rows and short sums at first, and is then made larger, up
 * to the product itself if that is small enough. So a loop that only the larger ones run is noticed
 * before it takes long.
 */
final class ProductShapesF64 {
  /** A prime number: sizes tend to be multiples of powers of two. */
  private static final int SLOTS = 251;

  /** So many slots are looked at for a product. */
  private static final int NEAR = 4;

  private static final int TRANSPOSED_A = 1;
  private static final int TRANSPOSED_B = 2;
  private static final int FROM_ROW = 4;
  private static final int FROM_MATRIX = 8;
  private static final int DESCENT = 16;

  /** A multiply-add takes a plain loop so long; a descent has no more of them than its product. */
  private static final int PICOS = 60;

  /** After so much time in plain loops, a product is worth its compilation. */
  private static final long WORTH_NANOS = 10_000_000;

  private final @Nullable Warmup warmup;
  private final @Nullable Shape[] slots = new @Nullable Shape[SLOTS];

  /**
   * Makes a table without a product.
   *
   * @param warmup who is asked for vectors, or null if all products are ready
   */
  ProductShapesF64(@Nullable Warmup warmup) {
    this.warmup = warmup;
  }

  /** Whether vectors compute S + A · B, {@code [m, k] · [k, n]}. */
  boolean isReady(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s) {
    if (warmup == null) {
      return true;
    }
    int flags =
        (a.column() == 1 ? 0 : TRANSPOSED_A)
            | (b.column() == 1 ? 0 : TRANSPOSED_B)
            | (s.row() != 0 ? FROM_MATRIX : s.column() != 0 ? FROM_ROW : 0);
    return isReady(flags, m, k, n, warmup);
  }

  /** Whether vectors compute a step along Aᵀ · B, {@code [m, k] · [k, n]}. */
  boolean isDescentReady(int m, int k, int n) {
    return warmup == null || isReady(DESCENT, m, k, n, warmup);
  }

  private boolean isReady(int flags, int m, int k, int n, Warmup warmup) {
    int hash = Math.floorMod(((flags * 31 + m) * 31 + k) * 31 + n, SLOTS);
    for (int i = 0; i < NEAR; i++) {
      int slot = (hash + i) % SLOTS;
      Shape shape = slots[slot];
      if (shape == null) {
        shape = new Shape(flags, m, k, n, warmup);
        slots[slot] = shape;
      }
      if (shape.is(flags, m, k, n)) {
        return shape.isReady((long) m * k * n, 0);
      }
    }
    slots[hash] = new Shape(flags, m, k, n, warmup);
    return false;
  }

  private static final class Shape extends Routine {
    private final int flags;
    private final int m;
    private final int k;
    private final int n;

    Shape(int flags, int m, int k, int n, Warmup warmup) {
      super(
          "%s [%d, %d] · [%d, %d], kind %d"
              .formatted(double[].class.getSimpleName(), m, k, k, n, flags),
          PICOS,
          WORTH_NANOS,
          warmup);
      this.flags = flags;
      this.m = m;
      this.k = k;
      this.n = n;
    }

    boolean is(int flags, int m, int k, int n) {
      return this.m == m && this.k == k && this.n == n && this.flags == flags;
    }

    @Override
    Sample sample() {
      return flags == DESCENT && !VectorDescentF64.suits(m, k, n)
          ? new Unfit()
          : new Product(this, 0);
    }
  }

  /** What vectors cannot do. */
  private record Unfit() implements Sample {
    @Override
    public void runVector() {
      throw new UnsupportedOperationException("not a product of this kind");
    }

    @Override
    public void runPlain() {}
  }

  /** A product of the same kind that is cut down, the less the higher its level. */
  private static final class Product implements Sample {
    /** Tiles have divisors of it as heights. */
    private static final int ROWS = 24;

    private static final int COLUMNS = 64;
    private static final int TERMS = 6;
    private static final int SHORT_RUNS = 12;
    private static final long MOST_TERMS = 1 << 22;
    private static final long LARGEST = 1 << 18;
    private static final Step STEP = new Step(1, 1, 0, 0);

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
      boolean descent = shape.flags == DESCENT;
      left = MatrixF64.of(a, 0, m, k, descent || (shape.flags & TRANSPOSED_A) != 0);
      right = MatrixF64.of(b, 0, k, n, (shape.flags & TRANSPOSED_B) != 0);
      result = MatrixF64.of(c, 0, m, n, false);
      start =
          (shape.flags & FROM_MATRIX) != 0
              ? result
              : (shape.flags & FROM_ROW) != 0
                  ? new MatrixF64(new double[n], 0, 0, 1)
                  : MatrixF64.ZERO;
    }

    /** Cuts a length down to about a limit, with the same rest. */
    private static int cut(int length, int limit, int grain) {
      int rest = limit - grain + length % grain;
      return length <= limit ? length : rest < grain / 3 ? rest + grain : rest;
    }

    @Override
    public void runVector() {
      if (shape.flags == DESCENT) {
        new VectorDescentF64(m, k, n, left, right, result, StepF64.of(STEP)).run();
      } else {
        VectorSide.KERNELS.multiply(m, k, n, left, right, start, result);
      }
    }

    @Override
    public void runPlain() {
      if (shape.flags == DESCENT) {
        VectorSide.PLAIN.gradientStepAlongProduct(m, k, n, a, b, c, STEP);
      } else {
        VectorSide.PLAIN.multiply(m, k, n, left, right, start, result);
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

  /** Loaded only where there are vectors. */
  private static final class VectorSide {
    static final ScalarKernelsF64 PLAIN = new ScalarKernelsF64();
    static final ScalarKernelsF64 KERNELS = new VectorKernelsF64();
  }
}
