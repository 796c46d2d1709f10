package io.github.wengert.ops.kernel;

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
 * A step of gradient descent on ten million parameters, which memory bounds, beside the triad of
 * the STREAM benchmark, {@code y = a + s b}, which is the floor: it moves as many arrays as a plain
 * step. A step with momentum moves five where that moves three.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StepBenchmark.N)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class StepBenchmark {
  static final int N = 10_000_000;

  private static final Step STEP = new Step(1e-3, 1, 1e-4, 0);

  @Param({"scalar", "vector"})
  String kernels;

  private final float[] w = new float[N];
  private final float[] g = new float[N];
  private final float[] v = new float[N];
  private Kernels<float[]> chosen = new ScalarKernelsF32();

  @Setup
  public void choose() {
    for (int i = 0; i < N; i++) {
      w[i] = i % 7;
      g[i] = i % 5 * 1e-3f;
    }
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
  }

  /** The floor. */
  @Benchmark
  public float[] triad() {
    for (int i = 0; i < N; i++) {
      v[i] = w[i] + 0.5f * g[i];
    }
    return v;
  }

  @Benchmark
  public float[] gradientStep() {
    chosen.gradientStep(w, g, N, STEP);
    return w;
  }

  @Benchmark
  public float[] momentumStep() {
    chosen.momentumStep(w, g, v, N, STEP, 0.9, 0, false);
    return w;
  }
}
