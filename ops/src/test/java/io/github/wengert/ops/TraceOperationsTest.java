package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.exact.ExactSlope;
import io.github.wengert.ops.exact.Trace;
import io.github.wengert.ops.exact.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds jets of traced operations against the pullbacks, to the second order. */
final class TraceOperationsTest {
  private static final long SEED = 15;

  /** What looks for a position among elements, which a trace does not follow. */
  private static final Set<String> PICKED_BY_INDEX =
      Set.of("maxAt(Tensor, int)", "minAt(Tensor, int)");

  static Stream<OpCases.OpCase> operations() {
    return OpCases.all().stream().filter(c -> c.inputs().stream().allMatch(x -> x.elements() > 0));
  }

  static Stream<String> facade() {
    return FacadeCases.all().keySet().stream()
        .filter(signature -> !PICKED_BY_INDEX.contains(signature))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void derivatives_of_an_operation_are_those_of_its_pullbacks(OpCases.OpCase c) {
    check(c.function(), c.inputs());
  }

  @ParameterizedTest
  @MethodSource("facade")
  void derivatives_of_a_function_are_those_of_its_gradient(String signature) {
    FacadeCases.FacadeCase c = FacadeCases.all().get(signature);
    check(c.function(), c.inputs());
  }

  @Test
  void a_wrong_entry_makes_a_trace_opaque() {
    Trace trace =
        Trace.of(
            xs -> {
              Tensor x = xs.getFirst();
              Tensor y = Ops.exp(x);
              Traced.computed(requireNonNull(Tracer.current()), new Square(), List.of(x), y);
              return Ops.sum(y);
            },
            List.of(Tensor.of(DType.F64, 1.0)));
    assertThat(trace.opaque())
        .hasValue("the value differs: element 0 of [] (2.718281828459045 ≠ 1.0)");
  }

  @Test
  void a_constant_that_changes_unseen_makes_a_trace_opaque() {
    Tensor constant = Tensor.of(DType.F64, 3.0);
    Trace trace =
        Trace.of(
            xs -> {
              Tensor first = Ops.mul(xs.getFirst(), constant);
              constant.set(0, 4);
              return Ops.mul(first, constant);
            },
            List.of(Tensor.of(DType.F64, 1.0)));
    assertThat(trace.opaque()).hasValue("the value differs: element 0 of [1] (12.0 ≠ 9.0)");
  }

  private static void check(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    Trace trace = Trace.of(f, inputs);
    assertThat(trace.opaque()).isEmpty();
    Random random = new Random(SEED);
    Tensor cotangent = random(random, trace.shape());
    List<double[]> point = inputs.stream().map(Tensor::toDoubleArray).toList();
    List<Tensor> v = inputs.stream().map(x -> random(random, x.shape())).toList();
    List<Tensor> w = inputs.stream().map(x -> random(random, x.shape())).toList();
    ExactSlope slope = trace.slope(cotangent, point, arrays(v));
    assertThat(along(f, inputs, cotangent, v).item()).isCloseTo(slope.slope(), rounding(slope));
    List<Tensor> leaves = inputs;
    double second =
        dot(
            Autograd.vjp(xs -> along(f, xs, cotangent, v), leaves)
                .pullback(Tensor.scalar(DType.F64, 1)),
            w);
    ExactSlope mixed = trace.mixed(cotangent, point, List.of(arrays(v), arrays(w)));
    assertThat(second).isCloseTo(mixed.slope(), rounding(mixed));
  }

  /** Returns what a few roundings of each step explain. */
  private static Offset<Double> rounding(ExactSlope slope) {
    return within(4 * (slope.error() * 0x1p-53 + Math.ulp(slope.slope())));
  }

  private static Tensor along(
      Function<List<Tensor>, Tensor> f, List<Tensor> xs, Tensor cotangent, List<Tensor> v) {
    List<Tensor> gradients = Autograd.vjp(f, xs).pullback(cotangent);
    Tensor sum = Tensor.scalar(DType.F64, 0);
    for (int i = 0; i < v.size(); i++) {
      sum = Ops.add(sum, Ops.sum(Ops.mul(gradients.get(i), v.get(i))));
    }
    return sum;
  }

  private static double dot(List<Tensor> gradients, List<Tensor> v) {
    double sum = 0;
    for (int i = 0; i < v.size(); i++) {
      sum += Ops.sum(Ops.mul(gradients.get(i), v.get(i))).item();
    }
    return sum;
  }

  private static Tensor random(Random random, Shape shape) {
    double[] elements = new double[shape.elements()];
    Arrays.setAll(elements, i -> random.nextGaussian());
    return Tensor.of(DType.F64, shape, elements);
  }

  private static List<double[]> arrays(List<Tensor> tensors) {
    List<double[]> arrays = new ArrayList<>();
    tensors.forEach(x -> arrays.add(x.toDoubleArray()));
    return arrays;
  }
}
