package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
 * One operation on {@code [128, 100]}, as users call it: its output alone, and its output with the
 * gradient by the input.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SingleOpBenchmark {
  private static final int ROWS = 128;
  private static final int COLUMNS = 100;

  @Param({
    "add",
    "relu",
    "tanh",
    "gelu",
    "sum",
    "sumOfRows",
    "max",
    "softmax",
    "transpose",
    "broadcast",
    "matmul",
    "crossEntropy"
  })
  String op;

  private final Tensor x = random("x", Shape.of(ROWS, COLUMNS));
  private final Tensor other = random("other", Shape.of(ROWS, COLUMNS));
  private final Tensor row = random("row", Shape.of(COLUMNS));
  private final Tensor weight = random("weight", Shape.of(COLUMNS, COLUMNS));
  private final Indices labels = labels();
  private UnaryOperator<Tensor> function = Ops::relu;
  private UnaryOperator<Tensor> gradient = Ops::relu;

  private static Tensor random(String name, Shape shape) {
    return RandomTensors.normal(Key.of(1).split(name), DType.F32, shape, 0, 1);
  }

  private static Indices labels() {
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % COLUMNS;
    }
    return Indices.of(labels);
  }

  @Setup
  public void choose() {
    function =
        switch (op) {
          case "add" -> v -> Ops.add(v, other);
          case "relu" -> Ops::relu;
          case "tanh" -> Ops::tanh;
          case "gelu" -> Ops::gelu;
          case "sum" -> v -> Ops.sum(v);
          case "sumOfRows" -> v -> Ops.sum(v, 1);
          case "max" -> v -> Ops.max(v);
          case "softmax" -> v -> Ops.softmax(v, 1);
          case "transpose" -> Ops::transpose;
          case "broadcast" -> v -> Ops.add(v, row);
          case "matmul" -> v -> Ops.matmul(v, weight);
          case "crossEntropy" -> v -> Losses.crossEntropy(v, labels);
          default -> throw new IllegalArgumentException(op);
        };
    UnaryOperator<Tensor> scalar = v -> Ops.sum(function.apply(v));
    gradient = Autograd.grad(scalar);
  }

  @Benchmark
  public Tensor output() {
    return function.apply(x);
  }

  @Benchmark
  public Tensor outputAndGradient() {
    return gradient.apply(x);
  }
}
