package io.github.wengert.ops.check.slope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
  private static double noise(DoubleUnaryOperator f, double x) {
    return Noise.of(Slices.rungs(Slices.of(f, x), 0.11, 46), 0.02);
  }

  @Test
  void the_noise_of_a_smooth_function_is_its_rounding() {
    assertThat(noise(Math::exp, 0.3)).isLessThan(1e-15);
    assertThat(noise(x -> 3 * x + 2, 0.3)).isLessThan(1e-15);
    assertThat(noise(x -> Math.sin(1e4 * x), 0.3)).isLessThan(1e-12);
  }

  @Test
  void a_kink_and_a_jump_at_the_point_are_no_noise() {
    assertThat(noise(x -> Math.abs(x - 0.5), 0.5)).isLessThan(1e-15);
    assertThat(noise(x -> x < 0.5 ? 1 : 3, 0.5)).isLessThan(1e-15);
    assertThat(noise(Math::rint, 0.5)).isLessThan(1e-15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e3, 1e6, 1e9, 1e12})
  void what_cancellation_leaves_is_some_last_places_of_what_cancels(double large) {
    double rounding = Math.ulp(large);
    assertThat(noise(x -> (Math.sin(x) + large) - large, 0.3)).isBetween(rounding / 50, rounding);
    assertThat(noise(x -> (x + large) - large, 0.3)).isBetween(rounding / 50, rounding);
  }

  @Test
  void larger_steps_are_left_out() {
    DoubleUnaryOperator staircase = x -> Math.floor(x / 0.03) * 0.03;
    assertThat(noise(staircase, 0.303)).isLessThan(1e-15);
  }

  @Test
  void noise_scales_with_the_function() {
    double plain = noise(x -> (Math.sin(x) + 1e9) - 1e9, 0.3);
    double scaled = noise(x -> 0x1p-200 * ((Math.sin(x) + 1e9) - 1e9), 0.3);
    assertThat(scaled).isEqualTo(0x1p-200 * plain).isPositive();
  }

  @Test
  void values_that_are_missing_are_no_noise_and_the_quieter_side_counts() {
    assertThat(noise(x -> x < 0.5 ? Double.NaN : x, 0.5)).isLessThan(1e-15);
    assertThat(noise(x -> x < 0.5 ? (x + 1e9) - 1e9 : x, 0.5)).isLessThan(1e-15);
  }

  @Test
  void neighbours_tell_it_without_the_point_itself() {
    Slice1d slice = Slices.of(x -> x == 0.3 ? 1e6 : x, 0.3);
    assertThat(SlopeEstimator.noise(slice, 0x1p-30)).isLessThan(1e-15);
    Slice1d noisy = Slices.of(x -> (x + 1e6) - 1e6, 0.3);
    assertThat(SlopeEstimator.noise(noisy, 0x1p-30)).isBetween(1e-12, 1e-9);
  }
}
