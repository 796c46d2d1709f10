package io.github.wengert.nn;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
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
 * Scores of small batches by a perceptron. No batch should take longer than a larger one; with
 * {@code -prof gc}, what a call allocates. The vector kernels have to be warm before the first
 * batch is measured, which takes some seconds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PredictionBenchmark {
  @Param({"64-100-10", "784-128-10", "3072-100-10", "2-16-16-1", "13-64-64-1"})
  String net;

  @Param({"1", "2", "3", "4", "5", "6", "7", "8", "12", "16", "24", "32"})
  int batch;

  private Mlp mlp = Mlp.of(Key.of(0), 1, 1);
  private Tensor x = Tensor.of(0f);

  @Setup
  public void build() {
    int[] sizes = Arrays.stream(net.split("-", -1)).mapToInt(Integer::parseInt).toArray();
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[batch * sizes[0]];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-1, 1);
    }
    mlp = Mlp.of(Key.of(0), sizes);
    x = Tensor.of(Shape.of(batch, sizes[0]), inputs);
  }

  @Benchmark
  public Tensor scores() {
    return mlp.apply(x);
  }
}
