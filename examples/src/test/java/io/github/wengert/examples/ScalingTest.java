package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Dataset;
import org.junit.jupiter.api.Test;

final class ScalingTest {
  private static Dataset data(double... inputs) {
    double[][] rows = new double[inputs.length][1];
    for (int i = 0; i < inputs.length; i++) {
      rows[i][0] = inputs[i];
    }
    return new Dataset(Tensor.ofRows(DType.F64, rows), Indices.of(new int[inputs.length]), 1);
  }

  @Test
  void the_training_part_fills_the_range_from_0_to_1() {
    Scaling scaling = Scaling.of(data(-4, 0, 12));
    assertThat(scaling.apply(data(-4, 0, 12), DType.F64).inputs().toDoubleArray())
        .containsExactly(0, 0.25, 1);
  }

  @Test
  void the_test_part_is_scaled_alike_and_may_lie_outside() {
    Scaling scaling = Scaling.of(data(0, 16));
    Tensor scaled = scaling.apply(data(-16, 24), DType.F32).inputs();
    assertThat(scaled.toDoubleArray()).containsExactly(-1, 1.5);
    assertThat(scaled.dtype()).isEqualTo(DType.F32);
  }

  @Test
  void equal_inputs_become_zero() {
    assertThat(Scaling.of(data(7, 7)).apply(data(7, 7), DType.F32).inputs().toDoubleArray())
        .containsOnly(0);
  }
}
