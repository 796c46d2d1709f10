package io.github.wengert.ops.check.slope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void a_point_has_a_unit_that_is_a_power_of_two() {
    assertThat(Scale.of(5, 0).unit()).isEqualTo(4);
    assertThat(Scale.of(-0.3, 0).unit()).isEqualTo(0.25);
    assertThat(Scale.of(1e-300, 0).unit()).isBetween(0.5e-300, 1e-300);
    assertThat(Scale.of(Double.MIN_VALUE, 0).unit()).isEqualTo(1);
  }

  @Test
  void zero_has_the_unit_of_what_is_around_it() {
    assertThat(Scale.of(0, 1e-9).unit()).isBetween(0.5e-9, 1e-9);
    assertThat(Scale.of(0, 0).unit()).isEqualTo(1);
    assertThat(Scale.of(0, 1e-9).finest()).isZero();
    assertThat(Scale.of(0, 1e-9).outward()).isZero();
  }

  @Test
  void the_finest_step_is_some_last_places_and_the_farthest_what_is_around() {
    assertThat(Scale.of(5, 100).finest()).isEqualTo(8 * Math.ulp(5.0));
    assertThat(Scale.of(5, 100).farthest()).isEqualTo(64);
    assertThat(Scale.of(5, 1).farthest()).isEqualTo(4);
    assertThat(Scale.of(5, 1).outward()).isEqualTo(1);
    assertThat(Scale.of(-5, 1).outward()).isEqualTo(-1);
  }

  @Test
  void the_first_step_stays_on_this_side_of_zero_and_is_no_power_of_two() {
    for (double x : new double[] {1, 1.99, 1e-200, 3e7}) {
      Scale scale = Scale.of(x, x);
      assertThat(scale.firstStep()).isLessThan(x / 4).isGreaterThan(x / 32);
      assertThat(Scale.powerOfTwo(scale.firstStep())).isNotEqualTo(scale.firstStep());
    }
  }
}
