package io.github.wengert.ops.check.slope;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Key;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KinksTest {
  /** {@code Σ sᵢ relu(wᵢ t + bᵢ)}, where all b are 0 at the point itself. */
  private static final class Rectifiers {
    private final double[] s;
    private final double[] w;

    private Rectifiers(double[] s, double[] w) {
      this.s = s;
      this.w = w;
    }

    static Rectifiers of(double... signsAndSlopes) {
      double[] s = Arrays.stream(signsAndSlopes).map(Math::signum).toArray();
      double[] w = Arrays.stream(signsAndSlopes).map(Math::abs).toArray();
      for (int i = 1; i < w.length; i += 2) {
        w[i] = -w[i];
      }
      return new Rectifiers(s, w);
    }

    double at(double t, int look, double length) {
      double sum = 0;
      for (int i = 0; i < s.length; i++) {
        double b = length * Key.of(look).normal(i);
        sum += s[i] * Math.max(0, w[i] * t + b);
      }
      return sum;
    }

    boolean allow(double analytic, double unit) {
      double left = (at(0, 0, 0) - at(-1, 0, 0));
      double right = (at(1, 0, 0) - at(0, 0, 0));
      SlopeEstimate sides = SlopeEstimate.kink(left, right, 0, 1, ImmutableList.of());
      return Kinks.allow(
          analytic,
          sides,
          (look, length) -> t -> Slices.sample(t, at(t, look + 1, length)),
          unit,
          false);
    }
  }

  @Test
  void a_sum_of_subgradients_may_lie_outside_of_both_slopes() {
    // relu(x) − relu(−x): x, and each rectifier has its own subgradient.
    Rectifiers both = Rectifiers.of(1, -1);
    assertThat(both.allow(0, 1)).isTrue();
    assertThat(both.allow(2, 1)).isTrue();
    assertThat(both.allow(2.1, 1)).isFalse();
    assertThat(both.allow(-0.1, 1)).isFalse();
  }

  @Test
  void that_does_not_depend_on_the_unit() {
    Rectifiers many = Rectifiers.of(1, -2, 3, 0.5, -0.25, 1);
    for (double unit : new double[] {0x1p-300, 0x1p-20, 1, 0x1p20, 0x1p300}) {
      // From −0.25 − 1 − 0.5 up to 1 + 3 + 2.
      assertThat(many.allow(5.9, unit)).isTrue();
      assertThat(many.allow(-1.7, unit)).isTrue();
      assertThat(many.allow(6.3, unit)).isFalse();
      assertThat(many.allow(-2.1, unit)).isFalse();
    }
  }

  @Test
  void a_function_without_kinks_beside_the_point_allows_nothing_more() {
    SlopeEstimate sides = SlopeEstimate.kink(-1, 1, 0, 1, ImmutableList.of());
    Kinks.Beside smooth = (look, length) -> t -> Slices.sample(t, Math.hypot(t, length));
    assertThat(Kinks.allow(0.9, sides, smooth, 1, false)).isTrue();
    assertThat(Kinks.allow(1.2, sides, smooth, 1, false)).isFalse();
  }

  @Test
  void a_jump_counts_only_where_derivatives_jump() {
    SlopeEstimate sides = SlopeEstimate.kink(0, 0, 0, 1, ImmutableList.of());
    Kinks.Beside jump = (look, length) -> t -> Slices.sample(t, t < length / 3 ? 0 : 1);
    assertThat(Kinks.allow(1, sides, jump, 1, true)).isTrue();
    assertThat(Kinks.allow(1, sides, jump, 1, false)).isFalse();
  }

  /** Slopes of 0 on both sides, far from kinks that come one after the other. */
  private static final SlopeEstimate LEVEL = SlopeEstimate.kink(0, 0, 0, 1, ImmutableList.of());

  /** Returns {@code slope · (relu(t + edge) − relu(t − edge))}: jumps by the slope up and down. */
  private static Slice1d ramp(double slope, double edge) {
    return t -> Slices.sample(t, slope * (Math.max(0, t + edge) - Math.max(0, t - edge)));
  }

  /** Whether kinks can make 12 if each look sees jumps of one of these sizes. */
  private static boolean allowTwelve(AtomicInteger looks, double... slopes) {
    Kinks.Beside beside =
        (look, length) -> {
          looks.set(look + 1);
          return ramp(slopes[look], length);
        };
    return Kinks.allow(12, LEVEL, beside, 1, false);
  }

  @Test
  void looks_go_on_as_long_as_one_sees_more_than_all_before() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(allowTwelve(looks, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)).isTrue();
    assertThat(looks).hasValue(12);
    double[] least = new double[16];
    Arrays.setAll(least, i -> 1 + i / 2.0);
    assertThat(allowTwelve(looks, least)).isFalse();
    assertThat(looks).hasValue(16);
  }

  @Test
  void three_looks_through_all_cells_that_see_the_most_are_enough() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(allowTwelve(looks, 5, 5, 5, 5, 5, 5, 12)).isFalse();
    assertThat(looks).hasValue(6);
    assertThat(allowTwelve(looks, 5, 5, 5, 4, 4, 5, 5, 5, 12)).isFalse();
    assertThat(looks).hasValue(8);
  }

  @Test
  void first_looks_through_few_cells_are_not_enough() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(allowTwelve(looks, 5, 5, 5, 12)).isTrue();
    assertThat(allowTwelve(looks, 5, 5, 5, 5, 5, 12)).isTrue();
  }

  @Test
  void looks_that_see_less_do_not_count() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(allowTwelve(looks, 5, 5, 5, 5, 1, 1, 1, 5, 12)).isTrue();
    assertThat(allowTwelve(looks, 5, 5, 5, 5, 1, 1, 5, 1, 5, 12)).isFalse();
    assertThat(looks).hasValue(9);
  }

  @Test
  void kinks_that_lie_far_out_are_seen() {
    Kinks.Beside far = (look, length) -> ramp(3, 2e4 * length);
    assertThat(Kinks.allow(2.9, LEVEL, far, 1, false)).isTrue();
    assertThat(Kinks.allow(3.1, LEVEL, far, 1, false)).isFalse();
  }

  @Test
  void bends_that_are_gone_closer_to_the_point_are_no_kinks() {
    Kinks.Beside bent = (look, length) -> ramp(length < 1e-8 ? 1 : 3, length);
    assertThat(Kinks.allow(2.9, LEVEL, bent, 1, false)).isFalse();
    assertThat(Kinks.allow(0.9, LEVEL, bent, 1, false)).isTrue();
  }
}
