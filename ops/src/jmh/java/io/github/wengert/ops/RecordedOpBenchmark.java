package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
 * What one recorded operation costs, forward and backward: a chain of 100 on one-element tensors,
 * beside the same arithmetic in plain Java.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RecordedOpBenchmark.LENGTH)
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordedOpBenchmark {
  static final int LENGTH = 100;

  @Param({"mulScalar", "relu", "tanh"})
  String op;

  private final Tensor x = Tensor.scalar(DType.F32, 0.5);
  private UnaryOperator<Tensor> link = Ops::relu;
  private UnaryOperator<Tensor> gradient = Ops::relu;

  @Setup
  public void choose() {
    link =
        switch (op) {
          case "mulScalar" -> v -> Ops.mul(v, 1.01);
          case "relu" -> Ops::relu;
          default -> Ops::tanh;
        };
    gradient = Autograd.grad(this::chain);
  }

  private Tensor chain(Tensor start) {
    Tensor y = start;
    for (int i = 0; i < LENGTH; i++) {
      y = link.apply(y);
    }
    return y;
  }

  /** The chain is computed, recorded and swept. */
  @Benchmark
  public Tensor recordedForwardAndBackward() {
    return gradient.apply(x);
  }

  /** The chain is computed only. */
  @Benchmark
  public Tensor unrecordedForward() {
    return chain(x);
  }

  /** The arithmetic of forward and backward, without tensors. */
  @Benchmark
  public double plainArithmetic() {
    double y = x.item();
    double slope = 1;
    for (int i = 0; i < LENGTH; i++) {
      switch (op) {
        case "mulScalar" -> {
          y *= 1.01;
          slope *= 1.01;
        }
        case "relu" -> {
          y = Math.max(y, 0);
          slope = y > 0 ? slope : 0;
        }
        default -> {
          y = Math.tanh(y);
          slope *= 1 - y * y;
        }
      }
    }
    return y + slope;
  }
}
