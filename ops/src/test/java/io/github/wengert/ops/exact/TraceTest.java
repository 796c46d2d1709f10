package io.github.wengert.ops.exact;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.linear;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.max;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.norm;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.GradientBuffers;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Size2d;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.ops.UnitFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class TraceTest {
  private static final Tensor ONE = Tensor.scalar(DType.F64, 1);

  private static Trace trace(UnaryOperator<Tensor> f, double... x) {
    return Trace.of(xs -> f.apply(xs.getFirst()), List.of(Tensor.of(x)));
  }

  /** Returns the derivative of the sum of f along a direction. */
  private static ExactSlope slope(UnaryOperator<Tensor> f, double[] x, double... v) {
    return trace(y -> sum(f.apply(y)), x).slope(ONE, List.of(x), List.of(v));
  }

  private static double derivative(UnaryOperator<Tensor> f, double x) {
    return slope(f, new double[] {x}, 1).slope();
  }

  private static String reason(UnaryOperator<Tensor> f, double... x) {
    return trace(f, x).opaque().orElse("none");
  }

  // ------------------------------------------------------------------------------- closed forms

  @Test
  void a_derivative_is_exact_where_differences_cancel() {
    // tanh(x − 10⁶) at 10⁶ + 0.3 and 1/x at 10⁻¹⁵⁰
    double x = 1e6 + 0.3;
    double z = x - 1e6;
    assertThat(derivative(y -> tanh(sub(y, 1e6)), x))
        .isCloseTo(1 / Math.pow(Math.cosh(z), 2), within(1e-15));
    assertThat(derivative(y -> div(1, y), 1e-150)).isCloseTo(-1e300, within(1e285));
  }

  @Test
  void coefficients_are_those_of_the_series() {
    Trace exponential = trace(y -> exp(mul(y, 2)), 0);
    Jet jet =
        exponential.along(Tensor.of(1.0), List.of(new double[] {0}), List.of(new double[] {1}), 6);
    double expected = 1;
    for (int k = 0; k <= 6; k++) {
      assertThat(jet.coefficient(k).value().toDouble()).isCloseTo(expected, within(1e-15));
      expected *= 2.0 / (k + 1);
    }
  }

  @Test
  void mixed_derivatives_of_a_monomial_are_those_of_the_closed_form() {
    // x²y³z: ∂x∂y∂z = 6xy²
    UnaryOperator<Tensor> f =
        p -> {
          Tensor x = Ops.slice(p, 0, 0, 1);
          Tensor y = Ops.slice(p, 0, 1, 2);
          Tensor z = Ops.slice(p, 0, 2, 3);
          return mul(mul(square(x), mul(square(y), y)), z);
        };
    Trace trace = trace(f, 2, 3, 5);
    List<double[]> point = List.of(new double[] {2, 3, 5});
    List<List<double[]>> axes =
        List.of(
            List.of(new double[] {1, 0, 0}),
            List.of(new double[] {0, 1, 0}),
            List.of(new double[] {0, 0, 1}));
    assertThat(trace.mixed(Tensor.of(1.0), point, axes).slope()).isEqualTo(6 * 2 * 9);
    assertThat(trace.mixed(Tensor.of(1.0), point, axes.subList(0, 2)).slope())
        .isEqualTo(2 * 2 * 3 * 9 * 5);
    assertThat(trace.mixed(Tensor.of(1.0), point, List.of(axes.get(0), axes.get(0))).slope())
        .isEqualTo(2 * 27 * 5);
  }

  @Test
  void a_second_derivative_is_that_of_differences() {
    UnaryOperator<Tensor> f = y -> sum(tanh(mul(exp(mul(y, 0.3)), log(add(square(y), 2)))));
    double[] x = {0.4, -1.2, 2.1};
    double[] v = {0.3, 0.8, -0.5};
    double[] w = {-0.2, 0.4, 0.9};
    double h = 1e-4;
    double difference = 0;
    for (int s = -1; s <= 1; s += 2) {
      for (int t = -1; t <= 1; t += 2) {
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
          y[i] = x[i] + s * h * v[i] + t * h * w[i];
        }
        difference += s * t * f.apply(Tensor.of(y)).item() / (4 * h * h);
      }
    }
    assertThat(trace(f, x).mixed(ONE, List.of(x), List.of(List.of(v), List.of(w))).slope())
        .isCloseTo(difference, within(1e-6));
  }

  @Test
  void a_trace_is_evaluated_at_other_points() {
    Trace trace = trace(y -> sum(mul(square(y), y)), 2, 3);
    double[] elsewhere = {-1, 0.5};
    ExactSlope slope = trace.slope(ONE, List.of(elsewhere), List.of(new double[] {1, 2}));
    assertThat(slope.value()).isEqualTo(-1 + 0.125);
    assertThat(slope.slope()).isEqualTo(3 + 2 * 0.75);
  }

  @Test
  void inputs_that_do_not_vary_are_taken_from_the_point_too() {
    Trace trace =
        Trace.of(
            xs -> sum(mul(xs.get(0), square(xs.get(1)))), List.of(Tensor.of(1.0), Tensor.of(1.0)));
    List<double[]> v = List.of(new double[] {1}, new double[] {0});
    for (double y : new double[] {5, 7, 5}) {
      List<double[]> point = List.of(new double[] {2}, new double[] {y});
      assertThat(trace.slope(ONE, point, v).slope()).isEqualTo(y * y);
    }
  }

  // ------------------------------------------------------------------------------ looked through

  @Test
  void stopGradient_is_the_identity() {
    assertThat(derivative(y -> mul(y, stopGradient(y)), 3)).isEqualTo(6);
    assertThat(derivative(y -> mul(y, reshape(stopGradient(y), 1)), 3)).isEqualTo(6);
  }

  @Test
  void stopGradient_of_a_parameter_is_the_identity() {
    Parameter w = Parameter.of("w", Tensor.of(3.0));
    Trace trace = Trace.of(() -> sum(mul(w, mul(stopGradient(w), w.snapshot()))), List.of(w));
    assertThat(trace.slope(ONE, List.of(new double[] {3}), List.of(new double[] {1})).slope())
        .isEqualTo(27);
  }

  @Test
  void a_parameter_made_of_an_input_is_the_input() {
    assertThat(derivative(y -> mul(y, Parameter.of("copy", y)), 3)).isEqualTo(6);
  }

  @Test
  void the_inside_of_a_custom_operation_counts_and_not_its_rule() {
    CustomOp wrong = CustomOp.unary("cube", x -> mul(x, square(x)), (x, y) -> square(x));
    assertThat(derivative(wrong::apply, 2)).isEqualTo(12);
  }

  @Test
  void a_custom_operation_that_reads_elements_is_opaque_and_says_where() {
    Primitive<Tensor> reading =
        new Primitive<>() {
          @Override
          public String name() {
            return "reading";
          }

          @Override
          public Tensor forward(List<Tensor> inputs) {
            double[] x = inputs.getFirst().toDoubleArray();
            return Tensor.of(x[0] * x[0]);
          }

          @Override
          public List<Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
            return List.of(g -> g);
          }
        };
    assertThat(reason(x -> Ops.custom(reading, x), 2, 3))
        .startsWith("toDoubleArray of F64[2] at ")
        .contains("TraceTest")
        .contains("forward(TraceTest.java:");
  }

  @Test
  void a_gradient_within_is_followed() {
    UnaryOperator<Tensor> cubes = y -> sum(mul(square(y), y));
    double[] x = {2, -1};
    assertThat(slope(Autograd.grad(cubes), x, 1, 0.5).slope()).isEqualTo(6 * 2 - 6 * 0.5);
  }

  @Test
  void a_gradient_within_is_followed_where_the_sweep_is_fused_or_adds_in_place() {
    double[] x = {0.3, -0.2};
    Tensor bias = Tensor.of(0.1, 0.2);
    UnaryOperator<Tensor> gradient =
        y -> {
          Parameter w = Parameter.of("w", Tensor.of(Shape.of(2, 2), 0.5, -1, 2, 0.25));
          return Autograd.differentiate(
                  List.of(w),
                  () -> {
                    Tensor rows = reshape(y, 1, 2);
                    Tensor a = linear(rows, w, bias, UnitFunction.TANH);
                    Tensor b = linear(a, w, bias, UnitFunction.SIGMOID);
                    return sum(add(mul(a, b), square(linear(b, w, bias))));
                  })
              .of(w);
        };
    double h = 1e-5;
    double[] v = {0.7, -0.4};
    double difference = 0;
    for (int s = -1; s <= 1; s += 2) {
      Tensor moved = Tensor.of(x[0] + s * h * v[0], x[1] + s * h * v[1]);
      difference += s * sum(square(gradient.apply(moved))).item() / (2 * h);
    }
    assertThat(slope(y -> square(gradient.apply(y)), x, v).slope())
        .isCloseTo(difference, within(1e-8));
  }

  @Test
  void buffers_for_gradients_that_are_used_again_are_followed() {
    GradientBuffers buffers = new GradientBuffers();
    Parameter w = Parameter.of("w", Tensor.of(0.0));
    UnaryOperator<Tensor> f =
        y -> {
          Tensor sum = Tensor.of(0.0);
          for (int i = 1; i <= 3; i++) {
            int factor = i;
            List<Tensor> kept = new ArrayList<>();
            buffers.with(
                List.of(w),
                () -> new WithAuxiliary<>(sum(mul(mul(add(w, 1), square(y)), factor)), 0),
                gradients -> kept.add(mul(gradients.of(w), 1)));
            sum = add(sum, kept.getFirst());
          }
          return sum;
        };
    assertThat(derivative(f, 3)).isEqualTo(6 * 6);
  }

  @Test
  void a_constant_in_a_buffer_is_none_of_what_it_held_before() {
    GradientBuffers buffers = new GradientBuffers();
    Parameter w = Parameter.of("w", Tensor.of(1.0));
    Tensor two = Tensor.of(2.0);
    BinaryOperator<Tensor> gradientTimesY =
        (factor, y) -> {
          List<Tensor> kept = new ArrayList<>();
          buffers.with(
              List.of(w),
              () -> new WithAuxiliary<>(sum(square(mul(w, factor))), 0),
              gradients -> kept.add(mul(gradients.of(w), y)));
          return kept.getFirst();
        };
    // First the arrays hold what depends on y, then what does not: 2 · 2² at w = 1.
    UnaryOperator<Tensor> f =
        y -> {
          var _ = gradientTimesY.apply(y, y);
          return gradientTimesY.apply(two, y);
        };
    UnaryOperator<Tensor> inPart =
        y -> {
          var _ = gradientTimesY.apply(y, y);
          return Autograd.parallel(1, _ -> gradientTimesY.apply(two, y)).getFirst();
        };
    assertThat(derivative(f, 3)).isEqualTo(8);
    assertThat(derivative(inPart, 3)).isEqualTo(8);
  }

  @Test
  void parts_on_other_threads_are_followed() {
    UnaryOperator<Tensor> f =
        y -> {
          List<Tensor> parts = Autograd.parallel(5, p -> mul(square(y), p));
          Tensor sum = parts.getFirst();
          for (Tensor part : parts.subList(1, 5)) {
            sum = add(sum, mul(part, y));
          }
          return sum;
        };
    assertThat(derivative(f, 2)).isEqualTo(10 * 12);
  }

  @Test
  void a_thread_of_ones_own_makes_a_trace_opaque() {
    assertThat(reason(y -> CompletableFuture.supplyAsync(() -> square(y)).join(), 2))
        .contains("another thread");
  }

  @Test
  void a_thread_of_ones_own_that_reads_makes_a_trace_opaque() {
    assertThat(reason(y -> mul(y, CompletableFuture.supplyAsync(() -> y.item()).join()), 2))
        .startsWith("item by another thread at ");
    assertThat(reason(y -> mul(y, CompletableFuture.supplyAsync(() -> square(y).item()).join()), 2))
        .startsWith("square by another thread at ");
    assertThat(
            reason(
                y ->
                    CompletableFuture.supplyAsync(() -> Parameter.of("copy", y))
                        .thenApply(copy -> mul(copy, 1))
                        .join(),
                2))
        .contains("another thread");
  }

  @Test
  void what_other_threads_do_with_other_values_is_their_own() {
    Tensor other = Tensor.of(3.0);
    assertThat(
            reason(
                y -> mul(y, CompletableFuture.supplyAsync(() -> square(other).item()).join()), 2))
        .isEqualTo("none");
  }

  @Test
  void a_constant_that_shares_elements_with_the_point_is_none_of_the_inputs() {
    Tensor x = Tensor.of(1.0, 2.0);
    Trace trace = Trace.of(xs -> sum(mul(xs.getFirst(), x)), List.of(x));
    ExactSlope slope = trace.slope(ONE, List.of(x.toDoubleArray()), List.of(new double[] {1, 1}));
    assertThat(slope.slope()).isEqualTo(3);
  }

  @Test
  void what_depends_on_no_input_has_the_derivative_0() {
    Tensor other = Tensor.of(1.0, 2.0);
    Trace trace = trace(x -> square(other), 5);
    Jet jet =
        trace.along(Tensor.of(1.0, 1.0), List.of(new double[] {5}), List.of(new double[] {1}), 1);
    assertThat(jet.value().toDouble()).isEqualTo(5);
    assertThat(jet.isVariable()).isFalse();
  }

  // -------------------------------------------------------------------------------------- opaque

  @Test
  void reads_of_what_depends_on_the_input_make_a_trace_opaque() {
    assertThat(reason(x -> mul(x, sum(x).item()), 2)).startsWith("item of F64[] at ");
    assertThat(reason(x -> mul(x, x.at(0)), 2)).startsWith("at of F64[1] at ");
    assertThat(reason(x -> mul(x, x.toDoubleArray()[0]), 2)).startsWith("toDoubleArray of");
    assertThat(reason(x -> mul(x, x.toFloatArray()[0]), 2)).startsWith("toFloatArray of");
    assertThat(reason(x -> mul(x, x.toString().length()), 2)).startsWith("toString of");
    assertThat(reason(x -> x.hasSameBits(Tensor.of(2.0)) ? x : square(x), 2))
        .startsWith("hasSameBits of");
    assertThat(reason(x -> Tensor.of(x.argmax(0).get(0)), 2)).startsWith("argmax of");
    assertThat(reason(x -> Tensor.of(x.argmin(0).get(0)), 2)).startsWith("argmin of");
    assertThat(reason(x -> Ops.maxAt(x, 0).values(), 2, 3)).startsWith("maxAt of");
    assertThat(reason(x -> mul(x, ParameterUpdates.largest(x)), 2)).startsWith("largest of");
    assertThat(reason(x -> mul(x, ParameterUpdates.sumOfSquares(x)), 2))
        .startsWith("sumOfSquares of");
  }

  @Test
  void reads_of_what_depends_on_no_input_are_fine() {
    Tensor other = Tensor.of(3.0);
    assertThat(reason(x -> mul(x, square(other).item()), 2)).isEqualTo("none");
    assertThat(derivative(x -> mul(x, square(other).item()), 2)).isEqualTo(9);
  }

  @Test
  void single_precision_makes_a_trace_opaque() {
    assertThat(reason(x -> Ops.to(Ops.to(x, DType.F32), DType.F64), 2))
        .startsWith("cast: computed in single precision at ");
    Trace single = Trace.of(xs -> square(xs.getFirst()), List.of(Tensor.of(2.0f)));
    assertThat(single.opaque()).hasValue("input 0 is in single precision");
  }

  @Test
  void a_parameter_that_is_changed_within_makes_a_trace_opaque() {
    Parameter w = Parameter.of("w", Tensor.of(3.0));
    Trace assigned =
        Trace.of(
            () -> {
              w.assign(Tensor.of(3.0));
              return square(w);
            },
            List.of(w));
    assertThat(assigned.opaque().orElseThrow()).startsWith("parameter \"w\" is changed within at ");
    Parameter sum = Parameter.of("sum", Tensor.of(0.0));
    assertThat(
            reason(
                x -> {
                  ParameterUpdates.accumulate(sum, x);
                  return mul(sum, 1);
                },
                3))
        .startsWith("parameter \"sum\" is changed within at ");
  }

  @Test
  void a_parameter_that_is_no_input_may_be_assigned() {
    Parameter state = Parameter.of("state", Tensor.of(0.0));
    assertThat(
            derivative(
                x -> {
                  state.assign(square(x));
                  Tensor first = mul(state, x);
                  state.assign(mul(x, 2));
                  return add(first, state);
                },
                3))
        .isEqualTo(27 + 2);
  }

  @Test
  void moments_of_a_batch_are_not_followed_unless_they_are_only_kept() {
    Tensor x = Tensor.of(Shape.of(3, 1), 1.0, 2, 4);
    Parameter running = Parameter.of("running", Tensor.of(0.0));
    Trace kept =
        Trace.of(
            xs ->
                Training.in(
                    Key.of(1),
                    () -> {
                      var normalized = Ops.batchNorm(xs.getFirst(), 0.1);
                      Training.current()
                          .orElseThrow()
                          .afterwards(running, old -> add(mul(old, 0.9), normalized.mean()));
                      return normalized.values();
                    }),
            List.of(x));
    assertThat(kept.opaque()).isEmpty();
    assertThat(running.item()).isNotZero();
    Trace used = Trace.of(xs -> mul(Ops.batchNorm(xs.getFirst(), 0.1).mean(), 2), List.of(x));
    assertThat(used.opaque().orElseThrow()).startsWith("batchNorm: its moments at ");
  }

  @Test
  void weights_that_are_read_make_a_trace_opaque() {
    Tensor logits = Tensor.of(Shape.of(2, 2), 1.0, 2, 3, 5);
    CrossEntropyOptions options = CrossEntropyOptions.DEFAULT;
    assertThat(
            reason(
                w -> Losses.crossEntropy(logits, Indices.of(0, 1), options.withClassWeights(w)),
                1,
                2))
        .startsWith("crossEntropy of F64[2] at ");
    assertThat(reason(w -> mul(w, options.withClassWeights(w).weight(Indices.of(0, 1))), 1, 2))
        .startsWith("weight of F64[2] at ");
  }

  @Test
  void a_choice_of_subgradients_that_needs_the_elements_makes_a_trace_opaque() {
    UnaryOperator<Tensor> gradient = Autograd.grad(y -> square(max(y)));
    assertThat(reason(y -> Subgradient.FIRST.in(() -> gradient.apply(y)), 1, 3))
        .startsWith("subgradient of F64[2] at ");
    assertThat(reason(gradient, 1, 3)).isEqualTo("none");
    UnaryOperator<Tensor> ofPrelu =
        Autograd.grad(y -> sum(Ops.prelu(y, reshape(sum(square(y)), 1))));
    assertThat(reason(y -> Subgradient.SPLIT.in(() -> ofPrelu.apply(y)), 1, 3))
        .startsWith("prelu: its subgradient at ");
    assertThat(reason(ofPrelu, 1, 3)).isEqualTo("none");
  }

  @Test
  void inputs_that_share_elements_make_a_trace_opaque() {
    Tensor x = Tensor.of(1.0);
    assertThat(Trace.of(() -> mul(x, x), List.of(x, reshape(x))).opaque())
        .hasValue("input 1 shares its elements with another");
  }

  @Test
  void a_trace_within_makes_a_trace_opaque() {
    assertThat(
            reason(
                x -> {
                  AtomicReference<Tensor> inner = new AtomicReference<>();
                  Trace.of(
                      () -> {
                        inner.set(square(x));
                        return x;
                      },
                      List.of());
                  return inner.get();
                },
                3))
        .isEqualTo("another trace is made within");
  }

  @Test
  void an_opaque_trace_refuses_to_be_evaluated() {
    Trace trace = trace(x -> mul(x, x.item()), 2);
    assertThatThrownBy(
            () -> trace.slope(Tensor.of(1.0), List.of(new double[] {2}), List.of(new double[] {1})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("trace: it is opaque: item of F64[1] at ");
  }

  @Test
  void an_evaluation_that_would_take_too_long_is_refused() {
    double[] x = new double[200 * 200];
    Trace trace = trace(y -> sum(Ops.matmul(reshape(y, 200, 200), reshape(y, 200, 200))), x);
    assertThat(trace.opaque()).isEmpty();
    assertThat(trace.operations(1)).isGreaterThan(Trace.MOST_OPERATIONS);
    assertThatThrownBy(() -> trace.slope(ONE, List.of(x), List.of(x)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "trace: an evaluation would take too long: order 1 (%d operations > %d)"
                .formatted(trace.operations(1), Trace.MOST_OPERATIONS));
  }

  @Test
  void a_computation_that_is_too_long_is_opaque() {
    Tensor x = Tensor.zeros(DType.F64, Shape.of(300, 300));
    assertThat(Trace.of(xs -> Ops.matmul(xs.getFirst(), xs.getFirst()), List.of(x)).opaque())
        .hasValueSatisfying(reason ->
            assertThat(reason)
                .startsWith("matmul: the computation is too long at ")
                .endsWith("(more than 20000000 operations)"));
  }

  @Test
  void points_and_cotangents_that_do_not_fit_are_refused() {
    Trace trace = trace(y -> square(y), 1, 2);
    List<double[]> two = List.of(new double[2]);
    assertThatThrownBy(() -> trace.slope(Tensor.of(1.0, 1), List.of(new double[3]), two))
        .hasMessage("trace: the point does not fit the inputs: numbers of elements ([3] ≠ [2])");
    assertThatThrownBy(() -> trace.slope(Tensor.of(1.0, 1), two, List.of()))
        .hasMessage("trace: the direction does not fit the inputs: numbers of elements ([] ≠ [2])");
    assertThatThrownBy(() -> trace.slope(ONE, two, two))
        .hasMessage("trace: the cotangent does not fit the result: [2] (1 ≠ 2)");
  }

  // --------------------------------------------------------------------------------------- kinks

  @Test
  void a_kink_has_a_slope_on_each_side() {
    ExactSlope slope = slope(x -> relu(x), new double[] {0}, 1);
    assertThat(slope.kinks()).containsExactly("relu");
    assertThat(slope.left()).isEqualTo(0);
    assertThat(slope.right()).isEqualTo(1);
    assertThat(slope.slope()).isEqualTo(0);
    assertThat(slope.isKink()).isTrue();
  }

  @Test
  void kinks_that_cancel_are_told_by_the_slope_that_the_operations_document() {
    ExactSlope slope = slope(x -> add(relu(x), sub(0, relu(sub(0, x)))), new double[] {0}, 1);
    assertThat(slope.kinks()).containsExactly("relu");
    assertThat(slope.left()).isEqualTo(1);
    assertThat(slope.right()).isEqualTo(1);
    assertThat(slope.slope()).isEqualTo(0);
    assertThat(slope.isKink()).isTrue();
  }

  @Test
  void a_tie_between_equal_slopes_is_no_kink() {
    ExactSlope slope = slope(x -> Ops.maximum(x, mul(x, 1)), new double[] {2}, 1);
    assertThat(slope.left()).isEqualTo(1);
    assertThat(slope.right()).isEqualTo(1);
    assertThat(slope.isKink()).isFalse();
  }

  @Test
  void a_kink_within_rounding_is_found() {
    // 0.1 + 0.2 − 0.3 is 5.6e−17 in float64, and its exact value is 2.8e−17
    ExactSlope slope = slope(x -> abs(sub(add(x, 0.2), 0.3)), new double[] {0.1}, 1);
    assertThat(slope.kinks()).containsExactly("abs");
    assertThat(slope.left()).isEqualTo(-1);
    assertThat(slope.right()).isEqualTo(1);
  }

  @Test
  void a_point_beside_a_kink_is_at_none() {
    ExactSlope slope = slope(x -> relu(x), new double[] {1e-300}, 1);
    assertThat(slope.kinks()).isEmpty();
    assertThat(slope.slope()).isEqualTo(1);
  }

  @Test
  void ties_of_an_extreme_are_told_apart_by_their_slopes() {
    double[] x = {2, 2, 2};
    ExactSlope slope = slope(y -> max(y), x, 3, -1, 0.5);
    assertThat(slope.kinks()).containsExactly("max");
    assertThat(slope.left()).isEqualTo(-1);
    assertThat(slope.right()).isEqualTo(3);
  }

  @Test
  void ties_that_never_part_have_the_curvature_of_all() {
    List<double[]> v = List.of(new double[] {1});
    UnaryOperator<Tensor> twice = y -> Ops.concat(List.of(square(y), square(y)), 0);
    for (UnaryOperator<Tensor> f :
        List.<UnaryOperator<Tensor>>of(
            y -> max(twice.apply(y)),
            y -> Ops.min(twice.apply(y)),
            y -> Ops.maximum(square(y), square(y)))) {
      Trace trace = trace(y -> sum(f.apply(y)), 3);
      assertThat(trace.mixed(ONE, List.of(new double[] {3}), List.of(v, v)).slope()).isEqualTo(2);
    }
  }

  @Test
  void a_norm_at_0_has_the_length_of_the_direction_as_its_slope() {
    ExactSlope slope = slope(y -> norm(y), new double[3], 2, 3, 6);
    assertThat(slope.left()).isEqualTo(-7);
    assertThat(slope.right()).isEqualTo(7);
    assertThat(slope.slope()).isEqualTo(0);
  }

  @Test
  void a_condition_that_is_0_at_a_point_only_jumps() {
    ExactSlope slope = slope(y -> where(y, mul(y, 3), mul(y, 5)), new double[] {0}, 1);
    assertThat(slope.kinks()).containsExactly("where");
    assertThat(slope.slope()).isEqualTo(5);
    assertThat(slope.left()).isEqualTo(3);
    assertThat(slope.right()).isEqualTo(3);
  }

  @Test
  void the_units_of_a_fused_layer_have_their_kinks() {
    Tensor weight = Tensor.of(Shape.of(1, 2), 1.0, -1);
    ExactSlope slope =
        slope(
            y -> linear(reshape(y, 1, 2), weight, Tensor.of(0.0), UnitFunction.RELU),
            new double[] {0.3, 0.3},
            1,
            0);
    assertThat(slope.kinks()).containsExactly("relu");
    assertThat(slope.left()).isEqualTo(0);
    assertThat(slope.right()).isEqualTo(1);
  }

  @Test
  void indices_of_constants_are_fine() {
    Tensor x = Tensor.of(1.0, 5, 2);
    assertThat(
            slope(y -> Ops.indexSelect(y, 0, Indices.of(2, 0)), x.toDoubleArray(), 1, 10, 100)
                .slope())
        .isEqualTo(101);
  }

  @Test
  void a_value_on_the_other_side_of_a_kink_by_rounding_is_right() {
    // (a + b) − 3/2 − m is 2⁻⁵³ in float64, where the rounding of a + b may have lost more.
    Random random = new Random(3);
    int found = 0;
    while (found < 10) {
      double a = 1 + random.nextDouble() / 2;
      double b = 1 + random.nextDouble() / 2;
      double m = a + b - 1.5 - 0x1p-53;
      double z = a + b - 1.5 - m;
      BigDecimal exact =
          new BigDecimal(a)
              .add(new BigDecimal(b))
              .subtract(new BigDecimal("1.5"))
              .subtract(new BigDecimal(m));
      if (z <= 0 || exact.signum() >= 0) {
        continue;
      }
      found++;
      UnaryOperator<Tensor> f = y -> sub(sub(add(y, b), 1.5), m);
      Tensor zero = Tensor.of(0.0);
      assertThat(reason(y -> relu(f.apply(y)), a)).isEqualTo("none");
      assertThat(reason(y -> Ops.leakyRelu(f.apply(y), 0), a)).isEqualTo("none");
      assertThat(reason(y -> Ops.maximum(f.apply(y), zero), a)).isEqualTo("none");
      assertThat(reason(y -> Ops.clamp(f.apply(y), -1, 0), a)).isEqualTo("none");
      assertThat(reason(y -> max(Ops.concat(List.of(zero, f.apply(y)), 0)), a)).isEqualTo("none");
      assertThat(
              reason(
                  y ->
                      Ops.maxPool2d(
                          reshape(Ops.concat(List.of(zero, f.apply(y)), 0), 1, 1, 1, 2),
                          Pool2dOptions.of(new Size2d(1, 2))),
                  a))
          .isEqualTo("none");
      // What jumps there may be anything.
      assertThat(reason(Autograd.grad(y -> sum(relu(f.apply(y)))), a)).isEqualTo("none");
      assertThat(reason(y -> where(relu(f.apply(y)), add(y, 5), y), a)).isEqualTo("none");
    }
  }

  @Test
  void a_deviation_of_equal_numbers_is_0_but_for_rounding() {
    double[] x = {0.1, 0.1, 0.1};
    Trace trace = trace(y -> Ops.std(y), x);
    assertThat(trace.opaque()).isEmpty();
    ExactSlope slope = trace.slope(ONE, List.of(x), List.of(new double[] {3, 0, 0}));
    // The deviation of (3, 0, 0) is √2.
    assertThat(slope.kinks()).contains("norm");
    assertThat(slope.right()).isCloseTo(Math.sqrt(2), within(1e-15));
    assertThat(slope.left()).isCloseTo(-Math.sqrt(2), within(1e-15));
  }

  @Test
  void a_mask_has_its_jump() {
    // t ln t at 0, whose slope is taken as that of −l t there
    Tensor logs = Tensor.of(-1.0);
    ExactSlope slope = slope(t -> Losses.klDivergence(logs, t, Reduction.SUM), new double[] {0}, 1);
    assertThat(slope.kinks()).contains("mask");
    assertThat(slope.slope()).isEqualTo(1);
    assertThat(slope.right()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void a_gradient_jumps_at_a_kink() {
    ExactSlope slope = slope(Autograd.grad(y -> sum(mul(relu(y), y))), new double[] {0}, 1);
    assertThat(slope.left()).isEqualTo(0);
    assertThat(slope.right()).isEqualTo(2);
  }
}
