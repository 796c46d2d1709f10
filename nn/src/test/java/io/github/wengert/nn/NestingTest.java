package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.testing.HostileCalls;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers in layers in layers. What a nest costs is told by how often it asks its innermost layer,
 * not by a clock: no more often than one of two levels, however deep the nest is.
 */
class NestingTest {
  private static final int DEPTH = 1_000;
  private static final int FEW = 2; // a summary looks at the layers of the outermost level
  private static final Shape INPUT = Shape.of(2, 3);

  /** A layer made of layers, and how to put one around another. */
  private record Container(Class<? extends Layer> type, String form, UnaryOperator<Layer> around) {
    Layer nest(Layer innermost, int depth) {
      Layer nest = innermost;
      for (int level = 0; level < depth; level++) {
        nest = around.apply(nest);
      }
      return nest;
    }

    @Override
    public String toString() {
      return form;
    }
  }

  private static Stream<Container> containers() {
    return Stream.of(
        new Container(Sequential.class, "in front", net -> Sequential.of(net, Activation.IDENTITY)),
        new Container(Sequential.class, "behind", net -> Sequential.of(Activation.RELU, net)),
        new Container(Parallel.class, "group", Parallel::of),
        new Container(Residual.class, "shortcut", Residual::new));
  }

  @Test
  void all_containers_are_nested() {
    Stream<Class<?>> layers =
        HostileCalls.publicClassesBeside(Layer.class).stream()
            .filter(type -> Layer.class.isAssignableFrom(type) && !type.isInterface());
    assertThat(layers.filter(NestingTest::takesLayers))
        .containsExactlyInAnyOrderElementsOf(
            containers().<Class<?>>map(Container::type).distinct().toList());
  }

  private static boolean takesLayers(Class<?> type) {
    return Stream.of(type.getConstructors(), type.getMethods())
        .flatMap(Arrays::stream)
        .flatMap((Executable called) -> Arrays.stream(called.getGenericParameterTypes()))
        .anyMatch(parameter -> parameter.getTypeName().contains(Layer.class.getName()));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void a_deep_nest_asks_its_innermost_layer_no_more_often_than_a_flat_one(Container container) {
    for (OptionalInt width : List.of(OptionalInt.of(3), OptionalInt.empty())) {
      Map<String, Integer> few = callsOf(container, FEW, width);
      assertThat(few.values()).allSatisfy(calls -> assertThat(calls).isLessThanOrEqualTo(10));
      assertThat(callsOf(container, DEPTH, width)).isEqualTo(few);
    }
  }

  private static Map<String, Integer> callsOf(Container container, int depth, OptionalInt width) {
    Probe probe = new Probe(width);
    Layer nest = container.nest(probe, depth);
    assertThat(nest.parameters()).containsExactlyElementsOf(probe.dense.parameters());
    assertThat(nest.buffers()).isEmpty();
    assertThat(nest.inputs()).isEqualTo(width);
    assertThat(nest.outputs()).isEqualTo(width);
    assertThat(nest.keepsShape()).isEqualTo(container.type() != Parallel.class);
    assertThat(nest.label()).contains("probe");
    assertThat(nest.outputShape(INPUT)).isEqualTo(INPUT);
    assertThat(nest.apply(Tensor.ones(DType.F64, INPUT)).shape()).isEqualTo(INPUT);
    assertThat(nest.summary(Shape.of(3)).parameters()).isEqualTo(12);
    LayerCheck.DEFAULT.check("nest", nest, INPUT).orThrow();
    return probe.calls;
  }

  @Test
  void a_network_grows_by_layers_behind_it_at_the_same_cost_for_each() {
    Layer net = Dense.of("first", 3, 3, Key.of(1));
    for (int layer = 0; layer < DEPTH; layer++) {
      net = Sequential.of(net, Activation.RELU);
    }
    assertThat(net.inputs()).hasValue(3);
    assertThat(net.outputs()).hasValue(3);
  }

  @Test
  void a_nest_compares_prints_and_hashes_like_its_layers() {
    Dense dense = Dense.of("d", 3, 3, Key.of(1));
    for (Container container : containers().toList()) {
      Layer nest = container.nest(dense, 3);
      assertThat(nest).isEqualTo(container.nest(dense, 3)).isNotEqualTo(container.nest(dense, 2));
      assertThat(nest).hasSameHashCodeAs(container.nest(dense, 3));
      assertThat(nest).hasToString(nest.label());
    }
  }

  @Test
  void a_check_applies_a_layer_with_many_parameters_a_few_times_only() {
    Probe probe = new Probe(OptionalInt.of(3));
    Layer[] layers =
        Stream.concat(
                Stream.of(probe),
                Stream.iterate(0, i -> i + 1)
                    .limit(100)
                    .map(i -> Dense.of("d" + i, 3, 3, Initializer.HE, DType.F64, Key.of(i))))
            .toArray(Layer[]::new);
    LayerCheck.DEFAULT.check("nest", Sequential.of(layers), INPUT).orThrow();
    assertThat(probe.calls.get("apply")).isEqualTo(2);
  }

  @Test
  void a_check_finds_all_parameters_that_take_no_part() {
    List<Parameter> listed =
        Stream.iterate(0, i -> i + 1)
            .limit(9)
            .map(i -> Parameter.of("p" + i, Tensor.scalar(DType.F64, i)))
            .toList();
    Layer some =
        new Layer() {
          @Override
          public Tensor apply(Tensor x) {
            Tensor y = x;
            for (int i : new int[] {1, 2, 4, 7}) {
              y = y.mul(listed.get(i));
            }
            return y;
          }

          @Override
          public List<Parameter> parameters() {
            return listed;
          }
        };
    assertThat(LayerCheck.DEFAULT.check("nest", some, INPUT).unused().stream().map(Parameter::name))
        .containsExactly("p0", "p3", "p5", "p6", "p8");
  }

  /** A layer that keeps the shape and counts how often it is asked for what. */
  private static final class Probe implements Layer {
    private final Dense dense = Dense.of("dense", 3, 3, Initializer.HE, DType.F64, Key.of(1));
    private final Map<String, Integer> calls = new TreeMap<>();
    private final OptionalInt width;

    Probe(OptionalInt width) {
      this.width = width;
    }

    private <R> R counted(String method, R result) {
      calls.merge(method, 1, Integer::sum);
      return result;
    }

    @Override
    public Tensor apply(Tensor x) {
      return counted("apply", dense.apply(x));
    }

    @Override
    public List<Parameter> parameters() {
      return counted("parameters", dense.parameters());
    }

    @Override
    public List<Parameter> buffers() {
      return counted("buffers", ImmutableList.of());
    }

    @Override
    public OptionalInt inputs() {
      return counted("inputs", width);
    }

    @Override
    public OptionalInt outputs() {
      return counted("outputs", width);
    }

    @Override
    public boolean keepsShape() {
      return counted("keepsShape", true);
    }

    @Override
    public Shape outputShape(Shape input) {
      return counted("outputShape", input);
    }

    @Override
    public String label() {
      return counted("label", "probe");
    }
  }
}
