package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScheduleTest {
  private static void assertRates(Schedule schedule, double... expected) {
    double[] rates = LongStream.range(0, expected.length).mapToDouble(schedule::rate).toArray();
    assertThat(rates).containsExactly(expected, within(1e-15));
  }

  @Test
  void constant_stays() {
    assertRates(Schedule.constant(0.1), 0.1, 0.1, 0.1);
  }

  @Test
  void step_changes_after_so_many_steps() {
    assertRates(Schedule.step(8, 2, 0.5), 8, 8, 4, 4, 2, 2, 1);
  }

  @Test
  void multi_step_changes_at_its_milestones() {
    assertRates(Schedule.multiStep(1, 0.1, 2, 3, 6), 1, 1, 0.1, 0.01, 0.01, 0.01, 0.001, 0.001);
    assertRates(Schedule.multiStep(1, 0.1), 1, 1);
  }

  @Test
  void exponential_changes_at_each_step() {
    assertRates(Schedule.exponential(1, 0.5), 1, 0.5, 0.25, 0.125);
    assertRates(Schedule.exponential(1, 2), 1, 2, 4, 8); // a search for the highest stable rate
  }

  @Test
  void linear_reaches_its_end_and_stays() {
    assertRates(Schedule.linear(1, 0, 4), 1, 0.75, 0.5, 0.25, 0, 0);
    assertRates(Schedule.linear(0, 1, 2), 0, 0.5, 1, 1);
  }

  @Test
  void polynomial_falls_by_its_power() {
    assertRates(Schedule.polynomial(1, 0, 4, 2), 1, 0.5625, 0.25, 0.0625, 0, 0);
    assertRates(Schedule.polynomial(3, 1, 4, 0.5), 3, 1 + Math.sqrt(3), 1 + Math.sqrt(2), 2, 1);
  }

  @Test
  void cosine_falls_by_half_a_wave_and_stays() {
    double eighth = Math.sqrt(0.5) / 2;
    assertRates(Schedule.cosine(1, 4), 1, 0.5 + eighth, 0.5, 0.5 - eighth, 0, 0, 0);
    assertRates(Schedule.cosine(3, 1, 2), 3, 2, 1, 1);
  }

  @Test
  void restarts_begin_anew_each_time_for_longer() {
    assertRates(Schedule.cosineRestarts(3, 1, 2, 1), 3, 2, 3, 2, 3);
    double eighth = Math.sqrt(0.5);
    // The runs have 1, 2 and 4 steps.
    assertRates(Schedule.cosineRestarts(3, 1, 1, 2), 3, 3, 2, 3, 2 + eighth, 2, 2 - eighth, 3);
  }

  @Test
  void restarts_are_found_however_late() {
    Schedule doubling = Schedule.cosineRestarts(1, 0, 1, 2);
    assertThat(doubling.rate((1L << 62) - 1)).isEqualTo(1); // run i starts at step 2^i − 1
    assertThat(doubling.rate(Long.MAX_VALUE)).isEqualTo(1);
    assertThat(Schedule.cosineRestarts(1, 0, Long.MAX_VALUE, 2).rate(Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void one_cycle_rises_and_falls() {
    OneCycle cycle = Schedule.oneCycle(1, 10).withStartDivisor(4).withEndDivisor(25);
    OneCycle lines = cycle.withAnnealing(OneCycle.Annealing.LINEAR);
    assertRates(
        lines.withRisingShare(0.5), 0.25, 0.4375, 0.625, 0.8125, 1, 0.802, 0.604, 0.406, 0.208);
    assertThat(cycle.rate(9)).isEqualTo(0.01);
    assertThat(cycle.rate(1)).isEqualTo(0.625); // halfway up
    assertThat(cycle.rate(1000)).isEqualTo(0.01);
  }

  @Test
  void one_cycle_with_three_phases_falls_as_slowly_as_it_rose() {
    OneCycle cycle =
        Schedule.oneCycle(1, 10)
            .withStartDivisor(4)
            .withEndDivisor(25)
            .withAnnealing(OneCycle.Annealing.LINEAR)
            .withThreePhases(true);
    assertRates(cycle, 0.25, 0.625, 1, 0.625, 0.25, 0.202, 0.154, 0.106, 0.058, 0.01, 0.01, 0.01);
  }

  // -------------------------------------------------------------------------------- composition

  @Test
  void warm_up_goes_in_front_of_any() {
    assertRates(Schedule.step(4, 2, 0.5).afterWarmUp(4), 1, 2, 3, 4, 4, 4, 2, 2, 1);
  }

  @Test
  void a_sequence_counts_each_part_from_its_start() {
    Schedule sequence =
        Schedule.linear(0, 1, 2)
            .then(2, Schedule.exponential(8, 0.5))
            .then(5, Schedule.constant(0.1));
    assertRates(sequence, 0, 0.5, 8, 4, 2, 0.1, 0.1);
  }

  @Test
  void a_product_multiplies_step_by_step() {
    Schedule twofold = Schedule.exponential(1, 0.5).times(Schedule.linear(1, 0, 2));
    assertRates(twofold, 1, 0.25, 0, 0);
    assertRates(Schedule.step(8, 2, 0.5).times(3), 24, 24, 12);
  }

  @Test
  void a_lambda_is_a_schedule_and_composes() {
    Schedule inverse = step -> 1.0 / (step + 1);
    assertRates(inverse.times(2).afterWarmUp(2), 1, 2, 2, 1, 2.0 / 3);
  }

  @Test
  void schedules_can_be_read_and_compared() {
    assertThat(Schedule.step(0.1, 30, 0.5).afterWarmUp(5))
        .hasToString("step(0.1, 30, 0.5).afterWarmUp(5)")
        .isEqualTo(Schedule.step(0.1, 30, 0.5).afterWarmUp(5));
    assertThat(Schedule.multiStep(0.1, 0.5, 3, 4)).hasToString("multiStep(0.1, 0.5, 3, 4)");
    assertThat(Schedule.constant(0.1).then(500, Schedule.exponential(0.1, 0.99)))
        .hasToString("constant(0.1).then(500, exponential(0.1, 0.99))");
    assertThat(Schedule.linear(1, 0, 10).times(0.5).times(Schedule.polynomial(1, 0.1, 10, 2)))
        .hasToString("linear(1, 0, 10).times(0.5).times(polynomial(1, 0.1, 10, 2))");
    assertThat(Schedule.cosineRestarts(1e-5, 0, 10, 2))
        .hasToString("cosineRestarts(1e-5, 0, 10, 2)");
    assertThat(Schedule.oneCycle(0.1, 1000)).hasToString("oneCycle(0.1, 1000)");
    assertThat(
            Schedule.oneCycle(0.1, 1000)
                .withRisingShare(0.4)
                .withStartDivisor(10)
                .withEndDivisor(100)
                .withAnnealing(OneCycle.Annealing.LINEAR)
                .withThreePhases(true))
        .hasToString(
            "oneCycle(0.1, 1000).withRisingShare(0.4).withStartDivisor(10).withEndDivisor(100)"
                + ".withAnnealing(LINEAR).withThreePhases(true)");
  }

  // ------------------------------------------------------------------------------------ errors

  static final Schedule[] KINDS = {
    Schedule.constant(1),
    Schedule.step(1, 1, 1),
    Schedule.multiStep(1, 1, 1),
    Schedule.exponential(1, 1),
    Schedule.linear(1, 0, 1),
    Schedule.cosine(1, 1),
    Schedule.cosineRestarts(1, 0, 1, 1),
    Schedule.oneCycle(1, 4),
    ReduceOnPlateau.of(1),
    Schedule.constant(1).afterWarmUp(1),
    Schedule.constant(1).then(1, Schedule.constant(1)),
    Schedule.constant(1).times(1),
  };

  @ParameterizedTest
  @FieldSource("KINDS")
  void a_step_below_zero_is_refused(Schedule schedule) {
    assertThatThrownBy(() -> schedule.rate(-1))
        .isInstanceOf(HyperparameterException.class)
        .hasMessageEndingWith(": the step is out of range: (-1 not in [0, ∞))");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_number_out_of_range_is_refused(String message, Runnable schedule) {
    assertThatThrownBy(schedule::run)
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> a_number_out_of_range_is_refused() {
    double nan = Double.NaN;
    double inf = Double.POSITIVE_INFINITY;
    OneCycle cycle = Schedule.oneCycle(1, 10);
    return Stream.of(
        refused(
            "constant schedule: the learning rate is out of range: (0.0 not in (0, ∞))",
            () -> Schedule.constant(0)),
        refused(
            "constant schedule: the learning rate is out of range: (Infinity not in (0, ∞))",
            () -> Schedule.constant(inf)),
        refused(
            "step schedule: the learning rate is out of range: (-0.1 not in (0, ∞))",
            () -> Schedule.step(-0.1, 1, 1)),
        refused(
            "step schedule: the number of steps is out of range: (0 not in [1, ∞))",
            () -> Schedule.step(1, 0, 1)),
        refused(
            "step schedule: the factor is out of range: (NaN not in (0, ∞))",
            () -> Schedule.step(1, 1, nan)),
        refused(
            "multi-step schedule: the factor is out of range: (0.0 not in (0, ∞))",
            () -> Schedule.multiStep(1, 0, 1)),
        refused(
            "multi-step schedule: milestones must rise from 1 on: [0, 3] (0 ≤ 0)",
            () -> Schedule.multiStep(1, 0.1, 0, 3)),
        refused(
            "multi-step schedule: milestones must rise from 1 on: [5, 5] (5 ≤ 5)",
            () -> Schedule.multiStep(1, 0.1, 5, 5)),
        refused(
            "exponential schedule: the factor is out of range: (Infinity not in (0, ∞))",
            () -> Schedule.exponential(1, inf)),
        refused(
            "polynomial schedule: the first learning rate is out of range: (-1.0 not in [0, ∞))",
            () -> Schedule.linear(-1, 0, 1)),
        refused(
            "polynomial schedule: the last learning rate is out of range: (NaN not in [0, ∞))",
            () -> Schedule.linear(1, nan, 1)),
        refused(
            "polynomial schedule: the number of steps is out of range: (0 not in [1, ∞))",
            () -> Schedule.polynomial(1, 0, 0, 1)),
        refused(
            "polynomial schedule: the power is out of range: (0.0 not in (0, ∞))",
            () -> Schedule.polynomial(1, 0, 1, 0)),
        refused(
            "cosine schedule: the minimum is out of range: (2.0 not in [0, 1.0])",
            () -> Schedule.cosine(1, 2, 1)),
        refused(
            "cosine schedule with restarts: the growth is out of range: (0 not in [1, ∞))",
            () -> Schedule.cosineRestarts(1, 0, 1, 0)),
        refused(
            "one-cycle schedule: the highest learning rate is out of range: (0.0 not in (0, ∞))",
            () -> Schedule.oneCycle(0, 10)),
        refused(
            "one-cycle schedule: the share that rises is out of range: (1.0 not in (0, 1))",
            () -> cycle.withRisingShare(1)),
        refused(
            "one-cycle schedule: the share that rises is out of range: (0.6 not in (0, 0.5])",
            () -> cycle.withRisingShare(0.6).withThreePhases(true)),
        refused(
            "one-cycle schedule: the divisor for the first rate is out of range:"
                + " (0.5 not in [1, ∞))",
            () -> cycle.withStartDivisor(0.5)),
        refused(
            "one-cycle schedule: the divisor for the last rate is out of range:"
                + " (NaN not in [1, ∞))",
            () -> cycle.withEndDivisor(nan)),
        refused(
            "one-cycle schedule: the rise needs more than one step: a share of 0.1 of 10 steps"
                + " (1.0 ≤ 1)",
            () -> cycle.withRisingShare(0.1)),
        refused(
            "warm-up: the number of steps is out of range: (0 not in [1, ∞))",
            () -> cycle.afterWarmUp(0)),
        refused(
            "sequence of schedules: the milestone is out of range: (0 not in [1, ∞))",
            () -> cycle.then(0, cycle)),
        refused(
            "sequence of schedules: milestones must rise: (5 ≤ 5);"
                + " count each from the start of the whole",
            () -> cycle.then(5, cycle).then(5, cycle)),
        refused(
            "product of schedules: the factor is out of range: (0.0 not in (0, ∞))",
            () -> cycle.times(0)));
  }

  private static Arguments refused(String message, Runnable schedule) {
    return Arguments.of(message, schedule);
  }
}
