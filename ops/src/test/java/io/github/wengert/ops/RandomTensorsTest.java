package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomTensorsTest {
  private static final Key KEY = Key.of(11);
  private static final Shape WEIGHT = Shape.of(200, 500);
  private static final Shape FILTER = Shape.of(50, 20, 5, 5);

  private static double mean(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).average().orElseThrow();
  }

  private static double variance(Tensor x) {
    double mean = mean(x);
    return Arrays.stream(x.toDoubleArray()).map(v -> (v - mean) * (v - mean)).sum() / x.elements();
  }

  private static double largest(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void the_same_key_gives_the_same_bits(DType dtype) {
    assertThat(
            RandomTensors.normal(KEY, dtype, WEIGHT, 1, 2)
                .hasSameBits(RandomTensors.normal(Key.of(11), dtype, WEIGHT, 1, 2)))
        .isTrue();
    assertThat(RandomTensors.normal(KEY, dtype, Shape.of(3), 0, 1).at(2))
        .isEqualTo(dtype == DType.F32 ? (float) KEY.normal(2) : KEY.normal(2));
  }

  @Test
  void uniform_is_even_between_its_bounds() {
    Tensor x = RandomTensors.uniform(KEY, DType.F64, WEIGHT, -2, 4);
    assertThat(mean(x)).isCloseTo(1, within(0.03));
    assertThat(variance(x)).isCloseTo(3, within(0.03));
    assertThat(DoubleStream.of(x.toDoubleArray()))
        .allSatisfy(v -> assertThat(v).isBetween(-2.0, 4.0));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void uniform_never_reaches_its_upper_bound_by_rounding(DType dtype) {
    Key largest = KeyTest.startingWith(-1);
    Tensor x = RandomTensors.uniform(largest, dtype, Shape.of(1), 1, 2);
    assertThat(x.item()).isLessThan(2).isGreaterThan(1.999999);
    assertThat(RandomTensors.uniform(largest, dtype, Shape.of(1), 0, 0.1).item()).isLessThan(0.1);
  }

  @Test
  void uniform_is_never_rounded_below_its_lower_bound() {
    Key least = KeyTest.startingWith(0);
    double low = 0.7; // the nearest float is less
    assertThat((double) (float) low).isLessThan(low);
    Tensor x = RandomTensors.uniform(least, DType.F32, Shape.of(1), low, 1);
    assertThat(x.item()).isGreaterThanOrEqualTo(low).isEqualTo(Math.nextUp(0.7f));
  }

  @Test
  void uniform_in_an_interval_of_one_float_is_that_float() {
    Tensor x = RandomTensors.uniform(KEY, DType.F32, Shape.of(5), 1, 1 + 1e-12);
    assertThat(x.toDoubleArray()).containsOnly(1);
    Tensor y = RandomTensors.uniform(KEY, DType.F32, Shape.of(5), 1 + 1e-12, 1.0000002);
    assertThat(y.toDoubleArray()).containsOnly(Math.nextUp(1f));
    Tensor z = RandomTensors.uniform(KEY, DType.F64, Shape.of(5), 1, Math.nextUp(1.0));
    assertThat(z.toDoubleArray()).containsOnly(1);
  }

  @Test
  void normal_may_reach_as_far_as_its_type() {
    Tensor x = RandomTensors.normal(KEY, DType.F32, Shape.of(9), 0, Float.MAX_VALUE / 9);
    assertThat(DoubleStream.of(x.toDoubleArray())).allSatisfy(v -> assertThat(v).isFinite());
    assertThat(Math.abs(NormalQuantile.of(0x1p-53))).isLessThan(8.3);
  }

  @Test
  void normal_has_its_mean_and_deviation() {
    Tensor x = RandomTensors.normal(KEY, DType.F64, WEIGHT, 3, 0.5);
    assertThat(mean(x)).isCloseTo(3, within(0.01));
    assertThat(variance(x)).isCloseTo(0.25, within(0.01));
    assertThat(RandomTensors.normal(KEY, DType.F64, Shape.of(2), 3, 0).toDoubleArray())
        .containsExactly(3, 3);
  }

  @Test
  void he_weights_have_a_variance_of_two_by_the_fan_in() {
    for (Tensor w :
        new Tensor[] {
          RandomTensors.heNormal(KEY, DType.F64, WEIGHT),
          RandomTensors.heUniform(KEY, DType.F64, WEIGHT),
          RandomTensors.heNormal(KEY, DType.F64, FILTER),
          RandomTensors.heUniform(KEY, DType.F64, FILTER)
        }) {
      assertThat(variance(w)).isCloseTo(2.0 / 500, within(2.0 / 500 * 0.03));
      assertThat(mean(w)).isCloseTo(0, within(0.002));
    }
    assertThat(largest(RandomTensors.heUniform(KEY, DType.F64, WEIGHT)))
        .isCloseTo(Math.sqrt(6.0 / 500), within(1e-4));
  }

  @Test
  void glorot_weights_have_a_variance_of_two_by_both_fans() {
    for (Tensor w :
        new Tensor[] {
          RandomTensors.glorotNormal(KEY, DType.F64, WEIGHT),
          RandomTensors.glorotUniform(KEY, DType.F64, WEIGHT)
        }) {
      assertThat(variance(w)).isCloseTo(2.0 / 700, within(2.0 / 700 * 0.03));
    }
    // A filter: 20 · 25 connections come in, 50 · 25 go out.
    assertThat(variance(RandomTensors.glorotNormal(KEY, DType.F64, FILTER)))
        .isCloseTo(2.0 / 1750, within(2.0 / 1750 * 0.05));
  }

  @Test
  void a_dropout_mask_keeps_the_expectation() {
    for (double rate : new double[] {0, 0.2, 0.5, 0.9}) {
      Tensor mask = RandomTensors.dropoutMask(KEY, DType.F64, WEIGHT, rate);
      double dropped = DoubleStream.of(mask.toDoubleArray()).filter(v -> v == 0).count();
      assertThat(dropped / mask.elements()).isCloseTo(rate, within(0.01));
      assertThat(mean(mask)).isCloseTo(1, within(0.05));
      assertThat(DoubleStream.of(mask.toDoubleArray()).distinct().sorted().toArray())
          .isEqualTo(rate == 0 ? new double[] {1} : new double[] {0, 1 / (1 - rate)});
    }
  }
}
