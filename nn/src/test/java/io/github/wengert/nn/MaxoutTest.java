package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaxoutTest {
  private static final Key KEY = Key.of(8);

  @Test
  void a_unit_is_the_largest_of_its_pieces() {
    Maxout maxout =
        new Maxout(
            Parameter.of(
                "weight",
                Tensor.ofRows(
                    DType.F64,
                    new double[] {1, 0},
                    new double[] {0, 1},
                    new double[] {-1, 0},
                    new double[] {0, 0})),
            Parameter.of("bias", Tensor.of(DType.F64, 0.0, 0.0, 0.0, 0.5)),
            2);
    Tensor y = maxout.apply(Tensor.ofRows(DType.F64, new double[] {3, 4}, new double[] {-2, -5}));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(y.toDoubleArray()).containsExactly(4, 0.5, -2, 2);
  }

  @Test
  void a_rectifier_is_a_maxout_unit_with_a_piece_of_zeros() {
    Dense dense = Dense.of("d", 3, 1, Initializer.HE, DType.F64, KEY);
    Maxout maxout =
        new Maxout(
            Parameter.of(
                "weight",
                Ops.concat(List.of(dense.weight(), Tensor.zeros(DType.F64, Shape.of(1, 3))), 0)),
            Parameter.of("bias", Tensor.of(DType.F64, 0.0, 0.0)),
            2);
    Tensor x = Tensor.ofRows(DType.F64, new double[] {1, 2, 3}, new double[] {-1, -2, -3});
    assertThat(maxout.apply(x).toDoubleArray())
        .containsExactly(Ops.relu(dense.apply(x)).toDoubleArray());
  }

  @Test
  void a_layer_holds_all_pieces_of_all_units() {
    Maxout maxout = Maxout.of("layers.0", 4, 3, 5, DType.F32, KEY);
    assertThat(maxout.weight().shape()).isEqualTo(Shape.of(15, 4));
    assertThat(maxout.weight().name()).isEqualTo("layers.0.weight");
    assertThat(maxout.outputs()).hasValue(3);
    assertThat(maxout.toString()).isEqualTo("Maxout(4 → 3, 5 pieces) \"layers.0\"");
  }

  @Test
  void numbers_that_do_not_fit_are_refused() {
    assertThatThrownBy(() -> Maxout.of("m", 4, 3, 0, DType.F32, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage("maxout \"m\": the number of pieces must be positive: (0 < 1)");
    assertThatThrownBy(() -> Maxout.of("m", 4, 0, 2, DType.F32, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage("maxout \"m\": the number of units must be positive: (0 < 1)");
    assertThatThrownBy(() -> Maxout.of("m", 4, 1 << 20, 1 << 20, DType.F32, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "maxout \"m\": too many rows: 1048576 units of 1048576 pieces"
                + " (1099511627776 > 2147483647)");
    Maxout maxout = Maxout.of("m", 4, 3, 2, DType.F32, KEY);
    assertThatThrownBy(() -> new Maxout(maxout.weight(), maxout.bias(), 4))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "maxout \"m\": the rows must be a multiple of the pieces:"
                + " weight [6, 4], 4 pieces (6 mod 4 ≠ 0)");
    assertThatThrownBy(() -> maxout.apply(Tensor.zeros(DType.F32, Shape.of(2, 3))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "maxout \"m\": the input's last axis has another length:"
                + " input [2, 3], weight [6, 4] (3 ≠ 4)");
  }
}
