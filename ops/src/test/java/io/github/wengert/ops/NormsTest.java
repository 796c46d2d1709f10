package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a normalisation means, beside the reference cases. */
class NormsTest {
  private static final double EPS = 1e-5;
  private static final Tensor IMAGES = Samples.smooth(1, 4, 3, 2, 5);

  @Test
  void a_normalised_sample_has_mean_0_and_variance_1() {
    Tensor y = Ops.layerNorm(IMAGES, 3, EPS);
    assertThat(Ops.mean(y, 1, 2, 3).toDoubleArray())
        .usingComparatorWithPrecision(1e-15)
        .containsOnly(0);
    assertThat(Ops.variance(y, 1, 2, 3).toDoubleArray())
        .usingComparatorWithPrecision(2e-5)
        .containsOnly(1);
  }

  @Test
  void a_normalised_channel_has_mean_0_and_variance_1() {
    Tensor y = Ops.batchNorm(IMAGES, EPS).values();
    assertThat(Ops.mean(y, 0, 2, 3).toDoubleArray())
        .usingComparatorWithPrecision(1e-15)
        .containsOnly(0);
    assertThat(Ops.variance(y, 0, 2, 3).toDoubleArray())
        .usingComparatorWithPrecision(2e-5)
        .containsOnly(1);
  }

  @Test
  void a_batch_hands_back_the_statistics_of_its_channels_as_constants() {
    BatchNormalized batch = Ops.batchNorm(IMAGES, EPS);
    assertThat(batch.mean().toDoubleArray())
        .containsExactly(Ops.mean(IMAGES, 0, 2, 3).toDoubleArray(), within(1e-15));
    assertThat(batch.variance().toDoubleArray())
        .containsExactly(Ops.sampleVariance(IMAGES, 0, 2, 3).toDoubleArray(), within(1e-14));
    Parameter x = Parameter.of("x", IMAGES);
    Gradients<Tensor> g =
        Autograd.differentiate(
            List.of(x),
            () -> {
              BatchNormalized normalized = Ops.batchNorm(x, EPS);
              Tensor statistics = Ops.add(normalized.mean(), normalized.variance());
              return Ops.add(Ops.sum(x), Ops.sum(statistics));
            });
    assertThat(g.of(x).toDoubleArray()).containsOnly(1);
  }

  @Test
  void evaluation_with_the_statistics_of_a_batch_is_training_on_it() {
    Tensor mean = Ops.mean(IMAGES, 0, 2, 3);
    Tensor variance = Ops.variance(IMAGES, 0, 2, 3);
    assertThat(Ops.batchNorm(IMAGES, mean, variance, EPS).toDoubleArray())
        .containsExactly(Ops.batchNorm(IMAGES, EPS).values().toDoubleArray(), within(1e-13));
  }

  @Test
  void a_group_of_equal_elements_becomes_0() {
    Tensor x = Tensor.full(DType.F32, Shape.of(2, 4), 3);
    assertThat(Ops.layerNorm(x, 1, EPS).toFloatArray()).containsOnly(0);
    assertThat(Ops.batchNorm(x, EPS).values().toFloatArray()).containsOnly(0);
  }

  @Test
  void a_large_mean_costs_no_digits() {
    Tensor x = Samples.smooth(2, 3, 700);
    Tensor near = Ops.layerNorm(x, 1, EPS);
    Tensor far = Ops.layerNorm(Ops.add(x, 1e6), 1, EPS);
    // The inputs themselves are rounded to 1e-10 there.
    assertThat(far.toDoubleArray()).containsExactly(near.toDoubleArray(), within(1e-9));
  }

  @Test
  void a_large_batch_in_float32_is_as_exact_as_one_element_can_be() {
    Tensor x = Ops.add(Samples.smooth(3, 2000, 2), 8);
    double[] exact =
        Ops.batchNorm(Ops.to(Ops.to(x, DType.F32), DType.F64), EPS).values().toDoubleArray();
    double[] rounded = Ops.batchNorm(Ops.to(x, DType.F32), EPS).values().toDoubleArray();
    assertThat(rounded).containsExactly(exact, within(2e-5));
  }

  @Test
  void weight_and_bias_of_the_last_axes_are_one_for_each_position() {
    Tensor x = Samples.smooth(4, 2, 3);
    double[] normalized = Ops.layerNorm(x, 1, EPS).toDoubleArray();
    double[] w = {2, -1, 0.5};
    double[] b = {10, 20, 30};
    double[] expected = new double[6];
    Arrays.setAll(expected, i -> normalized[i] * w[i % 3] + b[i % 3]);
    assertThat(
            Ops.layerNorm(x, Tensor.of(DType.F64, w), Tensor.of(DType.F64, b), EPS).toDoubleArray())
        .containsExactly(expected, within(1e-14));
  }

  @Test
  void scaleShift_along_the_channels_is_one_weight_for_each_channel() {
    Tensor x = Tensor.of(DType.F64, Shape.of(1, 2, 2), 1, 2, 3, 4);
    Tensor y =
        Ops.scaleShift(x, Tensor.of(DType.F64, 10.0, 100.0), Tensor.of(DType.F64, 1.0, 2.0), -2);
    assertThat(y.toDoubleArray()).containsExactly(11, 21, 302, 402);
  }
}
