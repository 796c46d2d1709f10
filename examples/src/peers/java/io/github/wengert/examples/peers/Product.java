package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A matrix product {@code [m, k] · [k, n]}, of which either factor may be stored transposed. */
record Product(int m, int k, int n, boolean transposeA, boolean transposeB) {
  private static final int LARGEST = 2000;
  private static final int[][] SHAPES = {
    {64, 64, 64},
    {128, 128, 128},
    {256, 256, 256},
    {512, 512, 512},
    {1024, 1024, 1024},
    {2048, 2048, 2048},
    {128, 3072, 100},
    {3072, 128, 100},
    {128, 100, 3072},
    {256, 1024, 4096},
    {128, 512, 512},
    {128, 784, 512},
    {128, 512, 10},
  };
  private static final int[][] TRANSPOSED_SHAPES = {
    {512, 512, 512},
    {1024, 1024, 1024},
    {128, 3072, 100},
    {3072, 128, 100},
    {128, 100, 3072},
    {128, 512, 512},
    {256, 1024, 4096},
  };

  /** Cubes, and what dense layers need, forward (N·T, or N·N) and backward (T·N). */
  static List<Product> usual() {
    List<Product> products = new ArrayList<>();
    for (int[] s : SHAPES) {
      products.add(new Product(s[0], s[1], s[2], false, false));
    }
    for (int[] s : TRANSPOSED_SHAPES) {
      products.add(new Product(s[0], s[1], s[2], false, true));
    }
    for (int[] s : TRANSPOSED_SHAPES) {
      products.add(new Product(s[0], s[1], s[2], true, false));
    }
    return products;
  }

  /** Each size is uniform, or its logarithm is; each factor is transposed or not. */
  static List<Product> random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      products.add(
          new Product(
              size(random),
              size(random),
              size(random),
              random.nextBoolean(),
              random.nextBoolean()));
    }
    return products;
  }

  private static int size(SplittableRandom random) {
    return random.nextBoolean()
        ? random.nextInt(1, LARGEST + 1)
        : (int) Math.exp(random.nextDouble(Math.log(LARGEST + 1)));
  }

  double flops() {
    return 2.0 * m * k * n;
  }

  @Override
  public String toString() {
    return "%d×%d×%d %s%s".formatted(m, k, n, transposeA ? "T" : "N", transposeB ? "T" : "N");
  }
}
