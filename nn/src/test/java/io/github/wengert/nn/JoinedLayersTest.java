package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Residual}, {@link Parallel} and {@link MixedActivation}. */
final class JoinedLayersTest {
  private static final Key KEY = Key.of(6);
  private static final Tensor X = Tensor.of(Shape.of(2, 3), 1f, -2f, 3f, 0.5f, 0f, -1f);

  /** A layer that says nothing about its shapes: it adds its input up. */
  private record Total() implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return Ops.sumKeepingAxes(x, -1);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }

  @Test
  void more_units_than_an_axis_can_have_are_refused() {
    int half = 1 << 30;
    MixedActivation mixed = MixedActivation.of(Activation.RELU, half);
    refused(
        () -> mixed.and(Activation.TANH, half),
        "mixedActivation: too many units for one axis: (2147483648 > 2147483647)");
    refused(
        () -> Parallel.of(mixed, mixed),
        "parallel: too many outputs for one axis: (2147483648 > 2147483647)");
  }

  @Test
  void an_activation_that_changes_the_shape_is_refused() {
    Activation sum = new Activation("sum", Ops::sum, Initializer.HE);
    refused(
        () -> sum.apply(X),
        "activation: the function must keep the shape: sum ([] ≠ %s)".formatted(X.shape()));
  }

  @Test
  void a_residual_layer_stands_in_a_network() {
    Residual residual = new Residual(Sequential.of(Dense.of("r", 3, 3, KEY), Activation.RELU));
    Sequential network = Sequential.of(residual, Dense.of("out", 3, 2, KEY));
    assertThat(network.summary().toString())
        .contains("Residual(Sequential[Dense(3 → 3), relu])")
        .contains("[n, 3]");
    assertThat(network.inputs()).hasValue(3);
    assertThat(network.parameters()).extracting(Parameter::name).startsWith("r.weight", "r.bias");
  }

  @Test
  void a_residual_layer_that_would_broadcast_is_refused() {
    refused(
        () -> new Residual(Dense.of("d", 3, 4, KEY)),
        "residual: the layer must keep the shape: Dense(3 → 4) (3 ≠ 4)");
    Residual hidden = new Residual(new Total());
    refused(
        () -> hidden.apply(X), "residual: the layer must keep the shape: Total ([2, 3] ≠ [2, 1])");
    refused(
        () -> hidden.outputShape(X.shape()),
        "residual: the layer must keep the shape: Total ([2, 3] ≠ [2, 1])");
  }

  @Test
  void groups_of_different_units_stand_in_one_layer() {
    Sequential rectifiers = Sequential.of(Dense.of("layers.0.relu", 3, 4, KEY), Activation.RELU);
    Maxout maxout = Maxout.of("layers.0.maxout", 3, 2, 2, DType.F32, KEY);
    Parallel layer = Parallel.of(rectifiers, maxout);
    Sequential network = Sequential.of(layer, Dense.of("layers.1", 6, 2, KEY));
    assertThat(network.apply(X).shape()).isEqualTo(Shape.of(2, 2));
    Tensor y = layer.apply(X);
    assertThat(y.slice(1, 0, 4).hasSameBits(rectifiers.apply(X))).isTrue();
    assertThat(y.slice(1, 4, 6).hasSameBits(maxout.apply(X))).isTrue();
    assertThat(layer)
        .hasToString("Parallel[Sequential[Dense(3 → 4), relu], Maxout(3 → 2, 2 pieces)]");
    assertThat(layer.summary().parameters()).isEqualTo(4 * 4 + 4 * 4);
  }

  @Test
  void groups_that_do_not_fit_together_are_refused() {
    Dense three = Dense.of("three", 3, 4, KEY);
    refused(
        () -> Parallel.of(Activation.RELU, three, Dense.of("five", 5, 4, KEY)),
        "parallel: all groups get the same input:"
            + " Dense(5 → 4) \"five\" beside Dense(3 → 4) \"three\" (5 ≠ 3)");
    refused(
        () -> Parallel.of(three, Dense.of("three", 3, 4, KEY)),
        "parallel: two parameters have the same name: \"three.weight\"; name their layers");
    Parallel neurons = Parallel.of(three, Neuron.of("n", 3, KEY));
    refused(
        () -> neurons.apply(X),
        "parallel: a group must keep all axes but the last: Neuron(3, sigmoid) ([2, 3] → [2])");
    refused(() -> Parallel.of(), "parallel: a layer needs a group of units: (0 groups < 1)");
  }

  @Test
  void a_parameter_that_groups_share_counts_once() {
    Dense shared = Dense.of("shared", 3, 2, KEY);
    Parallel layer = Parallel.of(shared, Sequential.of(shared, Activation.TANH));
    assertThat(layer.parameters()).containsExactly(shared.weight(), shared.bias());
  }

  @Test
  void the_widths_of_groups_add_up_if_all_are_known() {
    Dense dense = Dense.of("d", 3, 2, KEY);
    assertThat(Parallel.of(dense, new Total()).outputs()).isEmpty();
    assertThat(Parallel.of(new Total(), dense).inputs()).hasValue(3);
    assertThat(Parallel.of(new Total()).inputs()).isEmpty();
    assertThat(Parallel.of(dense, new Total()).outputShape(X.shape())).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void mixed_activations_go_by_the_order_of_units() {
    MixedActivation mixed = MixedActivation.of(Activation.IDENTITY, 1).and(Activation.RELU, 2);
    assertThat(mixed.apply(X).toFloatArray()).containsExactly(1, 0, 3, 0.5f, 0, 0);
    assertThat(mixed).hasToString("MixedActivation[1 identity, 2 relu]");
    assertThat(mixed.inputs()).hasValue(3);
  }

  @Test
  void the_weights_in_front_of_mixed_activations_suit_each_of_them() {
    MixedActivation mixed =
        MixedActivation.of(new Activation("one", x -> x, Initializer.constant(1)), 2)
            .and(new Activation("two", x -> x, Initializer.constant(2)), 1);
    Dense dense = Dense.of("d", 2, 3, mixed.initializer(), DType.F32, KEY);
    assertThat(dense.weight().toFloatArray()).containsExactly(1, 1, 1, 1, 2, 2);
    refused(
        () -> Dense.of("d", 2, 4, mixed.initializer(), DType.F32, KEY),
        "mixedActivation: the weight has another number of units:"
            + " [4, 2] for MixedActivation[2 one, 1 two] (4 ≠ 3)");
  }

  @Test
  void groups_without_units_are_refused() {
    refused(
        () -> MixedActivation.of(Activation.RELU, 0),
        "mixedActivation: a group needs a unit: relu (0 < 1)");
    refused(
        () -> new MixedActivation(ImmutableList.of()),
        "mixedActivation: a layer needs a group of units: (0 groups < 1)");
    MixedActivation mixed = MixedActivation.of(Activation.RELU, 2);
    refused(
        () -> mixed.apply(X),
        "mixedActivation: the input has another number of units:"
            + " [2, 3] for MixedActivation[2 relu] (3 ≠ 2)");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }
}
