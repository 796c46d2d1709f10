package io.github.wengert.ops.exact;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.exact.Traces.ONE;
import static io.github.wengert.ops.exact.Traces.derivative;
import static io.github.wengert.ops.exact.Traces.slope;
import static io.github.wengert.ops.exact.Traces.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the evaluation of a trace gives, and what it refuses. */
final class TraceTest {
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
        exponential.along(
            Tensor.of(DType.F64, 1.0), List.of(new double[] {0}), List.of(new double[] {1}), 6);
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
    assertThat(trace.mixed(Tensor.of(DType.F64, 1.0), point, axes).slope()).isEqualTo(6 * 2 * 9);
    assertThat(trace.mixed(Tensor.of(DType.F64, 1.0), point, axes.subList(0, 2)).slope())
        .isEqualTo(2 * 2 * 3 * 9 * 5);
    assertThat(
            trace
                .mixed(Tensor.of(DType.F64, 1.0), point, List.of(axes.get(0), axes.get(0)))
                .slope())
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
        difference += s * t * f.apply(Tensor.of(DType.F64, y)).item() / (4 * h * h);
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
            xs -> sum(mul(xs.get(0), square(xs.get(1)))),
            List.of(Tensor.of(DType.F64, 1.0), Tensor.of(DType.F64, 1.0)));
    List<double[]> v = List.of(new double[] {1}, new double[] {0});
    for (double y : new double[] {5, 7, 5}) {
      List<double[]> point = List.of(new double[] {2}, new double[] {y});
      assertThat(trace.slope(ONE, point, v).slope()).isEqualTo(y * y);
    }
  }

  @Test
  void what_depends_on_no_input_has_the_derivative_0() {
    Tensor other = Tensor.of(DType.F64, 1.0, 2.0);
    Trace trace = trace(x -> square(other), 5);
    Jet jet =
        trace.along(
            Tensor.of(DType.F64, 1.0, 1.0),
            List.of(new double[] {5}),
            List.of(new double[] {1}),
            1);
    assertThat(jet.value().toDouble()).isEqualTo(5);
    assertThat(jet.isVariable()).isFalse();
  }

  @Test
  void indices_of_constants_are_fine() {
    Tensor x = Tensor.of(DType.F64, 1.0, 5, 2);
    assertThat(
            slope(y -> Ops.indexSelect(y, 0, Indices.of(2, 0)), x.toDoubleArray(), 1, 10, 100)
                .slope())
        .isEqualTo(101);
  }

  @Test
  void an_opaque_trace_refuses_to_be_evaluated() {
    Trace trace = trace(x -> mul(x, x.item()), 2);
    assertThatThrownBy(() ->
            trace.slope(
                Tensor.of(DType.F64, 1.0), List.of(new double[] {2}), List.of(new double[] {1})))
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
  void points_and_cotangents_that_do_not_fit_are_refused() {
    Trace trace = trace(y -> square(y), 1, 2);
    List<double[]> two = List.of(new double[2]);
    assertThatThrownBy(() -> trace.slope(Tensor.of(DType.F64, 1.0, 1), List.of(new double[3]), two))
        .hasMessage("trace: the point does not fit the inputs: numbers of elements ([3] ≠ [2])");
    assertThatThrownBy(() -> trace.slope(Tensor.of(DType.F64, 1.0, 1), two, List.of()))
        .hasMessage("trace: the direction does not fit the inputs: numbers of elements ([] ≠ [2])");
    assertThatThrownBy(() -> trace.slope(ONE, two, two))
        .hasMessage("trace: the cotangent does not fit the result: [2] (1 ≠ 2)");
  }
}
