package io.github.wengert.ops.exact;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.linear;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.exact.Traces.ONE;
import static io.github.wengert.ops.exact.Traces.derivative;
import static io.github.wengert.ops.exact.Traces.reason;
import static io.github.wengert.ops.exact.Traces.slope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.GradientBuffers;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.UnitFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a trace follows, beyond plain operations. */
final class FollowedTraceTest {
  @Test
  void stopGradient_is_the_identity() {
    assertThat(derivative(y -> mul(y, stopGradient(y)), 3)).isEqualTo(6);
    assertThat(derivative(y -> mul(y, reshape(stopGradient(y), 1)), 3)).isEqualTo(6);
  }

  @Test
  void stopGradient_of_a_parameter_is_the_identity() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 3.0));
    Trace trace = Trace.of(() -> sum(mul(w, mul(stopGradient(w), w.snapshot()))), List.of(w));
    assertThat(trace.slope(ONE, List.of(new double[] {3}), List.of(new double[] {1})).slope())
        .isEqualTo(27);
  }

  @Test
  void a_parameter_made_of_an_input_is_the_input() {
    assertThat(derivative(y -> mul(y, Parameter.of("copy", y)), 3)).isEqualTo(6);
  }

  @Test
  void a_parameter_that_is_no_input_may_be_assigned() {
    Parameter state = Parameter.of("state", Tensor.of(DType.F64, 0.0));
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
  void the_inside_of_a_custom_operation_counts_and_not_its_rule() {
    CustomOp wrong = CustomOp.unary("cube", x -> mul(x, square(x)), (x, y) -> square(x));
    assertThat(derivative(wrong::apply, 2)).isEqualTo(12);
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
    Tensor bias = Tensor.of(DType.F64, 0.1, 0.2);
    UnaryOperator<Tensor> gradient =
        y -> {
          Parameter w = Parameter.of("w", Tensor.of(DType.F64, Shape.of(2, 2), 0.5, -1, 2, 0.25));
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
      Tensor moved = Tensor.of(DType.F64, x[0] + s * h * v[0], x[1] + s * h * v[1]);
      difference += s * sum(square(gradient.apply(moved))).item() / (2 * h);
    }
    assertThat(slope(y -> square(gradient.apply(y)), x, v).slope())
        .isCloseTo(difference, within(1e-8));
  }

  @Test
  void buffers_for_gradients_that_are_used_again_are_followed() {
    GradientBuffers buffers = new GradientBuffers();
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 0.0));
    UnaryOperator<Tensor> f =
        y -> {
          Tensor sum = Tensor.of(DType.F64, 0.0);
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
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 1.0));
    Tensor two = Tensor.of(DType.F64, 2.0);
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
  void a_constant_that_shares_elements_with_the_point_is_none_of_the_inputs() {
    Tensor x = Tensor.of(DType.F64, 1.0, 2.0);
    Trace trace = Trace.of(xs -> sum(mul(xs.getFirst(), x)), List.of(x));
    ExactSlope slope = trace.slope(ONE, List.of(x.toDoubleArray()), List.of(new double[] {1, 1}));
    assertThat(slope.slope()).isEqualTo(3);
  }

  @Test
  void reads_of_what_depends_on_no_input_are_fine() {
    Tensor other = Tensor.of(DType.F64, 3.0);
    assertThat(reason(x -> mul(x, square(other).item()), 2)).isEqualTo("none");
    assertThat(derivative(x -> mul(x, square(other).item()), 2)).isEqualTo(9);
  }

  @Test
  void what_other_threads_do_with_other_values_is_their_own() {
    Tensor other = Tensor.of(DType.F64, 3.0);
    assertThat(
            reason(
                y -> mul(y, CompletableFuture.supplyAsync(() -> square(other).item()).join()), 2))
        .isEqualTo("none");
  }
}
