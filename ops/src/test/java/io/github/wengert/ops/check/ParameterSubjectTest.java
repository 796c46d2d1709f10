package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterSubjectTest {
  private final Parameter a = Parameter.of("a", Tensor.of(DType.F64, 1.0, -0.0, 0.1));
  private final Parameter b = Parameter.of("b", Tensor.of(DType.F64, 5.0));
  private final ParameterSubject subject =
      ParameterSubject.of(List.of(a, b), () -> Ops.mul(Ops.sum(a), Ops.sum(b)));

  @Test
  void an_element_is_changed_for_the_evaluation_only() {
    assertThat(subject.at(0, 1, 3).item()).isEqualTo((1 + 3 + 0.1) * 5);
    assertThat(a.hasSameBits(Tensor.of(DType.F64, 1.0, -0.0, 0.1))).isTrue();
  }

  @Test
  void only_what_differs_is_assigned_and_put_back() {
    int before = b.version();
    assertThat(subject.at(List.of(Tensor.of(DType.F64, 0.0, 2, 0), subject.point().get(1))).item())
        .isEqualTo(10);
    assertThat(a.hasSameBits(Tensor.of(DType.F64, 1.0, -0.0, 0.1))).isTrue();
    assertThat(b.version()).isEqualTo(before);
  }

  @Test
  void parameters_are_put_back_if_the_loss_throws() {
    ParameterSubject failing =
        ParameterSubject.of(
            List.of(a),
            () -> {
              throw new IllegalStateException("no loss");
            });
    assertThatThrownBy(() -> failing.at(0, 0, 7)).hasMessage("no loss");
    assertThatThrownBy(() -> failing.at(List.of(Tensor.of(DType.F64, 7.0, 7, 7))))
        .hasMessage("no loss");
    assertThat(a.hasSameBits(Tensor.of(DType.F64, 1.0, -0.0, 0.1))).isTrue();
  }

  @Test
  void a_position_out_of_range_is_refused() {
    assertThatThrownBy(() -> ParameterUpdates.setElement(a, 3, 0))
        .hasMessage("setElement: the position is out of range: parameter \"a\" (3 not in [0, 3))");
  }
}
