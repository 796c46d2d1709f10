package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.testing.HostileCalls;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of one kind are made, changed and printed in one way. */
class StyleTest {
  private static Stream<Class<?>> publicClasses() {
    return HostileCalls.publicClassesBeside(Layer.class).stream();
  }

  static Stream<Class<?>> losses() {
    return publicClasses().filter(type -> Loss.class.isAssignableFrom(type) && type.isRecord());
  }

  static Stream<Class<?>> layers() {
    return publicClasses()
        .filter(type -> Layer.class.isAssignableFrom(type) && !type.isInterface());
  }

  static Stream<Class<?>> metrics() {
    return publicClasses().filter(type -> Metric.class.isAssignableFrom(type) && type.isRecord());
  }

  @Test
  void the_inventories_are_complete() {
    assertThat(losses()).hasSize(9);
    assertThat(layers()).hasSizeGreaterThan(15);
    assertThat(metrics()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void a_loss_has_a_default_which_others_differ_from(Class<?> type) throws Exception {
    Loss<?> loss = (Loss<?>) type.getField("DEFAULT").get(null);
    assertThat(loss.reduction()).isEqualTo(Reduction.MEAN);
    Loss<?> sum =
        (Loss<?>) type.getMethod("withReduction", Reduction.class).invoke(loss, Reduction.SUM);
    assertThat(sum).isInstanceOf(type);
    assertThat(sum.reduction()).isEqualTo(Reduction.SUM);
    assertThat(sum.toString()).startsWith(type.getSimpleName()).contains("reduction=SUM");
    for (RecordComponent component : type.getRecordComponents()) {
      if (type != CrossEntropyLoss.class) { // its options have methods of their own
        String name = component.getName();
        String with = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        assertThat(type.getMethod(with, component.getType()).getReturnType()).isEqualTo(type);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void a_layer_is_printed_with_its_label_and_without_its_numbers(Class<?> type) {
    for (Object layer : HostileArguments.objectsOf(type)) {
      String text = layer.toString();
      assertThat(text).doesNotContain("@").doesNotContain("$$Lambda").doesNotContain("F32[");
      if (!type.getSimpleName().endsWith("Pool2d")) { // whose options are all that there is
        assertThat(text).startsWith(((Layer) layer).label());
      }
    }
  }

  @Test
  void a_convolution_is_printed_with_options_that_are_not_usual() {
    Conv2d.Builder builder = Conv2d.builder(1, 6, 5, Key.of(1)).name("a");
    assertThat(builder.build()).hasToString("Conv2d(1 → 6, 5 × 5) \"a\"");
    Conv2dOptions options = Conv2dOptions.DEFAULT.withStride(2);
    assertThat(builder.options(options).build().toString())
        .isEqualTo("Conv2d(1 → 6, 5 × 5) \"a\" " + options)
        .contains("stride=2");
  }

  @Test
  void metrics_are_printed_with_what_they_are_of() {
    assertThat(new Accuracy(9, 10)).hasToString("9 of 10 (0.9000)");
    assertThat(new TopKAccuracy(5, 9, 10)).hasToString("top 5: 9 of 10 (0.9000)");
    assertThat(new LogLoss(5, 10)).hasToString("0.5000 over 10 samples");
    assertThat(RSquared.of(Tensor.of(1, 2, 3), Tensor.of(1, 2, 3)))
        .hasToString("1.0000 over 3 numbers");
  }

  @Test
  void initialisers_are_printed_with_their_numbers() {
    assertThat(
            Stream.of(
                Initializer.HE,
                Initializer.HE_UNIFORM,
                Initializer.GLOROT,
                Initializer.GLOROT_NORMAL,
                Initializer.LECUN,
                Initializer.LECUN_UNIFORM,
                Initializer.ZEROS,
                Initializer.he(0.25),
                Initializer.normal(Fan.OUT, 2),
                Initializer.uniform(Fan.AVERAGE, 0.5),
                Initializer.orthogonal(1),
                Initializer.constant(0.5),
                MixedActivation.of(Activation.RELU, 3).and(Activation.TANH, 2).initializer()))
        .extracting(Object::toString)
        .containsExactly(
            "he",
            "heUniform",
            "glorot",
            "glorotNormal",
            "lecun",
            "lecunUniform",
            "zeros",
            "he(slope 0.25)",
            "normal(OUT, gain 2.0)",
            "uniform(AVERAGE, gain 0.5)",
            "orthogonal(gain 1.0)",
            "constant(0.5)",
            "initializer of MixedActivation[3 relu, 2 tanh]");
  }

  @Test
  void signatures_show_lists_of_the_jdk() {
    assertThat(
            publicClasses()
                .filter(type -> type != LayerReport.class)
                .flatMap(type ->
                    Stream.concat(
                        Arrays.stream(type.getConstructors()),
                        Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> Modifier.isPublic(method.getModifiers()))
                            .filter(method -> !method.isSynthetic()))))
        .extracting(Executable::toGenericString)
        .allSatisfy(signature -> assertThat(signature).doesNotContain("com.google."));
  }

  @Test
  void lists_are_copied_and_do_not_change() {
    List<Layer> layers = new ArrayList<>(List.of(Activation.RELU));
    Sequential network = new Sequential(layers);
    layers.add(Activation.TANH);
    assertThat(network.layers()).containsExactly(Activation.RELU);
    assertThat(network.apply(Tensor.of(-1, 2)).toFloatArray()).containsExactly(0, 2);
    assertThat(NllLoss.DEFAULT.apply(Tensor.of(Shape.of(1, 2), -1, -2), Indices.of(1)).item())
        .isEqualTo(2);
  }
}
