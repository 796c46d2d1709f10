package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElsewhereTest {
  private static final Tensor X = Tensor.of(DType.F64, Shape.of(2, 2), 0.3, 0, -1e12, 4e-9);
  private static final Tensor Y = Tensor.of(DType.F64, 2.0, 3);

  private static final Subject SUBJECT =
      new FunctionSubject(
          xs -> Ops.mul(Ops.square(xs.get(0)), xs.get(1)), List.of("x", "y"), List.of(X, Y));

  private static Elsewhere elsewhere(int number) {
    return Elsewhere.of(SUBJECT, Key.of(1), number);
  }

  @Test
  void each_element_moves_a_little_in_its_own_scale_and_zero_stays() {
    double[] moved = elsewhere(0).point().getFirst().toDoubleArray();
    double[] x = X.toDoubleArray();
    for (int i : new int[] {0, 2, 3}) {
      assertThat(Math.abs(moved[i] / x[i] - 1)).isBetween(1e-4, 2.1e-3);
    }
    assertThat(moved[1]).isZero();
    assertThat(elsewhere(0).point().getFirst().shape()).isEqualTo(X.shape());
  }

  @Test
  void the_first_stays_once_and_the_last_stays_once() {
    double[] x = X.toDoubleArray();
    for (int number = 0; number < Elsewhere.POINTS; number++) {
      List<Tensor> point = elsewhere(number).point();
      assertThat(point.getFirst().toDoubleArray()[0] == x[0]).isEqualTo(number == 1);
      assertThat(point.getFirst().toDoubleArray()[3] == x[3]).isEqualTo(number == 2);
      assertThat(point.get(1).toDoubleArray()[0] == 2).isEqualTo(number == 1);
      assertThat(point.get(1).toDoubleArray()[1] == 3).isEqualTo(number == 2);
    }
  }

  @Test
  void the_pullback_is_that_at_the_other_point() {
    Elsewhere elsewhere = elsewhere(0);
    Tensor g = Tensor.ones(X.dtype(), X.shape());
    Tensor expected = Ops.mul(Ops.mul(elsewhere.point().get(0), 2), elsewhere.point().get(1));
    assertThat(elsewhere.pullback(g).getFirst().toDoubleArray())
        .isEqualTo(expected.toDoubleArray());
    assertThat(elsewhere.pullback(List.of(X, Y), g).getFirst().toDoubleArray())
        .isEqualTo(SUBJECT.pullback(g).getFirst().toDoubleArray());
  }

  @Test
  void it_is_the_same_function_with_the_same_names() {
    Elsewhere elsewhere = elsewhere(1);
    assertThat(elsewhere.names()).isEqualTo(SUBJECT.names());
    assertThat(elsewhere.arguments()).isEqualTo(2);
    assertThat(elsewhere.at(List.of(X, Y)).hasSameBits(SUBJECT.at(List.of(X, Y)))).isTrue();
  }

  @Test
  void there_are_no_higher_orders() {
    assertThatThrownBy(() -> elsewhere(0).contracted(Y, Key.of(1)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
