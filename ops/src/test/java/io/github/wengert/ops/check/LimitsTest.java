package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.Tensor;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of time, of evaluations, and of where a function may be evaluated. */
class LimitsTest {
  private static final GradientCheck CHECK = GradientCheck.DEFAULT.withCulpritSearch(false);
  private static final Tensor TWENTY =
      RandomTensors.normal(Key.of(1), DType.F64, Shape.of(20), 0, 1);

  /** Grows until 100; below −1/7 it never gets there. */
  private static Tensor growth(Tensor x) {
    Tensor y = x;
    while (y.item() < 100) {
      y = Ops.add(Ops.mul(y, 1.7), 0.1);
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1e-3, 1e-9, 1e-30, -0.1, -1.0 / 7 + 1e-3})
  @Timeout(60)
  void a_loop_that_ends_near_the_point_only_is_judged(double x) {
    GradientReport report =
        CHECK.check("growth", xs -> growth(xs.getFirst()), Tensor.scalar(DType.F64, x));
    assertThat(report.isRight()).as("%s", report).isTrue();
  }

  @Test
  @Timeout(60)
  void a_time_limit_is_kept_though_an_evaluation_does_not_return() {
    CountDownLatch end = new CountDownLatch(1);
    Function<List<Tensor>, Tensor> waits =
        xs -> {
          if (xs.getLast().item() != 0.5) {
            awaitEnd(end);
          }
          return Ops.mul(Ops.square(xs.getFirst()), xs.getLast());
        };
    GradientReport report =
        CHECK
            .withOrder(1)
            .withTimeLimit(Duration.ofSeconds(2))
            .check("waits", waits, Tensor.of(DType.F64, 1, 2, 3), Tensor.scalar(DType.F64, 0.5));
    end.countDown();
    assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.UNDECIDED);
    assertThat(report.toString())
        .contains("did not return within the time limit of 2 s, and its thread goes on");
  }

  private static void awaitEnd(CountDownLatch end) {
    boolean interrupted = true;
    while (interrupted) {
      try {
        end.await();
        interrupted = false;
      } catch (InterruptedException e) {
        // It does not listen.
      }
    }
  }

  @Test
  void parameters_are_put_back_though_an_evaluation_does_not_return() {
    CountDownLatch end = new CountDownLatch(1);
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 1, 2));
    GradientReport report =
        CHECK
            .withTimeLimit(Duration.ofMillis(500))
            .check(
                "waits",
                List.of(w),
                () -> {
                  if (w.toDoubleArray()[0] != 1) {
                    awaitEnd(end);
                  }
                  return Ops.sum(Ops.square(w));
                });
    Tensor after = w.snapshot();
    end.countDown();
    assertThat(report.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(after.toDoubleArray()).containsExactly(1, 2);
  }

  @Test
  void a_slow_function_is_judged_as_far_as_the_time_goes() {
    GradientReport report =
        CHECK.withTimeLimit(Duration.ofMillis(600)).check("slow", LimitsTest::slowly, TWENTY);
    assertThat(report.skipped()).as("%s", report).isPositive();
    assertThat(report.toString()).contains("the time limit of 0.6 s was over");
  }

  private static Tensor slowly(List<Tensor> xs) {
    try {
      Thread.sleep(4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Ops.tanh(xs.getFirst());
  }

  @Test
  void no_more_evaluations_are_made_than_allowed() {
    AtomicLong evaluations = new AtomicLong();
    GradientReport report =
        CHECK
            .withMostEvaluations(100)
            .check(
                "counted",
                xs -> {
                  evaluations.incrementAndGet();
                  return Ops.tanh(xs.getFirst());
                },
                TWENTY);
    assertThat(evaluations.get()).isBetween(90L, 100L);
    assertThat(report.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(report.compared() + report.skipped())
        .isEqualTo(2 * CHECK.comparisons(List.of(TWENTY)));
  }

  @Test
  void evaluations_for_derivatives_of_second_order_are_counted_too() {
    AtomicLong evaluations = new AtomicLong();
    Function<List<Tensor>, Tensor> counted =
        xs -> {
          evaluations.incrementAndGet();
          return Ops.tanh(xs.getFirst());
        };
    CHECK.withOrder(1).check("counted", counted, TWENTY);
    long most = evaluations.getAndSet(0) + 100;
    GradientReport report = CHECK.withMostEvaluations(most).check("counted", counted, TWENTY);
    assertThat(evaluations.get()).isLessThanOrEqualTo(most);
    assertThat(report.skipped()).isPositive();
  }

  static Stream<Consumer<Subject>> evaluations() {
    Tensor one = Tensor.scalar(DType.F64, 1);
    return Stream.of(
        subject -> subject.at(subject.point()),
        subject -> subject.at(0, 0, 0.5),
        subject -> subject.trace(),
        subject -> subject.pullback(one),
        subject -> subject.pullback(subject.point(), one),
        subject -> assertThat(requireNonNull(subject.recorded()).apply(one)).hasSize(1),
        subject -> subject.applications(subject.point()));
  }

  @ParameterizedTest
  @MethodSource("evaluations")
  void as_many_evaluations_and_sweeps_as_allowed_are_made_and_no_more(
      Consumer<Subject> evaluation) {
    Subject plain =
        new FunctionSubject(
            xs -> Ops.square(xs.getFirst()), List.of("x"), List.of(Tensor.scalar(DType.F64, 3)));
    Subject limited =
        new LimitedSubject(plain, new Budget(CHECK.withMostEvaluations(2)), Domain.ALL);
    evaluation.accept(limited);
    evaluation.accept(limited);
    assertThatThrownBy(() -> evaluation.accept(limited)).isInstanceOf(LimitReachedError.class);
  }

  @Test
  void a_deadline_is_over_when_the_first_of_both_is() {
    Deadline over = () -> true;
    Deadline open = () -> false;
    assertThat(over.orIn(Duration.ofHours(1)).isOver()).isTrue();
    assertThat(open.orIn(Duration.ofHours(1)).isOver()).isFalse();
    assertThat(open.orIn(Duration.ofSeconds(-1)).isOver()).isTrue();
  }

  @Test
  void the_longest_time_limit_is_none() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    assertThat(Deadline.in(forever).isOver()).isFalse();
    GradientReport report =
        CHECK.withTimeLimit(forever).check("square", xs -> Ops.square(xs.getFirst()), TWENTY);
    assertThat(report.isRight()).as("%s", report).isTrue();
  }

  @Test
  void what_the_function_throws_at_the_point_is_thrown_whichever_thread_runs_it() {
    Function<List<Tensor>, Tensor> refuses =
        xs -> {
          throw new IllegalStateException("not today");
        };
    for (GradientCheck check : List.of(CHECK, CHECK.withTimeLimit(Duration.ofSeconds(20)))) {
      assertThatThrownBy(() -> check.check("refuses", refuses, TWENTY))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not today");
    }
  }

  @Test
  void scopes_are_in_effect_whichever_thread_runs_the_check() {
    GradientReport report =
        Subgradient.FIRST.in(() ->
            CHECK
                .withTimeLimit(Duration.ofSeconds(20))
                .check("ties", xs -> Ops.max(xs.getFirst()), Tensor.of(DType.F64, 1.0, 1.0)));
    assertThat(report.isRight()).as("%s", report).isTrue();
    assertThat(
            report.findings().stream().filter(f -> f.order() == 1 && f.input().equals("input 0")))
        .extracting(f -> f.analytic() == 0)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void a_function_is_not_evaluated_outside_of_its_domain() {
    List<Double> outside = new ArrayList<>();
    Function<List<Tensor>, Tensor> within =
        xs -> {
          for (double x : xs.getFirst().toDoubleArray()) {
            if (x < 0 || x > 1) {
              outside.add(x); // an assertion that fails here would only mean smaller steps
            }
          }
          return Ops.pow(xs.getFirst(), 3.5);
        };
    for (Tensor point :
        List.of(Tensor.of(DType.F64, 0, 1e-12, 0.3, 1 - 1e-9, 1), Tensor.of(DType.F64, 1, 0.3))) {
      GradientReport report = CHECK.withDomain(new Domain(0, 1)).check("within", within, point);
      assertThat(report.isWrong()).as("%s", report).isFalse();
      assertThat(report.count(Verdict.PASS)).as("%s", report).isGreaterThan(4);
    }
    assertThat(outside).isEmpty();
  }

  static Stream<Consumer<Subject>> evaluationsOutside() {
    List<Tensor> outside = List.of(Tensor.scalar(DType.F64, 1.5));
    return Stream.of(
        subject -> subject.at(outside),
        subject -> subject.at(0, 0, -0.5),
        subject -> subject.pullback(outside, Tensor.scalar(DType.F64, 1)));
  }

  @ParameterizedTest
  @MethodSource("evaluationsOutside")
  void no_evaluation_at_another_point_leaves_the_domain(Consumer<Subject> evaluation) {
    Subject plain =
        new FunctionSubject(
            xs -> Ops.square(xs.getFirst()), List.of("x"), List.of(Tensor.scalar(DType.F64, 0.5)));
    Subject limited = new LimitedSubject(plain, new Budget(CHECK), new Domain(0, 1));
    assertThatThrownBy(() -> evaluation.accept(limited))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gradient check: an element of x is outside of the domain");
  }

  @Test
  void a_point_outside_of_the_domain_is_refused() {
    assertThatThrownBy(() ->
            CHECK
                .withDomain(new Domain(0, 1))
                .check("outside", xs -> xs.getFirst(), Tensor.of(DType.F64, 0.5, 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradient check: an element of input 0 is outside of the domain [0.0, 1.0] (1.5 >"
                + " 1.0)");
  }

  @Test
  void a_domain_without_numbers_is_refused() {
    assertThatThrownBy(() -> new Domain(1, 1))
        .hasMessage("domain: the lower bound must be less than the upper one (1.0 ≥ 1.0)");
    assertThatThrownBy(() -> new Domain(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
