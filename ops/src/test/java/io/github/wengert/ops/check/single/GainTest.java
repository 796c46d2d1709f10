package io.github.wengert.ops.check.single;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.function.TensorFunction;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class GainTest {
  private static double gain(UnaryOperator<Tensor> f, double x) {
    CheckedFunction subject =
        new TensorFunction(
            xs -> f.apply(xs.getFirst()), List.of("x"), List.of(Tensor.scalar(DType.F64, x)));
    return Gain.of(subject, Tensor.scalar(DType.F64, 1))[0];
  }

  @Test
  void a_function_that_is_saturated_has_its_slope_nearer_to_the_origin() {
    assertThat(gain(x -> Ops.tanh(Ops.mul(x, 100)), 0.3)).isCloseTo(100, within(5.0));
    assertThat(gain(x -> Ops.sigmoid(x), -300)).isCloseTo(0.25, within(0.01));
  }

  @Test
  void growth_without_end_is_a_pole_and_does_not_count() {
    assertThat(gain(Ops::log, 2)).isEqualTo(0.5);
    assertThat(gain(x -> Ops.log(Ops.add(x, 1e-8)), 2)).isCloseTo(0.5, within(1e-6));
    assertThat(gain(Ops::sqrt, 4)).isEqualTo(0.25);
  }

  @Test
  void a_function_that_is_steepest_at_the_point_has_its_slope() {
    assertThat(gain(Ops::square, 3)).isEqualTo(6);
    assertThat(gain(x -> Ops.mul(x, 7), 3)).isEqualTo(7);
  }
}
