package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.sub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the checker: each planted bug is caught, and no right function is called wrong.
 *
 * <p>The build takes a few seeds, others with the module of vectors than without it; {@code
 * -Dchecker=full} takes twenty of everything. What came out is written to {@code
 * target/checker/table.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CheckerTest {
  private static final boolean FULL = "full".equals(System.getProperty("checker"));
  private static final int KNOWN_SEEDS = FULL ? 20 : 2;
  private static final int UNSEEN_SEEDS = FULL ? 20 : 1;
  private static final int NET_SEEDS = FULL ? 20 : 1;

  /** How many of the derivatives of right functions may stay undecided. */
  private static final double UNDECIDED = 0.01;

  /** Of how many wrong nets the wrong operation must be named. */
  private static final double NAMED = 0.95;

  private static final String KNOWN_BUGS = "planted bugs: the library's own";
  private static final String UNSEEN_BUGS = "planted bugs: not seen before";
  private static final String KNOWN_FUNCTIONS = "right functions: the library's own";
  private static final String UNSEEN_FUNCTIONS = "right functions: not seen before";
  private static final String ONLY_BY_ELEMENTS = "felt by no random direction, element by element";

  private final CheckerTable table = new CheckerTable();

  CheckerTest() {
    table.announce(KNOWN_BUGS, PlantedBugs.byKind().keySet());
    table.announce(UNSEEN_BUGS, UnseenBugs.byKind().keySet());
    table.announce(UNSEEN_BUGS, List.of(ONLY_BY_ELEMENTS));
    table.announce(KNOWN_FUNCTIONS, RightFunctions.byKind().keySet());
    table.announce(UNSEEN_FUNCTIONS, UnseenFunctions.byKind().keySet());
  }

  static Stream<Arguments> known() {
    return seedsAndModes(KNOWN_SEEDS);
  }

  static Stream<Arguments> unseen() {
    return seedsAndModes(UNSEEN_SEEDS);
  }

  static IntStream nets() {
    return IntStream.rangeClosed(1, NET_SEEDS);
  }

  private static Stream<Arguments> seedsAndModes(int seeds) {
    boolean others = !FULL && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    int first = others ? seeds : 0;
    return IntStream.rangeClosed(first + 1, first + seeds)
        .boxed()
        .flatMap(seed ->
            Stream.of(Mode.ELEMENTS, Mode.SAMPLES, Mode.DIRECTIONS)
                .map(mode -> Arguments.of(seed, mode)));
  }

  private static GradientCheck check(int seed, Mode mode) {
    return GradientCheck.DEFAULT
        .withSeed(seed)
        .withMode(mode)
        .withSamples(2)
        .withCulpritSearch(false);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("known")
  void every_planted_bug_is_caught(int seed, Mode mode) {
    assertCaught(KNOWN_BUGS, PlantedBugs.byKind(), seed, mode);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("unseen")
  void every_planted_bug_that_was_not_seen_before_is_caught(int seed, Mode mode) {
    assertCaught(UNSEEN_BUGS, UnseenBugs.byKind(), seed, mode);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("nets")
  void what_no_random_direction_feels_is_caught_element_by_element(int seed) {
    assertCaught(
        UNSEEN_BUGS,
        ImmutableMap.of(ONLY_BY_ELEMENTS, UnseenBugs.onlyByElements()),
        seed,
        Mode.ELEMENTS);
  }

  private void assertCaught(
      String group, ImmutableMap<String, ImmutableList<PlantedBug>> bugs, int seed, Mode mode) {
    List<String> misses = new ArrayList<>();
    bugs.forEach((kind, ofKind) -> {
      for (PlantedBug bug : ofKind) {
        AtomicLong evaluations = new AtomicLong();
        GradientReport report =
            check(seed, mode)
                .withOrder(bug.order())
                .check(
                    bug.name(),
                    counted(bug.function().get(), evaluations),
                    bug.points().of(Key.of(seed)));
        // Below its order it is right: what is found there is a false alarm.
        boolean caught =
            report.isWrong()
                && report.findings().stream()
                    .filter(finding -> finding.verdict().speaksAgainst())
                    .allMatch(finding -> finding.order() == bug.order());
        table.add(group, kind, bug.name(), report, !caught, evaluations.get());
        if (!caught) {
          misses.add(bug + ": " + report);
        }
      }
    });
    assertThat(misses).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("known")
  void no_right_function_is_called_wrong(int seed, Mode mode) {
    assertNotAlarmed(KNOWN_FUNCTIONS, RightFunctions.byKind(), seed, mode);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("unseen")
  void no_right_function_that_was_not_seen_before_is_called_wrong(int seed, Mode mode) {
    assertNotAlarmed(UNSEEN_FUNCTIONS, UnseenFunctions.byKind(), seed, mode);
  }

  private void assertNotAlarmed(
      String group,
      ImmutableMap<String, ImmutableList<RightFunction>> functions,
      int seed,
      Mode mode) {
    List<String> alarms = new ArrayList<>();
    functions.forEach((kind, ofKind) -> {
      for (RightFunction right : ofKind) {
        AtomicLong evaluations = new AtomicLong();
        GradientReport report =
            check(seed, mode)
                .withOrder(right.order())
                .check(
                    right.name(),
                    counted(right.function(), evaluations),
                    right.points().of(Key.of(seed)));
        table.add(group, kind, right.name(), report, report.isWrong(), evaluations.get());
        if (report.isWrong()) {
          alarms.add(right + ": " + report);
        }
      }
    });
    assertThat(alarms).isEmpty();
  }

  private static Function<List<Tensor>, Tensor> counted(
      Function<List<Tensor>, Tensor> f, AtomicLong evaluations) {
    return xs -> {
      evaluations.incrementAndGet();
      return f.apply(xs);
    };
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void hardly_anything_of_right_functions_stays_undecided() {
    List<String> functions = List.of(KNOWN_FUNCTIONS, UNSEEN_FUNCTIONS);
    assumeTrue(table.derivatives(functions) > 0, "nothing was compared before");
    assertThat(table.imprecise(functions)).as("%s", table).isLessThan(UNDECIDED);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("nets")
  void the_wrong_operation_of_a_net_is_named(int seed) {
    List<String> unnamed = new ArrayList<>();
    for (NetBug bug : NetBugs.all()) {
      List<Tensor> point = bug.points().of(Key.of(seed));
      Function<List<Tensor>, Tensor> f = bug.function().get();
      GradientReport report = check(seed, Mode.SAMPLES).withOrder(1).check(bug.name(), f, point);
      Culprit culprit = Culprits.of(report, Twin.of(f, names(point), point));
      if (culprit == null || !culprit.operation().equals(bug.culprit())) {
        unnamed.add("%s: %s, and not %s: %s".formatted(bug, culprit, bug.culprit(), report));
      }
    }
    assertThat(unnamed).hasSizeLessThanOrEqualTo((int) ((1 - NAMED) * NetBugs.all().size()));
  }

  private static ImmutableList<String> names(List<Tensor> point) {
    return IntStream.range(0, point.size())
        .mapToObj(i -> "input " + i)
        .collect(ImmutableList.toImmutableList());
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
              x -> Rule.map(x, v -> (v * v + 1e12) - 1e12), (x, y, g) -> mul(g, mul(x, claimed)));
      GradientReport report =
          GradientCheck.DEFAULT
              .withOrder(1)
              .check("lost", cancelling, Tensor.of(DType.F64, 0.3, -1.7));
      assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.UNDECIDED);
    }
  }

  @Test
  void a_gradient_that_is_off_by_far_more_than_the_rounding_is_wrong_all_the_same() {
    Function<List<Tensor>, Tensor> cancelling =
        Rule.unary(x -> Rule.map(x, v -> (v + 1e13) - 1e13), (x, y, g) -> Rule.map(g, v -> -4 * v));
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("lost", cancelling, Tensor.of(DType.F64, 0.3, -1.7));
    assertThat(report.findings())
        .as("%s", report)
        .filteredOn(finding -> finding.input().equals("input 0"))
        .hasSize(2)
        .allMatch(finding -> finding.verdict() == Verdict.WRONG);
  }

  @Test
  void kinks_met_all_at_once_allow_any_sum_of_their_subgradients() {
    // relu(x) − relu(−x) is x, and yet the rule at 0 says 0.
    Function<List<Tensor>, Tensor> together =
        xs -> sub(relu(xs.getFirst()), relu(neg(xs.getFirst())));
    Function<List<Tensor>, Tensor> apart =
        xs -> sub(relu(add(xs.get(0), xs.get(1))), relu(sub(xs.get(2), xs.get(0))));
    GradientCheck check = GradientCheck.DEFAULT.withOrder(1);
    Tensor zero = Tensor.of(DType.F64, 0.0);
    GradientReport one = check.check("together", together, zero);
    GradientReport three = check.check("apart", apart, zero, zero, zero);
    assertThat(one.count(Verdict.KINK_OUTSIDE)).as("%s", one).isPositive();
    assertThat(three.isRight()).as("%s", three).isTrue();
  }

  @AfterAll
  void writeTable(TestReporter reporter) throws IOException {
    table.write(Path.of("target", "checker", "table.md"));
    reporter.publishEntry("the checker", table.toString());
  }
}
