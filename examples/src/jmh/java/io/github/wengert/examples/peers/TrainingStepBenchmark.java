package io.github.wengert.examples.peers;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * A training step, recorded anew each time: forward, loss, backward, gradient descent with decay.
 * The rows are those that are compared with other engines; with {@code -prof gc}, what a step
 * allocates.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrainingStepBenchmark {
  @Param TrainingRow row = TrainingRow.TINY_1;

  private TrainingStep step = new WengertStep(row, new StepData(row), TrainingStep.WEIGHT_DECAY);

  @Setup
  public void build() {
    step = new WengertStep(row, new StepData(row), TrainingStep.WEIGHT_DECAY);
  }

  /** Counts floating-point operations of matrix products, for JMH to divide the time by. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Flops {
    public long flops;
  }

  @Benchmark
  public double step(Flops work) {
    work.flops += (long) row.flops();
    return step.runForLoss();
  }
}
