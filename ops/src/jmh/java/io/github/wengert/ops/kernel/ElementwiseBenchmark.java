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
 * Elementwise loops and elementary functions on arrays that fit the second-level cache: time per
 * element, of plain loops and of vectors.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ElementwiseBenchmark.N)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ElementwiseBenchmark {
  static final int N = 10_000;

  private interface Loop {
    void run(Kernels<float[]> kernels, float[] a, float[] b, float[] y);
  }

  @Param({"scalar", "vector"})
  String kernels;

  @Param({
    "add",
    "div",
    "scale",
    "shift",
    "relu",
    "reluVjp",
    "tanhVjp",
    "select",
    "exp",
    "log",
    "tanh",
    "sigmoid",
    "softplus"
  })
  String op;

  private final float[] a = new float[N];
  private final float[] b = new float[N];
  private final float[] y = new float[N];
  private Kernels<float[]> chosen = new ScalarKernelsF32();
  private Loop loop = (k, u, v, w) -> {};

  @Setup
  public void choose() {
    Random random = new Random(1);
    for (int i = 0; i < N; i++) {
      a[i] = (float) random.nextGaussian();
      b[i] = (float) random.nextGaussian();
    }
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
    loop = loop();
  }

  private Loop loop() {
    return switch (op) {
      case "add" -> (k, u, v, w) -> k.add(u, v, w, N);
      case "div" -> (k, u, v, w) -> k.div(u, v, w, N);
      case "scale" -> (k, u, v, w) -> k.scale(u, 0.1, w, N);
      case "shift" -> (k, u, v, w) -> k.shift(u, 0.1, w, N);
      case "relu" -> (k, u, v, w) -> k.relu(u, w, N);
      case "reluVjp" -> (k, u, v, w) -> k.reluVjp(u, v, w, N);
      case "tanhVjp" -> (k, u, v, w) -> k.tanhVjp(u, v, w, N);
      case "select" -> (k, u, v, w) -> k.select(u, v, u, w, N);
      case "exp" -> (k, u, v, w) -> k.exp(u, w, N);
      case "log" -> (k, u, v, w) -> k.log(u, w, N);
      case "tanh" -> (k, u, v, w) -> k.tanh(u, w, N);
      case "sigmoid" -> (k, u, v, w) -> k.sigmoid(u, w, N);
      case "softplus" -> (k, u, v, w) -> k.softplus(u, w, N);
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Benchmark
  public float[] elements() {
    loop.run(chosen, a, b, y);
    return y;
  }
}
