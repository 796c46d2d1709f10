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
 * Pooling of images of 28 × 28 and its gradients: time of one. {@code floor} reads and writes as
 * much.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class PoolingBenchmark {
  private static final int PLANES = 128 * 6;
  private static final int LENGTH = 28;

  @Param({"scalar", "vector"})
  String kernels;

  @Param({"1", "2"})
  int threads;

  /** The size of a window and its stride: without gaps, or overlapping with padding 1. */
  @Param({"2", "3"})
  int size;

  private final float[] x = new float[PLANES * LENGTH * LENGTH];
  private final float[] y = new float[x.length];
  private final float[] z = new float[x.length];
  private Kernels<float[]> chosen = new ScalarKernelsF32();
  private PoolingShape shape = shape(2);

  private static PoolingShape shape(int size) {
    Windows windows = new Windows(LENGTH, size, 2, size / 3, 1, LENGTH / 2);
    return new PoolingShape(PLANES, windows, windows);
  }

  @Setup
  public void choose() {
    Workers.threads(threads);
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
    shape = shape(size);
  }

  @Benchmark
  public float[] max() {
    chosen.maxPool2d(shape, x, y);
    return y;
  }

  @Benchmark
  public float[] maxVjp() {
    chosen.maxPool2dVjp(shape, x, y, z);
    return z;
  }

  @Benchmark
  public float[] mean() {
    chosen.avgPool2d(shape, true, x, y);
    return y;
  }

  @Benchmark
  public float[] meanVjp() {
    chosen.avgPool2dVjp(shape, true, x, z);
    return z;
  }

  @Benchmark
  public float[] floor() {
    chosen.copy(x, z);
    return z;
  }
}
