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

final class SequentialTest {
  private static final Key KEY = Key.of(4);

  /** A layer as users write them: it says nothing about its shapes. */
  private record Scale(Parameter factor) implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return Ops.mul(x, factor);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(factor);
    }
  }

  @Test
  void layers_are_applied_one_after_the_other() {
    Dense first = Dense.of("0", 3, 4, KEY);
    Dense second = Dense.of("1", 4, 2, KEY);
    Sequential network = Sequential.of(first, Activation.TANH, second);
    Tensor x = Tensor.of(Shape.of(1, 3), 1f, -2f, 3f);
    assertThat(network.apply(x).hasSameBits(second.apply(Ops.tanh(first.apply(x))))).isTrue();
    assertThat(network.parameters())
        .containsExactly(first.weight(), first.bias(), second.weight(), second.bias());
    assertThat(network.toString()).isEqualTo("Sequential[Dense(3 → 4), tanh, Dense(4 → 2)]");
  }

  @Test
  void a_shared_parameter_counts_once() {
    Dense shared = Dense.of("shared", 3, 3, KEY);
    Sequential network = Sequential.of(shared, Activation.RELU, shared);
    assertThat(network.parameters()).containsExactly(shared.weight(), shared.bias());
    assertThat(network.summary().parameters()).isEqualTo(12);
  }

  @Test
  void networks_nest() {
    Sequential inner = Sequential.of(Activation.RELU, Dense.of("inner", 3, 2, KEY));
    assertThat(inner.inputs()).hasValue(3);
    Sequential outer = Sequential.of(Dense.of("outer", 5, 3, KEY), inner, Activation.TANH);
    assertThat(outer.inputs()).hasValue(5);
    assertThat(outer.outputs()).hasValue(2);
    assertThat(outer.outputShape(Shape.of(7, 5))).isEqualTo(Shape.of(7, 2));
  }

  @Test
  void a_layer_of_ones_own_needs_two_methods_only() {
    Scale scale = new Scale(Parameter.of("factor", Tensor.of(2f, 3f)));
    Sequential network = Sequential.of(Dense.of("d", 4, 2, KEY), scale);
    assertThat(network.outputShape(Shape.of(5, 4))).isEqualTo(Shape.of(5, 2));
    assertThat(network.summary().toString()).contains("Scale").contains("[n, 2]");
    assertThat(network.outputs()).isEmpty();
  }

  @Test
  void layers_that_do_not_fit_are_refused_before_any_input() {
    assertThatThrownBy(() ->
            Sequential.of(Dense.of("a", 64, 50, KEY), Activation.RELU, Dense.of("b", 100, 10, KEY)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "sequential: layer 2 does not take what is in front of it:"
                + " Dense(100 → 10) \"b\" behind Dense(64 → 50) \"a\" (100 ≠ 50)");
  }

  @Test
  void layers_that_keep_the_shape_are_looked_through() {
    Prelu slope = Prelu.shared("s", DType.F32);
    assertThatThrownBy(
            () -> Sequential.of(Dense.of("a", 4, 3, KEY), slope, Dense.of("b", 2, 1, KEY)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "sequential: layer 2 does not take what is in front of it:"
                + " Dense(2 → 1) \"b\" behind Dense(4 → 3) \"a\" (2 ≠ 3)");
    Sequential inner = Sequential.of(Activation.RELU, slope);
    assertThat(inner.keepsShape()).isTrue();
    assertThat(inner.inputs()).isEmpty();
    Sequential outer = Sequential.of(inner, Dense.of("a", 4, 3, KEY), inner);
    assertThat(outer.keepsShape()).isFalse();
    assertThat(outer.inputs()).hasValue(4);
    assertThat(outer.outputs()).hasValue(3);
    Residual residual = new Residual(Sequential.of(Dense.of("r", 3, 3, KEY)));
    assertThat(Sequential.of(slope, residual, slope).inputs()).hasValue(3);
  }

  @Test
  void two_parameters_of_one_name_are_refused() {
    assertThatThrownBy(() -> Sequential.of(Dense.of("a", 2, 2, KEY), Dense.of("a", 2, 2, KEY)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "sequential: two parameters have the same name: \"a.weight\"; name their layers");
  }

  @Test
  void a_network_without_layers_is_refused() {
    assertThatThrownBy(Sequential::of)
        .isInstanceOf(LayerException.class)
        .hasMessage("sequential: a network needs a layer: (0 layers < 1)");
  }

  @Test
  void the_summary_of_a_network_without_a_fixed_input_asks_for_one() {
    Scale scale = new Scale(Parameter.of("factor", Tensor.scalar(DType.F32, 2)));
    Sequential network = Sequential.of(scale);
    assertThatThrownBy(network::summary)
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "summary: the length of the input is not fixed: Sequential[Scale];"
                + " name a sample's shape: summary(shape)");
    assertThat(network.summary(Shape.of(2, 3)).rows().getFirst().output()).isEqualTo("[n, 2, 3]");
  }
}
