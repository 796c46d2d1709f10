package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long START = Long.MAX_VALUE - 1_000; // clocks may start anywhere
  private static final long MILLI = 1_000_000;

  private final Budget budget = new Budget(START);

  @Test
  void half_a_second_may_be_spent_at_once() {
    budget.spend(500 * MILLI);
    assertThat(budget.nanosToWait(START)).isZero();
    budget.spend(1);
    assertThat(budget.nanosToWait(START)).isPositive();
  }

  @Test
  void from_then_on_a_tenth_of_the_time_may() {
    budget.spend(700 * MILLI);
    assertThat(budget.nanosToWait(START)).isEqualTo(2000 * MILLI);
    assertThat(budget.nanosToWait(after(1500))).isEqualTo(500 * MILLI);
    assertThat(budget.nanosToWait(after(2000))).isZero();
  }

  @Test
  void what_was_not_spent_may_be_spent_later() {
    budget.spend(100 * MILLI);
    budget.spend(1300 * MILLI);
    assertThat(budget.nanosToWait(after(9000))).isZero();
    assertThat(budget.nanosToWait(after(8999))).isEqualTo(MILLI);
  }

  private static long after(long millis) {
    return START + millis * MILLI;
  }
}
