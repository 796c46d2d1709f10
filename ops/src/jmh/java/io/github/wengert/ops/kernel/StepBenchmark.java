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
 * Steps of optimizers on ten million parameters, which memory bounds.
 *
 * <p>The floor of a step is the time in which a triad, {@code y ← a + s b}, moves as many arrays on
 * as many threads. {@link #triad} is that of the STREAM benchmark, which counts three, though the
 * processor reads y, too, before it writes; {@link #triadInPlace} moves three and no more, as a
 * step does, and is the stricter floor. What a step reads or writes is counted here:
 *
 * <pre>
 *   gradient       w, g → w                        3 arrays
 *   momentum       w, g, v → w, v                  5
 *   adam           w, g, m, s → w, m, s            7
 *   amsgrad        w, g, m, s, l → w, m, s, l      9
 *   rmsProp        w, g, s → w, s                  5; 7 centred or with momentum, 9 with both
 *   adagrad        w, g, s → w, s                  5
 *   sumOfSquares   g                               1, what clipping by norm adds
 * </pre>
 *
 * <p>Plain loops and vectors have these steps in common.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StepBenchmark.N)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class StepBenchmark {
  static final int N = 10_000_000;

  private static final Step STEP = new Step(1e-3, 0.5, 1e-4, 1e-4);

  @Param({"1", "2"})
  int threads;

  private final Kernels<float[]> kernels = new ScalarKernelsF32();
  private final float[] w = new float[N];
  private final float[] g = new float[N];
  private final float[] a = new float[N];
  private final float[] b = new float[N];
  private final float[] c = new float[N];

  @Setup
  public void fill() {
    Workers.threads(threads);
    for (int i = 0; i < N; i++) {
      w[i] = 1 + i % 7;
      g[i] = (1 + i % 5) * 1e-3f;
    }
  }

  @Benchmark
  public float[] triad() {
    Ranges.run(N, (from, to) -> triad(w, g, a, from, to));
    return a;
  }

  @Benchmark
  public float[] triadInPlace() {
    Ranges.run(N, (from, to) -> triadInPlace(w, g, from, to));
    return w;
  }

  private static void triad(float[] x, float[] y, float[] z, int from, int to) {
    for (int i = from; i < to; i++) {
      z[i] = x[i] + 0.5f * y[i];
    }
  }

  private static void triadInPlace(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = x[i] + 1e-9f * y[i];
    }
  }

  @Benchmark
  public float[] gradient() {
    kernels.gradientStep(w, g, N, STEP);
    return w;
  }

  @Benchmark
  public float[] momentum() {
    kernels.momentumStep(w, g, a, N, STEP, 0.9, 0, false);
    return w;
  }

  @Benchmark
  public float[] nesterov() {
    kernels.momentumStep(w, g, a, N, STEP, 0.9, 0, true);
    return w;
  }

  @Benchmark
  public float[] adam() {
    kernels.adamStep(w, g, a, b, N, STEP, 0.9, 0.999, 1, 1, 1e-8);
    return w;
  }

  @Benchmark
  public float[] amsgrad() {
    kernels.amsgradStep(w, g, a, b, c, N, STEP, 0.9, 0.999, 1, 1, 1e-8);
    return w;
  }

  @Benchmark
  public float[] rmsProp() {
    kernels.rmsPropStep(w, g, a, null, null, N, STEP, 0.99, 1e-8, 0);
    return w;
  }

  @Benchmark
  public float[] rmsPropMomentum() {
    kernels.rmsPropStep(w, g, a, null, b, N, STEP, 0.99, 1e-8, 0.9);
    return w;
  }

  @Benchmark
  public float[] rmsPropCentred() {
    kernels.rmsPropStep(w, g, a, b, null, N, STEP, 0.99, 1e-8, 0);
    return w;
  }

  @Benchmark
  public float[] rmsPropBoth() {
    kernels.rmsPropStep(w, g, a, b, c, N, STEP, 0.99, 1e-8, 0.9);
    return w;
  }

  @Benchmark
  public float[] adagrad() {
    kernels.adagradStep(w, g, a, N, STEP, 1e-10);
    return w;
  }

  @Benchmark
  public double sumOfSquares() {
    return kernels.sumOfSquares(g, N);
  }
}
