package io.github.wengert.ops.check;

import static io.github.wengert.ops.DType.F64;
import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.InPlace;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pullback is linear in its cotangent, and a function of it and of the point alone. */
final class PullbackChecksTest {
  private static final Tensor X = Tensor.of(F64, 0.3, -1.1, 0.6);

  /** tanh, with something done to the cotangent before it is pulled back. */
  private static Function<List<Tensor>, Tensor> spoiling(UnaryOperator<Tensor> spoil) {
    return Rule.unary(Ops::tanh, (x, y, g) -> mul(spoil.apply(g), sub(1, square(y))));
  }

  private static Function<List<Tensor>, Tensor> eachSpoiled(DoubleUnaryOperator spoil) {
    return spoiling(g -> Rule.map(g, spoil));
  }

  /** tanh whose gradient is wrong in some of its calls. */
  private static Function<List<Tensor>, Tensor> counting(Function<Integer, Double> factor) {
    AtomicInteger calls = new AtomicInteger();
    return spoiling(g -> mul(g, factor.apply(calls.incrementAndGet())));
  }

  private static double clip(double g, double most) {
    return Math.max(-most, Math.min(most, g));
  }

  /** A bug, the verdict, and what the report must say of it. */
  private record Bug(
      Verdict verdict, Supplier<Function<List<Tensor>, Tensor>> function, String words) {}

  private static Bug nonlinear(DoubleUnaryOperator spoil, String words) {
    return new Bug(Verdict.WRONG, () -> eachSpoiled(spoil), words);
  }

  /** tanh that is twice as steep for some cotangents. */
  private static Bug shortcut(Predicate<double[]> taken, String words) {
    return new Bug(Verdict.WRONG, () -> doubling(taken), words);
  }

  private static Function<List<Tensor>, Tensor> doubling(Predicate<double[]> taken) {
    return spoiling(g -> taken.test(Opaque.numbers(g)) ? mul(g, 2) : g);
  }

  private static long nonzeros(double[] c) {
    return Arrays.stream(c).filter(v -> v != 0).count();
  }

  private static Bug stateful(Supplier<Function<List<Tensor>, Tensor>> f) {
    return new Bug(Verdict.NONDETERMINISTIC, f, ": a state, or a cache?");
  }

  private static final Map<String, Bug> BUGS = new TreeMap<>();

  static {
    BUGS.put("clips at 10", nonlinear(g -> clip(g, 10), ": clipped?"));
    BUGS.put("clips at 1000", nonlinear(g -> clip(g, 1e3), ": clipped?"));
    BUGS.put("clips at 1e9", nonlinear(g -> clip(g, 1e9), "2⁴⁰ times"));
    BUGS.put("clips at 2.5", nonlinear(g -> clip(g, 2.5), ": clipped?"));
    BUGS.put(
        "quadratic beyond 1e3",
        nonlinear(g -> Math.abs(g) > 1e3 ? g * Math.abs(g) : g, ": a power of it?"));
    BUGS.put(
        "drops below 1e-8",
        nonlinear(g -> Math.abs(g) < 1e-8 ? 0 : g, ": are small ones dropped?"));
    BUGS.put(
        "drops below 1e-4",
        nonlinear(g -> Math.abs(g) < 1e-4 ? 0 : g, ": are small ones dropped?"));
    BUGS.put("rounds to float32", nonlinear(g -> (float) g, "1.618 times the cotangent gives"));
    BUGS.put("takes the magnitude", nonlinear(Math::abs, "−1 times the cotangent gives"));
    BUGS.put("adds a constant", nonlinear(g -> g + 1e-11, "not linear"));
    BUGS.put("a leaky sign", nonlinear(g -> g > 0 ? g : 0.9 * g, ": is its sign lost?"));
    BUGS.put(
        "whole numbers only beyond 1e6",
        nonlinear(g -> Math.abs(g) > 1e6 ? Math.rint(g) : g, "not linear"));
    BUGS.put(
        "drops below 1e-20",
        nonlinear(g -> Math.abs(g) < 1e-20 ? 0 : g, ": are small ones dropped?"));
    BUGS.put("clips at 1e20", nonlinear(g -> clip(g, 1e20), "2⁸⁰ times"));
    BUGS.put(
        "doubles ones",
        shortcut(c -> Arrays.stream(c).allMatch(v -> v == 1), "a cotangent of ones gives"));
    BUGS.put(
        "doubles what has a zero",
        shortcut(c -> nonzeros(c) < c.length, "as the sum of its two halves"));
    BUGS.put("wrong from the third call on", stateful(() -> counting(i -> i > 2 ? 2.0 : 1)));
    BUGS.put("wrong from the tenth call on", stateful(() -> counting(i -> i > 9 ? 1.01 : 1)));
    BUGS.put("wrong every fifth call", stateful(() -> counting(i -> i % 5 == 0 ? 0.0 : 1)));
    BUGS.put("wrong the first time", stateful(() -> counting(i -> i == 1 ? 1.5 : 1)));
    BUGS.put(
        "a cache of the previous input",
        stateful(() -> {
          Tensor[] previous = new Tensor[1];
          return Rule.unary(
              Ops::square,
              (x, y, g) -> {
                Tensor used = previous[0] == null ? x : previous[0];
                previous[0] = x;
                return mul(g, mul(used, 2));
              });
        }));
  }

  static Stream<String> bugs() {
    return BUGS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void what_is_not_linear_or_has_a_state_is_caught(String name) {
    Bug bug = BUGS.get(name);
    for (int seed = 1; seed <= 20; seed++) {
      for (int order = 1; order <= 2; order++) {
        GradientCheck check = GradientCheck.DEFAULT.withSeed(seed).withOrder(order);
        GradientReport report = check.check(name, bug.function().get(), X);
        assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.WRONG);
        assertThat(ofPullback(report))
            .as("%s", report)
            .isNotEmpty()
            .allSatisfy(f -> {
              assertThat(f.verdict()).isEqualTo(bug.verdict());
              assertThat(f.input()).isEqualTo("pullback by input 0");
              assertThat(f.index()).hasSize(1);
              assertThat(f.reason()).contains(bug.words());
            });
        if (bug.verdict() == Verdict.NONDETERMINISTIC) {
          assertThat(report.count(Verdict.NONDETERMINISTIC)).isEqualTo(report.compared());
        }
      }
    }
  }

  private static List<Finding> ofPullback(GradientReport report) {
    return report.findings().stream().filter(f -> Tally.isOfPullback(f.input())).toList();
  }

  @Test
  void the_report_says_it_in_a_sentence() {
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("clipping", eachSpoiled(g -> clip(g, 1e5)), Tensor.of(F64, 0.0));
    assertThat(report.remarks())
        .singleElement()
        .asString()
        .startsWith("the pullback by input 0: not linear: 2²⁴ times the cotangent gives ")
        .endsWith(": clipped?");
    assertThat(report.toString()).contains("  " + report.remarks().getFirst());
    assertThat(report.toHtml()).contains("<li>" + report.remarks().getFirst() + "</li>");
    assertThat(report.toJson()).contains("not linear: 2²⁴ times");
  }

  @Test
  void a_state_that_shows_after_the_dozen_shows_in_the_end() {
    AtomicInteger calls = new AtomicInteger();
    Function<List<Tensor>, Tensor> late =
        spoiling(g -> mul(g, calls.incrementAndGet() > 60 ? 2 : 1));
    GradientReport report = GradientCheck.DEFAULT.withMode(Mode.DIRECTIONS).check("late", late, X);
    assertThat(calls.get()).isGreaterThan(60);
    assertThat(ofPullback(report))
        .singleElement()
        .matches(f -> f.verdict() == Verdict.NONDETERMINISTIC);
  }

  @Test
  void a_pullback_that_changes_its_cotangent_is_told_so() {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            Ops::square,
            (x, y, g) -> {
              Tensor result = mul(g, mul(x, 2));
              InPlace.addInto(g, Tensor.of(F64, 1e-3, 0, 0));
              return result;
            });
    GradientReport report = GradientCheck.DEFAULT.withOrder(1).check("borrowed", f, X);
    assertThat(ofPullback(report)).extracting(Finding::input).contains("pullback");
    assertThat(report.remarks())
        .contains("the pullback: it changes its cotangent, which is lent to it");
    assertThat(report.outcome()).isEqualTo(Outcome.WRONG);
  }

  @Test
  void a_wrong_input_is_named_and_a_right_one_is_not() {
    Function<List<Tensor>, Tensor> f =
        Rule.binary(Ops::mul, (a, b, g) -> mul(g, b), (a, b, g) -> mul(Ops.clamp(g, -10, 10), a));
    GradientReport report = GradientCheck.DEFAULT.withOrder(1).check("product", f, X, X);
    assertThat(ofPullback(report))
        .extracting(Finding::input)
        .containsExactly("pullback by input 1");
  }

  @Test
  void a_row_that_is_no_part_of_the_sum_is_caught_output_by_output() {
    Function<List<Tensor>, Tensor> f = doubling(c -> nonzeros(c) == 1);
    for (int seed = 1; seed <= 20; seed++) {
      GradientCheck check = GradientCheck.DEFAULT.withSeed(seed);
      assertTold(
          check, f, Tensor.of(F64, 0.3, -1.1, 0.6, 0.2), "as the sum of that of each output");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 70, 3000})
  void a_row_is_caught_among_many_outputs(int outputs) {
    Tensor x = RandomTensors.normal(Key.of(7), F64, Shape.of(outputs), 0, 1);
    GradientCheck check =
        GradientCheck.DEFAULT.withOrder(1).withMode(Mode.SAMPLES).withSamples(1).withDirections(1);
    for (int seed = 1; seed <= 5; seed++) {
      assertTold(
          check.withSeed(seed),
          doubling(c -> nonzeros(c) == 1),
          x,
          "as the sum of some outputs' and the rest");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 70})
  void a_shortcut_for_ones_is_caught_among_many_outputs(int outputs) {
    Tensor x = RandomTensors.normal(Key.of(7), F64, Shape.of(outputs), 0, 1);
    GradientCheck check = GradientCheck.DEFAULT.withOrder(1).withMode(Mode.DIRECTIONS);
    Predicate<double[]> ones = c -> Arrays.stream(c).allMatch(v -> v == 1);
    assertTold(check, doubling(ones), x, "a cotangent of ones gives");
  }

  @Test
  void shortcuts_are_caught_where_few_calls_are_made() {
    Tensor x = RandomTensors.normal(Key.of(7), F64, Shape.of(3000), 0, 1);
    GradientCheck check = GradientCheck.DEFAULT.withOrder(1).withMode(Mode.DIRECTIONS);
    Predicate<double[]> ones = c -> Arrays.stream(c).allMatch(v -> v == 1);
    Predicate<double[]> tail = c -> c[0] == 0;
    assertTold(check, doubling(ones), x, "the cotangent plus ones gives");
    assertTold(check, doubling(tail), x, "as the sum of its two halves");
    assertTold(check, eachSpoiled(g -> Math.abs(g) < 1e-20 ? 0 : g), x, "small ones dropped?");
    assertTold(check, eachSpoiled(g -> clip(g, 1e20)), x, "clipped?");
  }

  @Test
  void a_cotangent_of_1_for_a_scalar_is_caught() {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            x -> sum(square(x)),
            (x, y, g) -> mul(x, Ops.stopGradient(g).item() == 1 ? 3 : 2 * g.item()));
    assertTold(GradientCheck.DEFAULT.withOrder(1), f, X, "not linear");
  }

  private static void assertTold(
      GradientCheck check, Function<List<Tensor>, Tensor> f, Tensor x, String words) {
    GradientReport report = check.check("f", f, x);
    assertThat(ofPullback(report))
        .as("%s", report)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
          assertThat(finding.reason()).contains(words);
        });
  }

  // -------------------------------------------------------------------------------- one recording

  @ParameterizedTest
  @ValueSource(doubles = {0, 2, 1.000001})
  void the_second_pullback_of_one_recording_must_be_the_first(double factor) {
    for (Tensor x : List.of(X, Ops.concat(Collections.nCopies(1000, X), 0))) {
      GradientReport report =
          GradientCheck.DEFAULT
              .withMode(Mode.DIRECTIONS)
              .withOrder(1)
              .check("twice", StateBugs.squareOnOneTape(n -> n == 0 ? 1 : factor), x);
      assertThat(ofPullback(report))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.NONDETERMINISTIC);
            assertThat(finding.reason()).startsWith("one recording gives ");
          });
      assertThat(report.isRight()).isFalse();
    }
  }

  @Test
  void a_recording_outlives_other_forward_passes() {
    Tensor[] saved = new Tensor[1];
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            x -> {
              saved[0] = Ops.stopGradient(x);
              return square(x);
            },
            (x, y, g) -> mul(g, mul(saved[0], 2)));
    assertTold(GradientCheck.DEFAULT.withOrder(1), f, X, "does it read what the last one saved?");
  }

  @Test
  void a_recording_outlives_a_forward_pass_that_fails() {
    Tensor[] saved = new Tensor[1];
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            x -> {
              saved[0] = Ops.stopGradient(x);
              return onlyHere(List.of(x));
            },
            (x, y, g) -> mul(g, mul(saved[0], 2)));
    assertThat(findings(f, X, 1)).singleElement().matches(x -> x.verdict() == Verdict.WRONG);
  }

  @Test
  void parameters_are_checked_too_and_put_back() {
    Parameter w = Parameter.of("w", X);
    Tensor before = w.snapshot();
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("loss", List.of(w), () -> sum(eachSpoiled(g -> clip(g, 10)).apply(List.of(w))));
    assertThat(ofPullback(report)).extracting(Finding::input).containsExactly("pullback by w");
    assertThat(w.snapshot().hasSameBits(before)).isTrue();
  }

  // ------------------------------------------------------------------------------ right functions

  private static final Map<String, Function<List<Tensor>, Tensor>> RIGHT =
      Map.ofEntries(
          Map.entry("cancels in its cotangent", spoiling(g -> sub(mul(g, 1e8 + 1), mul(g, 1e8)))),
          Map.entry("cancels more", spoiling(g -> sub(mul(g, 1e12 + 1), mul(g, 1e12)))),
          Map.entry("infinite slope", xs -> Ops.sqrt(abs(sub(xs.getFirst(), 0.3)))),
          Map.entry("saturated", xs -> tanh(mul(xs.getFirst(), 1e3))),
          Map.entry("softmax, certain", xs -> Ops.softmax(mul(xs.getFirst(), 200), 0)),
          Map.entry("huge", xs -> mul(xs.getFirst(), 1e300)),
          Map.entry("huge inside", xs -> mul(mul(xs.getFirst(), 1e300), 1e-300)),
          Map.entry("tiny", xs -> mul(xs.getFirst(), 1e-300)),
          Map.entry("tiny inside", xs -> mul(mul(xs.getFirst(), 1e-300), 1e300)),
          Map.entry("about to underflow", xs -> mul(tanh(xs.getFirst()), 1e-306)),
          Map.entry("denormal", xs -> mul(xs.getFirst(), 1e-310)),
          Map.entry("outside of a domain elsewhere", PullbackChecksTest::onlyHere),
          Map.entry("softmax, nearly certain", xs -> Ops.softmax(mul(xs.getFirst(), 15), 0)),
          Map.entry("log of softmax", xs -> Ops.logSoftmax(mul(xs.getFirst(), 200), 0)),
          Map.entry("all but underflows", xs -> mul(mul(xs.getFirst(), 1e-286), 1e286)),
          Map.entry("underflows halfway", xs -> mul(mul(xs.getFirst(), 1e295), 1e-295)),
          Map.entry("sums in parallel", PullbackChecksTest::parallel));

  private static Tensor onlyHere(List<Tensor> xs) {
    if (xs.getFirst().toDoubleArray()[0] < 0.2999) {
      throw new ArithmeticException("outside of the domain");
    }
    return square(xs.getFirst());
  }

  /** Adds up its cotangent in an order of its own each time. */
  private static Tensor parallel(List<Tensor> xs) {
    AtomicInteger calls = new AtomicInteger(CALLS.incrementAndGet());
    return Rule.unary(
            x -> mul(x, 1 / 3.0),
            (x, y, g) -> {
              int turn = calls.get() % 3;
              Tensor third = mul(g, 1 / 9.0);
              return turn == 0
                  ? add(add(third, third), third)
                  : turn == 1 ? mul(third, 3) : sub(mul(g, 0.5), mul(g, 1 / 6.0));
            })
        .apply(xs);
  }

  private static final AtomicInteger CALLS = new AtomicInteger();

  static Stream<String> right() {
    return RIGHT.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("right")
  void a_right_pullback_is_left_alone(String name) {
    for (int seed = 1; seed <= 20; seed++) {
      assertThat(findings(RIGHT.get(name), X, seed)).isEmpty();
    }
  }

  private static Function<List<Tensor>, Tensor> countingPullbacks(
      Function<List<Tensor>, Tensor> f, AtomicInteger count) {
    Function<List<Tensor>, Tensor> counting =
        Rule.unary(
            y -> mul(y, 1),
            (y, same, g) -> {
              count.incrementAndGet();
              return g;
            });
    return xs -> counting.apply(List.of(f.apply(xs)));
  }

  private static List<Finding> findings(Function<List<Tensor>, Tensor> f, Tensor x, int seed) {
    GradientReport.Builder report = new GradientReport.Builder("f", GradientCheck.DEFAULT, F64);
    Key key = Key.of(seed);
    AtomicInteger pulled = new AtomicInteger();
    Subject subject = new FunctionSubject(countingPullbacks(f, pulled), List.of("x"), List.of(x));
    Tensor cotangent = RandomTensors.normal(key, F64, f.apply(List.of(x)).shape(), 0, 1);
    PullbackChecks checks =
        new PullbackChecks(GradientCheck.DEFAULT, subject, cotangent, 1, key, report);
    checks.run();
    checks.runOnceMore();
    assertThat(pulled.get()).isGreaterThan(12 + 4 + 9 + 3); // repeated, elsewhere, multiplied
    return report.build().findings();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_takes_few_calls_beside_those_of_the_differences(Mode mode) {
    AtomicInteger count = new AtomicInteger();
    Function<List<Tensor>, Tensor> counted =
        xs -> {
          count.incrementAndGet();
          return tanh(xs.getFirst());
        };
    Tensor many = Tensor.zeros(F64, Shape.of(5000));
    GradientCheck check = GradientCheck.DEFAULT.withMode(mode).withSamples(30);
    GradientReport.Builder report = new GradientReport.Builder("f", check, F64);
    Subject subject = new FunctionSubject(counted, List.of("x"), List.of(many));
    PullbackChecks checks =
        new PullbackChecks(check, subject, Ops.add(many, 1), 1, Key.of(1), report);
    checks.run();
    assertThat(count.get()).isLessThan(mode == Mode.ELEMENTS || mode == Mode.AUTO ? 60 : 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 50, 100})
  void it_keeps_to_a_tenth_of_the_limits(long most) {
    GradientCheck check = GradientCheck.DEFAULT.withMostEvaluations(most);
    GradientReport.Builder report = new GradientReport.Builder("f", check, F64);
    AtomicInteger pulled = new AtomicInteger();
    Subject subject =
        new FunctionSubject(
            countingPullbacks(xs -> tanh(xs.getFirst()), pulled), List.of("x"), List.of(X));
    PullbackChecks checks = new PullbackChecks(check, subject, X, 1, Key.of(1), report);
    checks.run();
    assertThat(pulled.get()).isBetween(1, (int) most / 10 + 3);
  }
}
