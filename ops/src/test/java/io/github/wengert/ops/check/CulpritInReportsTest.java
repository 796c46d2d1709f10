package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.clamp;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A check that finds a gradient wrong says what makes it so, and costs nothing more if it does not.
 */
final class CulpritInReportsTest {
  private static final Tensor X = Tensor.of(DType.F64, 0.3, 0.1, -1);

  private static Tensor slope(Tensor y) {
    return sub(1, square(y));
  }

  private static Function<List<Tensor>, Tensor> net(Rule.UnaryBackward rule) {
    Function<List<Tensor>, Tensor> mine =
        Rule.named(
            "mine", xs -> tanh(xs.getFirst()), (xs, y, g) -> rule.apply(xs.getFirst(), y, g));
    return xs -> exp(mine.apply(List.of(mul(xs.getFirst(), 2))));
  }

  private static final Function<List<Tensor>, Tensor> RIGHT = net((x, y, g) -> mul(g, slope(y)));
  private static final Function<List<Tensor>, Tensor> WRONG =
      net((x, y, g) -> mul(mul(g, slope(y)), 2));

  private static void assertBlamesMine(GradientReport report) {
    assertThat(Objects.requireNonNull(report.culprit(), report::toString).operation())
        .as("%s", report)
        .isEqualTo("mine");
    assertThat(report.toString()).contains("\n  culprit: mine, applied at Rule.");
  }

  @Test
  void a_wrong_function_has_a_culprit() {
    assertBlamesMine(GradientCheck.DEFAULT.check("f", WRONG, X));
  }

  @Test
  void a_wrong_loss_of_parameters_has_one_and_leaves_them_as_they_were() {
    Parameter w = Parameter.of("w", X);
    assertBlamesMine(
        GradientCheck.DEFAULT.check("loss", List.of(w), () -> WRONG.apply(List.of(w))));
    assertThat(w.hasSameBits(X)).isTrue();
  }

  @Test
  void a_right_gradient_has_none_and_costs_no_evaluation_more() {
    GradientReport report = GradientCheck.DEFAULT.check("f", RIGHT, X);
    assertThat(report.culprit()).isNull();
    assertThat(report.isRight()).as("%s", report).isTrue();
    assertThat(evaluations(GradientCheck.DEFAULT, RIGHT))
        .isEqualTo(evaluations(GradientCheck.DEFAULT.withCulpritSearch(false), RIGHT));
  }

  @Test
  void the_search_can_be_switched_off() {
    GradientCheck without = GradientCheck.DEFAULT.withCulpritSearch(false);
    GradientReport report = without.check("f", WRONG, X);
    assertThat(report.culprit()).isNull();
    assertThat(report.isWrong()).isTrue();
    assertThat(report.toString()).doesNotContain("culprit");
    assertThat(evaluations(without, WRONG)).isLessThan(evaluations(GradientCheck.DEFAULT, WRONG));
  }

  private static int evaluations(GradientCheck check, Function<List<Tensor>, Tensor> f) {
    AtomicInteger count = new AtomicInteger();
    check.check(
        "counted",
        xs -> {
          count.incrementAndGet();
          return f.apply(xs);
        },
        X);
    return count.get();
  }

  @Test
  void a_pullback_that_is_not_linear_is_named_though_all_derivatives_are_right() {
    GradientReport report =
        GradientCheck.DEFAULT.check(
            "clipped", net((x, y, g) -> mul(clamp(g, -10, 10), slope(y))), X);
    assertThat(report.inputs())
        .filteredOn(input -> input.counts().containsKey(Verdict.WRONG))
        .allMatch(input -> Tally.isOfPullback(input.input()));
    assertBlamesMine(report);
    assertThat(Objects.requireNonNull(report.culprit()).remarks().getFirst())
        .startsWith("the pullback by operand 0")
        .contains("not linear");
  }

  @Test
  void what_is_wrong_close_by_only_is_named() {
    Map<Integer, Tensor> cache = new HashMap<>();
    GradientReport report =
        GradientCheck.DEFAULT.check(
            "cached",
            net((x, y, g) -> mul(g, cache.computeIfAbsent(0, k -> slope(stopGradient(y))))),
            X);
    assertThat(report.isWrong()).isTrue();
    assertBlamesMine(report);
  }

  @Test
  void the_search_goes_on_at_the_second_order_in_single_precision() {
    FunctionSubject single =
        new FunctionSubject(RIGHT, List.of("x"), List.of(Tensor.of(0.3f, 0.1f, -1f)));
    Culprit none = Culprits.find(GradientCheck.DEFAULT, single, 2, Verdict.WRONG, () -> false);
    assertThat(none.toString()).contains("operations is right by itself");
  }

  @Test
  void a_state_is_named() {
    AtomicInteger calls = new AtomicInteger();
    GradientReport report =
        GradientCheck.DEFAULT.check(
            "state",
            net((x, y, g) -> mul(mul(g, slope(y)), calls.incrementAndGet() > 2 ? 1.5 : 1)),
            X);
    assertThat(report.count(Verdict.NONDETERMINISTIC)).isPositive();
    assertBlamesMine(report);
  }

  @Test
  void a_short_limit_of_time_holds_for_the_search() {
    GradientReport report = GradientCheck.DEFAULT.check("f", WRONG, X);
    GradientReport hasty =
        new GradientReport(
            report.name(),
            report.settings().withTimeLimit(Duration.ofNanos(1)),
            report.subgradient(),
            report.dtype(),
            report.counts(),
            report.inputs(),
            report.findings(),
            null);
    Culprit culprit = Culprits.of(hasty, Twin.of(WRONG, ImmutableList.of("x"), List.of(X)));
    assertThat(Objects.requireNonNull(culprit).toString())
        .contains("no operation was looked at", "0 of 3 applications were looked at");
  }
}
