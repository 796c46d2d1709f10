package io.github.wengert.autograd;

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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the tape costs for each operation: chains of operations that are next to free themselves.
 *
 * <p>The overhead is the difference between a benchmark and its baseline, which does the same
 * arithmetic, forward and backward, through the same primitives and records nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TapeOverheadBenchmark {
  private static final int LENGTH = 100;

  private final Real x = new Real(1.5);
  private final Real factor = new Real(0.99);
  private final List<Real> leaves = List.of(x);

  /** Forward and backward through {@code y ← c·y}, an operation on one traced value. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double unary_chain() {
    return Autograd.differentiate(leaves, () -> scale(x)).of(x).value;
  }

  /** Its baseline: 100 operations forward and 100 backward, unrecorded. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double unary_chain_unrecorded() {
    return scale(x).value + scale(new Real(1)).value;
  }

  /** Recording alone. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public Vjp<Real> unary_chain_forward() {
    return Autograd.vjp(TapeOverheadBenchmark::scale, x);
  }

  /** Forward and backward through {@code y ← y + x}, which accumulates at a leaf all the way. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double accumulating_chain() {
    return Autograd.differentiate(leaves, () -> add(x)).of(x).value;
  }

  /** Its baseline. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double accumulating_chain_unrecorded() {
    return add(x).value + add(new Real(1)).value;
  }

  /** Forward and backward through {@code y ← y·c}, an operation with a constant. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double chain_with_a_constant() {
    return Autograd.differentiate(leaves, () -> multiply(x)).of(x).value;
  }

  /** Its baseline. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public double chain_with_a_constant_unrecorded() {
    return multiply(x).value + multiply(new Real(1)).value;
  }

  private static Real scale(Real start) {
    Real y = start;
    for (int i = 0; i < LENGTH; i++) {
      y = Autograd.apply(Scale.PRIMITIVE, y);
    }
    return y;
  }

  private Real add(Real start) {
    Real y = start;
    for (int i = 0; i < LENGTH; i++) {
      y = Autograd.apply(Add.PRIMITIVE, y, x);
    }
    return y;
  }

  private Real multiply(Real start) {
    Real y = start;
    for (int i = 0; i < LENGTH; i++) {
      y = Autograd.apply(Multiply.PRIMITIVE, y, factor);
    }
    return y;
  }

  /** A {@code double} with a slot for the tape. */
  private static final class Real extends Traceable<Real> {
    private double value;

    Real(double value) {
      this.value = value;
    }

    @Override
    protected VectorSpace<Real> space() {
      return Reals.SPACE;
    }
  }

  private record Scale() implements Primitive<Real> {
    private static final Scale PRIMITIVE = new Scale();

    @Override
    public String name() {
      return "scale";
    }

    @Override
    public Real forward(List<Real> inputs) {
      return new Real(0.99 * inputs.getFirst().value);
    }

    @Override
    public List<@Nullable Pullback<Real>> vjp(List<Real> inputs, Real output) {
      return List.of(g -> Autograd.apply(PRIMITIVE, g));
    }
  }

  private record Add() implements Primitive<Real> {
    private static final Add PRIMITIVE = new Add();

    @Override
    public String name() {
      return "add";
    }

    @Override
    public Real forward(List<Real> inputs) {
      return new Real(inputs.get(0).value + inputs.get(1).value);
    }

    @Override
    public List<@Nullable Pullback<Real>> vjp(List<Real> inputs, Real output) {
      return List.of(g -> g, g -> g);
    }
  }

  private record Multiply() implements Primitive<Real> {
    private static final Multiply PRIMITIVE = new Multiply();

    @Override
    public String name() {
      return "multiply";
    }

    @Override
    public Real forward(List<Real> inputs) {
      return new Real(inputs.get(0).value * inputs.get(1).value);
    }

    @Override
    public List<@Nullable Pullback<Real>> vjp(List<Real> inputs, Real output) {
      return List.of(
          g -> Autograd.apply(PRIMITIVE, g, inputs.get(1)),
          g -> Autograd.apply(PRIMITIVE, g, inputs.get(0)));
    }
  }

  private enum Reals implements VectorSpace<Real> {
    SPACE;

    @Override
    public Real zero(Real like) {
      return new Real(0);
    }

    @Override
    public int dimension(Real value) {
      return 1;
    }

    @Override
    public Real basis(Real like, int index) {
      return new Real(1);
    }

    @Override
    public Real add(Real a, Real b) {
      return Autograd.apply(Add.PRIMITIVE, a, b);
    }

    @Override
    public void addInto(Real accumulator, Real addend) {
      accumulator.value += addend.value;
    }

    @Override
    public Real alias(Real value) {
      return new Real(value.value);
    }

    @Override
    public boolean sameSpace(Real primal, Real cotangent) {
      return true;
    }

    @Override
    public String describe(Real value) {
      return "real";
    }
  }
}
