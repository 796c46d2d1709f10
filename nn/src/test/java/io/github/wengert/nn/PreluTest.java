package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;

final class PreluTest {
  @Test
  void each_unit_has_a_slope_of_its_own() {
    Prelu prelu = new Prelu(Parameter.of("p.slope", Tensor.of(DType.F64, 0.1, 2.0)));
    Tensor x = Tensor.ofRows(DType.F64, new double[] {-10, -10}, new double[] {10, 10});
    assertThat(prelu.apply(x).toDoubleArray()).containsExactly(-1, -20, 10, 10);
    Tensor gradient =
        Autograd.differentiate(prelu.parameters(), () -> Ops.sum(prelu.apply(x))).of(prelu.slope());
    assertThat(gradient.toDoubleArray()).containsExactly(-10, -10);
  }

  @Test
  void one_slope_for_all_takes_any_input() {
    Prelu prelu = Prelu.shared("layers.1", DType.F64);
    assertThat(prelu.slope().name()).isEqualTo("layers.1.slope");
    assertThat(prelu.apply(Tensor.of(DType.F64, -4.0, 4.0)).toDoubleArray()).containsExactly(-1, 4);
    assertThat(prelu.label()).isEqualTo("Prelu(shared)");
  }

  @Test
  void it_stands_in_a_network() {
    Key key = Key.of(1);
    Sequential network =
        Sequential.of(
            Dense.of("layers.0", 3, 4, key),
            Prelu.of("layers.1", 4, DType.F32),
            Dense.of("layers.2", 4, 2, key));
    assertThat(network.summary().rows()).contains(new Summary.Row("Prelu(4)", "[n, 4]", 4));
  }

  @Test
  void slopes_that_do_not_fit_are_refused() {
    Prelu prelu = Prelu.of("p", 3, DType.F64);
    refused(
        () -> prelu.apply(Tensor.zeros(DType.F64, Shape.of(2, 4))),
        "prelu \"p\": the input's axis 1 has another length: input [2, 4], slopes [3] (4 ≠ 3)");
    refused(
        () -> Prelu.of("p", 0, DType.F64),
        "prelu \"p\": the number of units must be positive: (0 < 1)");
    refused(
        () -> new Prelu(Parameter.of("s", Tensor.zeros(DType.F32, Shape.of(2, 1)))),
        "prelu: slopes need the axis [units]: [2, 1] (2 axes, 2 elements)");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }
}
