package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Vjp;
import io.github.wengert.ops.NaiveImages.Answer;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Convolution and pooling of random geometries against their definitions. */
class ImagesTest {
  private static final int GEOMETRIES = 200;

  private static void assertAnswer(
      Function<List<Tensor>, Tensor> function, List<Tensor> inputs, Tensor g, Answer expected) {
    Vjp<Tensor> actual = Autograd.vjp(function, inputs);
    assertClose(actual.value(), expected.value());
    List<Tensor> gradients = actual.pullback(g);
    for (int i = 0; i < gradients.size(); i++) {
      assertClose(gradients.get(i), expected.gradients().get(i));
    }
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-12));
  }

  @TestFactory
  Stream<DynamicTest> a_convolution_and_its_gradients_are_those_of_the_definition() {
    return IntStream.range(0, GEOMETRIES)
        .mapToObj(seed -> {
          Random random = new Random(seed);
          Size2d kernel = NaiveImages.size(random, 1, 4);
          Conv2dOptions options =
              new Conv2dOptions(
                  NaiveImages.size(random, 1, 3),
                  NaiveImages.size(random, 0, 3),
                  NaiveImages.size(random, 1, 3),
                  random.nextInt(1, 4));
          int channels = random.nextInt(1, 4);
          Shape weight =
              Shape.of(
                  options.groups() * random.nextInt(1, 4),
                  channels,
                  kernel.height(),
                  kernel.width());
          Shape x =
              Shape.of(
                  random.nextInt(1, 4),
                  channels * options.groups(),
                  least(kernel.height(), options.dilation().height(), options.padding().height())
                      + random.nextInt(8),
                  least(kernel.width(), options.dilation().width(), options.padding().width())
                      + random.nextInt(20));
          return dynamicTest(
              "%s * %s, %s (seed %d)".formatted(x, weight, options, seed),
              () -> assertConvolution(seed, x, weight, options));
        });
  }

  /** Returns the shortest axis that a kernel fits into. */
  private static int least(int kernel, int dilation, int padding) {
    return Math.max(1, (kernel - 1) * dilation + 1 - 2 * padding);
  }

  private static void assertConvolution(
      int seed, Shape xShape, Shape weightShape, Conv2dOptions options) {
    Tensor x = Naive.eighths(seed, xShape.toArray());
    Tensor weight = Naive.eighths(seed + 1, weightShape.toArray());
    Tensor bias = Naive.eighths(seed + 2, weightShape.size(0));
    Tensor g = Naive.eighths(seed + 3, NaiveImages.shape(xShape, weightShape, options).toArray());
    Answer expected = NaiveImages.convolution(x, weight, bias, options, g);
    assertAnswer(
        xs -> Ops.conv2d(xs.get(0), xs.get(1), xs.get(2), options),
        List.of(x, weight, bias),
        g,
        expected);
    Tensor zero = Tensor.zeros(DType.F64, bias.shape());
    assertClose(
        Ops.conv2d(x, weight, options),
        NaiveImages.convolution(x, weight, zero, options, g).value());
  }

  @TestFactory
  Stream<DynamicTest> pooling_and_its_gradients_are_those_of_the_definition() {
    return IntStream.range(0, GEOMETRIES)
        .mapToObj(seed -> {
          Random random = new Random(seed);
          Size2d kernel = NaiveImages.size(random, 1, 5);
          Pool2dOptions options =
              new Pool2dOptions(
                  kernel,
                  seed % 2 == 0 ? kernel : NaiveImages.size(random, 1, 6),
                  new Size2d(
                      random.nextInt(kernel.height() / 2 + 1),
                      random.nextInt(kernel.width() / 2 + 1)),
                  random.nextBoolean());
          Shape x =
              Shape.of(
                  random.nextInt(1, 4),
                  random.nextInt(1, 4),
                  kernel.height() + random.nextInt(9),
                  kernel.width() + random.nextInt(40));
          return dynamicTest(
              "%s, %s (seed %d)".formatted(x, options, seed),
              () -> assertPooling(seed, x, options));
        });
  }

  private static void assertPooling(int seed, Shape shape, Pool2dOptions options) {
    Tensor x = Naive.eighths(seed, shape.toArray()); // full of ties
    Tensor g = Naive.eighths(seed + 1, NaiveImages.shape(shape, options).toArray());
    assertAnswer(
        xs -> Ops.maxPool2d(xs.getFirst(), options), List.of(x), g, NaiveImages.max(x, options, g));
    for (boolean countPadding : new boolean[] {true, false}) {
      assertAnswer(
          xs -> Ops.avgPool2d(xs.getFirst(), options, countPadding),
          List.of(x),
          g,
          NaiveImages.mean(x, options, countPadding, g));
    }
  }

  @Test
  void the_largest_of_a_window_with_nan_is_nan_and_gets_the_gradient() {
    Tensor x = Tensor.of(DType.F64, Shape.of(1, 1, 2, 4), 9, 1, 2, 3, Double.NaN, Double.NaN, 5, 4);
    Vjp<Tensor> pooled =
        Autograd.vjp(xs -> Ops.maxPool2d(xs.getFirst(), Pool2dOptions.of(2)), List.of(x));
    assertThat(pooled.value().toDoubleArray()).containsExactly(Double.NaN, 5);
    Tensor g = Tensor.of(DType.F64, Shape.of(1, 1, 1, 2), 1.0, 2);
    assertThat(pooled.pullback(g).getFirst().toDoubleArray())
        .containsExactly(0, 0, 0, 0, 1, 0, 2, 0);
  }

  @Test
  void padding_is_never_the_largest() {
    Tensor x = Tensor.full(DType.F64, Shape.of(1, 1, 3, 3), -1);
    Pool2dOptions padded = Pool2dOptions.of(2).withPadding(1);
    assertThat(Ops.maxPool2d(x, padded).toDoubleArray()).containsOnly(-1);
  }

  @Test
  void a_batch_without_images_has_no_result_and_a_gradient_of_zero() {
    Tensor x = Tensor.zeros(DType.F64, Shape.of(0, 2, 5, 5));
    Tensor weight = Tensor.ones(DType.F64, Shape.of(3, 2, 3, 3));
    Vjp<Tensor> y =
        Autograd.vjp(
            xs -> Ops.conv2d(xs.get(0), xs.get(1), Conv2dOptions.DEFAULT), List.of(x, weight));
    assertThat(y.value().shape()).isEqualTo(Shape.of(0, 3, 3, 3));
    assertThat(y.pullback(y.value()).get(1).toDoubleArray()).containsOnly(0);
    assertThat(Ops.maxPool2d(x, Pool2dOptions.of(2)).shape()).isEqualTo(Shape.of(0, 2, 2, 2));
  }

  @Test
  void images_without_channels_give_the_bias() {
    Tensor x = Tensor.zeros(DType.F64, Shape.of(1, 0, 2, 2));
    Tensor weight = Tensor.zeros(DType.F64, Shape.of(1, 0, 1, 1));
    Tensor y = Ops.conv2d(x, weight, Tensor.of(DType.F64, 3.0), Conv2dOptions.DEFAULT);
    assertThat(y.toDoubleArray()).containsExactly(3, 3, 3, 3);
  }
}
