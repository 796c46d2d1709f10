package io.github.wengert.ops.check.slope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.check.slope.Extrapolation.Differences;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ExtrapolationTest {
  /** Differences of exp at 0 at the steps ½, ¼, …. */
  private static Differences ofExp(int power, int count) {
    DoubleUnaryOperator difference =
        power == 2 ? h -> (Math.exp(h) - Math.exp(-h)) / (2 * h) : h -> (Math.exp(h) - 1) / h;
    double[] values = new double[count];
    double[] errors = new double[count];
    for (int k = 0; k < count; k++) {
      double h = Math.scalb(0.5, -k);
      values[k] = difference.applyAsDouble(h);
      errors[k] = 4e-16 / h;
    }
    return new Differences(power, values, errors);
  }

  private static Differences exact(double... values) {
    return new Differences(2, values, new double[values.length]);
  }

  @Test
  void differences_of_both_kinds_lead_to_the_slope() {
    for (int power : new int[] {1, 2}) {
      Extrapolation best = Extrapolation.best(ofExp(power, 30), 4);
      assertThat(best).isNotNull();
      assertThat(best.slope()).isCloseTo(1, within(best.error()));
      assertThat(best.isWithin(1e-11)).as("%s", best).isTrue();
    }
  }

  @Test
  void a_power_series_is_known_as_soon_as_there_are_as_many_steps() {
    // 3 + h² − h⁴/2 at h = 1, ½, ¼, ⅛.
    double[] values = new double[4];
    Arrays.setAll(values, k -> 3 + Math.scalb(1.0, -2 * k) - Math.scalb(0.5, -4 * k));
    Extrapolation best = Extrapolation.best(exact(values), 3);
    assertThat(best).isNotNull();
    assertThat(best.slope()).isEqualTo(3);
    assertThat(best.error()).isZero();
  }

  @Test
  void less_than_what_must_be_settled_says_nothing() {
    assertThat(Extrapolation.best(exact(1, 1, 1), 4)).isNull();
    assertThat(Extrapolation.best(exact(1, 1, 1, 1), 4)).isNotNull();
    assertThat(Extrapolation.best(exact(), 1)).isNull();
  }

  @Test
  void steps_without_a_difference_part_those_before_from_those_after() {
    double[] values = {1, 1, 7, 1, 1};
    double[] errors = {0, 0, Double.POSITIVE_INFINITY, 0, 0};
    assertThat(Extrapolation.best(new Differences(2, values, errors), 3)).isNull();
    double[] more = {9, 9, 7, 1, 1, 1};
    double[] moreErrors = {0, 0, Double.POSITIVE_INFINITY, 0, 0, 0};
    Extrapolation best = Extrapolation.best(new Differences(2, more, moreErrors), 3);
    assertThat(best).isNotNull();
    assertThat(best.slope()).isEqualTo(1);
    assertThat(best.rung()).isEqualTo(5);
  }

  @Test
  void what_smaller_steps_contradict_does_not_count() {
    Extrapolation best = Extrapolation.best(exact(1, 1, 1, 1, 1, 2, 2, 2, 2, 2), 4);
    assertThat(best).isNotNull();
    assertThat(best.slope()).isCloseTo(2, within(1e-6));
  }

  @Test
  void what_smaller_steps_cannot_tell_for_rounding_counts() {
    double[] values = {1, 1, 1, 1, 1, 2, -3, 9};
    double[] errors = {0, 0, 0, 0, 0, 1, 4, 16};
    Extrapolation best = Extrapolation.best(new Differences(2, values, errors), 4);
    assertThat(best).isNotNull();
    assertThat(best.slope()).isEqualTo(1);
    assertThat(best.error()).isZero();
  }

  @Test
  void rounding_is_part_of_the_error() {
    double[] errors = {1e-3, 1e-3, 1e-3, 1e-3};
    Extrapolation best =
        Extrapolation.best(new Differences(2, new double[] {1, 1, 1, 1}, errors), 4);
    assertThat(best).isNotNull();
    assertThat(best.error()).isGreaterThanOrEqualTo(1e-3);
  }
}
