package io.github.wengert.ops.check.single;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.single.SinglePrecisionRounding.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SinglePrecisionJudgeTest {
  private static final SinglePrecisionJudge JUDGE = new SinglePrecisionJudge(1, 1, 1e-7, false);

  /** A derivative whose differences close by are normal around 0. */
  private static Evidence noisy(double single, double exact, double noise) {
    return new Evidence(
        0.5, single, exact, exact, exact, noise, noise, Math.abs(exact), 0, 0, 16, false);
  }

  @Test
  void what_varies_close_by_is_rounding() {
    assertThat(JUDGE.rule(noisy(1.00002, 1, 1e-5))).isEqualTo(Verdict.PASS);
    assertThat(JUDGE.rule(noisy(1.00002, 1, 1e-7))).isEqualTo(Verdict.WRONG);
  }

  private static Verdict biased(double share, double bias, double deviation, double gain) {
    Evidence e =
        new Evidence(0.5, 1 + share, 1, 1, 1, deviation * 4, bias, 1, bias, deviation, 16, false);
    return new SinglePrecisionJudge(gain, 1, 1e-7, false).rule(e);
  }

  @Test
  void what_is_off_by_the_same_share_close_by_is_no_rounding() {
    assertThat(biased(2e-6, 2e-6, 5e-8, 1)).isEqualTo(Verdict.WRONG);
    List.of(
            biased(2e-6, 2e-6, 2e-7, 1), // the mean varies by as much
            biased(2e-6, 2e-6, 5e-8, 5), // larger derivatives are around
            biased(8e-7, 8e-7, 5e-8, 1), // some roundings of itself
            biased(1e-7, 8e-6, 5e-8, 1), // not here
            biased(2e-6, 2e-6, 1e-9, 1)) // one rounding at all points
        .forEach(verdict -> assertThat(verdict).isNotEqualTo(Verdict.WRONG));
  }

  @Test
  void some_roundings_of_itself_are_nothing() {
    assertThat(JUDGE.rule(noisy(1 + 1e-6, 1, 0))).isEqualTo(Verdict.PASS);
    assertThat(JUDGE.rule(noisy(1 + 1e-5, 1, 0))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void what_is_below_the_rounding_of_the_largest_derivative_is_undecided() {
    assertThat(JUDGE.rule(noisy(0, 1e-6, 0))).isEqualTo(Verdict.IMPRECISE);
    assertThat(JUDGE.rule(noisy(0, 1e-5, 0))).isEqualTo(Verdict.WRONG);
    assertThat(new SinglePrecisionJudge(1e-3, 1e-3, 0, false).rule(noisy(0, 1e-6, 0)))
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void digits_that_the_function_does_not_lose_were_lost_by_the_rule() {
    assertThat(JUDGE.rule(noisy(1.002, 1, 2e-3))).isEqualTo(Verdict.WRONG);
    SinglePrecisionJudge lossy = new SinglePrecisionJudge(1, 1, 2e-3, false);
    assertThat(lossy.rule(noisy(1.002, 1, 2e-3))).isEqualTo(Verdict.IMPRECISE);
    SinglePrecisionJudge steep = new SinglePrecisionJudge(1e3, 1, 0, false);
    assertThat(steep.rule(noisy(1.002, 1, 2e-3))).isEqualTo(Verdict.IMPRECISE);
  }

  @Test
  void digits_that_the_function_loses_leave_enough_of_them_for_a_verdict() {
    SinglePrecisionJudge lossy = new SinglePrecisionJudge(1, 1, 1e-3, false);
    assertThat(lossy.rule(noisy(1.001, 1, 1e-3))).isEqualTo(Verdict.PASS);
    assertThat(lossy.rule(noisy(1.01, 1, 1e-3))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void between_the_values_that_rounding_cannot_tell_apart_it_is_a_kink_if_a_branch_differs() {
    Evidence logged = new Evidence(0.5, 1, 0, 0, 1, 0, 0, 0, 0, 0, 16, true);
    Evidence unlogged = new Evidence(0.5, 1, 0, 0, 1, 0, 0, 0, 0, 0, 16, false);
    Evidence outside = new Evidence(0.5, 2, 0, 0, 1, 0, 0, 0, 0, 0, 16, true);
    assertThat(JUDGE.rule(logged)).isEqualTo(Verdict.KINK);
    assertThat(JUDGE.rule(unlogged)).isEqualTo(Verdict.IMPRECISE);
    assertThat(JUDGE.rule(outside)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void what_overflows_is_not_finite_and_what_underflows_is_right() {
    assertThat(JUDGE.rule(noisy(Double.POSITIVE_INFINITY, 1, 0))).isEqualTo(Verdict.NONFINITE);
    assertThat(JUDGE.rule(noisy(Double.NaN, 1, 0))).isEqualTo(Verdict.NONFINITE);
    assertThat(JUDGE.rule(noisy(0, 1e-40, 0))).isEqualTo(Verdict.PASS);
  }
}
