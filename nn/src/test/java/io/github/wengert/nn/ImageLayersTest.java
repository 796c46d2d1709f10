package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.OpException;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Size2d;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;

final class ImageLayersTest {
  private static final Key KEY = Key.of(3);
  private static final Conv2dOptions PLAIN = Conv2dOptions.DEFAULT;

  private static Sequential leNet() {
    return Sequential.of(
        conv("layers.0", 1, 6, PLAIN.withPadding(2)),
        Activation.RELU,
        new MaxPool2d(Pool2dOptions.of(2)),
        conv("layers.1", 6, 16, PLAIN),
        Activation.RELU,
        new MaxPool2d(Pool2dOptions.of(2)),
        new Flatten(),
        Dense.of("layers.2", 400, 120, Initializer.HE, DType.F32, KEY),
        Activation.RELU,
        Dense.of("layers.3", 120, 10, KEY));
  }

  private static Conv2d conv(String name, int channels, int filters, Conv2dOptions options) {
    return Conv2d.builder(channels, filters, 5, KEY)
        .name(name)
        .options(options)
        .initializer(Initializer.HE)
        .build();
  }

  @Test
  void the_summary_of_a_convolutional_network_shows_its_images() {
    assertThat(leNet().summary(Shape.of(1, 28, 28)).toString().lines())
        .containsExactly(
            "layer                  output           parameters",
            "Conv2d(1 → 6, 5 × 5)   [n, 6, 28, 28]          156",
            "relu                   [n, 6, 28, 28]            0",
            "MaxPool2d(2 × 2)       [n, 6, 14, 14]            0",
            "Conv2d(6 → 16, 5 × 5)  [n, 16, 10, 10]       2,416",
            "relu                   [n, 16, 10, 10]           0",
            "MaxPool2d(2 × 2)       [n, 16, 5, 5]             0",
            "Flatten                [n, 400]                  0",
            "Dense(400 → 120)       [n, 120]             48,120",
            "relu                   [n, 120]                  0",
            "Dense(120 → 10)        [n, 10]               1,210",
            "total                                       51,902");
  }

  @Test
  void a_convolutional_network_makes_scores_of_a_batch_of_images() {
    Tensor images = Tensor.ones(DType.F32, Shape.of(3, 1, 28, 28));
    assertThat(leNet().apply(images).shape()).isEqualTo(Shape.of(3, 10));
    assertThat(leNet().inputs()).isEmpty();
    assertThat(leNet().outputs()).hasValue(10);
  }

  @Test
  void images_that_do_not_fit_are_refused_before_anything_is_computed() {
    assertThatThrownBy(() -> leNet().summary(Shape.of(3, 28, 28)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "conv2d \"layers.0\": the input has another number of channels: input [1, 3, 28, 28],"
                + " weight [6, 1, 5, 5], 1 groups (3 ≠ 1)");
    assertThatThrownBy(() -> leNet().summary(Shape.of(1, 32, 32)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "dense \"layers.2\": the input's last axis has another length: input [1, 576], weight"
                + " [120, 400] (576 ≠ 400)");
    assertThatThrownBy(() -> leNet().summary(Shape.of(1, 6, 6)))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("the kernel is larger than the padded image: x [1, 6, 3, 3]");
  }

  @Test
  void an_image_of_another_element_type_is_refused_by_name() {
    assertThatThrownBy(() ->
            conv("layers.0", 1, 6, PLAIN).apply(Tensor.zeros(DType.F64, Shape.of(1, 1, 9, 9))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "conv2d \"layers.0\": the input has another element type than the weight: (F64 ≠ F32);"
                + " pass x.to(DType.F32), or make the layer with dtype F64");
  }

  @Test
  void parameters_are_named_by_the_prefix_and_biases_start_at_zero() {
    Conv2d layer = conv("layers.0", 1, 6, PLAIN);
    assertThat(layer.parameters())
        .extracting(Parameter::name)
        .containsExactly("layers.0.weight", "layers.0.bias");
    assertThat(layer.bias().toDoubleArray()).containsOnly(0);
    assertThat(layer.toString()).isEqualTo("Conv2d(1 → 6, 5 × 5) \"layers.0\"");
    assertThat(Conv2d.builder(1, 2, 3, KEY).build().parameters())
        .extracting(Parameter::name)
        .containsExactly("weight", "bias");
  }

  @Test
  void weights_are_drawn_for_the_inputs_of_a_filter_and_for_the_activation_that_follows() {
    Conv2d layer =
        Conv2d.builder(32, 64, new Size2d(3, 5), KEY)
            .options(PLAIN.withGroups(2))
            .initializer(Initializer.HE)
            .dtype(DType.F64)
            .build();
    assertThat(layer.weight().shape()).isEqualTo(Shape.of(64, 16, 3, 5));
    double sum = 0;
    for (double weight : layer.weight().toDoubleArray()) {
      sum += weight * weight;
    }
    double fan = 16 * 3 * 5;
    assertThat(sum / layer.weight().elements()).isCloseTo(2 / fan, within(0.05 * 2 / fan));
  }

  @Test
  void numbers_that_make_no_layer_are_refused() {
    assertRefused(
        () -> Conv2d.builder(0, 6, 5, KEY).name("a").build(),
        "conv2d \"a\": the number of channels must be positive: (0 < 1)");
    assertRefused(
        () -> Conv2d.builder(1, 0, 5, KEY).name("a").build(),
        "conv2d \"a\": the number of filters must be positive: (0 < 1)");
    assertRefused(
        () -> Conv2d.builder(1, 6, new Size2d(0, 5), KEY).name("a").build(),
        "conv2d \"a\": the number of rows of the kernel must be positive: (0 < 1)");
    assertRefused(
        () -> Conv2d.builder(1, 6, new Size2d(5, -1), KEY).name("a").build(),
        "conv2d \"a\": the number of columns of the kernel must be positive: (-1 < 1)");
    assertRefused(
        () -> Conv2d.builder(3, 6, 5, KEY).name("a").options(PLAIN.withGroups(2)).build(),
        "conv2d \"a\": the groups do not divide the channels: (3 is no multiple of 2)");
    assertRefused(
        () -> Conv2d.builder(4, 5, 5, KEY).name("a").options(PLAIN.withGroups(2)).build(),
        "conv2d \"a\": the groups do not divide the filters: (5 is no multiple of 2)");
  }

  @Test
  void parameters_that_do_not_fit_each_other_are_refused() {
    Parameter weight = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(2, 3, 1, 1)));
    Parameter bias = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(2)));
    Parameter three = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(3)));
    Parameter wide = Parameter.of("b", Tensor.zeros(DType.F64, Shape.of(2)));
    assertRefused(
        () -> new Conv2d(bias, bias, PLAIN),
        "conv2d: a weight needs the axes [filters, channels / groups, height, width]: [2] (1 axes,"
            + " 2 elements)");
    assertRefused(
        () -> new Conv2d(weight, three, PLAIN),
        "conv2d: one bias is needed for each filter: weight [2, 3, 1, 1], bias [3] (2 ≠ 3)");
    assertRefused(
        () -> new Conv2d(weight, wide, PLAIN),
        "conv2d: weight and bias differ in element type: (F32 ≠ F64)");
    assertRefused(
        () -> new Conv2d(weight, bias, PLAIN.withGroups(3)),
        "conv2d: the groups do not divide the filters: (2 is no multiple of 3)");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }
}
