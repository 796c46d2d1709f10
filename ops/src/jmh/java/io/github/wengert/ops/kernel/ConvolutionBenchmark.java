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
 * Convolutions and their gradients: time of one. The floor is the number of operations, {@code 2 ·
 * samples · filters · taps · windows}, divided by the processor's peak: for 128 images,
 *
 * <pre>
 *   lenet1      [128, 1, 28, 28],  6 filters of 5 × 5, padding 2     30 MFLOP
 *   lenet2      [128, 6, 14, 14], 16 filters of 5 × 5                61 MFLOP
 *   block3x3    [8, 64, 28, 28],  64 filters of 3 × 3, padding 1    462 MFLOP
 *   pointwise   [8, 64, 28, 28],  64 filters of 1 × 1                51 MFLOP
 *   depthwise   [8, 64, 28, 28],  64 filters of 3 × 3, 64 groups      7 MFLOP
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class ConvolutionBenchmark {
  @Param({"scalar", "vector"})
  String kernels;

  @Param({"1", "2"})
  int threads;

  @Param({"lenet1", "lenet2", "block3x3", "pointwise", "depthwise"})
  String shape;

  private Kernels<float[]> chosen = new ScalarKernelsF32();
  private ConvolutionShape sizes = lenet(1, 6, 28, 2);
  private float[] x = new float[0];
  private float[] weight = new float[0];
  private float[] bias = new float[0];
  private float[] y = new float[0];
  private float[] g = new float[0];

  private static ConvolutionShape lenet(int channels, int filters, int length, int padding) {
    Windows windows = new Windows(length, 5, 1, padding, 1, length + 2 * padding - 4);
    return new ConvolutionShape(128, channels, filters, 1, windows, windows);
  }

  private static ConvolutionShape block(int size, int groups) {
    Windows windows = new Windows(28, size, 1, size / 2, 1, 28);
    return new ConvolutionShape(8, 64, 64, groups, windows, windows);
  }

  @Setup
  public void choose() {
    Workers.threads(threads);
    if (kernels.equals("vector")) {
      chosen = new VectorKernelsF32();
    }
    sizes =
        switch (shape) {
          case "lenet1" -> lenet(1, 6, 28, 2);
          case "lenet2" -> lenet(6, 16, 14, 0);
          case "block3x3" -> block(3, 1);
          case "pointwise" -> block(1, 1);
          case "depthwise" -> block(3, 64);
          default -> throw new IllegalArgumentException(shape);
        };
    x = random(sizes.samples() * sizes.channels() * sizes.pixels());
    weight = random(sizes.filters() * sizes.taps());
    bias = random(sizes.filters());
    g = random(sizes.samples() * sizes.filters() * sizes.windows());
    y = new float[Math.max(Math.max(x.length, g.length), weight.length)];
  }

  private static float[] random(int n) {
    Random random = new Random(1);
    float[] elements = new float[n];
    for (int i = 0; i < n; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return elements;
  }

  @Benchmark
  public float[] forward() {
    chosen.conv2d(sizes, x, weight, bias, y);
    return y;
  }

  @Benchmark
  public float[] inputVjp() {
    chosen.conv2dInputVjp(sizes, g, weight, y);
    return y;
  }

  @Benchmark
  public float[] weightVjp() {
    chosen.conv2dWeightVjp(sizes, g, x, y);
    return y;
  }
}
