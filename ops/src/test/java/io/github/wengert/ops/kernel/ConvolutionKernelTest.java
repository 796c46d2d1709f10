package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions in one block and in several: to the bit, whoever computes them. */
class ConvolutionKernelTest {
  /** Sizes that are cut in different ways: many samples, many rows, many taps, one pixel. */
  private static List<ConvolutionShape> shapes() {
    return List.of(
        shape(1, 1, 1, 1, 3, 3, 1, 0, 1, 5, 7),
        shape(40, 3, 4, 1, 3, 3, 1, 1, 1, 8, 8),
        shape(3, 2, 5, 1, 5, 5, 1, 2, 1, 40, 37),
        shape(2, 64, 3, 1, 5, 3, 2, 1, 2, 17, 33),
        shape(5, 6, 16, 1, 5, 5, 1, 0, 1, 14, 14),
        shape(30, 6, 4, 2, 3, 2, 2, 2, 1, 9, 11),
        shape(20, 8, 8, 8, 3, 3, 1, 1, 1, 16, 16),
        shape(6, 5, 7, 1, 1, 1, 1, 0, 1, 6, 23),
        shape(4, 6, 4, 2, 1, 1, 1, 0, 1, 20, 20),
        shape(3, 4, 3, 1, 1, 1, 2, 1, 1, 7, 7),
        shape(70, 4, 30, 1, 5, 5, 1, 0, 1, 5, 5),
        shape(2, 1, 1, 1, 7, 2, 1, 3, 3, 19, 3));
  }

  private static ConvolutionShape shape(
      int samples,
      int channels,
      int filters,
      int groups,
      int down,
      int across,
      int stride,
      int padding,
      int dilation,
      int height,
      int width) {
    return new ConvolutionShape(
        samples,
        channels,
        filters,
        groups,
        windows(height, down, stride, padding, dilation),
        windows(width, across, stride, padding, dilation));
  }

  private static Windows windows(int length, int size, int stride, int padding, int dilation) {
    int count = (length + 2 * padding - (size - 1) * dilation - 1) / stride + 1;
    return new Windows(length, size, stride, padding, dilation, count);
  }

  private static int sizeOfX(ConvolutionShape shape) {
    return shape.samples() * shape.channels() * shape.pixels();
  }

  private static int sizeOfY(ConvolutionShape shape) {
    return shape.samples() * shape.filters() * shape.windows();
  }

  private static int sizeOfWeight(ConvolutionShape shape) {
    return shape.filters() * shape.taps();
  }

  /** A product of an element of y, one of x and one of the weight. */
  private interface Term {
    void visit(int y, int x, int weight);
  }

  /** Calls {@code term} for all products, in the order of elements of y, and of their taps. */
  private static void forEachTerm(ConvolutionShape shape, Term term) {
    int taps = shape.taps();
    for (int y = 0; y < sizeOfY(shape); y++) {
      int column = y % shape.columns().count();
      int row = y / shape.columns().count() % shape.rows().count();
      int filter = y / shape.windows() % shape.filters();
      int sample = y / shape.windows() / shape.filters();
      for (int tap = 0; tap < taps; tap++) {
        int across = tap % shape.columns().size();
        int down = tap / shape.columns().size() % shape.rows().size();
        int channel =
            filter / shape.filtersOfGroup() * shape.channelsOfGroup()
                + tap / shape.columns().size() / shape.rows().size();
        int i = shape.rows().position(row, down);
        int j = shape.columns().position(column, across);
        boolean inside =
            i >= 0 && i < shape.rows().length() && j >= 0 && j < shape.columns().length();
        int plane = sample * shape.channels() + channel;
        int x = inside ? plane * shape.pixels() + i * shape.columns().length() + j : -1;
        term.visit(y, x, filter * taps + tap);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void each_element_is_one_chain_along_the_taps(ElementType<A> type) {
    for (ConvolutionShape shape : shapes()) {
      double[] x = type.random(1, sizeOfX(shape));
      double[] w = type.random(2, sizeOfWeight(shape));
      double[] bias = type.random(3, shape.filters());
      double[] expected = new double[sizeOfY(shape)];
      for (int y = 0; y < expected.length; y++) {
        expected[y] = bias[y / shape.windows() % shape.filters()];
      }
      forEachTerm(
          shape,
          (y, at, weight) -> expected[y] = type.fma(w[weight], at < 0 ? 0 : x[at], expected[y]));
      A y = type.garbage(expected.length);
      type.kernels().conv2d(shape, type.array(x), type.array(w), type.array(bias), y);
      assertThat(type.read(y)).as("%s", shape).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void each_gradient_of_a_weight_is_one_chain_along_the_windows(ElementType<A> type) {
    for (ConvolutionShape shape : shapes()) {
      double[] x = type.random(4, sizeOfX(shape));
      double[] g = type.random(5, sizeOfY(shape));
      double[] expected = new double[sizeOfWeight(shape)];
      forEachTerm(
          shape,
          (y, at, weight) ->
              expected[weight] = type.fma(g[y], at < 0 ? 0 : x[at], expected[weight]));
      A gradient = type.garbage(expected.length);
      type.kernels().conv2dWeightVjp(shape, type.array(g), type.array(x), gradient);
      assertThat(type.read(gradient)).as("%s", shape).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void each_pixel_gets_back_what_its_windows_made_of_it(ElementType<A> type) {
    for (ConvolutionShape shape : shapes()) {
      double[] w = type.random(6, sizeOfWeight(shape));
      double[] g = type.random(7, sizeOfY(shape));
      double[] expected = new double[sizeOfX(shape)];
      double[] magnitude = new double[sizeOfX(shape)];
      forEachTerm(
          shape,
          (y, at, weight) -> {
            if (at >= 0) {
              expected[at] += g[y] * w[weight];
              magnitude[at] += Math.abs(g[y] * w[weight]);
            }
          });
      A gradient = type.garbage(expected.length);
      type.kernels().conv2dInputVjp(shape, type.array(g), type.array(w), gradient);
      double[] actual = type.read(gradient);
      for (int i = 0; i < expected.length; i++) {
        double bound = magnitude[i] * type.epsilon() * (shape.filters() + shape.taps());
        assertThat(Math.abs(actual[i] - expected[i])).as("%s", shape).isLessThanOrEqualTo(bound);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> threads_and_vectors_change_no_bit() {
    return shapes().stream()
        .map(shape -> dynamicTest(shape.toString(), () -> assertOneAnswer(shape)));
  }

  private static void assertOneAnswer(ConvolutionShape shape) {
    for (boolean wide : new boolean[] {false, true}) {
      List<List<double[]>> answers = new ArrayList<>();
      int before = Workers.threads();
      try {
        for (int threads = 1; threads <= 3; threads++) {
          Workers.threads(threads);
          ElementType.all()
              .filter(type -> type.isWide() == wide)
              .forEach(type -> answers.add(answer(type, shape)));
        }
      } finally {
        Workers.threads(before);
      }
      for (List<double[]> answer : answers) {
        for (int i = 0; i < answer.size(); i++) {
          assertThat(answer.get(i)).isEqualTo(answers.getFirst().get(i));
        }
      }
    }
  }

  private static <A> List<double[]> answer(ElementType<A> type, ConvolutionShape shape) {
    A x = type.array(type.random(8, sizeOfX(shape)));
    A w = type.array(type.random(9, sizeOfWeight(shape)));
    A g = type.array(type.random(10, sizeOfY(shape)));
    A y = type.garbage(sizeOfY(shape));
    A gradX = type.garbage(sizeOfX(shape));
    A gradWeight = type.garbage(sizeOfWeight(shape));
    type.kernels().conv2d(shape, x, w, null, y);
    type.kernels().conv2dInputVjp(shape, g, w, gradX);
    type.kernels().conv2dWeightVjp(shape, g, x, gradWeight);
    return List.of(type.read(y), type.read(gradX), type.read(gradWeight));
  }
}
