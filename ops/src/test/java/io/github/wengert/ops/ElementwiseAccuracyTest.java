package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values and slopes of smooth functions beside ones of 60 digits, wherever a float or double can
 * be: the errors are what the documentation of the functions promises.
 *
 * <p>{@code -Dwengert.samples=20000} tries more points.
 */
class ElementwiseAccuracyTest {
  private static final int SAMPLES = Integer.getInteger("wengert.samples", 150);
  private static final long SEED = 11;

  /** Numbers of which a function may be asked. */
  enum Domain {
    ALL,
    POSITIVE,
    ABOVE_MINUS_ONE
  }

  /**
   * A function.
   *
   * @param values the largest errors of values in F32 and F64, in units in the last place
   * @param slopes those of slopes
   * @param scale a size: where the slope is smaller, errors are relative to this
   */
  record Case(
      String name,
      Domain domain,
      UnaryOperator<Tensor> function,
      Exact.Function value,
      Exact.Function slope,
      Bounds values,
      Bounds slopes,
      DoubleUnaryOperator scale) {
    double valueBound(DType dtype) {
      return values.of(dtype);
    }

    double slopeBound(DType dtype) {
      return slopes.of(dtype);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The largest errors in each type, in units in the last place. */
  record Bounds(double f32, double f64) {
    double of(DType dtype) {
      return dtype == DType.F32 ? f32 : f64;
    }
  }

  private static Bounds ulps(double f32, double f64) {
    return new Bounds(f32, f64);
  }

  private static BigDecimal number(double x) {
    return new BigDecimal(x);
  }

  private static Exact.Function scaled(Exact.Function f, double factor) {
    return x -> Exact.mul(number(factor), f.at(x));
  }

  private static double relative(double x) {
    return 0;
  }

  static Stream<Case> cases() {
    Domain all = Domain.ALL;
    DoubleUnaryOperator relative = ElementwiseAccuracyTest::relative;
    Stream.Builder<Case> cases = Stream.builder();
    cases.add(
        new Case("exp", all, Ops::exp, Exact::exp, Exact::exp, ulps(1, 1), ulps(1, 1), relative));
    cases.add(
        new Case(
            "expm1",
            all,
            Ops::expm1,
            Exact::expm1,
            Exact::exp,
            ulps(0.501, 1),
            ulps(1, 1),
            relative));
    cases.add(
        new Case(
            "log",
            Domain.POSITIVE,
            Ops::log,
            Exact::log,
            x -> Exact.div(Exact.ONE, x),
            ulps(1, 1),
            ulps(0.5, 0.5),
            relative));
    cases.add(
        new Case(
            "log1p",
            Domain.ABOVE_MINUS_ONE,
            Ops::log1p,
            Exact::log1p,
            x -> Exact.div(Exact.ONE, Exact.ONE.add(x)),
            ulps(0.501, 1),
            ulps(1.5, 1.5),
            relative));
    cases.add(
        new Case(
            "sqrt",
            Domain.POSITIVE,
            Ops::sqrt,
            x -> x.sqrt(Exact.DIGITS),
            x -> Exact.div(Exact.ONE, x.sqrt(Exact.DIGITS).multiply(Exact.TWO)),
            ulps(0.5, 0.5),
            ulps(1.5, 1.5),
            relative));
    // The slopes of these follow from outputs, which say little about a small distance from 1.
    cases.add(
        new Case(
            "tanh", all, Ops::tanh, Exact::tanh, Exact::tanhSlope, ulps(2, 2), ulps(2, 2), x -> 1));
    cases.add(
        new Case(
            "sigmoid",
            all,
            Ops::sigmoid,
            Exact::sigmoid,
            Exact::sigmoidSlope,
            ulps(2, 2),
            ulps(3, 3),
            x -> x > 0 ? 0.5 : 0));
    cases.add(
        new Case(
            "silu",
            all,
            Ops::silu,
            Exact::silu,
            Exact::siluSlope,
            ulps(2.5, 2.5),
            ulps(5, 5),
            ElementwiseAccuracyTest::aroundRoot));
    cases.add(
        new Case(
            "gelu",
            all,
            Ops::gelu,
            Exact::gelu,
            Exact::geluSlope,
            ulps(0.501, 1.5),
            ulps(0.501, 2),
            ElementwiseAccuracyTest::aroundRoot));
    cases.add(
        new Case(
            "geluTanh",
            all,
            Ops::geluTanh,
            Exact::geluTanh,
            Exact::geluTanhSlope,
            ulps(0.501, 2),
            ulps(0.501, 4.5),
            ElementwiseAccuracyTest::aroundRoot));
    cases.add(
        new Case(
            "softplus",
            all,
            Ops::softplus,
            Exact::softplus,
            Exact::sigmoid,
            ulps(2, 2),
            ulps(2, 2),
            relative));
    for (double beta : new double[] {3, 0.1}) {
      cases.add(
          new Case(
              "softplus, beta " + beta,
              all,
              x -> Ops.softplus(x, beta, Double.POSITIVE_INFINITY),
              x -> Exact.div(Exact.softplus(x.multiply(number(beta))), number(beta)),
              x -> Exact.sigmoid(x.multiply(number(beta))),
              ulps(0.501, 2.5),
              ulps(0.501, 2.5),
              relative));
    }
    cases.add(
        new Case(
            "logSigmoid",
            all,
            Ops::logSigmoid,
            x -> Exact.softplus(x.negate()).negate(),
            x -> Exact.sigmoid(x.negate()),
            ulps(2, 2),
            ulps(2, 2),
            relative));
    cases.add(
        new Case(
            "elu",
            all,
            x -> Ops.elu(x, 0.7),
            x -> x.signum() > 0 ? x : scaled(Exact::expm1, 0.7).at(x),
            x -> x.signum() > 0 ? Exact.ONE : scaled(Exact::exp, 0.7).at(x),
            ulps(0.501, 2),
            ulps(2, 2),
            relative));
    cases.add(
        new Case(
            "erf",
            all,
            Ops::erf,
            Exact::erf,
            Exact::erfSlope,
            ulps(0.501, 1),
            ulps(0.501, 1),
            relative));
    cases.add(
        new Case(
            "normalCdf",
            all,
            Ops::normalCdf,
            Exact::cdf,
            Exact::density,
            ulps(0.501, 1.25),
            ulps(0.501, 1),
            relative));
    for (double exponent : new double[] {2.5, 3, 2, -1, 0.5, -0.5, -7, 0.7, -11.3}) {
      cases.add(
          new Case(
              "power " + exponent,
              Domain.POSITIVE,
              x -> Ops.pow(x, exponent),
              x -> Exact.pow(x, number(exponent)),
              x -> Exact.mul(number(exponent), Exact.pow(x, number(exponent - 1))),
              ulps(0.501, exponent % 0.5 == 0 && exponent != -0.5 ? 0.501 : 1),
              ulps(0.501, 2),
              relative));
    }
    return cases.build();
  }

  /** Near a root of the slope, what counts is the size of the terms that cancel. */
  private static double aroundRoot(double x) {
    return x > -2 && x < 0 ? 0.25 : 0;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void values_and_slopes_are_right_to_the_promised_digits(Case c, TestReporter report) {
    for (DType dtype : DType.values()) {
      double[] points = points(c.domain, dtype).stream().mapToDouble(x -> x).toArray();
      Tensor x = Ops.to(Tensor.of(DType.F64, points), dtype);
      double[] values = c.function.apply(x).toDoubleArray();
      double[] slopes = Autograd.vjp(c.function, x, Tensor.ones(dtype, x.shape())).toDoubleArray();
      double worstValue = 0;
      double worstSlope = 0;
      for (int i = 0; i < points.length; i++) {
        BigDecimal exact = number(points[i]);
        double value = error(dtype, values[i], c.value.at(exact), 0);
        assertThat(value)
            .as("%s %s(%s) = %s", dtype, c, points[i], values[i])
            .isLessThanOrEqualTo(c.valueBound(dtype));
        double scale = c.scale.applyAsDouble(points[i]);
        double slope = error(dtype, slopes[i], c.slope.at(exact), scale);
        assertThat(slope)
            .as("%s slope of %s at %s = %s", dtype, c, points[i], slopes[i])
            .isLessThanOrEqualTo(c.slopeBound(dtype));
        worstValue = Math.max(value, worstValue);
        worstSlope = Math.max(slope, worstSlope);
      }
      report.publishEntry(
          "%s %s".formatted(dtype, c),
          "errors up to %.3f, of slopes %.3f".formatted(worstValue, worstSlope));
    }
  }

  /** Returns the error; 0 where the exact number is beyond the largest, and so is the result. */
  private static double error(DType dtype, double actual, BigDecimal exact, double scale) {
    double largest = dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    if (Double.isInfinite(actual) && exact.abs().compareTo(number(largest)) > 0) {
      return Math.signum(actual) == exact.signum() ? 0 : Double.POSITIVE_INFINITY;
    }
    return Double.isFinite(actual)
        ? Exact.ulps(dtype, actual, exact, scale)
        : Double.POSITIVE_INFINITY;
  }

  /** Returns points of usual size, tiny ones, and what is next to where formulas change. */
  private static List<Double> points(Domain domain, DType dtype) {
    Random random = new Random(SEED);
    List<Double> points = new ArrayList<>();
    double smallest = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      for (double magnitude : new double[] {1.5, 12, 50, 110, 760}) {
        points.add(random.nextDouble(-magnitude, magnitude));
      }
      points.add(Math.scalb(random.nextDouble(-2, 2), -random.nextInt(60)));
      points.add(random.nextInt(-999, 999) * smallest);
    }
    for (double border : new double[] {1, 0.75, 2, 4, 20, 24, 40, 0.41421356237309503, 1 / 3.0}) {
      for (double sign : new double[] {-1, 1}) {
        points.add(sign * border);
        points.add(sign * (dtype == DType.F32 ? Math.nextUp((float) border) : Math.nextUp(border)));
        points.add(
            sign * (dtype == DType.F32 ? Math.nextDown((float) border) : Math.nextDown(border)));
      }
    }
    return points.stream()
        .map(x -> domain == Domain.POSITIVE ? (Double) StrictMath.abs(x) : x)
        .map(x -> dtype == DType.F32 ? (double) x.floatValue() : x)
        .filter(x -> domain != Domain.ABOVE_MINUS_ONE || x > -1)
        .filter(x -> domain != Domain.POSITIVE || x > 0)
        .toList();
  }
}
