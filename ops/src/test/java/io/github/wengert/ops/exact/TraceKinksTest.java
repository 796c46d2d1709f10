package io.github.wengert.ops.exact;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.linear;
import static io.github.wengert.ops.Ops.max;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.norm;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.where;
import static io.github.wengert.ops.exact.Traces.ONE;
import static io.github.wengert.ops.exact.Traces.reason;
import static io.github.wengert.ops.exact.Traces.slope;
import static io.github.wengert.ops.exact.Traces.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Size2d;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.UnitFunction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The slopes of traces at kinks, and beside them. */
final class TraceKinksTest {
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
    Tensor weight = Tensor.of(DType.F64, Shape.of(1, 2), 1.0, -1);
    ExactSlope slope =
        slope(
            y -> linear(reshape(y, 1, 2), weight, Tensor.of(DType.F64, 0.0), UnitFunction.RELU),
            new double[] {0.3, 0.3},
            1,
            0);
    assertThat(slope.kinks()).containsExactly("relu");
    assertThat(slope.left()).isEqualTo(0);
    assertThat(slope.right()).isEqualTo(1);
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
      Tensor zero = Tensor.of(DType.F64, 0.0);
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
    Tensor logs = Tensor.of(DType.F64, -1.0);
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
