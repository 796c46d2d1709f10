package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.ValueAndGradient;
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

/** The loss of a classifier and its gradient with respect to the logits, recorded. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CrossEntropyBenchmark {
  private static final CrossEntropyOptions OPTIONS = CrossEntropyOptions.DEFAULT;

  @Param({"128x10", "1024x10", "128x1000"})
  String shape;

  @Param({"plain", "smoothed"})
  String targets;

  private Tensor logits = Tensor.zeros(DType.F32, Shape.of(1, 1));
  private Indices labels = Indices.of(0);
  private CrossEntropyOptions options = OPTIONS;

  @Setup
  public void fill() {
    String[] extents = shape.split("x", -1);
    int samples = Integer.parseInt(extents[0]);
    int classes = Integer.parseInt(extents[1]);
    Random random = new Random(1);
    float[] scores = new float[samples * classes];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextGaussian();
    }
    logits = Tensor.of(Shape.of(samples, classes), scores);
    labels = Indices.of(random.ints(samples, 0, classes).toArray());
    options = targets.equals("plain") ? OPTIONS : OPTIONS.withLabelSmoothing(0.1);
  }

  @Benchmark
  public ValueAndGradient<Tensor> valueAndGradient() {
    return Autograd.valueAndGradient(z -> Losses.crossEntropy(z, labels, options), logits);
  }
}
