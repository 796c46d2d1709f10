package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.BranchLog;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.check.Line.Sample;
import io.github.wengert.ops.check.SlopeEstimate.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slopes of functions of one number, whose derivatives are known. */
class SlopeEstimatorTest {
  private static final BranchLog NO_BRANCHES = BranchLog.logging(() -> "").branches();
  private static final int FUNCTIONS = 400;

  private static Line line(DoubleUnaryOperator f, double x) {
    return t -> {
      double y = f.applyAsDouble(x + t);
      return new Sample(y, Math.abs(y), NO_BRANCHES);
    };
  }

  private static SlopeEstimate estimate(DoubleUnaryOperator f, double x) {
    Line line = line(f, x);
    return SlopeEstimator.estimate(line, line.at(0), Lengths.of(Math.max(1, Math.abs(x))));
  }

  /** Returns the two opinions: staircases are noise, and staircases are the function. */
  private static List<SlopeEstimate> again(DoubleUnaryOperator f, double x) {
    Line line = line(f, x);
    return SlopeEstimator.again(line, line.at(0), Lengths.of(Math.max(1, Math.abs(x)))).stream()
        .map(Supplier::get)
        .toList();
  }

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

  @Test
  void the_claimed_error_covers_the_real_one() {
    List<String> tooSmall = new ArrayList<>();
    for (int seed = 1; seed <= FUNCTIONS; seed++) {
      Key key = Key.of(seed);
      RandomFunction f = RandomFunction.of(key);
      double x = 2 * key.normal(7);
      List<SlopeEstimate> estimates = new ArrayList<>(again(f::at, x));
      estimates.add(estimate(f::at, x));
      for (SlopeEstimate estimate : estimates) {
        double real = Math.abs(estimate.slope() - f.slope(x));
        if (real > 2 * estimate.error() || estimate.kind() != Kind.SMOOTH) {
          tooSmall.add("seed %d: off by %.2e: %s".formatted(seed, real, estimate));
        }
      }
    }
    assertThat(tooSmall).isEmpty();
  }

  @Test
  void smooth_functions_are_known_to_ten_digits_at_the_median() {
    double[] relative = new double[FUNCTIONS];
    for (int seed = 1; seed <= FUNCTIONS; seed++) {
      Key key = Key.of(seed);
      RandomFunction f = RandomFunction.of(key);
      SlopeEstimate estimate = estimate(f::at, 2 * key.normal(7));
      relative[seed - 1] = estimate.error() / Math.abs(estimate.slope());
    }
    Arrays.sort(relative);
    assertThat(relative[FUNCTIONS / 2]).isLessThan(1e-10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -3.7, 1e-8, 1e8})
  void a_linear_function_is_seen_with_step_one(double slope) {
    SlopeEstimate estimate = estimate(x -> slope * x + 2, 0.3);
    assertThat(estimate.kind()).isEqualTo(Kind.LINEAR);
    assertThat(estimate.step()).isEqualTo(1);
    assertThat(estimate.slope()).isCloseTo(slope, within(estimate.error()));
  }

  @Test
  void a_function_of_period_one_is_not_taken_for_a_constant() {
    SlopeEstimate estimate = estimate(x -> Math.sin(2 * Math.PI * x), 0);
    assertThat(estimate.kind()).isEqualTo(Kind.SMOOTH);
    assertThat(estimate.slope()).isCloseTo(2 * Math.PI, within(1e-9));
  }

  @Test
  void a_kink_that_nobody_logs_shows_the_slopes_of_both_sides() {
    SlopeEstimate estimate = estimate(x -> x > 0 ? 3 * x : Math.sin(-2 * x), 0);
    assertThat(estimate.kind()).isEqualTo(Kind.KINK);
    assertThat(estimate.left()).isCloseTo(-2, within(1e-6));
    assertThat(estimate.right()).isCloseTo(3, within(1e-6));
    assertThat(estimate.operations()).isEmpty();
  }

  @Test
  void a_kink_beside_the_point_is_left_behind_by_smaller_steps() {
    SlopeEstimate estimate = estimate(Math::abs, 1e-6);
    assertThat(estimate.kind()).isEqualTo(Kind.SMOOTH);
    assertThat(estimate.slope()).isCloseTo(1, within(1e-9));
  }

  @Test
  void the_edge_of_the_domain_is_left_behind_by_smaller_steps() {
    assertThat(estimate(Math::log, 1e-8).slope()).isCloseTo(1e8, within(1.0));
    Line line = line(Math::log, 1e-300);
    SlopeEstimate estimate =
        SlopeEstimator.estimate(line, line.at(0), new Lengths(1, 1e-300, 1, 0));
    assertThat(estimate.slope() / 1e300).isCloseTo(1, within(1e-9));
  }

  @Test
  void what_is_never_finite_has_no_slope() {
    assertThat(estimate(x -> Double.NaN, 0).kind()).isEqualTo(Kind.NONFINITE);
    assertThat(estimate(x -> x == 0 ? 0 : Double.POSITIVE_INFINITY, 0).kind())
        .isEqualTo(Kind.NONFINITE);
  }

  @Test
  void the_finest_scale_that_is_well_known_wins() {
    // Flat but for a hump that the first steps jump over.
    DoubleUnaryOperator hump = x -> x * Math.exp(-1e6 * x * x);
    assertThat(again(hump, 0).getLast().slope()).isCloseTo(1, within(1e-9));
  }

  @Test
  void noise_is_measured_where_cancellation_hides_it() {
    for (double large : new double[] {1e6, 1e9, 1e12}) {
      SlopeEstimate estimate = again(x -> (Math.sin(x) + large) - large, 0.3).getFirst();
      assertThat(estimate.error()).isGreaterThan(Math.ulp(large));
      assertThat(estimate.slope()).isCloseTo(Math.cos(0.3), within(2 * estimate.error()));
    }
  }

  @Test
  void the_noise_of_a_smooth_function_is_its_rounding_and_a_kink_is_none() {
    assertThat(NoiseLevel.of(line(Math::exp, 0.3), 0.04, 0)).isLessThan(1e-15);
    assertThat(NoiseLevel.of(line(Math::abs, 0), 0.04, 0)).isLessThan(1e-15);
    assertThat(NoiseLevel.of(line(Math::rint, 0.5), 0.04, 0)).isLessThan(1e-15);
    assertThat(NoiseLevel.of(line(x -> (x + 1e12) - 1e12, 0.3), 0.04, 0)).isBetween(1e-6, 1e-3);
  }
}
