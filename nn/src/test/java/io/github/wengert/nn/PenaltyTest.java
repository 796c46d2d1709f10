package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.DTypeException;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PenaltyTest {
  private final Parameter w =
      Parameter.of("w", Tensor.ofRows(DType.F64, new double[][] {{1, -2}, {3, 0}}));
  private final Parameter v = Parameter.of("v", Tensor.ofRows(DType.F64, new double[][] {{-4}}));
  private final Parameter b = Parameter.of("b", Tensor.of(DType.F64, 100.0));
  private final List<Parameter> all = List.of(w, b, v);

  @Test
  void l1_sums_absolute_values_of_weights() {
    assertThat(Penalty.l1(0.5).of(all).item()).isEqualTo(0.5 * (1 + 2 + 3 + 4));
  }

  @Test
  void l2_sums_half_the_squares_of_weights() {
    assertThat(Penalty.l2(0.5).of(all).item()).isEqualTo(0.5 * 0.5 * (1 + 4 + 9 + 16));
  }

  @Test
  void the_elastic_net_is_the_sum_of_both() {
    assertThat(Penalty.elasticNet(2, 3).of(all).item()).isEqualTo(2 * 10 + 1.5 * 30);
  }

  @Test
  void what_counts_is_told_by_its_role() {
    LayerNorm norm = LayerNorm.of("norm", Shape.of(2, 3), DType.F64);
    Embedding words = Embedding.of("words", 4, 2, DType.F64, Key.of(1));
    List<Parameter> mixed = List.of(norm.weight(), norm.bias(), words.weight());
    double squares = Arrays.stream(words.weight().toDoubleArray()).map(e -> e * e).sum();
    assertThat(Penalty.l2(2).of(mixed).item()).isCloseTo(squares, within(1e-12));
    Parameter line = Parameter.of("line", ParameterRole.WEIGHT, Tensor.of(DType.F64, 3.0, 4.0));
    assertThat(Penalty.l2(2).of(List.of(line)).item()).isEqualTo(25);
  }

  @Test
  void other_parameters_may_be_chosen() {
    assertThat(Penalty.l1(1).where(p -> p.name().equals("b")).of(all).item()).isEqualTo(100);
    assertThat(Penalty.l1(1).where(p -> true).of(all).item()).isEqualTo(110);
  }

  @Test
  void a_shared_parameter_counts_once() {
    assertThat(Penalty.l1(1).of(List.of(v, w, v)).item()).isEqualTo(10);
  }

  @Test
  void gradients_agree_with_differences() {
    Parameter x = Parameter.of("x", Tensor.ofRows(DType.F64, new double[][] {{1, -2}, {3, -0.5}}));
    GradientCheck.DEFAULT
        .check("elastic net", List.of(x, v), () -> Penalty.elasticNet(0.3, 0.7).of(List.of(x, v)))
        .orThrow();
  }

  @Test
  void the_gradient_of_l2_is_what_weight_decay_adds_to_the_bit() {
    double lambda = 0.07;
    Gradients<Tensor> gradients =
        Autograd.differentiate(List.of(w), () -> Penalty.l2(lambda).of(all));
    assertThat(gradients.of(w).toDoubleArray())
        .containsExactly(lambda * 1, lambda * -2, lambda * 3, 0);
  }

  @Test
  void l1_leaves_a_weight_of_zero_alone() {
    Gradients<Tensor> gradients = Autograd.differentiate(List.of(w), () -> Penalty.l1(2).of(all));
    assertThat(gradients.of(w).toDoubleArray()).containsExactly(2, -2, 2, 0);
  }

  @Test
  void a_strength_of_zero_is_no_penalty() {
    Gradients<Tensor> gradients =
        Autograd.differentiate(List.of(w), () -> Penalty.l2(0).of(all), Unused.ZERO);
    assertThat(gradients.value().item()).isZero();
    assertThat(gradients.of(w).toDoubleArray()).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_strength_out_of_range_is_refused(double value) {
    assertThatThrownBy(() -> Penalty.l1(value))
        .isInstanceOf(LayerException.class)
        .hasMessage("penalty: l1 is out of range: (%s not in [0, ∞))", value);
    assertThatThrownBy(() -> Penalty.elasticNet(1, value))
        .isInstanceOf(LayerException.class)
        .hasMessage("penalty: l2 is out of range: (%s not in [0, ∞))", value);
  }

  @Test
  void a_choice_of_nothing_is_refused() {
    assertThatThrownBy(() -> Penalty.l2(1).of(List.of(b)))
        .isInstanceOf(LayerException.class)
        .hasMessage("penalty: no parameter is chosen: (0 of 1 parameters)");
  }

  @Test
  void element_types_must_agree() {
    Parameter single = Parameter.of("single", w.to(DType.F32));
    assertThatThrownBy(() -> Penalty.l2(1).of(List.of(w, single)))
        .isInstanceOf(DTypeException.class);
  }

  @Test
  void its_strengths_can_be_read() {
    assertThat(Penalty.elasticNet(1, 2)).hasToString("Penalty[l1=1.0, l2=2.0]");
  }
}
