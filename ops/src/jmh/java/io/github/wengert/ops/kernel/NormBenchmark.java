package io.github.wengert.ops.kernel;

import java.util.Random;
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
 * A normalisation forward and backward, beside loops that move the same arrays and compute next to
 * nothing, which is the floor: one in and one out forward, two in and one out backward.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class NormBenchmark {
  private static final double EPS = 1e-5;

  @Param({"scalar", "vector"})
  String kernels;

  /** Outer, groups and inner: layers of [128, 512], batches of [128, 16, 14, 14] and [128, 512]. */
  @Param({"1x128x512", "128x16x196", "128x512x1"})
  String size;

  private int outer;
  private int groups;
  private int inner;
  private float[] x = {};
  private float[] g = {};
  private float[] y = {};
  private float[] z = {};
  private Kernels<float[]> chosen = new ScalarKernelsF32();

  @Setup
  public void choose() {
    String[] extents = size.split("x", -1);
    outer = Integer.parseInt(extents[0]);
    groups = Integer.parseInt(extents[1]);
    inner = Integer.parseInt(extents[2]);
    int n = outer * groups * inner;
    x = new float[n];
    g = new float[n];
    y = new float[n];
    z = new float[n];
    Random random = new Random(1);
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
      g[i] = (float) random.nextGaussian();
    }
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
  }

  /** The floor. */
  @Benchmark
  public float[] floor() {
    for (int i = 0; i < x.length; i++) {
      y[i] = 0.5f * x[i];
    }
    for (int i = 0; i < x.length; i++) {
      z[i] = x[i] + g[i];
    }
    return z;
  }

  @Benchmark
  public float[] forward() {
    chosen.normalize(x, outer, groups, inner, EPS, y);
    return y;
  }

  @Benchmark
  public float[] forwardAndBackward() {
    chosen.normalize(x, outer, groups, inner, EPS, y);
    chosen.normalizeVjp(x, g, outer, groups, inner, EPS, z);
    return z;
  }
}
