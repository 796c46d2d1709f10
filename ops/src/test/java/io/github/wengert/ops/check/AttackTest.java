package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions with which an attack from outside found faults of the checker. Their forward passes
 * compute in plain numbers, so that nothing but differences can judge them, and each is near the
 * limit of what differences can tell.
 */
class AttackTest {
  private static final int SEEDS = 4;
  private static final GradientCheck CHECK =
      GradientCheck.DEFAULT.withOrder(1).withCulpritSearch(false);

  /** What may be said of a gradient. */
  private enum Allowed {
    RIGHT,
    /** A right gradient that nobody can be asked to confirm. */
    NOT_WRONG,
    WRONG,
    /** A wrong gradient that nobody can be asked to refute. */
    NOT_RIGHT;

    boolean allows(GradientReport report) {
      return switch (this) {
        case RIGHT -> report.isRight();
        case NOT_WRONG -> !report.isWrong();
        case WRONG -> report.isWrong();
        case NOT_RIGHT -> !report.isRight();
      };
    }

    /** What may be said if the derivative is made wrong. */
    Allowed ofBug() {
      return this == RIGHT ? WRONG : NOT_RIGHT;
    }
  }

  private static void assertSaid(
      Allowed allowed, String name, Function<List<Tensor>, Tensor> f, Tensor... point) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      for (Mode mode : List.of(Mode.ELEMENTS, Mode.DIRECTIONS)) {
        GradientReport report = CHECK.withSeed(seed).withMode(mode).check(name, f, point);
        assertThat(allowed.allows(report)).as("%s, %s: %s", mode, allowed, report).isTrue();
      }
    }
  }

  // --------------------------------------------------------------------------------- one variable

  /**
   * A function of one variable.
   *
   * @param said what may be said of its derivative
   * @param points where it is checked, all at once
   */
  private record Curve(
      String name,
      Allowed said,
      DoubleUnaryOperator f,
      DoubleUnaryOperator derivative,
      Tensor points) {
    static Curve of(
        String name,
        Allowed said,
        DoubleUnaryOperator f,
        DoubleUnaryOperator derivative,
        double... points) {
      return new Curve(name, said, f, derivative, Tensor.of(DType.F64, points));
    }

    static Curve sine(String name, Allowed said, double frequency, double... points) {
      return of(
          name,
          said,
          x -> Math.sin(frequency * x),
          x -> frequency * Math.cos(frequency * x),
          points);
    }
  }

  private static List<Curve> curves() {
    double turn = 2 * Math.PI;
    DoubleUnaryOperator circle = x -> Math.sqrt(1 - x * x);
    DoubleUnaryOperator ofCircle = x -> -x / Math.sqrt(1 - x * x);
    double[] manyPoints =
        RandomTensors.uniform(Key.of(7), DType.F64, Shape.of(20), 1, 2).toDoubleArray();
    return List.of(
        Curve.of("circle, 1e-6 from its end", Allowed.RIGHT, circle, ofCircle, 1 - 1e-6),
        Curve.of("circle, 1e-7 from its end", Allowed.RIGHT, circle, ofCircle, 1 - 1e-7),
        Curve.of(
            "logarithm, 1e-6 from its pole",
            Allowed.RIGHT,
            x -> Math.log(x * x - 1),
            x -> 2 * x / (x * x - 1),
            1 + 1e-6),
        Curve.sine("hour of a Julian date", Allowed.RIGHT, turn, 2460266.57),
        Curve.sine("phase of 1 Hz since 1970", Allowed.RIGHT, turn, 1.7e9),
        Curve.sine("carrier of 1 MHz", Allowed.RIGHT, turn * 0x1p20, 0.375),
        Curve.sine("light over 1 m", Allowed.RIGHT, 1e7, manyPoints),
        Curve.sine("waves of a thousand last places", Allowed.NOT_WRONG, 1e13, 0.3, 1.7),
        Curve.of(
            "logistic map of 45 iterations",
            Allowed.NOT_WRONG,
            x -> logistic(x)[0],
            x -> logistic(x)[1],
            0.37),
        Curve.of(
            "table of 1e5 cells",
            Allowed.NOT_WRONG,
            AttackTest::interpolated,
            x -> 1e5 * (node(x, 1) - node(x, 0)),
            1.0 / 3,
            1.7777777),
        Curve.of(
            "exponential of what is all but 0", Allowed.RIGHT, Math::exp, Math::exp, 0, 1e-320));
  }

  /** Returns the value and the derivative. */
  private static double[] logistic(double x) {
    double y = x;
    double slope = 1;
    for (int i = 0; i < 45; i++) {
      slope *= 3.9 * (1 - 2 * y);
      y = 3.9 * y * (1 - y);
    }
    return new double[] {y, slope};
  }

  /** A sine, interpolated between the nodes of a table. */
  private static double interpolated(double x) {
    double share = x * 1e5 - Math.floor(x * 1e5);
    return node(x, 0) * (1 - share) + node(x, 1) * share;
  }

  private static double node(double x, int next) {
    return Math.sin((Math.floor(x * 1e5) + next) / 1e5);
  }

  static Stream<Arguments> namedCurves() {
    return curves().stream().map(curve -> Arguments.of(curve.name, curve));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("namedCurves")
  void a_right_derivative_is_not_called_wrong(String name, Curve curve) {
    assertSaid(curve.said, name, Opaque.elementwise(curve.f, curve.derivative), curve.points);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("namedCurves")
  void a_derivative_that_is_off_by_a_hundredth_is_not_called_right(String name, Curve curve) {
    assertSaid(
        curve.said.ofBug(),
        name,
        Opaque.elementwise(curve.f, x -> 1.01 * curve.derivative.applyAsDouble(x)),
        curve.points);
  }

  @ParameterizedTest
  @CsvSource({"1.2, 0.5", "1.05, 2"})
  void a_power_that_is_all_but_a_kink_has_no_slope_far_from_0(double power, double wrong) {
    for (double slope : new double[] {0, wrong}) {
      Function<List<Tensor>, Tensor> f =
          Opaque.elementwise(
              x -> Math.pow(Math.abs(x), power),
              x -> x == 0 ? slope : power * Math.signum(x) * Math.pow(Math.abs(x), power - 1));
      assertSaid(
          slope == 0 ? Allowed.NOT_WRONG : Allowed.WRONG, "power", f, Tensor.of(DType.F64, 0, 1));
    }
  }

  // -------------------------------------------------------------------------------- more variables

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.01})
  void a_matrix_may_be_all_but_singular(double factor) {
    Function<List<Tensor>, Tensor> inverseOfDeterminant =
        Opaque.scalar(
            x -> 1 / (x[0] * x[3] - x[1] * x[2]),
            x -> {
              double determinant = x[0] * x[3] - x[1] * x[2];
              double c = -factor / (determinant * determinant);
              return new double[] {c * x[3], -c * x[2], -c * x[1], c * x[0]};
            });
    assertSaid(
        factor == 1 ? Allowed.RIGHT : Allowed.WRONG,
        "1/(ad − bc)",
        inverseOfDeterminant,
        Tensor.of(DType.F64, 1, 1, 1, 1 + 1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.01})
  void an_object_may_be_all_but_in_the_focus_of_a_lens(double factor) {
    assertSaid(
        factor == 1 ? Allowed.RIGHT : Allowed.WRONG,
        "lens",
        Opaque.binary(
            AttackTest::image,
            (f, d) -> factor * Math.pow(image(f, d) / f, 2),
            (f, d) -> -factor * Math.pow(image(f, d) / d, 2)),
        Tensor.of(DType.F64, 0.05),
        Tensor.of(DType.F64, 0.05 * (1 + 1.5e-6)));
  }

  private static double image(double f, double d) {
    return 1 / (1 / f - 1 / d);
  }

  /** Returns the verdict by an element of x, for {@code (1e8 exp x₀, 1e-8 sin x₁)}. */
  private static Verdict besideALargeOutput(int element, double factor, int seed) {
    Function<List<Tensor>, Tensor> f =
        Opaque.vector(
            x -> new double[] {1e8 * Math.exp(x[0]), 1e-8 * Math.sin(x[1])},
            (x, g) ->
                new double[] {1e8 * Math.exp(x[0]) * g[0], factor * 1e-8 * Math.cos(x[1]) * g[1]});
    GradientReport report =
        CHECK
            .withMode(Mode.ELEMENTS)
            .withSeed(seed)
            .check("beside", f, Tensor.of(DType.F64, 0.3, 1.2));
    return report.findings().stream()
        .filter(finding -> finding.input().equals("input 0"))
        .filter(finding -> finding.index().equals(List.of(element)))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  @Test
  void a_small_output_is_judged_by_itself_beside_a_large_one_that_does_not_change() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      assertThat(besideALargeOutput(1, 1, seed)).isEqualTo(Verdict.PASS);
      assertThat(besideALargeOutput(1, 1.01, seed)).isEqualTo(Verdict.WRONG);
      assertThat(besideALargeOutput(0, 1, seed)).isEqualTo(Verdict.PASS);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 1.01})
  void a_large_output_does_not_hide_that_a_small_one_changes(double factor) {
    Function<List<Tensor>, Tensor> f =
        Opaque.elementwise(
            x -> x < 1 ? 1e8 * Math.exp(x) : 1e-8 * Math.sin(x),
            x -> x < 1 ? 1e8 * Math.exp(x) : factor * 1e-8 * Math.cos(x));
    for (int seed = 1; seed <= SEEDS; seed++) {
      GradientReport report =
          CHECK.withSeed(seed).check("small", f, Tensor.of(DType.F64, 0.3, 1.2));
      assertThat(report.isRight()).as("%s", report).isEqualTo(factor == 1);
    }
  }

  // ------------------------------------------------------------------------------------- minima

  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
    }
    return sum;
  }

  private static double[] ofRosenbrock(double[] x) {
    double[] g = new double[3];
    for (int i = 0; i < 2; i++) {
      double rest = x[i + 1] - x[i] * x[i];
      g[i] += -400 * x[i] * rest - 2 * (1 - x[i]);
      g[i + 1] += 200 * rest;
    }
    return g;
  }

  private static final double[][] DATA = {
    {0.3, -1.2, 2.1}, {1.7, 0.4, -0.6}, {-0.9, 2.2, 0.8}, {0.1, -0.5, 1.3}, {2.4, 1.1, -1.9}
  };
  private static final double[] FIT = {1.5, -0.7, 2.25};

  private static double predicted(double[] row, double[] w) {
    return row[0] * w[0] + row[1] * w[1] + row[2] * w[2];
  }

  private static double meanSquare(double[] w) {
    return Arrays.stream(DATA)
        .mapToDouble(row -> Math.pow(predicted(row, w) - predicted(row, FIT), 2) / DATA.length)
        .sum();
  }

  private static double[] ofMeanSquare(double[] w) {
    double[] g = new double[w.length];
    for (double[] row : DATA) {
      double rest = predicted(row, w) - predicted(row, FIT);
      for (int i = 0; i < g.length; i++) {
        g[i] += 2 * rest * row[i] / DATA.length;
      }
    }
    return g;
  }

  private static Arguments minimum(
      String name,
      Allowed said,
      ToDoubleFunction<double[]> f,
      UnaryOperator<double[]> gradient,
      double... x) {
    return Arguments.of(name, said, f, gradient, x);
  }

  static Stream<Arguments> minima() {
    return Stream.of(
        minimum(
            "square",
            Allowed.RIGHT,
            x -> (x[0] - 1.2) * (x[0] - 1.2),
            x -> new double[] {2 * (x[0] - 1.2)},
            1.2),
        minimum(
            "Rosenbrock",
            Allowed.NOT_WRONG,
            AttackTest::rosenbrock,
            AttackTest::ofRosenbrock,
            1,
            1,
            1),
        minimum(
            "perfect fit",
            Allowed.NOT_WRONG,
            AttackTest::meanSquare,
            AttackTest::ofMeanSquare,
            FIT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("minima")
  void the_gradient_of_a_minimum_is_not_called_wrong(
      String name,
      Allowed said,
      ToDoubleFunction<double[]> f,
      UnaryOperator<double[]> gradient,
      double[] x) {
    assertSaid(said, name, Opaque.scalar(f, gradient), Tensor.of(DType.F64, x));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("minima")
  void a_little_more_than_0_at_a_minimum_is_wrong(
      String name,
      Allowed said,
      ToDoubleFunction<double[]> f,
      UnaryOperator<double[]> gradient,
      double[] x) {
    UnaryOperator<double[]> off =
        at -> {
          double[] g = gradient.apply(at);
          g[0] += 1e-6;
          return g;
        };
    assertSaid(Allowed.WRONG, name, Opaque.scalar(f, off), Tensor.of(DType.F64, x));
  }

  @Test
  void the_gradient_of_a_minimum_that_is_made_of_operations_is_right() {
    Tensor data = Tensor.ofRows(DType.F64, DATA);
    Tensor fit = Tensor.of(DType.F64, Shape.of(3, 1), FIT);
    Tensor target = Ops.matmul(data, fit);
    assertSaid(
        Allowed.RIGHT,
        "perfect fit",
        xs -> Ops.mean(Ops.square(Ops.sub(Ops.matmul(data, xs.getFirst()), target))),
        fit);
    assertSaid(
        Allowed.RIGHT,
        "Rosenbrock",
        xs -> {
          Tensor x = Ops.slice(xs.getFirst(), 0, 0, 2);
          Tensor next = Ops.slice(xs.getFirst(), 0, 1, 3);
          Tensor rest = Ops.mul(Ops.square(Ops.sub(next, Ops.square(x))), 100);
          return Ops.sum(Ops.add(rest, Ops.square(Ops.sub(1, x))));
        },
        Tensor.of(DType.F64, 1, 1, 1));
  }

  // ------------------------------------------------------------------------- not finite, no value

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void an_input_that_is_not_finite_is_said_so(double x) {
    List<Function<List<Tensor>, Tensor>> exponentials =
        List.of(xs -> Ops.exp(xs.getFirst()), Opaque.elementwise(Math::exp, Math::exp));
    for (Function<List<Tensor>, Tensor> exp : exponentials) {
      for (Mode mode : List.of(Mode.ELEMENTS, Mode.DIRECTIONS)) {
        GradientReport report = CHECK.withMode(mode).check("exp", exp, Tensor.of(DType.F64, 1, x));
        assertThat(report.count(Verdict.NONFINITE)).as("%s", report).isPositive();
        assertThat(report.count(Verdict.WRONG)).as("%s", report).isZero();
      }
    }
  }

  @Test
  void a_library_operation_outside_of_its_domain_is_not_finite() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      GradientReport report =
          GradientCheck.DEFAULT
              .withSeed(seed)
              .check("log", xs -> Ops.log(xs.getFirst()), Tensor.of(DType.F64, 0.3, -0.7));
      assertThat(report.count(Verdict.NONFINITE)).as("%s", report).isPositive();
      assertThat(report.count(Verdict.WRONG)).as("%s", report).isZero();
    }
  }

  static Stream<Arguments> errors() {
    Supplier<Error> tooDeep = () -> new StackOverflowError("too deep");
    Supplier<Error> tooLarge = () -> new AssertionError("too large");
    return Stream.of(Arguments.of("overflow", tooDeep), Arguments.of("assertion", tooLarge));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void an_error_beside_the_point_means_smaller_steps(String name, Supplier<Error> error) {
    DoubleUnaryOperator sine =
        x -> {
          if (x > 1.21) {
            throw error.get();
          }
          return Math.sin(x);
        };
    Tensor point = Tensor.of(DType.F64, 0.3, 1.2, -0.5);
    assertSaid(Allowed.RIGHT, name, Opaque.elementwise(sine, Math::cos), point);
    assertSaid(Allowed.WRONG, name, Opaque.elementwise(sine, x -> 1.01 * Math.cos(x)), point);
  }

  @Test
  @Timeout(60)
  void a_loop_that_may_not_end_does_not_keep_the_search_for_a_culprit() {
    AtomicBoolean end = new AtomicBoolean();
    Function<List<Tensor>, Tensor> f =
        Opaque.elementwise(x -> stepsUntilOne(x, end), x -> Math.ceil(1 / x) - 1);
    try {
      GradientReport report =
          GradientCheck.DEFAULT
              .withOrder(1)
              .check("steps of x until 1", f, Tensor.of(DType.F64, 0.3, 0.17));
      assertThat(report.isWrong()).as("%s", report).isTrue();
    } finally {
      end.set(true);
    }
  }

  /** Adds x until that is at least 1: never, unless x is positive. */
  private static double stepsUntilOne(double x, AtomicBoolean end) {
    double y = 0;
    while (y < 1 && !end.get()) {
      y += x;
    }
    return y;
  }
}
