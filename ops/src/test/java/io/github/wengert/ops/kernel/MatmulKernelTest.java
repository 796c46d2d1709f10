package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products, to the bit, against one chain of fused multiply-adds along k for each element, or the
 * sum of sixteen such chains where one side is thin.
 */
class MatmulKernelTest {
  /** Around the edges of tiles and panels, and of what is computed transposed. */
  private static final int[] SIZES = {1, 2, 3, 4, 5, 6, 8, 9, 16, 17, 31, 33, 49, 65};

  private static final int[] INNER = {0, 1, 2, 3, 4, 8, 9, 15, 16, 17, 39, 65, 130};

  /** Longer than one block of the inner axis. */
  private static final int[] LONG = {385, 800};

  /** Around the edges of vectors and panels: rows whose last panel runs over their end. */
  private static final int[] WIDTHS = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 23, 31, 32, 33, 40, 47, 48, 49, 65,
    127, 128, 129, 135, 255, 256, 257, 271, 272, 273, 511, 512, 513, 529, 543, 544, 545, 1060
  };

  /**
   * Of large products, one diagonal in so many is looked at: each row and each column of a tile has
   * its turn, since tiles have no such heights and widths.
   */
  private static final int DIAGONALS = 7;

  private static final int LANES = 16;

  private static final int A_AT = 3;
  private static final int B_AT = 5;
  private static final int C_AT = 2;

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void each_element_is_one_chain_along_the_inner_axis_or_the_sum_of_sixteen(
      ElementType<A> type) {
    for (int m : SIZES) {
      for (int n : SIZES) {
        for (int k : INNER) {
          for (int flags = 0; flags < 4; flags++) {
            double[] a = type.random(1, A_AT + m * k);
            double[] b = type.random(2, B_AT + k * n);
            assertProduct(type, (flags & 1) != 0, (flags & 2) != 0, m, k, n, a, b);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_chain_goes_on_from_block_to_block(ElementType<A> type) {
    for (int k : LONG) {
      for (int[] size :
          new int[][] {
            {1, 1}, {1, 9}, {7, 1}, {10, 70}, {50, 5}, {70, 131}, {2, 17}, {11, 2}, {3, 41},
            {20, 18}
          }) {
        for (int flags = 0; flags < 4; flags++) {
          double[] a = type.random(5, A_AT + size[0] * k);
          double[] b = type.random(6, B_AT + k * size[1]);
          assertProduct(type, (flags & 1) != 0, (flags & 2) != 0, size[0], k, size[1], a, b);
        }
      }
    }
  }

  /** Several blocks of all three axes, of which the last ones are ragged, in one part. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void large_products_are_the_same_chains(ElementType<A> type) {
    double[] a = type.random(9, A_AT + 1540 * 390);
    double[] b = type.random(10, B_AT + 650 * 1300);
    double[] longRows = type.random(12, A_AT + 120 * 8200);
    int before = Workers.threads();
    Workers.threads(1);
    try {
      assertSomeOfProduct(type, false, true, 200, 650, 1300, a, b);
      assertSomeOfProduct(type, true, false, 1540, 390, 515, a, b);
      assertSomeOfProduct(type, true, false, 1540, 390, 560, a, b);
      assertSomeOfProduct(type, false, false, 781, 390, 300, a, b);
      assertSomeOfProduct(type, false, true, 769, 390, 1070, a, b);
      assertSomeOfProduct(type, false, false, 770, 40, 4200, a, type.random(11, B_AT + 40 * 4200));
      double[] longColumns = type.random(13, B_AT + 8200 * 170);
      assertSomeOfProduct(type, false, true, 120, 8200, 170, longRows, longColumns);
      assertSomeOfProduct(type, false, false, 771, 1030, 261, longRows, b);
      assertSomeOfProduct(type, false, true, 771, 1030, 261, longRows, b);
      assertSomeOfProduct(type, false, false, 771, 1030, 100, longRows, b);
      // More terms than panels of the least width have room for.
      double[] longest = type.random(14, B_AT + 17 * 132_000);
      assertSomeOfProduct(type, false, false, 17, 132_000, 17, longest, longest);
      assertSomeOfProduct(type, true, true, 16, 132_000, 17, longest, longest);
    } finally {
      Workers.threads(before);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void few_terms_make_the_same_chains(ElementType<A> type) {
    for (int k = 1; k <= 9; k++) {
      for (int m : new int[] {1, 2, 3, 4, 5, 7, 40}) {
        for (int n : WIDTHS) {
          for (int flags = 0; flags < 4; flags++) {
            double[] a = type.random(9, A_AT + m * k);
            double[] b = type.random(10, B_AT + k * n);
            assertProduct(type, (flags & 1) != 0, (flags & 2) != 0, m, k, n, a, b);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void chains_of_few_terms_start_from_the_bias(ElementType<A> type) {
    for (int k = 1; k <= 9; k++) {
      for (int n : WIDTHS) {
        int m = 6;
        double[] x = type.random(11, m * k);
        double[] weight = type.random(12, n * k);
        double[] bias = type.random(13, n);
        A y = type.garbage(m * n);
        type.kernels().linear(m, k, n, type.array(x), type.array(weight), type.array(bias), y);
        double[] expected = new double[m * n];
        for (int i = 0; i < m * n; i++) {
          expected[i] = bias[i % n];
          for (int l = 0; l < k; l++) {
            expected[i] = type.fma(x[i / n * k + l], weight[i % n * k + l], expected[i]);
          }
        }
        assertThat(type.read(y)).as("%d terms, %d columns", k, n).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void threads_change_no_bit(ElementType<A> type) {
    int before = Workers.threads();
    try {
      for (int threads = 1; threads <= 3; threads++) {
        Workers.threads(threads);
        for (int[] size :
            new int[][] {
              {1, 700, 400},
              {400, 700, 1},
              {70, 64, 131},
              {65, 80, 90},
              {11, 90, 500},
              {500, 90, 3},
              {66, 1, 150},
              {800, 1, 400},
              {500, 100, 15},
              {300, 7, 300},
              {9, 8, 4001},
              {5001, 8, 14}
            }) {
          for (int flags = 0; flags < 4; flags++) {
            double[] a = type.random(7, A_AT + size[0] * size[1]);
            double[] b = type.random(8, B_AT + size[1] * size[2]);
            assertProduct(
                type, (flags & 1) != 0, (flags & 2) != 0, size[0], size[1], size[2], a, b);
          }
        }
      }
    } finally {
      Workers.threads(before);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void special_values_go_through_the_same_chain(ElementType<A> type) {
    for (int flags = 0; flags < 4; flags++) {
      for (int k : INNER) {
        double[] a = type.randomWithSpecials(3, A_AT + 5 * k);
        double[] b = type.randomWithSpecials(4, B_AT + k * 9);
        assertProduct(type, (flags & 1) != 0, (flags & 2) != 0, 5, k, 9, a, b);
      }
    }
  }

  /** A small layer computes one sample on a way of its own, and two of them like any product. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_layer_computes_one_sample_as_it_computes_two(ElementType<A> type) {
    for (int in : INNER) {
      for (int out : SIZES) {
        double[] x = type.randomWithSpecials(9, 2 * in);
        A weight = type.array(type.random(10, in * out));
        A bias = type.array(type.random(11, out));
        A one = type.garbage(out);
        A two = type.garbage(2 * out);
        type.kernels().linear(1, in, out, type.array(Arrays.copyOf(x, in)), weight, bias, one);
        type.kernels().linear(2, in, out, type.array(x), weight, bias, two);
        assertThat(type.read(one))
            .as("1 or 2 samples, %d in, %d out", in, out)
            .isEqualTo(Arrays.copyOf(type.read(two), out));
      }
    }
  }

  private static <A> void assertProduct(
      ElementType<A> type,
      boolean transposeA,
      boolean transposeB,
      int m,
      int k,
      int n,
      double[] a,
      double[] b) {
    assertProduct(type, transposeA, transposeB, m, k, n, a, b, 1);
  }

  private static <A> void assertSomeOfProduct(
      ElementType<A> type,
      boolean transposeA,
      boolean transposeB,
      int m,
      int k,
      int n,
      double[] a,
      double[] b) {
    assertProduct(type, transposeA, transposeB, m, k, n, a, b, DIAGONALS);
  }

  private static <A> void assertProduct(
      ElementType<A> type,
      boolean transposeA,
      boolean transposeB,
      int m,
      int k,
      int n,
      double[] a,
      double[] b,
      int diagonals) {
    A c = type.garbage(C_AT + m * n + 1);
    type.kernels()
        .matmul(transposeA, transposeB, m, k, n, type.array(a), A_AT, type.array(b), B_AT, c, C_AT);
    double[] expected = type.read(type.garbage(C_AT + m * n + 1));
    double[] computed = type.read(c);
    int chains = isThin(transposeA, transposeB, m, k, n) ? LANES : 1;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        if ((i + j) % diagonals != 0 && i < m - 1 && j < n - 1) {
          expected[C_AT + i * n + j] = computed[C_AT + i * n + j];
          continue;
        }
        double[] sums = new double[chains];
        for (int l = 0; l < k; l++) {
          double left = a[A_AT + (transposeA ? l * m + i : i * k + l)];
          double right = b[B_AT + (transposeB ? j * k + l : l * n + j)];
          int chain = laneOf(l, k) % chains;
          sums[chain] = type.fma(left, right, sums[chain]);
        }
        expected[C_AT + i * n + j] = folded(type, sums);
      }
    }
    assertThat(computed)
        .as("[%d, %d] · [%d, %d], transposed: %s, %s", m, k, k, n, transposeA, transposeB)
        .isEqualTo(expected);
  }

  /** Whether lanes run along k: few rows or columns, and the longer factor is stored along k. */
  private static boolean isThin(boolean transposeA, boolean transposeB, int m, int k, int n) {
    int thin = Math.min(m, n);
    boolean stored = m >= n ? !transposeA || m == 1 : transposeB;
    boolean otherStored = m >= n ? transposeB || n == 1 : !transposeA || m == 1;
    return thin < LANES
        && k >= LANES
        && k >= 2 * thin * (Math.max(m, n) < 40 ? 4 : thin + 2)
        && stored
        && (otherStored || Math.max(m, n) >= 5 * thin);
  }

  /** The incomplete turn comes first. */
  private static int laneOf(int l, int k) {
    return l < k % LANES ? l : (l - k % LANES) % LANES;
  }

  /** Adds the upper half to the lower one until one is left. */
  private static double folded(ElementType<?> type, double[] sums) {
    double[] folded = sums;
    for (int half = sums.length / 2; half > 0; half /= 2) {
      double[] next = new double[half];
      for (int i = 0; i < half; i++) {
        next[i] = type.fma(1, folded[i], folded[i + half]);
      }
      folded = next;
    }
    return folded[0];
  }
}
