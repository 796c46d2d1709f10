package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArithmeticTest {
  private static void assertValueAndSlope(
      UnaryOperator<Tensor> f, DType dtype, double value, double slope) {
    Tensor x = Tensor.scalar(dtype, 4);
    assertThat(f.apply(x).item()).isEqualTo(value);
    assertThat(f.apply(x).dtype()).isEqualTo(dtype);
    assertThat(Autograd.vjp(f, x, Tensor.scalar(dtype, 1)).item()).isEqualTo(slope);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void a_number_may_stand_on_either_side(DType dtype) {
    assertValueAndSlope(x -> Ops.add(x, 0.5), dtype, 4.5, 1);
    assertValueAndSlope(x -> Ops.sub(x, 0.5), dtype, 3.5, 1);
    assertValueAndSlope(x -> Ops.sub(0.5, x), dtype, -3.5, -1);
    assertValueAndSlope(x -> Ops.mul(x, 0.5), dtype, 2, 0.5);
    assertValueAndSlope(x -> Ops.div(x, 0.5), dtype, 8, 2);
    assertValueAndSlope(x -> Ops.div(0.5, x), dtype, 0.125, -0.03125);
    assertValueAndSlope(x -> Ops.pow(x, 1.5), dtype, 8, 3);
    assertValueAndSlope(x -> Ops.max(5, x), dtype, 5, 0);
    assertValueAndSlope(x -> Ops.max(3, x), dtype, 4, 1);
    assertValueAndSlope(x -> Ops.min(5, x), dtype, 4, 1);
    assertValueAndSlope(x -> Ops.min(3, x), dtype, 3, 0);
  }

  @Test
  void a_stopped_gradient_does_not_flow() {
    Tensor x = Tensor.of(DType.F64, 3.0);
    UnaryOperator<Tensor> f = t -> Ops.mul(t, Ops.stopGradient(t));
    assertThat(Autograd.vjp(f, x, Tensor.of(DType.F64, 1.0)).item()).isEqualTo(3);
  }

  @Test
  void operations_refuse_operands_that_no_facade_has_fitted() {
    Tensor pair = Tensor.of(DType.F64, 1.0, 2);
    Tensor three = Tensor.of(DType.F64, 1.0, 2, 3);
    Tensor matrix = Tensor.zeros(DType.F64, Shape.of(2, 3));
    Tensor batch = Tensor.zeros(DType.F64, Shape.of(4, 3, 2));
    MatMul matmul = new MatMul(false, false);
    assertThatThrownBy(() -> new Add().forward(List.of(pair, three)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("add: shapes differ: ([2] ≠ [3])");
    assertThatThrownBy(() -> new Where().forward(List.of(pair, pair, three)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("where: shapes differ: ([2] ≠ [3])");
    assertThatThrownBy(() -> matmul.forward(List.of(matrix, three)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("matmul: both operands need two axes or more: [2, 3] · [3] (1 < 2)");
    assertThatThrownBy(() -> matmul.forward(List.of(matrix, batch)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("matmul: batch axes differ: [2, 3] · [4, 3, 2] ([] ≠ [4])");
  }
}
