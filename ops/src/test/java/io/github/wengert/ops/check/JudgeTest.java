package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.Judge.Ruling;
import io.github.wengert.ops.check.SlopeEstimate.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Judge JUDGE = new Judge(1e-9, 1e-9, 1e-14);

  private static SlopeEstimate smooth(double slope, double error) {
    return SlopeEstimate.smooth(Kind.SMOOTH, slope, error, 0.1);
  }

  private static SlopeEstimate kink(double left, double right, String... operations) {
    return new SlopeEstimate(
        Kind.KINK, (left + right) / 2, 1e-9, 0.1, left, right, ImmutableList.copyOf(operations));
  }

  private static Verdict verdict(double analytic, SlopeEstimate estimate) {
    return JUDGE.rule(analytic, estimate, List.of(() -> estimate)).verdict();
  }

  @Test
  void what_agrees_within_the_error_passes() {
    assertThat(verdict(1 + 1e-8, smooth(1, 2e-8))).isEqualTo(Verdict.PASS);
    assertThat(verdict(0, smooth(0, 1e-3))).isEqualTo(Verdict.PASS);
  }

  @Test
  void what_is_off_by_more_than_the_error_is_wrong() {
    assertThat(verdict(1 + 1e-8, smooth(1, 1e-12))).isEqualTo(Verdict.WRONG);
    assertThat(verdict(-1, smooth(1, 0.1))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void what_may_be_the_rounding_of_the_derivative_itself_is_not_called_wrong() {
    assertThat(verdict(3e-15, smooth(2e-15, 1e-20))).isEqualTo(Verdict.IMPRECISE);
  }

  @Test
  void an_error_as_large_as_the_derivative_decides_nothing() {
    assertThat(verdict(1.01, smooth(1, 0.1))).isEqualTo(Verdict.IMPRECISE);
    assertThat(verdict(1.3, smooth(1, 0.1))).isEqualTo(Verdict.IMPRECISE);
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
  void what_is_not_finite_is_said_so_on_either_side() {
    assertThat(verdict(Double.NaN, smooth(1, 0))).isEqualTo(Verdict.NONFINITE);
    assertThat(verdict(Double.POSITIVE_INFINITY, kink(0, 1))).isEqualTo(Verdict.NONFINITE);
    assertThat(verdict(1, SlopeEstimate.nonfinite())).isEqualTo(Verdict.NONFINITE);
  }

  @Test
  void nothing_is_called_wrong_without_a_second_opinion() {
    Ruling ruling = JUDGE.rule(1, smooth(2, 1e-9), List.of(() -> smooth(1, 1e-9)));
    assertThat(ruling.verdict()).isEqualTo(Verdict.PASS);
    assertThat(ruling.estimate().slope()).isEqualTo(1);
  }

  @Test
  void the_opinion_that_speaks_most_for_the_derivative_counts() {
    SlopeEstimate against = smooth(2, 1e-9);
    SlopeEstimate vague = smooth(2, 1);
    assertThat(JUDGE.rule(1, against, List.of(() -> vague, () -> against)).verdict())
        .isEqualTo(Verdict.IMPRECISE);
    assertThat(JUDGE.rule(1, against, List.of(() -> vague, () -> smooth(1, 1e-9))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(JUDGE.rule(1, against, List.of(() -> against, () -> against)).verdict())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void a_kink_that_no_operation_owns_needs_a_second_opinion_and_a_logged_one_does_not() {
    assertThat(JUDGE.rule(1, kink(0, 2), List.of(() -> smooth(1, 1e-9))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(JUDGE.rule(1, kink(0, 2, "relu"), List.of(() -> smooth(1, 1e-9))).verdict())
        .isEqualTo(Verdict.KINK);
  }
}
