package io.github.wengert.ops.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products {@code [m, k] · [k, n]} in float32, of plain loops and of vectors: cubes, a
 * single row, few outputs, and what dense layers need, forward (the second factor transposed) and
 * backward.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBenchmark {
  @Param({"scalar", "vector"})
  String kernels;

  /** Sizes m, k and n; then N or T for each factor, T if it is stored transposed. */
  @Param({
    "16x16x16 NN",
    "64x64x64 NN",
    "128x128x128 NN",
    "256x256x256 NN",
    "512x512x512 NN",
    "1024x1024x1024 NN",
    "128x512x10 NN",
    "1x3072x100 NT",
    "128x3072x100 NT",
    "128x100x3072 NN",
    "100x128x3072 TN",
    "128x784x512 NT",
    "512x128x784 TN"
  })
  String product;

  private int m;
  private int k;
  private int n;
  private boolean transposeA;
  private boolean transposeB;
  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] c = new float[0];
  private Kernels<float[]> chosen = new ScalarKernelsF32();

  @Setup
  public void fill() {
    int[] sizes =
        Arrays.stream(product.substring(0, product.length() - 3).split("x", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    m = sizes[0];
    k = sizes[1];
    n = sizes[2];
    transposeA = product.charAt(product.length() - 2) == 'T';
    transposeB = product.charAt(product.length() - 1) == 'T';
    SplittableRandom random = new SplittableRandom(1);
    a = uniform(random, m * k);
    b = uniform(random, k * n);
    c = new float[m * n];
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
  }

  private static float[] uniform(SplittableRandom random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  @Benchmark
  public float[] product(Flops work) {
    chosen.matmul(transposeA, transposeB, m, k, n, a, 0, b, 0, c, 0);
    work.flops += 2L * m * k * n;
    return c;
  }
}
