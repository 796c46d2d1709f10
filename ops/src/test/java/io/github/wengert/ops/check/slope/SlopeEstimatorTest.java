package io.github.wengert.ops.check.slope;

import static io.github.wengert.ops.check.slope.Slices.estimate;
import static io.github.wengert.ops.check.slope.Slices.estimator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import io.github.wengert.ops.check.slope.SlopeEstimate.Basis;
import io.github.wengert.ops.check.slope.SlopeEstimate.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slopes of functions of one number, whose derivatives are known. */
class SlopeEstimatorTest {
  private static final int FUNCTIONS = 400;

  /** As a power of two: numbers from about 1e-200 to 1e200. */
  private static final int FARTHEST_SCALE = 664;

  /** {@code a sin(b x + c) + d e^(e x) + p x³ + q x} and its derivative. */
  private record RandomFunction(
      double a, double b, double c, double d, double e, double p, double q) {
    static RandomFunction of(Key key) {
      return new RandomFunction(
          key.normal(0),
          Math.exp(2 * key.normal(1)),
          key.normal(2),
          key.normal(3),
          key.normal(4),
          key.normal(5),
          key.normal(6));
    }

    double at(double x) {
      return a * Math.sin(b * x + c) + d * Math.exp(e * x) + p * x * x * x + q * x;
    }

    double slope(double x) {
      return a * b * Math.cos(b * x + c) + d * e * Math.exp(e * x) + 3 * p * x * x + q;
    }
  }

  /** Returns what a close look says, and a quick one if it says something. */
  private static List<SlopeEstimate> estimates(DoubleUnaryOperator f, double x) {
    List<SlopeEstimate> estimates = new ArrayList<>(List.of(estimate(f, x)));
    SlopeEstimate quick = estimator(f, x).quickly();
    if (quick != null) {
      estimates.add(quick);
    }
    return estimates;
  }

  @Test
  void the_claimed_error_covers_the_real_one_at_any_scale() {
    List<String> tooSmall = new ArrayList<>();
    for (int seed = 1; seed <= FUNCTIONS; seed++) {
      Key key = Key.of(seed);
      RandomFunction f = RandomFunction.of(key);
      double x = 2 * key.normal(7);
      int scale = (int) (FARTHEST_SCALE * (2 * key.uniform(8) - 1));
      DoubleUnaryOperator scaled = v -> f.at(Math.scalb(v, -scale));
      for (SlopeEstimate estimate : estimates(scaled, Math.scalb(x, scale))) {
        double real = Math.abs(Math.scalb(estimate.slope(), scale) - f.slope(x));
        if (real > 2 * Math.scalb(estimate.error(), scale) || estimate.kind() != Kind.SMOOTH) {
          tooSmall.add("seed %d, 2^%d: off by %.2e: %s".formatted(seed, scale, real, estimate));
        }
      }
    }
    assertThat(tooSmall).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-664, -40, -1, 1, 40, 664})
  void an_estimate_scales_to_the_bit_with_the_point_and_with_the_function(int scale) {
    for (int seed = 1; seed <= 40; seed++) {
      Key key = Key.of(seed);
      RandomFunction f = RandomFunction.of(key);
      double x = 2 * key.normal(7);
      DoubleUnaryOperator inputs = v -> f.at(Math.scalb(v, -scale));
      DoubleUnaryOperator values = v -> Math.scalb(f.at(v), scale);
      List<SlopeEstimate> plain = estimates(f::at, x);
      List<SlopeEstimate> ofInputs = estimates(inputs, Math.scalb(x, scale));
      List<SlopeEstimate> ofValues = estimates(values, x);
      for (int i = 0; i < plain.size(); i++) {
        assertThat(ofInputs.get(i).slope()).isEqualTo(Math.scalb(plain.get(i).slope(), -scale));
        assertThat(ofInputs.get(i).error()).isEqualTo(Math.scalb(plain.get(i).error(), -scale));
        assertThat(ofValues.get(i).slope()).isEqualTo(Math.scalb(plain.get(i).slope(), scale));
        assertThat(ofValues.get(i).error()).isEqualTo(Math.scalb(plain.get(i).error(), scale));
      }
    }
  }

  @Test
  void smooth_functions_are_known_to_nine_digits_at_the_median() {
    double[] relative = new double[FUNCTIONS];
    for (int seed = 1; seed <= FUNCTIONS; seed++) {
      Key key = Key.of(seed);
      RandomFunction f = RandomFunction.of(key);
      SlopeEstimate estimate = estimate(f::at, 2 * key.normal(7));
      relative[seed - 1] = estimate.error() / Math.abs(estimate.slope());
    }
    Arrays.sort(relative);
    assertThat(relative[FUNCTIONS / 2]).isLessThan(1e-9);
  }

  @Test
  void a_quick_look_takes_few_values() {
    AtomicInteger values = new AtomicInteger();
    DoubleUnaryOperator counted =
        x -> {
          values.incrementAndGet();
          return Math.exp(x);
        };
    SlopeEstimate quick = estimator(counted, 0.7).quickly();
    assertThat(quick).isNotNull();
    assertThat(quick.slope()).isCloseTo(Math.exp(0.7), within(quick.error()));
    assertThat(values.get()).isLessThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -3.7, 1e-8, 1e8})
  void a_linear_function_has_its_slope(double slope) {
    for (SlopeEstimate estimate : estimates(x -> slope * x + 2, 0.3)) {
      assertThat(estimate.kind()).isEqualTo(Kind.SMOOTH);
      assertThat(estimate.slope()).isCloseTo(slope, within(estimate.error()));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 16, 562, 1e4, 1e6, 1e8, 1e10})
  void a_steep_step_has_its_slope_and_is_no_kink(double steep) {
    double x = 1 + 0.3 / steep;
    double there = steep * (x - 1);
    double slope = steep * (1 - Math.pow(Math.tanh(there), 2));
    for (SlopeEstimate estimate : estimates(v -> Math.tanh(steep * (v - 1)), x)) {
      assertThat(estimate.kind()).isEqualTo(Kind.SMOOTH);
      assertThat(estimate.slope()).isCloseTo(slope, within(2 * estimate.error()));
      assertThat(estimate.isWithin(1e-3)).as("%s", estimate).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 16, 32, 1024, 1048576})
  void periods_that_are_powers_of_two_are_seen(double frequency) {
    double x = 0.71;
    double slope = 2 * Math.PI * frequency * Math.cos(2 * Math.PI * frequency * x);
    for (SlopeEstimate estimate :
        estimates(v -> v + Math.sin(2 * Math.PI * frequency * v) / 8, x)) {
      assertThat(estimate.slope())
          .isCloseTo(1 + slope / 8, within(2 * estimate.error() + 1e-8 * frequency));
      assertThat(estimate.isWithin(1e-3)).as("%s", estimate).isTrue();
    }
  }

  @Test
  void a_wiggle_that_is_far_below_the_point_is_seen() {
    for (SlopeEstimate estimate : estimates(x -> x + 1e-8 * Math.sin(1e8 * x), 0.7)) {
      assertThat(estimate.slope()).isCloseTo(1 + Math.cos(1e8 * 0.7), within(1e-5));
    }
  }

  @Test
  void a_hump_that_the_first_steps_jump_over_is_seen() {
    DoubleUnaryOperator hump = x -> (x - 1) * Math.exp(-1e6 * (x - 1) * (x - 1));
    for (SlopeEstimate estimate : estimates(hump, 1)) {
      assertThat(estimate.slope()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void a_kink_that_nobody_logs_shows_the_slopes_of_both_sides() {
    DoubleUnaryOperator kink = x -> x > 0.5 ? 3 * (x - 0.5) : Math.sin(-2 * (x - 0.5));
    SlopeEstimate estimate = estimate(kink, 0.5);
    assertThat(estimator(kink, 0.5).quickly()).isNull();
    assertThat(estimate.kind()).isEqualTo(Kind.KINK);
    assertThat(estimate.left()).isCloseTo(-2, within(1e-6));
    assertThat(estimate.right()).isCloseTo(3, within(1e-6));
    assertThat(estimate.operations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-200, 1e-9, 1, 1e9, 1e200})
  void a_kink_at_zero_is_seen_in_any_unit(double unit) {
    Slice1d slice = Slices.of(Math::abs, 0);
    SlopeEstimate estimate = estimate(new SlopeEstimator(slice, slice.at(0), Scale.of(0, unit)));
    assertThat(estimate.kind()).isEqualTo(Kind.KINK);
    assertThat(estimate.left()).isEqualTo(-1);
    assertThat(estimate.right()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-6, 1e-10, -1e-6})
  void a_kink_beside_the_point_is_left_behind_by_smaller_steps(double beside) {
    SlopeEstimate estimate = estimate(x -> Math.abs(x - 1), 1 + beside);
    assertThat(estimate.kind()).isEqualTo(Kind.SMOOTH);
    assertThat(estimate.slope()).isCloseTo(Math.signum(beside), within(2 * estimate.error()));
    assertThat(estimate.error()).isLessThan(0.1);
  }

  @Test
  void a_jump_at_the_point_has_no_slope_that_is_known() {
    SlopeEstimate estimate = estimate(x -> x >= 0.5 ? 1 : 0, 0.5);
    assertThat(estimate.kind() == Kind.SMOOTH && estimate.isWithin(1e-3) && estimate.slope() != 0)
        .as("%s", estimate)
        .isFalse();
  }

  @Test
  void the_treads_of_a_staircase_that_is_wide_are_the_function() {
    SlopeEstimate estimate = estimate(x -> 0.05 * Math.rint(x / 0.05), 0.71);
    assertThat(estimate.slope()).isZero();
  }

  @Test
  void the_edge_of_the_domain_is_left_behind_by_smaller_steps() {
    for (double x : new double[] {1e-8, 1e-300, 1 + 1e-8}) {
      for (SlopeEstimate estimate : estimates(Math::log, x)) {
        assertThat(estimate.slope()).isCloseTo(1 / x, within(2 * estimate.error()));
        assertThat(estimate.isWithin(1e-6)).as("%s", estimate).isTrue();
      }
    }
  }

  @Test
  void at_the_edge_of_the_domain_one_side_tells_the_slope() {
    SlopeEstimate estimate = estimate(x -> x < 1 ? Double.NaN : Math.exp(x), 1);
    assertThat(estimate.slope()).isCloseTo(Math.E, within(2 * estimate.error()));
    assertThat(estimate.isWithin(1e-3)).isTrue();
    assertThat(estimate.basis()).isEqualTo(Basis.ONE_SIDE);
  }

  @Test
  void no_step_leads_to_the_other_side_of_zero() {
    DoubleUnaryOperator positive =
        x -> {
          assertThat(x).isPositive();
          return 1 + 1e-14 * x * x;
        };
    SlopeEstimator estimator = estimator(positive, 0.7);
    estimator.nearby();
    estimator.farther(estimator.closely());
  }

  @Test
  void larger_steps_help_where_smaller_ones_change_nothing() {
    SlopeEstimator estimator = estimator(x -> 1e6 + 1e-9 * x, 0.7);
    SlopeEstimate near = estimator.nearby();
    SlopeEstimate close = estimator.closely();
    SlopeEstimate far = estimator.farther(close);
    assertThat(close.isWithin(1e-3)).as("%s", close).isFalse();
    assertThat(estimator.isSure(near)).isFalse();
    assertThat(close.error()).isLessThan(near.error());
    assertThat(far.error()).isLessThanOrEqualTo(close.error() / 100);
    assertThat(far.slope()).isCloseTo(1e-9, within(2 * far.error()));
  }

  @Test
  void what_is_never_finite_has_no_slope() {
    assertThat(estimate(x -> Double.NaN, 0.3).kind()).isEqualTo(Kind.NONFINITE);
    assertThat(estimate(x -> x == 0.3 ? 0 : Double.POSITIVE_INFINITY, 0.3).kind())
        .isEqualTo(Kind.NONFINITE);
    assertThat(estimator(x -> Double.NaN, 0.3).quickly()).isNull();
  }

  @Test
  void noise_is_measured_where_cancellation_hides_it() {
    for (double large : new double[] {1e6, 1e9, 1e12}) {
      for (SlopeEstimate estimate : estimates(x -> (Math.sin(x) + large) - large, 0.3)) {
        assertThat(estimate.error()).isGreaterThan(Math.ulp(large) / 16);
        assertThat(estimate.slope()).isCloseTo(Math.cos(0.3), within(2 * estimate.error()));
      }
    }
  }

  @Test
  void a_value_that_was_displaced_is_off_by_that() {
    Slice1d slice =
        t -> {
          double astray = t == 0 ? 0 : 1e-6 * Math.sin(1e9 * t);
          return new Sample(t, t + astray, Math.abs(t), 1e-6, Slices.NO_BRANCHES);
        };
    SlopeEstimate estimate = new SlopeEstimator(slice, slice.at(0), Scale.of(1, 1)).nearby();
    assertThat(estimate.error()).isGreaterThan(1e-5);
    assertThat(estimate.slope()).isCloseTo(1, within(2 * estimate.error()));
  }

  private static boolean isOnTread(DoubleUnaryOperator f, double x) {
    Slice1d slice = Slices.of(f, x);
    SlopeEstimator estimator = new SlopeEstimator(slice, slice.at(0), Scale.of(x, 1));
    estimator.nearby();
    estimator.closely();
    return estimator.isOnTread();
  }

  @Test
  void a_small_point_is_on_a_tread_if_a_step_that_is_small_beside_all_changes_values() {
    for (double x : new double[] {1e-6, -1e-6}) {
      assertThat(isOnTread(v -> Math.rint(1e3 * v), x)).isTrue();
      assertThat(isOnTread(v -> Math.rint(10 * v), x)).isFalse();
      assertThat(isOnTread(v -> Math.rint(1e3 * v) + v, x)).isFalse();
      assertThat(isOnTread(v -> Math.abs(v) < 1e-3 ? 0 : Double.NaN, x)).isFalse();
      assertThat(isOnTread(v -> v * x < 0 ? Math.rint(1e3 * v) : 0, x)).isFalse();
    }
    assertThat(isOnTread(v -> Math.rint(1e3 * v), 0)).isFalse();
  }
}
