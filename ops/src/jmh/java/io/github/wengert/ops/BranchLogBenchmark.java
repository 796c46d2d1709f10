package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * What it costs that piecewise operations can report their winners: a chain of rectifiers while
 * nobody listens, and while somebody does, beside the same chain of an operation that has the same
 * kernel and reports nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(BranchLogBenchmark.LENGTH)
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BranchLogBenchmark {
  static final int LENGTH = 100;

  /** The elements of each tensor. */
  @Param({"1", "1000"})
  int elements;

  private Tensor x = Tensor.scalar(DType.F32, 0);

  /** What {@link Relu} would be without a report: {@link BuiltinOp#forward} up to there. */
  private record SilentRelu(Relu relu) implements Primitive<Tensor> {
    @Override
    public String name() {
      return "silent relu";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      Tensor out = Tensor.zeros(relu.dtype(inputs), relu.shape(inputs));
      if (out.elements() > 0) {
        relu.compute(inputs, out);
      }
      return out;
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      throw new UnsupportedOperationException("nobody differentiates here");
    }
  }

  @Setup
  public void fill() {
    x = RandomTensors.normal(Key.of(1), DType.F32, Shape.of(elements), 0, 1);
  }

  private static Tensor chain(Primitive<Tensor> link, Tensor start) {
    Tensor y = start;
    for (int i = 0; i < LENGTH; i++) {
      y = Autograd.apply(link, y);
    }
    return y;
  }

  /** The chain without a report in it. */
  @Benchmark
  public Tensor withoutReport() {
    return chain(new SilentRelu(new Relu()), x);
  }

  /** The chain as it is, while nobody listens. */
  @Benchmark
  public Tensor nobodyListens() {
    return chain(new Relu(), x);
  }

  /** The chain while somebody logs its branches. */
  @Benchmark
  public BranchLog somebodyListens() {
    return BranchLog.logging(() -> chain(new Relu(), x)).branches();
  }
}
