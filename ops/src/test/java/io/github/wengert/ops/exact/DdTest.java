package io.github.wengert.ops.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The reference arithmetic, against series and digits in far higher precision. */
class DdTest {
  private static final MathContext DIGITS = new MathContext(80);
  private static final long SEED = 1;

  /** Numbers of all sizes that a double has, with a low part. */
  private static Dd any(Random random) {
    double hi = Math.scalb(random.nextDouble(1, 2), random.nextInt(-1070, 1023));
    double sign = random.nextBoolean() ? 1 : -1;
    return Dd.of(sign * hi).add(Dd.of(sign * hi).mul(random.nextDouble() * 0x1p-54));
  }

  private static void assertClose(Dd actual, BigDecimal expected, double tolerance, Object where) {
    BigDecimal error = actual.toBigDecimal().subtract(expected).abs();
    BigDecimal allowed = expected.abs().multiply(BigDecimal.valueOf(tolerance));
    assertThat(error)
        .as("%s: %s ≠ %s", where, actual, expected.round(new MathContext(40)))
        .isLessThanOrEqualTo(allowed);
  }

  private static void assertArithmetic(
      BinaryOperator<Dd> operation, BinaryOperator<BigDecimal> exact) {
    Random random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      Dd a = any(random);
      Dd b = i % 2 == 0 ? any(random) : a.mul(random.nextDouble(0.5, 2)).neg();
      BigDecimal expected = exact.apply(a.toBigDecimal(), b.toBigDecimal());
      assertClose(operation.apply(a, b), expected, 0x1p-102, List.of(a, b));
    }
  }

  @Test
  void sums_differences_products_and_quotients_are_right_to_102_bits() {
    assertArithmetic(Dd::add, BigDecimal::add);
    assertArithmetic(Dd::sub, BigDecimal::subtract);
    assertArithmetic(Dd::mul, BigDecimal::multiply);
    assertArithmetic(Dd::div, (a, b) -> a.divide(b, DIGITS));
  }

  @Test
  void roots_are_right_to_102_bits() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      Dd x = any(random).abs();
      Dd far = i % 2 == 0 ? x : x.mul(x).mul(x);
      assertClose(far.sqrt(), far.toBigDecimal().sqrt(DIGITS), 0x1p-102, far);
    }
  }

  @Test
  void products_beyond_the_range_of_a_double_lose_nothing() {
    Dd tiny = Dd.of(Double.MIN_VALUE);
    Dd huge = Dd.of(Double.MAX_VALUE);
    assertThat(tiny.mul(tiny).mul(tiny).mul(huge).mul(huge).mul(huge).toDouble())
        .isEqualTo(Math.pow(Double.MIN_VALUE * Double.MAX_VALUE, 3), within(1e-14));
    assertClose(huge.square().square().sqrt().sqrt(), huge.toBigDecimal(), 0x1p-102, huge);
    assertThat(tiny.mul(tiny).div(tiny)).isEqualTo(tiny);
    assertThat(huge.square().toDouble()).isInfinite();
    assertThat(tiny.square().toDouble()).isZero();
  }

  private static org.assertj.core.data.Offset<Double> within(double relative) {
    return org.assertj.core.api.Assertions.within(relative);
  }

  @Test
  void infinities_NaN_and_zeros_follow_IEEE_754() {
    double[] specials = {
      0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
    };
    for (double a : specials) {
      assertThat(Dd.of(a).toDouble()).isEqualTo((Object) a);
      assertThat(Dd.of(a).sqrt().toDouble()).isEqualTo((Object) Math.sqrt(a));
      assertThat(Dd.of(a).abs().toDouble()).isEqualTo((Object) Math.abs(a));
      for (double b : specials) {
        assertThat(Dd.of(a).add(Dd.of(b)).toDouble()).isEqualTo((Object) (a + b));
        assertThat(Dd.of(a).mul(Dd.of(b)).toDouble()).isEqualTo((Object) (a * b));
        assertThat(Dd.of(a).div(Dd.of(b)).toDouble()).isEqualTo((Object) (a / b));
        assertThat(DdFunctions.pow(Dd.of(a), Dd.of(b)).toDouble())
            .as("%s ^ %s", a, b)
            .isEqualTo((Object) Math.pow(a, b));
      }
    }
  }

  @Test
  void powers_of_special_numbers_are_those_of_the_JDK() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] numbers = {
      0.0,
      -0.0,
      0.5,
      -0.5,
      1,
      -1,
      2,
      -2,
      3,
      -3,
      1e300,
      -1e300,
      Double.MIN_VALUE,
      infinity,
      -infinity,
      Double.NaN
    };
    for (double a : numbers) {
      for (double b : numbers) {
        double expected = Math.pow(a, b);
        double actual = DdFunctions.pow(Dd.of(a), Dd.of(b)).toDouble();
        if (Double.isNaN(expected) || Double.isInfinite(expected) || expected == 0) {
          assertThat(actual).as("%s ^ %s", a, b).isEqualTo((Object) expected);
        } else {
          assertThat(actual / expected).as("%s ^ %s", a, b).isEqualTo(1, within(1e-15));
        }
      }
    }
  }

  // The functions: power series in 80 and more digits.

  private static final MathContext MANY = new MathContext(400);

  private static BigDecimal exactExp(BigDecimal x) {
    BigDecimal s = x.divide(BigDecimal.valueOf(1024), MANY);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; n < 150; n++) {
      term = term.multiply(s, MANY).divide(BigDecimal.valueOf(n), MANY);
      sum = sum.add(term, MANY);
    }
    return sum.pow(1024, MANY);
  }

  private static void assertFunction(
      UnaryOperator<Dd> function, UnaryOperator<BigDecimal> exact, double tolerance, double... xs) {
    for (double x : xs) {
      assertClose(function.apply(Dd.of(x)), exact.apply(new BigDecimal(x)), tolerance, x);
    }
  }

  private static double[] numbers(double from, double to) {
    Random random = new Random(SEED);
    return random.doubles(40, from, to).toArray();
  }

  @Test
  void exponentials_are_right_to_30_digits() {
    assertFunction(DdFunctions::exp, DdTest::exactExp, 1e-30, numbers(-20, 20));
    assertFunction(DdFunctions::exp, DdTest::exactExp, 1e-30, numbers(-200, 200));
    UnaryOperator<BigDecimal> expm1 = x -> exactExp(x).subtract(BigDecimal.ONE);
    assertFunction(DdFunctions::expm1, expm1, 1e-30, numbers(-1, 1));
    assertFunction(DdFunctions::expm1, expm1, 1e-30, 1e-20, -1e-20, 0.35, -0.35, 1e-300);
  }

  @Test
  void exponentials_reach_far_beyond_the_range_of_a_double() {
    Dd product = DdFunctions.exp(Dd.of(-2000)).mul(DdFunctions.exp(Dd.of(2000)));
    assertClose(product, BigDecimal.ONE, 1e-29, "e⁻²⁰⁰⁰ e²⁰⁰⁰");
  }

  @Test
  void logarithms_are_the_inverse_of_exponentials_to_30_digits() {
    for (double x : numbers(0.001, 4)) {
      assertLogOf(Dd.of(x));
    }
    for (double x :
        new double[] {1 + 0x1p-52, 1 - 0x1p-53, 1.1, 0.9, 0.7, 1.4, Math.sqrt(2), 1e300, 1e-310}) {
      assertLogOf(Dd.of(x));
    }
  }

  /** ln x = y with e^y = x: the residual is ln x − y to second order. */
  private static void assertLogOf(Dd x) {
    BigDecimal y = DdFunctions.log(x).toBigDecimal();
    BigDecimal residual = x.toBigDecimal().divide(exactExp(y), MANY).subtract(BigDecimal.ONE);
    assertThat(residual.abs())
        .as("ln %s", x)
        .isLessThanOrEqualTo(y.abs().multiply(new BigDecimal("1e-30")));
    if (x.toDouble() < 1e-3) {
      return; // x − 1 has lost the digits
    }
    BigDecimal y1 = DdFunctions.log1p(x.sub(Dd.ONE)).toBigDecimal();
    BigDecimal argument = x.sub(Dd.ONE).toBigDecimal().add(BigDecimal.ONE);
    BigDecimal residual1 = argument.divide(exactExp(y1), MANY).subtract(BigDecimal.ONE);
    assertThat(residual1.abs())
        .as("ln(1 + %s − 1)", x)
        .isLessThanOrEqualTo(y1.abs().multiply(new BigDecimal("1e-30")));
  }

  @Test
  void log1p_of_tiny_numbers_keeps_its_digits() {
    BigDecimal x = Dd.of(1e-20).toBigDecimal();
    BigDecimal series =
        x.subtract(x.pow(2).divide(BigDecimal.TWO))
            .add(x.pow(3).divide(BigDecimal.valueOf(3), MANY));
    assertClose(DdFunctions.log1p(Dd.of(1e-20)), series, 1e-30, "1e-20");
  }

  @Test
  void logistic_functions_are_right_to_30_digits_in_both_tails() {
    UnaryOperator<BigDecimal> sigmoid =
        x -> BigDecimal.ONE.divide(BigDecimal.ONE.add(exactExp(x.negate())), MANY);
    assertFunction(DdFunctions::sigmoid, sigmoid, 1e-30, numbers(-100, 40));
    UnaryOperator<BigDecimal> tanh =
        x -> {
          BigDecimal square = exactExp(x.add(x));
          return square.subtract(BigDecimal.ONE).divide(square.add(BigDecimal.ONE), MANY);
        };
    assertFunction(DdFunctions::tanh, tanh, 1e-30, numbers(-30, 30));
    assertFunction(DdFunctions::tanh, tanh, 1e-30, 1e-9, -1e-9);
    for (double x : numbers(-100, 30)) {
      // e^softplus(x) = 1 + eˣ
      BigDecimal y = DdFunctions.softplus(Dd.of(x)).toBigDecimal();
      BigDecimal error =
          exactExp(y)
              .subtract(BigDecimal.ONE)
              .divide(exactExp(new BigDecimal(x)), MANY)
              .subtract(BigDecimal.ONE);
      assertThat(error.abs()).as("softplus(%s)", x).isLessThan(new BigDecimal("1e-28"));
    }
  }

  @Test
  void error_functions_are_right_to_30_digits() {
    for (double x : numbers(-6, 6)) {
      assertErf(x);
    }
    for (double x : new double[] {1, -1, 1e-5, 0.999, 1.001, -1.001, 2, 3, 5, 9}) {
      assertErf(x);
    }
  }

  private static void assertErf(double x) {
    BigDecimal erf = exactErf(new BigDecimal(x));
    assertClose(DdFunctions.erf(Dd.of(x)), erf, 1e-30, "erf " + x);
    assertClose(DdFunctions.erfc(Dd.of(x)), BigDecimal.ONE.subtract(erf), 2e-30, "erfc " + x);
    BigDecimal scaled = new BigDecimal(x).divide(BigDecimal.TWO.sqrt(MANY), MANY);
    BigDecimal cdf = BigDecimal.ONE.add(exactErf(scaled)).divide(BigDecimal.TWO, MANY);
    assertClose(DdFunctions.normalCdf(Dd.of(x)), cdf, 2e-30, "Φ " + x);
  }

  private static BigDecimal exactErf(BigDecimal x) {
    BigDecimal square = x.multiply(x, MANY);
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int n = 1; power.signum() != 0 && power.precision() - power.scale() > -300; n++) {
      power = power.multiply(square, MANY).divide(BigDecimal.valueOf(-n), MANY);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), MANY), MANY);
    }
    BigDecimal pi =
        new BigDecimal(
            "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848111745");
    return sum.multiply(BigDecimal.TWO).divide(pi.sqrt(MANY), MANY);
  }

  @Test
  void far_tails_of_the_normal_distribution_agree_with_published_digits() {
    // erfc(10) and erfc(26), Abramowitz and Stegun's table 7.3 continued.
    assertClose(
        DdFunctions.erfc(Dd.of(10)),
        new BigDecimal("2.0884875837625447570007862949577886e-45"),
        1e-29,
        10);
    Dd ratio = DdFunctions.normalCdf(Dd.of(-30)).div(DdFunctions.density(Dd.of(30)));
    // Mills' ratio by its asymptotic series: 1/x − 1/x³ + 3/x⁵ − 15/x⁷ + …
    BigDecimal x = BigDecimal.valueOf(30);
    BigDecimal term = BigDecimal.ONE.divide(x, MANY);
    BigDecimal sum = BigDecimal.ZERO;
    for (int n = 0; n < 60; n++) {
      sum = sum.add(term);
      term = term.multiply(BigDecimal.valueOf(-(2L * n + 1))).divide(x.multiply(x), MANY);
    }
    assertClose(ratio, sum, 1e-29, "Mills' ratio at 30");
  }

  @Test
  void logarithms_of_the_constants_have_the_published_digits() {
    assertClose(
        DdFunctions.log(Dd.of(10)),
        new BigDecimal("2.302585092994045684017991454684364207601101488628772976033"),
        1e-31,
        "ln 10");
    assertClose(
        DdFunctions.exp(Dd.ONE),
        new BigDecimal("2.718281828459045235360287471352662497757247093699959574966"),
        1e-31,
        "e");
  }
}
