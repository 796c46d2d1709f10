package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients in single precision are compared with those in double precision. */
final class SinglePrecisionTest {
  private static final int SEEDS = 20;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, SEEDS);
  }

  private static List<Tensor> narrow(Points points, int seed) {
    return points.of(Key.of(seed)).stream().map(x -> to(x, DType.F32)).toList();
  }

  private static boolean isSingle(Finding finding) {
    return finding.input().startsWith(SinglePrecision.PREFIX);
  }

  /** Returns what is wrong with the verdicts on planted bugs, if they are not in these findings. */
  private static List<String> misses(List<PlantedBug> bugs, int seed, Predicate<Finding> where) {
    List<String> misses = new ArrayList<>();
    for (PlantedBug bug : bugs) {
      GradientReport report =
          GradientCheck.DEFAULT
              .withSeed(seed)
              .withOrder(bug.order())
              .withCulpritSearch(false)
              .check(bug.name(), bug.function().get(), narrow(bug.points(), seed));
      List<Finding> bad = report.findings().stream().filter(f -> !isAcceptable(f)).toList();
      boolean caught = bad.stream().anyMatch(where);
      boolean nothingElse =
          bad.stream()
              .allMatch(
                  f -> where.test(f) && f.verdict() == bug.verdict() && f.order() == bug.order());
      if (!caught || !nothingElse) {
        misses.add(bug + ": " + report);
      }
    }
    return misses;
  }

  private static boolean isAcceptable(Finding finding) {
    return !finding.verdict().speaksAgainst();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_is_wrong_in_single_precision_only_is_caught_there(int seed) {
    assertThat(misses(SingleBugs.branches(), seed, SinglePrecisionTest::isSingle)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_rule_that_loses_what_the_function_does_not_is_caught(int seed) {
    assertThat(misses(SingleBugs.cancellations(), seed, SinglePrecisionTest::isSingle)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_is_wrong_by_less_than_single_precision_is_caught_in_double_precision(int seed) {
    assertThat(misses(SingleBugs.inBoth(), seed, f -> !isSingle(f))).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_right_function_is_called_wrong(int seed) {
    GradientCheck check =
        GradientCheck.DEFAULT.withSeed(seed).withMode(Mode.DIRECTIONS).withDirections(1);
    List<String> alarms = new ArrayList<>();
    for (RightFunction right : RightFunctions.all()) {
      if (right.name().contains("1e-300")) {
        continue; // which is 0 in single precision
      }
      GradientReport report =
          check
              .withOrder(right.order())
              .check(right.name(), right.function(), narrow(right.points(), seed));
      if (report.findings().stream().anyMatch(f -> isSingle(f) && !isAcceptable(f))) {
        alarms.add(right + ": " + report);
      }
    }
    assertThat(alarms).isEmpty();
  }

  // ------------------------------------------------------------------------------------- reports

  private static final Tensor X = Tensor.of(0.5f, -1.25f);

  private static GradientReport square() {
    PlantedBug bug = SingleBugs.branches().get(1);
    return GradientCheck.DEFAULT.withOrder(1).check("square", bug.function().get(), X);
  }

  @Test
  void each_form_of_the_report_says_that_float32_was_compared_with_float64() {
    GradientReport report = square();
    assertThat(report.dtype()).isEqualTo(DType.F32);
    assertThat(report.toString().lines())
        .contains(
            "  float32 gradients compared with float64, and these with differences",
            "  2 of 2 derivatives by float32 input 0 are wrong, by 1e-03 of their size at most:"
                + " more than rounding explains");
    assertThat(report.toHtml())
        .contains(" · float32 gradients compared with float64, and these with differences</p>");
    assertThat(JsonParser.parseString(report.toJson()).getAsJsonObject().get("dtype"))
        .hasToString("\"F32\"");
  }

  @Test
  void each_form_of_the_report_says_how_small_an_error_would_be_seen() {
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("tanh", xs -> tanh(xs.getFirst()), Tensor.of(0.1f, -0.5f, 4));
    List<Double> visible = visible(report);
    String words =
        "float32 input 0: an error of %.0e of a derivative (%.0e at worst) would be seen"
            .formatted(visible.get(1), visible.get(2));
    assertThat(visible.get(2)).isGreaterThan(2 * visible.get(1)); // of what is all but saturated
    assertThat(report.resolutions()).containsExactly(words);
    assertThat(report.toString().lines()).contains("  " + words);
    assertThat(report.toHtml()).contains("<li>" + words + "</li>");
    assertThat(report.toJson()).contains("\"resolution\": \"" + words + "\"");
  }

  /** tanh whose derivative in single precision is off by a share of itself. */
  private static GradientReport tanhOff(double share, int seed) {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            Ops::tanh,
            (x, y, g) ->
                mul(mul(g, y.mul(y).neg().add(1)), x.dtype() == DType.F32 ? 1 + share : 1));
    Tensor x = RandomTensors.normal(Key.of(seed), DType.F32, Shape.of(4), 0, 1);
    return GradientCheck.DEFAULT.withSeed(seed).withOrder(1).check("tanh", f, x);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_small_share_of_the_derivative_is_not_called_right_and_a_larger_one_is_wrong(int seed) {
    assertThat(tanhOff(0, seed).outcome()).isEqualTo(Outcome.RIGHT);
    assertThat(tanhOff(3e-6, seed).outcome()).isNotEqualTo(Outcome.RIGHT);
    assertThat(tanhOff(1e-5, seed).outcome()).isEqualTo(Outcome.WRONG);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void an_error_that_the_report_says_would_be_seen_is_seen(int seed) {
    double median = visible(tanhOff(0, seed)).get(1);
    double worst = visible(tanhOff(0, seed)).get(3);
    assertThat(tanhOff(1.5 * median, seed).outcome()).isEqualTo(Outcome.WRONG);
    assertThat(tanhOff(1.5 * worst, seed).findings())
        .filteredOn(SinglePrecisionTest::isSingle)
        .hasSize(4)
        .allMatch(f -> f.verdict() == Verdict.WRONG);
  }

  private static List<Double> visible(GradientReport report) {
    return report.findings().stream()
        .filter(SinglePrecisionTest::isSingle)
        .map(f -> f.error() / Math.abs(f.numeric()))
        .sorted()
        .toList();
  }

  @Test
  void double_precision_is_compared_with_differences_alone() {
    GradientReport report =
        GradientCheck.DEFAULT.check("tanh", xs -> tanh(xs.getFirst()), to(X, DType.F64));
    assertThat(report.dtype()).isEqualTo(DType.F64);
    assertThat(report.toString()).doesNotContain("float32");
    assertThat(report.findings()).noneMatch(SinglePrecisionTest::isSingle);
  }

  @Test
  void every_element_is_compared_whatever_the_mode() {
    GradientReport report =
        GradientCheck.DEFAULT
            .withMode(Mode.DIRECTIONS)
            .withOrder(1)
            .check("tanh", xs -> tanh(xs.getFirst()), Tensor.zeros(DType.F32, Shape.of(5000)));
    assertThat(report.count(Verdict.PASS))
        .isEqualTo(5000 + 4 + 1 + 6); // directions, the gradient, close by
  }

  @Test
  void inputs_of_both_types_keep_their_own() {
    List<List<DType>> seen = new ArrayList<>();
    GradientReport report =
        GradientCheck.DEFAULT.check(
            "mixed",
            xs -> {
              seen.add(xs.stream().map(Tensor::dtype).toList());
              return mul(to(xs.get(0), DType.F64), xs.get(1));
            },
            X,
            Tensor.of(DType.F64, 1.0, 2.0));
    assertThat(report.isRight()).as("%s", report).isTrue();
    assertThat(seen)
        .contains(List.of(DType.F32, DType.F64), List.of(DType.F64, DType.F64))
        .doesNotContain(List.of(DType.F32, DType.F32));
  }

  @Test
  void a_kink_that_rounding_moves_to_the_other_side_is_a_kink() {
    // In single precision 0.3 − 3 · 0.1 is 0, and in double precision it is a little more.
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check(
                "moved", xs -> relu(xs.get(1).sub(xs.get(0).mul(3))), Tensor.of(0.1f), tripled());
    assertThat(report.findings().stream().filter(SinglePrecisionTest::isSingle))
        .hasSize(2)
        .allSatisfy(f -> {
          assertThat(f.verdict()).isEqualTo(Verdict.KINK);
          assertThat(f.operations()).containsExactly("relu");
        });
    assertThat(report.isRight()).as("%s", report).isTrue();
  }

  private static Tensor tripled() {
    return mul(Tensor.of(0.1f), 3);
  }

  @Test
  void what_differs_from_run_to_run_is_nondeterministic() {
    int[] calls = {0};
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("noisy", xs -> mul(xs.getFirst(), 1 + calls[0]++ % 7), X);
    assertThat(report.findings())
        .allMatch(finding -> finding.verdict() == Verdict.NONDETERMINISTIC);
    assertThat(report.count(Verdict.NONDETERMINISTIC)).isEqualTo(report.compared());
  }

  // ------------------------------------------------------------------------------------ networks

  /** {@code y = tanh(x Wᵀ)}, with a factor on the derivative in single precision. */
  private record Linear(Parameter w, double factor) implements Model {
    static Linear of(DType dtype, double factor) {
      Tensor initial = RandomTensors.normal(Key.of(7), dtype, Shape.of(2, 3), 0, 1);
      return new Linear(Parameter.of("W", initial), factor);
    }

    @Override
    public Tensor apply(Tensor x) {
      UnaryOperator<Tensor> f =
          z ->
              Rule.unary(
                      y -> tanh(y),
                      (in, y, g) ->
                          mul(g, mul(y.mul(y).neg().add(1), y.dtype() == DType.F32 ? factor : 1)))
                  .apply(List.of(z));
      return f.apply(matmul(x, w.transpose()));
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(w);
    }
  }

  private static final Tensor BATCH =
      RandomTensors.normal(Key.of(8), DType.F32, Shape.of(4, 3), 0, 1);

  @Test
  void a_network_is_built_in_both_types_and_computed_at_the_same_point() {
    Linear mine = Linear.of(DType.F32, 1);
    mine.w().assign(mul(mine.w(), 0.1));
    List<Linear> wide = new ArrayList<>();
    GradientReport report =
        GradientCheck.DEFAULT.check(
            "net",
            dtype -> {
              if (dtype == DType.F32) {
                return mine;
              }
              wide.add(Linear.of(dtype, 1));
              return wide.getFirst();
            },
            BATCH,
            y -> sum(y));
    assertThat(report.orThrow().findings().stream().map(Finding::input))
        .contains("W", "x", "float32 W", "float32 x", "direction");
    assertThat(wide.getFirst().w().hasSameBits(to(mine.w(), DType.F64))).isTrue();
  }

  @Test
  void a_network_that_is_wrong_in_single_precision_is_caught() {
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("net", dtype -> Linear.of(dtype, 2), BATCH, y -> sum(y));
    assertThat(report.remarks())
        .containsExactly(
            "6 of 6 derivatives by float32 W are wrong, all by the factor 2: counted twice?",
            "12 of 12 derivatives by float32 x are wrong, all by the factor 2: counted twice?");
  }

  // -------------------------------------------------------------------------------------- misuse

  @Test
  void a_closure_over_parameters_of_single_precision_is_refused_with_the_way_out() {
    Parameter w = Linear.of(DType.F32, 1).w();
    assertThatThrownBy(() -> GradientCheck.DEFAULT.check("loss", List.of(w), () -> sum(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradient check: loss: parameter \"W\" must be in double precision: (F32 ≠ F64); to"
                + " check single precision hand over how to build it: check(name, dtype ->"
                + " network, x, loss), or a function of tensors");
  }

  @Test
  void a_function_that_captures_single_precision_is_refused_with_the_way_out() {
    assertThatThrownBy(() -> GradientCheck.DEFAULT.check("f", xs -> mul(xs.getFirst(), X), X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradient check: f: cannot be computed in double precision, to compare with: mul:"
                + " element types differ: F64[2] and F32[2] (F64 ≠ F32); convert one with to(F64);"
                + " convert what it captures to the type of its input: to(c, x.dtype())");
  }

  @Test
  void networks_that_differ_are_refused() {
    assertThatThrownBy(() ->
            GradientCheck.DEFAULT.check(
                "net", dtype -> Linear.of(DType.F64, 1), BATCH, UnaryOperator.identity()))
        .hasMessage(
            "gradient check: net: the network for F32 has a parameter \"W\" of another type: (F64"
                + " ≠ F32)");
    assertThatThrownBy(() ->
            GradientCheck.DEFAULT.check(
                "net",
                dtype ->
                    new Linear(
                        Parameter.of(
                            "W", Tensor.zeros(dtype, Shape.of(2, dtype == DType.F32 ? 3 : 4))),
                        1),
                BATCH,
                UnaryOperator.identity()))
        .hasMessage(
            "gradient check: net: the networks for F32 and F64 have other parameters: ([W[2, 3]] ≠"
                + " [W[2, 4]])");
  }
}
