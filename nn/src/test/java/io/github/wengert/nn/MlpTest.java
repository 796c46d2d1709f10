package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MlpTest {
  @Test
  void a_net_is_the_formula_that_it_reads_as() {
    Mlp net = Mlp.of(Key.of(0), 4, 5, 3);
    Parameter w1 = net.parameters().get(0);
    Parameter w2 = net.parameters().get(2);
    Tensor x = Tensor.of(Shape.of(2, 4), 1f, 2f, 3f, 4f, -1f, -2f, -3f, -4f);
    // s = W₂ max(0, W₁ x), a column for each sample; biases are still 0
    Tensor s = Ops.matmul(w2, Ops.max(0, Ops.matmul(w1, Ops.transpose(x))));
    assertThat(net.apply(x).hasSameBits(Ops.transpose(s))).isTrue();
  }

  @Test
  void parameters_are_named_by_their_layer() {
    assertThat(Mlp.of(Key.of(0), 4, 5, 3).parameters())
        .extracting(Parameter::name)
        .containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias");
    assertThat(Mlp.builder(Key.of(0), 4, 3).name("encoder").build().parameters())
        .extracting(Parameter::name)
        .containsExactly("encoder.layers.0.weight", "encoder.layers.0.bias");
  }

  @Test
  void options_change_what_is_built() {
    Mlp net = Mlp.builder(Key.of(0), 4, 5, 3).activation(Activation.TANH).dtype(DType.F64).build();
    assertThat(net.toString()).isEqualTo("Mlp[Dense(4 → 5), tanh, Dense(5 → 3)]");
    assertThat(net.parameters()).allMatch(parameter -> parameter.dtype() == DType.F64);
    Mlp maxout = Mlp.builder(Key.of(0), 4, 5, 3).maxout(2).build();
    assertThat(maxout.toString()).isEqualTo("Mlp[Maxout(4 → 5, 2 pieces), Dense(5 → 3)]");
    assertThat(Mlp.of(Key.of(0), 4, 3).layers()).hasSize(1);
  }

  @Test
  void units_are_rectified_or_maxout_but_not_both() {
    assertThatThrownBy(() -> network().activation(Activation.TANH).maxout(2))
        .isInstanceOf(LayerException.class)
        .hasMessage("mlp: maxout units have no activation: tanh; choose one of the two");
    assertThatThrownBy(() -> network().maxout(2).activation(Activation.TANH))
        .isInstanceOf(LayerException.class)
        .hasMessage("mlp: maxout units have no activation: tanh; choose one of the two");
  }

  @Test
  void the_members_of_an_ensemble_differ_and_come_again_with_the_same_bits() {
    Key key = Key.of(7);
    List<Tensor> first = firstWeights(key);
    List<Tensor> again = firstWeights(key);
    for (int i = 0; i < first.size(); i++) {
      assertThat(again.get(i).hasSameBits(first.get(i))).isTrue();
      for (int j = 0; j < i; j++) {
        assertThat(first.get(j).hasSameBits(first.get(i))).isFalse();
      }
    }
  }

  private static List<Tensor> firstWeights(Key key) {
    return IntStream.range(0, 5)
        .<Tensor>mapToObj(i -> Mlp.of(key.split(i), 4, 5, 3).parameters().getFirst())
        .toList();
  }

  @Test
  void the_same_key_gives_the_same_bits_and_another_key_others() {
    Tensor weight = Mlp.builder(Key.of(9), 4, 5, 3).build().parameters().getFirst();
    Mlp same = Mlp.builder(Key.of(9), 4, 5, 3).build();
    assertThat(same.parameters().getFirst().hasSameBits(weight)).isTrue();
    Mlp other = Mlp.builder(Key.of(10), 4, 5, 3).build();
    assertThat(other.parameters().getFirst().hasSameBits(weight)).isFalse();
  }

  @Test
  void sizes_that_are_no_network_are_refused() {
    assertThatThrownBy(() -> Mlp.of(Key.of(0), 64, 0, 10))
        .isInstanceOf(LayerException.class)
        .hasMessage("mlp: a size must be positive: size 1 of [64, 0, 10] (0 < 1)");
    assertThatThrownBy(() -> Mlp.of(Key.of(0), 64))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "mlp: sizes are needed of the input and the output at least: [64] (1 sizes < 2)");
    assertThatThrownBy(() -> Mlp.builder(Key.of(0), 2, 2, 2).maxout(0))
        .isInstanceOf(LayerException.class)
        .hasMessage("mlp: each maxout unit needs a piece: (0 pieces < 1)");
  }

  @Test
  void an_input_of_another_width_is_refused_by_the_layer_that_meets_it() {
    assertThatThrownBy(
            () -> Mlp.of(Key.of(0), 3, 4, 2).apply(Tensor.zeros(DType.F32, Shape.of(1, 4))))
        .isInstanceOf(LayerException.class)
        .hasMessageStartingWith("dense \"layers.0\": the input's last axis has another length");
  }

  static Stream<Mlp> networks() {
    return Stream.concat(
        ActivationTest.all()
            .filter(activation -> !activation.equals(Activation.IDENTITY))
            .map(activation -> network().activation(activation).build()),
        Stream.of(network().maxout(2).build()));
  }

  private static Mlp.Builder network() {
    return Mlp.builder(Key.of(3), 2, 8, 2).dtype(DType.F64);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_net_learns_exclusive_or_which_no_linear_one_can(Mlp net) {
    Tensor x =
        Tensor.ofRows(
            DType.F64,
            new double[] {-1, -1},
            new double[] {-1, 1},
            new double[] {1, -1},
            new double[] {1, 1});
    Indices labels = Indices.of(0, 1, 1, 0);
    for (int step = 0; step < 500; step++) {
      Gradients<Tensor> gradients =
          Autograd.differentiate(net.parameters(), () -> Losses.crossEntropy(net.apply(x), labels));
      for (Parameter parameter : net.parameters()) {
        parameter.assign(Ops.sub(parameter, Ops.mul(gradients.of(parameter), 0.5)));
      }
    }
    assertThat(Losses.crossEntropy(net.apply(x), labels).item()).isLessThan(0.2);
    assertThat(Ops.argmax(net.apply(x), 1)).isEqualTo(labels);
  }
}
