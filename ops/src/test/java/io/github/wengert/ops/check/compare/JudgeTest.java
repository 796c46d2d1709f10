package io.github.wengert.ops.check.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.slope.SlopeEstimate;
import io.github.wengert.ops.check.slope.SlopeEstimate.Basis;
import io.github.wengert.ops.check.slope.SlopeEstimate.Kind;
import io.github.wengert.ops.exact.Conditioned;
import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.ExactSlope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final Judge JUDGE = new Judge(1e-9);

  /** A derivative that changes a value of 1 by its last place. */
  private static final double ROUNDING = 0x1p-52;

  private static SlopeEstimate smooth(double slope, double error) {
    return new SlopeEstimate(
        Kind.SMOOTH, slope, error, 0.1, slope, slope, ImmutableList.of(), 0, Basis.DIFFERENCES);
  }

  private static SlopeEstimate kink(double left, double right) {
    return kink(left, right, 1e-9);
  }

  private static SlopeEstimate kink(double left, double right, double error) {
    return new SlopeEstimate(
        Kind.KINK,
        (left + right) / 2,
        error,
        0.1,
        left,
        right,
        ImmutableList.of(),
        0,
        Basis.DIFFERENCES);
  }

  private static Verdict verdict(double analytic, SlopeEstimate estimate) {
    return JUDGE.verdict(analytic, estimate, ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-250, 1e-19, 1, 1e19, 1e250})
  void what_agrees_within_the_error_passes_and_what_is_off_by_more_is_wrong(double unit) {
    double rounding = ROUNDING * unit;
    assertThat(JUDGE.verdict(unit * (1 + 1e-8), smooth(unit, 2e-8 * unit), rounding))
        .isEqualTo(Verdict.PASS);
    assertThat(JUDGE.verdict(unit * (1 + 1e-8), smooth(unit, 1e-12 * unit), rounding))
        .isEqualTo(Verdict.WRONG);
    assertThat(JUDGE.verdict(-unit, smooth(unit, 0.1 * unit), rounding)).isEqualTo(Verdict.WRONG);
    assertThat(JUDGE.verdict(0, smooth(unit, 1e-6 * unit), rounding)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void the_tolerance_is_allowed_on_top_of_the_error() {
    assertThat(verdict(1 + 0.9e-9, smooth(1, 0))).isEqualTo(Verdict.PASS);
    assertThat(verdict(1 + 1.1e-9, smooth(1, 0))).isEqualTo(Verdict.WRONG);
    assertThat(new Judge(1e-6).verdict(1 + 1e-7, smooth(1, 0), ROUNDING)).isEqualTo(Verdict.PASS);
  }

  @Test
  void what_is_off_by_some_errors_is_neither_right_nor_wrong() {
    assertThat(verdict(1 + 3e-6, smooth(1, 1e-6))).isEqualTo(Verdict.IMPRECISE);
    assertThat(verdict(1 + 5e-6, smooth(1, 1e-6))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void an_error_as_large_as_the_derivative_decides_nothing() {
    assertThat(verdict(1.01, smooth(1, 0.1))).isEqualTo(Verdict.IMPRECISE);
    assertThat(verdict(1.3, smooth(1, 0.1))).isEqualTo(Verdict.IMPRECISE);
  }

  @Test
  void a_derivative_of_zero_passes_where_differences_resolve_as_little_as_they_can() {
    assertThat(verdict(0, smooth(0, 1e3 * ROUNDING))).isEqualTo(Verdict.PASS);
    assertThat(verdict(0, smooth(0, 1e-3))).isEqualTo(Verdict.IMPRECISE);
    assertThat(verdict(1e-10, smooth(0, 1e-9))).isEqualTo(Verdict.IMPRECISE);
  }

  @Test
  void a_derivative_of_zero_needs_less_where_values_do_not_change_at_all() {
    assertThat(verdict(0, smooth(0, 0x1p30 * ROUNDING))).isEqualTo(Verdict.PASS);
    assertThat(verdict(0, smooth(ROUNDING, 0x1p30 * ROUNDING))).isEqualTo(Verdict.IMPRECISE);
    assertThat(JUDGE.verdict(0, smooth(0, 1e-310), 0)).isEqualTo(Verdict.PASS);
  }

  @Test
  void what_is_within_a_few_last_places_counts_as_zero() {
    assertThat(verdict(3 * ROUNDING, smooth(0, 1e3 * ROUNDING))).isEqualTo(Verdict.PASS);
    assertThat(verdict(8 * ROUNDING, smooth(0, 1e3 * ROUNDING))).isEqualTo(Verdict.IMPRECISE);
  }

  @Test
  void what_changes_values_in_their_last_places_only_is_not_called_wrong() {
    assertThat(verdict(30 * ROUNDING, smooth(0, 0))).isNotEqualTo(Verdict.WRONG);
    assertThat(verdict(100 * ROUNDING, smooth(0, 0))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_first_look_confirms_what_it_knows_well_and_nothing_else() {
    assertThat(JUDGE.confirms(1, smooth(1, 1e-7))).isTrue();
    assertThat(JUDGE.confirms(1 + 5e-8, smooth(1, 1e-7))).isTrue();
    assertThat(JUDGE.confirms(1, smooth(1, 1e-5))).isFalse();
    assertThat(JUDGE.confirms(1.1, smooth(1, 1e-7))).isFalse();
    assertThat(JUDGE.confirms(0, smooth(0, 100 * ROUNDING))).isFalse();
    assertThat(JUDGE.confirms(Double.NaN, smooth(1, 1e-7))).isFalse();
    assertThat(JUDGE.confirms(0.5, kink(0, 1))).isFalse();
  }

  @Test
  void at_a_kink_everything_between_both_slopes_is_fine_in_either_order() {
    for (double analytic : new double[] {0, 0.3, 1}) {
      assertThat(verdict(analytic, kink(0, 1))).isEqualTo(Verdict.KINK);
      assertThat(verdict(analytic, kink(1, 0))).isEqualTo(Verdict.KINK);
    }
    assertThat(verdict(1.5, kink(0, 1))).isEqualTo(Verdict.KINK_OUTSIDE);
    assertThat(verdict(-0.1, kink(1, 0))).isEqualTo(Verdict.KINK_OUTSIDE);
  }

  @Test
  void slopes_of_a_kink_may_be_off_by_some_errors_or_in_their_fifth_digit() {
    assertThat(verdict(1.003, kink(0, 1, 1e-3))).isEqualTo(Verdict.KINK);
    assertThat(verdict(-0.003, kink(0, 1, 1e-3))).isEqualTo(Verdict.KINK);
    assertThat(verdict(1.005, kink(0, 1, 1e-3))).isEqualTo(Verdict.KINK_OUTSIDE);
    assertThat(verdict(1 + 5e-6, kink(0, 1))).isEqualTo(Verdict.KINK);
    assertThat(verdict(1 + 2e-5, kink(0, 1))).isEqualTo(Verdict.KINK_OUTSIDE);
  }

  @Test
  void what_is_not_finite_is_said_so_on_either_side() {
    assertThat(verdict(Double.NaN, smooth(1, 0))).isEqualTo(Verdict.NONFINITE);
    assertThat(verdict(Double.POSITIVE_INFINITY, kink(0, 1))).isEqualTo(Verdict.NONFINITE);
    assertThat(verdict(1, SlopeEstimate.nonfinite())).isEqualTo(Verdict.NONFINITE);
  }

  // --------------------------------------------------------------------------------------- exactly

  /**
   * A derivative that is known.
   *
   * @param error how far its rounded steps may put it off, in roundings of 1
   */
  private static ExactSlope exact(double slope, double error) {
    return new ExactSlope(1, slope, error, ImmutableSet.of(), slope, slope);
  }

  private static Verdict exactly(double analytic, ExactSlope exact) {
    return JUDGE.exact(analytic, exact, 0, () -> null);
  }

  private static Verdict byRule(double analytic, ExactSlope exact, double formula, double error) {
    return JUDGE.exact(analytic, exact, 0, () -> new Conditioned(Dd.of(formula), Dd.of(error)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-250, 1e-19, 1, 1e19, 1e250})
  void what_is_known_exactly_tells_right_from_wrong_at_the_tolerance(double unit) {
    assertThat(exactly(unit * (1 + 0.9e-9), exact(unit, unit))).isEqualTo(Verdict.PASS);
    assertThat(exactly(unit * (1 + 1.1e-9), exact(unit, unit))).isEqualTo(Verdict.WRONG);
    assertThat(exactly(0, exact(unit, unit))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void what_is_not_finite_is_not_right_either() {
    assertThat(exactly(Double.NaN, exact(1, 1))).isEqualTo(Verdict.NONFINITE);
    assertThat(exactly(Double.NEGATIVE_INFINITY, exact(1, 1))).isEqualTo(Verdict.NONFINITE);
  }

  @Test
  void rounding_of_the_steps_is_allowed_as_long_as_it_leaves_something() {
    // Steps of 1e9: off by 1e-7 each.
    assertThat(exactly(1 + 1e-6, exact(1, 1e9))).isEqualTo(Verdict.PASS);
    assertThat(exactly(1 + 1e-4, exact(1, 1e9))).isEqualTo(Verdict.WRONG);
    assertThat(exactly(1.5, exact(1, 1e15))).isEqualTo(Verdict.IMPRECISE);
  }

  @Test
  void a_rule_that_is_right_as_a_formula_passes_whatever_rounding_made_of_it() {
    assertThat(byRule(1.5, exact(1, 1), 1, 1e15)).isEqualTo(Verdict.PASS);
    assertThat(byRule(1.5, exact(1, 1e15), 1, 1e15)).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_rule_that_is_wrong_as_a_formula_is_wrong() {
    assertThat(byRule(1.5, exact(1, 1), 1.5, 1)).isEqualTo(Verdict.WRONG);
    assertThat(byRule(1.5, exact(1, 1), 1.1, 1e15)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_rule_that_is_wrong_as_a_formula_is_wrong_though_it_changes_no_value() {
    double little = 60 * ROUNDING;
    assertThat(
            JUDGE.exact(
                little, exact(0, 0), ROUNDING, () -> new Conditioned(Dd.of(little), Dd.of(0))))
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_formula_may_be_off_by_what_106_bits_leave_of_its_rounding() {
    // 106 bits leave 2^-96 of 1e23, about 1.3e-6, and 53 bits may leave nothing of 1.
    assertThat(byRule(1e5, exact(1, 1), 1 + 1e-6, 1e23)).isEqualTo(Verdict.PASS);
    assertThat(byRule(1e5, exact(1, 1), 1 + 5e-6, 1e23)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_rule_that_is_right_as_a_formula_must_have_been_computed() {
    assertThat(byRule(1.5, exact(1, 1), 1, 1)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void what_changes_no_value_passes() {
    assertThat(JUDGE.exact(60 * ROUNDING, exact(0, 0), ROUNDING, () -> null))
        .isEqualTo(Verdict.PASS);
    assertThat(JUDGE.exact(70 * ROUNDING, exact(0, 0), ROUNDING, () -> null))
        .isEqualTo(Verdict.WRONG);
  }
}
