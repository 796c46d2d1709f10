package io.github.wengert.ops.kernel;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loops along short and long rows, over as many elements in all: time per element, of plain loops
 * and of vectors. {@code columns} is the gradient of a bias.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RowBenchmark.N)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RowBenchmark {
  static final int N = 10_000;

  private interface Loop {
    void run(Kernels<float[]> kernels, float[] x, float[] y);
  }

  @Param({"scalar", "vector"})
  String kernels;

  @Param({"5", "10", "100", "10000"})
  int length;

  @Param({"sum", "columns", "bias", "max", "extremeVjp", "logSumExp", "softmax", "logSoftmax"})
  String op;

  private final float[] x = new float[N];
  private final float[] y = new float[N];
  private final float[] extremes = new float[N];
  private Kernels<float[]> chosen = new ScalarKernelsF32();
  private Loop loop = (k, u, w) -> {};

  @Setup
  public void choose() {
    Random random = new Random(1);
    for (int i = 0; i < N; i++) {
      x[i] = (float) random.nextGaussian();
    }
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
    loop = loop(N / length);
    chosen.max(x, N / length, length, 1, extremes);
  }

  private Loop loop(int rows) {
    return switch (op) {
      case "sum" -> (k, u, w) -> k.sum(u, rows, length, 1, w);
      case "columns" -> (k, u, w) -> k.sum(u, 1, rows, length, w);
      case "bias" -> (k, u, w) -> k.gather(u, 0, new int[] {0, 1}, new int[] {rows, length}, w);
      case "max" -> (k, u, w) -> k.max(u, rows, length, 1, w);
      case "extremeVjp" -> (k, u, w) -> k.extremeVjp(u, extremes, u, rows, length, 1, w);
      case "logSumExp" -> (k, u, w) -> k.logSumExp(u, rows, length, 1, w);
      case "softmax" -> (k, u, w) -> k.softmax(u, rows, length, 1, w);
      case "logSoftmax" -> (k, u, w) -> k.logSoftmax(u, rows, length, 1, w);
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Benchmark
  public float[] rows() {
    loop.run(chosen, x, y);
    return y;
  }
}
