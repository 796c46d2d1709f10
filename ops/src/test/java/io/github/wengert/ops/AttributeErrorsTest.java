package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Misuses of random tensors and of the options of the cross-entropy. */
class AttributeErrorsTest {
  private static final Key KEY = Key.of(1);
  private static final DType F64 = DType.F64;
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Stream<ErrorCase> cases() {
    return Stream.of(bounds(), intervals(), deviations(), means(), rates(), weights(), options())
        .flatMap(List::stream);
  }

  private static List<ErrorCase> bounds() {
    return List.of(
        uniform(1, 1),
        uniform(2, 1),
        uniform(NAN, 1),
        uniform(0, NAN),
        uniform(0, INFINITY),
        uniform(-Double.MAX_VALUE, Double.MAX_VALUE));
  }

  private static ErrorCase uniform(double low, double high) {
    return ErrorCase.attribute(
        "uniform",
        "uniform: the bounds must be finite, in order, and a finite number apart: (%s, %s)"
            .formatted(low, high),
        () -> RandomTensors.uniform(KEY, F64, SHAPE, low, high));
  }

  private static List<ErrorCase> intervals() {
    float one = Math.nextUp(1f);
    return List.of(
        inFloats(
            1 + 1e-12,
            1 + 2e-12,
            "no number of type F32 lies in the interval: [1.000000000001,"
                + " 1.000000000002) (1.0000001192092896 > 1.0)"),
        inFloats(
            one + 1e-9,
            Math.nextUp(one),
            "no number of type F32 lies in the interval: [1.0000001202092896, 1.000000238418579)"
                + " (1.000000238418579 > 1.0000001192092896)"),
        inFloats(1e39, 2e39, "a bound is out of the range of F32: (|1.0E39| > 3.4028235E38)"),
        inFloats(-1e39, 1, "a bound is out of the range of F32: (|-1.0E39| > 3.4028235E38)"),
        inFloats(0, 1e39, "a bound is out of the range of F32: (|1.0E39| > 3.4028235E38)"));
  }

  private static ErrorCase inFloats(double low, double high, String words) {
    return ErrorCase.attribute(
        "uniform",
        "uniform: " + words,
        () -> RandomTensors.uniform(KEY, DType.F32, SHAPE, low, high));
  }

  private static List<ErrorCase> means() {
    return List.of(
        normal(F64, NAN, 1, "the mean must be finite: (NaN)"),
        normal(F64, -INFINITY, 1, "the mean must be finite: (-Infinity)"),
        normal(
            DType.F32,
            0,
            1e38,
            "numbers would be out of the range of F32: mean 0.0, deviation 1.0E38 (up to"
                + " 8.3E38)"),
        normal(
            F64,
            -1e308,
            1e308,
            "numbers would be out of the range of F64: mean -1.0E308, deviation 1.0E308 (up to"
                + " Infinity)"));
  }

  private static ErrorCase normal(DType dtype, double mean, double deviation, String words) {
    return ErrorCase.attribute(
        "normal",
        "normal: " + words,
        () -> RandomTensors.normal(KEY, dtype, SHAPE, mean, deviation));
  }

  private static List<ErrorCase> deviations() {
    return Stream.of(-1.0, NAN, INFINITY)
        .map(deviation ->
            ErrorCase.attribute(
                "normal",
                "normal: the deviation must not be negative: (%s not in [0, ∞))"
                    .formatted(deviation),
                () -> RandomTensors.normal(KEY, F64, SHAPE, 0, deviation)))
        .toList();
  }

  private static List<ErrorCase> rates() {
    return Stream.of(-0.1, 1.0, NAN)
        .map(rate ->
            ErrorCase.attribute(
                "dropoutMask",
                "dropoutMask: the rate must be the share that is dropped: (%s not in [0, 1))"
                    .formatted(rate),
                () -> RandomTensors.dropoutMask(KEY, F64, SHAPE, rate)))
        .toList();
  }

  private interface Initializer {
    Tensor apply(Key key, DType dtype, Shape shape);
  }

  private static List<ErrorCase> weights() {
    return Stream.of(
            weight("heNormal", RandomTensors::heNormal),
            weight("heUniform", RandomTensors::heUniform),
            weight("glorotNormal", RandomTensors::glorotNormal),
            weight("glorotUniform", RandomTensors::glorotUniform))
        .flatMap(List::stream)
        .toList();
  }

  private static List<ErrorCase> weight(String name, Initializer initializer) {
    return List.of(
        ErrorCase.shape(
            name,
            name + ": a weight needs the axes [out, in, ..]: [3] (1 axes < 2)",
            () -> initializer.apply(KEY, F64, Shape.of(3))),
        ErrorCase.shape(
            name,
            name + ": a weight needs an element: [0, 3] (0 < 1)",
            () -> initializer.apply(KEY, F64, Shape.of(0, 3))));
  }

  private static List<ErrorCase> options() {
    return Stream.of(-0.1, 1.5, NAN)
        .map(smoothing ->
            ErrorCase.attribute(
                "crossEntropy",
                "crossEntropy: the label smoothing must be a fraction: (%s not in [0, 1])"
                    .formatted(smoothing),
                () -> CrossEntropyOptions.DEFAULT.withLabelSmoothing(smoothing)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_misuse_is_refused_with_the_words_that_say_why(ErrorCase misuse) {
    assertThatThrownBy(misuse.call()::run)
        .isExactlyInstanceOf(misuse.type())
        .hasMessage(misuse.message());
  }
}
