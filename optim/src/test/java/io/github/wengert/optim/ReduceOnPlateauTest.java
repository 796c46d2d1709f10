package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class ReduceOnPlateauTest {
  private static final ReduceOnPlateau.Config HALVING =
      ReduceOnPlateau.from(1).factor(0.5).patience(1).relativeThreshold(0);

  /** The rates after each of the metrics. */
  private static double[] rates(ReduceOnPlateau.Config config, double... metrics) {
    ReduceOnPlateau plateau = config.build();
    return Arrays.stream(metrics)
        .map(metric -> {
          double before = plateau.rate(0);
          assertThat(plateau.observe(metric)).isEqualTo(plateau.rate(0) < before);
          return plateau.rate(0);
        })
        .toArray();
  }

  @Test
  void a_metric_that_gets_better_leaves_the_rate() {
    assertThat(rates(HALVING, 5, 4, 3, 2, 1)).containsOnly(1);
  }

  @Test
  void the_rate_falls_when_patience_is_exceeded() {
    assertThat(rates(HALVING, 5, 5, 6, 5, 5, 4, 4)).containsExactly(1, 1, .5, .5, .25, .25, .25);
  }

  @Test
  void one_better_metric_ends_the_waiting() {
    assertThat(rates(HALVING, 5, 6, 4, 6, 3, 6)).containsOnly(1);
  }

  @Test
  void metrics_of_the_cooldown_do_not_count() {
    assertThat(rates(HALVING.cooldown(2), 5, 5, 5, 5, 5, 5, 5))
        .containsExactly(1, 1, .5, .5, .5, .5, .25);
  }

  @Test
  void the_rate_does_not_fall_below_its_minimum() {
    assertThat(rates(HALVING.patience(0).minimum(0.4), 5, 5, 5, 5)).containsExactly(1, .5, .4, .4);
  }

  @Test
  void better_means_better_by_more_than_the_threshold() {
    ReduceOnPlateau.Config impatient = HALVING.patience(0);
    assertThat(rates(impatient.absoluteThreshold(0.5), 4, 3.5)).containsExactly(1, .5);
    assertThat(rates(impatient.absoluteThreshold(0.5), 4, 3.25)).containsExactly(1, 1);
    assertThat(rates(impatient.relativeThreshold(0.5), 4, 2)).containsExactly(1, .5);
    assertThat(rates(impatient.relativeThreshold(0.5), 4, 1.75)).containsExactly(1, 1);
  }

  @Test
  void a_relative_threshold_asks_for_more_of_a_negative_metric_too() {
    ReduceOnPlateau.Config impatient = HALVING.patience(0).relativeThreshold(0.5);
    assertThat(rates(impatient, -4, -4)).containsExactly(1, .5);
    assertThat(rates(impatient, -4, -6)).containsExactly(1, .5);
    assertThat(rates(impatient, -4, -6.25)).containsExactly(1, 1);
  }

  @Test
  void an_accuracy_is_to_be_maximised() {
    ReduceOnPlateau.Config accuracy = HALVING.patience(0).direction(MetricDirection.MAXIMIZE);
    assertThat(rates(accuracy, 0.5, 0.75, 0.75, 0.5)).containsExactly(1, 1, .5, .25);
    assertThat(rates(accuracy.absoluteThreshold(0.25), 0.5, 0.75)).containsExactly(1, .5);
  }

  @Test
  void a_metric_that_is_not_a_number_is_not_better() {
    double nan = Double.NaN;
    assertThat(rates(HALVING, nan, nan, nan, 5, 4)).containsExactly(1, .5, .5, .5, .5);
    assertThat(rates(HALVING, 5, nan, nan)).containsExactly(1, 1, .5);
  }

  @Test
  void it_is_a_factor_of_other_schedules() {
    ReduceOnPlateau plateau = HALVING.patience(0).build();
    Schedule schedule = Schedule.exponential(8, 0.5).times(plateau);
    plateau.observe(1);
    assertThat(schedule.rate(1)).isEqualTo(4);
    plateau.observe(1);
    assertThat(schedule.rate(1)).isEqualTo(2);
  }

  @Test
  void state_and_numbers_can_be_read() {
    ReduceOnPlateau plateau = ReduceOnPlateau.of(0.1);
    assertThat(plateau.best()).isInfinite();
    plateau.observe(2);
    assertThat(plateau)
        .hasToString(
            "ReduceOnPlateau(now 0.1, best 2, learning rate 0.1, factor 0.1, patience 10, relative"
                + " threshold 1e-4)");
    assertThat(
            ReduceOnPlateau.from(0.1)
                .absoluteThreshold(0)
                .cooldown(2)
                .minimum(0.01)
                .direction(MetricDirection.MAXIMIZE))
        .hasToString(
            "ReduceOnPlateau(learning rate 0.1, factor 0.1, patience 10, absolute threshold 0,"
                + " cooldown 2, minimum 0.01, maximized)");
  }

  @Test
  void numbers_out_of_range_are_refused() {
    refuses(c -> ReduceOnPlateau.from(0), "learning rate", "0.0 not in (0, ∞)");
    refuses(c -> c.factor(1), "factor", "1.0 not in (0, 1)");
    refuses(c -> c.patience(-1), "patience", "-1 not in [0, ∞)");
    refuses(c -> c.relativeThreshold(-1), "threshold", "-1.0 not in [0, ∞)");
    refuses(c -> c.absoluteThreshold(Double.NaN), "threshold", "NaN not in [0, ∞)");
    refuses(c -> c.cooldown(-1), "cooldown", "-1 not in [0, ∞)");
    refuses(c -> c.minimum(2), "minimum", "2.0 not in [0, 1.0]");
  }

  private static void refuses(
      UnaryOperator<ReduceOnPlateau.Config> option, String what, String clash) {
    assertThatThrownBy(() -> option.apply(HALVING))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "reduce-on-plateau schedule: the %s is out of range: (%s)".formatted(what, clash));
  }
}
