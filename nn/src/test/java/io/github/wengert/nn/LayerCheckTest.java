package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerCheckTest {
  private static final Shape INPUT = Shape.of(4, 2);
  private final Parameter scale = Parameter.of("mine.scale", Tensor.of(DType.F64, 2.0, 3.0));
  private final Parameter shift = Parameter.of("mine.shift", Tensor.of(DType.F64, 1.0, -1.0));

  /** A layer as users write them, right or wrong. */
  private record Mine(UnaryOperator<Tensor> function, Supplier<List<Parameter>> list)
      implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return function.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
      return list.get();
    }
  }

  private Tensor scaleAndShift(Tensor x) {
    return Ops.add(Ops.mul(x, scale), shift);
  }

  private LayerReport check(UnaryOperator<Tensor> function, Parameter... listed) {
    return LayerCheck.DEFAULT.check("Mine", new Mine(function, () -> List.of(listed)), INPUT);
  }

  @Test
  void a_layer_that_lists_what_it_uses_passes() {
    LayerReport report = check(this::scaleAndShift, scale, shift);
    assertThat(report.isRight()).isTrue();
    assertThat(report).hasToString("Mine: 2 parameters are used, listed once, and named apart");
    report.orThrow();
  }

  @Test
  void a_forgotten_parameter_is_found() {
    LayerReport report = check(this::scaleAndShift, scale);
    assertThat(report.forgotten()).containsExactly(shift);
    assertThatThrownBy(report::orThrow)
        .isInstanceOf(IncompleteLayerError.class)
        .hasMessage("Mine: uses, but does not list \"mine.shift\"");
  }

  @Test
  void a_forgotten_parameter_behind_a_computation_of_constants_is_found() {
    LayerReport report = check(x -> Ops.mul(Ops.mul(x, Ops.exp(shift)), scale), scale);
    assertThat(report.forgotten()).containsExactly(shift);
  }

  @Test
  void a_forgotten_parameter_of_a_layer_inside_is_found() {
    Dense inner = Dense.of("inner", 2, 3, Initializer.HE, DType.F64, Key.of(1));
    LayerReport report = check(x -> Ops.relu(inner.apply(Ops.mul(x, scale))), scale);
    assertThat(report.forgotten()).containsExactly(inner.weight(), inner.bias());
  }

  @Test
  void a_parameter_without_influence_is_found() {
    assertThat(check(x -> Ops.mul(x, scale), scale, shift).unused()).containsExactly(shift);
    UnaryOperator<Tensor> thrownAway =
        x -> {
          Ops.add(x, shift);
          return Ops.mul(x, scale);
        };
    LayerReport report = check(thrownAway, scale, shift);
    assertThat(report.unused()).containsExactly(shift);
    assertThat(report).hasToString("Mine: lists, but does not use \"mine.shift\"");
  }

  @Test
  void a_tensor_computed_when_the_layer_was_made_is_no_use_of_its_parameter() {
    Tensor stale = Ops.exp(scale);
    assertThat(check(x -> Ops.mul(x, stale), scale).unused()).containsExactly(scale);
  }

  @Test
  void a_parameter_that_derivatives_stop_at_need_not_be_listed() {
    assertThat(check(x -> Ops.add(Ops.mul(x, scale), Ops.stopGradient(shift)), scale).isRight())
        .isTrue();
  }

  @Test
  void a_parameter_that_is_listed_twice_is_found() {
    LayerReport report = check(x -> Ops.mul(x, scale), scale, scale, scale);
    assertThat(report.repeated()).containsExactly(scale);
    assertThat(report.parameters()).isOne();
    assertThat(report).hasToString("Mine: lists more than once \"mine.scale\"");
  }

  @Test
  void two_parameters_of_one_name_are_found() {
    Parameter other = Parameter.of("mine.scale", Tensor.of(DType.F64, 1.0, 1.0));
    LayerReport report = check(x -> Ops.mul(Ops.mul(x, scale), other), scale, other);
    assertThat(report.ambiguous()).containsExactly("mine.scale");
    assertThat(report).hasToString("Mine: has several parameters of the name \"mine.scale\"");
  }

  @Test
  void a_layer_that_makes_its_parameters_each_time_is_found() {
    Supplier<List<Parameter>> list =
        () -> List.of(Parameter.of("w", Tensor.of(DType.F64, 1.0, 2.0)));
    Mine mine = new Mine(x -> Ops.mul(x, list.get().getFirst()), list);
    LayerReport report = LayerCheck.DEFAULT.check("Mine", mine, INPUT);
    assertThat(report.stable()).isFalse();
    assertThat(report.toString()).endsWith("lists other parameters each time");
  }

  /** A layer around another one, with or without its buffers. */
  private record Around(BatchNorm inner, List<Parameter> buffers) implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return inner.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
      return Layer.parametersOf(inner);
    }
  }

  @Test
  void buffers_need_not_be_learned_but_listed() {
    BatchNorm norm = BatchNorm.builder("norm", 2).dtype(DType.F64).build();
    assertThat(Layer.buffersOf(norm, norm))
        .containsExactly(norm.runningMean(), norm.runningVariance());
    LayerCheck.DEFAULT.check("Mine", new Around(norm, Layer.buffersOf(norm)), INPUT).orThrow();
    LayerReport report = LayerCheck.DEFAULT.check("Mine", new Around(norm, List.of()), INPUT);
    assertThat(report.forgotten())
        .containsExactlyInAnyOrder(norm.runningMean(), norm.runningVariance());
  }

  @Test
  void a_buffer_of_the_name_of_a_parameter_is_found() {
    BatchNorm norm = BatchNorm.builder("norm", 2).dtype(DType.F64).build();
    Parameter other = Parameter.of("norm.weight", Tensor.of(DType.F64, 0.0));
    List<Parameter> buffers = List.of(norm.runningMean(), norm.runningVariance(), other);
    assertThat(LayerCheck.DEFAULT.check("Mine", new Around(norm, buffers), INPUT).ambiguous())
        .containsExactly("norm.weight");
  }

  static List<LayerCases.Gradient> layers() {
    return LayerCases.gradients().toList();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void the_layers_of_the_library_are_complete(LayerCases.Gradient c) {
    LayerReport report = LayerCheck.DEFAULT.check("Mine", c.layer(), c.input());
    report.orThrow();
    assertThat(report.parameters()).isEqualTo(c.layer().parameters().size());
  }

  @Test
  void parameters_that_a_predicate_leaves_out_are_frozen() {
    Mlp net = Mlp.builder(Key.of(0), 2, 3, 1).activation(Activation.TANH).dtype(DType.F64).build();
    List<Parameter> learned = net.parameters(p -> p.name().startsWith("layers.1."));
    assertThat(learned)
        .extracting(Parameter::name)
        .containsExactly("layers.1.weight", "layers.1.bias");
    List<Parameter> frozen = net.parameters(p -> !learned.contains(p));
    List<Tensor> before = frozen.stream().map(Parameter::snapshot).toList();
    double loss = 0;
    double first = Double.NaN;
    for (int step = 0; step < 20; step++) {
      Tensor x = Tensor.ofRows(DType.F64, new double[] {1, 2}, new double[] {-1, 1});
      Gradients<Tensor> gradients =
          Autograd.differentiate(learned, () -> Ops.mean(Ops.square(Ops.sub(net.apply(x), 3))));
      for (Parameter parameter : learned) {
        parameter.assign(Ops.sub(parameter, Ops.mul(gradients.of(parameter), 0.1)));
      }
      loss = gradients.value().item();
      first = step == 0 ? loss : first;
    }
    assertThat(loss).isLessThan(0.1 * first);
    for (int i = 0; i < frozen.size(); i++) {
      assertThat(frozen.get(i).hasSameBits(before.get(i))).as(frozen.get(i).name()).isTrue();
    }
  }

  @Test
  void a_seed_decides_the_numbers_that_the_layer_is_applied_to() {
    List<Tensor> seen = new ArrayList<>();
    Mine mine =
        new Mine(
            x -> {
              seen.add(x);
              return scaleAndShift(x);
            },
            () -> List.of(scale, shift));
    for (long seed : new long[] {1, 1, 2}) {
      LayerCheck.DEFAULT.withSeed(seed).check("mine", mine, INPUT).orThrow();
    }
    Tensor first = seen.getFirst();
    assertThat(seen.stream().distinct().filter(first::hasSameBits)).hasSize(2);
    assertThat(seen.getLast().hasSameBits(first)).isFalse();
  }

  @Test
  void the_configuration_is_its_text() {
    assertThat(LayerCheck.DEFAULT.withSeed(3)).hasToString("LayerCheck[seed=3]");
  }
}
