package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.sub;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the checker: each planted bug is caught, and no right function is called wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerTest {
  private static final int SEEDS = 20;

  private final Map<Mode, Tally> tallies = new TreeMap<>();

  /** What one mode did, over all seeds. */
  private static final class Tally {
    private int bugs;
    private int misses;
    private int functions;
    private int falseAlarms;
    private long derivatives;
    private long evaluations;

    @Override
    public String toString() {
      return "%d planted bugs, %d misses; %d right functions, %d false alarms; %.1f evaluations each for %d of their derivatives"
          .formatted(
              bugs,
              misses,
              functions,
              falseAlarms,
              (double) evaluations / Math.max(1, derivatives),
              derivatives);
    }
  }

  static Stream<Arguments> seedsAndModes() {
    return IntStream.rangeClosed(1, SEEDS)
        .boxed()
        .flatMap(seed ->
            Stream.of(Mode.ELEMENTS, Mode.SAMPLES, Mode.DIRECTIONS)
                .map(mode -> Arguments.of(seed, mode)));
  }

  private static GradientCheck check(int seed, Mode mode) {
    return GradientCheck.DEFAULT.withSeed(seed).withMode(mode).withSamples(2);
  }

  private Tally tally(Mode mode) {
    return tallies.computeIfAbsent(mode, m -> new Tally());
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsAndModes")
  void every_planted_bug_is_caught_with_the_right_verdict(int seed, Mode mode) {
    List<String> misses = new ArrayList<>();
    Tally tally = tally(mode);
    for (PlantedBug bug : PlantedBugs.all()) {
      // Along several elements at once a kink decides nothing: each element may have a subgradient
      // of its own there, and their sum need not lie between the slopes of both sides.
      if (mode == Mode.DIRECTIONS && bug.verdict() == Verdict.KINK_OUTSIDE) {
        continue;
      }
      GradientReport report =
          check(seed, mode)
              .withOrder(bug.order())
              .check(bug.name(), bug.function().get(), bug.points().of(Key.of(seed)));
      List<Finding> bad =
          report.findings().stream().filter(finding -> !finding.verdict().isAcceptable()).toList();
      boolean caught =
          !bad.isEmpty()
              && bad.stream()
                  .allMatch(finding ->
                      finding.verdict() == bug.verdict() && finding.order() == bug.order());
      tally.bugs++;
      tally.misses += caught ? 0 : 1;
      if (!caught) {
        misses.add(bug + ": " + report);
      }
    }
    assertThat(misses).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsAndModes")
  void no_right_function_is_called_wrong(int seed, Mode mode) {
    List<String> alarms = new ArrayList<>();
    Tally tally = tally(mode);
    for (RightFunction right : RightFunctions.all()) {
      Function<List<Tensor>, Tensor> counted =
          xs -> {
            tally.evaluations++;
            return right.function().apply(xs);
          };
      GradientReport report =
          check(seed, mode)
              .withOrder(right.order())
              .check(right.name(), counted, right.points().of(Key.of(seed)));
      boolean confirmed = !right.smooth() || report.count(Verdict.IMPRECISE) == 0;
      tally.functions++;
      tally.derivatives += report.compared();
      if (!report.isRight() || !confirmed) {
        tally.falseAlarms++;
        alarms.add(right + ": " + report);
      }
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void the_library_is_large_and_its_names_are_distinct() {
    assertThat(PlantedBugs.all()).hasSizeGreaterThanOrEqualTo(45);
    assertThat(PlantedBugs.all()).extracting(PlantedBug::name).doesNotHaveDuplicates();
    assertThat(RightFunctions.all()).hasSizeGreaterThanOrEqualTo(45);
    assertThat(RightFunctions.all()).extracting(RightFunction::name).doesNotHaveDuplicates();
  }

  @Test
  void a_function_that_is_lost_in_rounding_is_called_imprecise_and_not_its_gradient_wrong() {
    for (double claimed : new double[] {1.99, 2, 2.01}) {
      Function<List<Tensor>, Tensor> cancelling =
          Rule.unary(
              x -> Rule.map(x, v -> (v * v + 1e13) - 1e13), (x, y, g) -> mul(g, mul(x, claimed)));
      GradientReport report =
          GradientCheck.DEFAULT.withOrder(1).check("lost", cancelling, Tensor.of(0.3, -1.7));
      assertThat(report.isRight()).as("%s", report).isTrue();
      assertThat(report.count(Verdict.IMPRECISE)).as("%s", report).isPositive();
    }
  }

  @Test
  void a_gradient_that_is_off_by_far_more_than_the_rounding_is_wrong_all_the_same() {
    Function<List<Tensor>, Tensor> cancelling =
        Rule.unary(x -> Rule.map(x, v -> (v + 1e13) - 1e13), (x, y, g) -> Rule.map(g, v -> -4 * v));
    GradientReport report =
        GradientCheck.DEFAULT.withOrder(1).check("lost", cancelling, Tensor.of(0.3, -1.7));
    assertThat(report.count(Verdict.WRONG)).as("%s", report).isEqualTo(report.compared());
  }

  @Test
  void kinks_met_all_at_once_allow_any_sum_of_their_subgradients() {
    // relu(x) − relu(−x) is x, and yet the rule at 0 says 0. Both kinks stay together wherever one
    // goes beside the point, so that this is beyond the checker; with a bias each they fall apart.
    Function<List<Tensor>, Tensor> together =
        xs -> sub(relu(xs.getFirst()), relu(neg(xs.getFirst())));
    Function<List<Tensor>, Tensor> apart =
        xs -> sub(relu(add(xs.get(0), xs.get(1))), relu(sub(xs.get(2), xs.get(0))));
    GradientCheck check = GradientCheck.DEFAULT.withOrder(1);
    Tensor zero = Tensor.of(0.0);
    assertThat(check.check("together", together, zero).count(Verdict.KINK_OUTSIDE)).isEqualTo(1);
    GradientReport report = check.check("apart", apart, zero, zero, zero);
    assertThat(report.isRight()).as("%s", report).isTrue();
  }

  @AfterAll
  void publishCounts(TestReporter reporter) {
    tallies.forEach((mode, tally) -> reporter.publishEntry(mode.toString(), tally.toString()));
  }
}
