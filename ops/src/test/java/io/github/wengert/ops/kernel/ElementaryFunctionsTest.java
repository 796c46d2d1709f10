package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exponential and kin: their errors in units in the last place, their limits, and that vectors give
 * the bits of the scalar functions.
 *
 * <p>One of every {@value #STRIDE} floats is tried; {@code -Dwengert.floatStride=1} tries all, in
 * about an hour.
 */
class ElementaryFunctionsTest {
  private static final int STRIDE = 4099;
  private static final long SEED = 5;

  private interface FloatFunction {
    float at(float x);
  }

  /** A function with its references and the errors that are promised. */
  private record Function(
      String name,
      double ulps,
      FloatFunction ofFloat,
      DoubleUnaryOperator ofDouble,
      DoubleUnaryOperator reference,
      ExactFunctions.Exact exact) {
    <A> void run(Kernels<A> kernels, A x, A y, int n) {
      switch (name) {
        case "exp" -> kernels.exp(x, y, n);
        case "log" -> kernels.log(x, y, n);
        case "tanh" -> kernels.tanh(x, y, n);
        case "sigmoid" -> kernels.sigmoid(x, y, n);
        case "softplus" -> kernels.softplus(x, y, n);
        case "silu" -> kernels.silu(x, y, n);
        default -> throw new AssertionError(name);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Function> functions() {
    return List.of(
        new Function(
            "exp",
            1,
            FloatFunctions::exp,
            DoubleFunctions::exp,
            StrictMath::exp,
            ExactFunctions::exp),
        new Function(
            "log",
            1,
            FloatFunctions::log,
            DoubleFunctions::log,
            StrictMath::log,
            ExactFunctions::log),
        new Function(
            "tanh",
            2,
            FloatFunctions::tanh,
            DoubleFunctions::tanh,
            StrictMath::tanh,
            ExactFunctions::tanh),
        new Function(
            "sigmoid",
            2,
            FloatFunctions::sigmoid,
            DoubleFunctions::sigmoid,
            x -> (x < 0 ? StrictMath.exp(x) : 1) / (1 + StrictMath.exp(-Math.abs(x))),
            ExactFunctions::sigmoid),
        new Function(
            "softplus",
            2,
            FloatFunctions::softplus,
            DoubleFunctions::softplus,
            x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
            ExactFunctions::softplus),
        new Function(
            "silu",
            2.5,
            FloatFunctions::silu,
            DoubleFunctions::silu,
            ElementaryFunctionsTest::silu,
            ExactFunctions::silu));
  }

  private static double silu(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    double numerator = x < 0 ? Math.max(x, -800) * e : x;
    return numerator / (1 + e);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void floats_are_right_to_the_last_place(Function function) {
    double worst = 0;
    float where = 0;
    int stride = Integer.getInteger("wengert.floatStride", STRIDE);
    for (long bits = 0; bits < 1L << 32; bits += stride) {
      float x = Float.intBitsToFloat((int) bits);
      double error = error(function, x);
      if (!(error <= worst)) {
        worst = error;
        where = x;
      }
    }
    for (int exponent = Float.MIN_EXPONENT - 23; exponent <= Float.MAX_EXPONENT; exponent++) {
      float power = Math.scalb(1f, exponent);
      for (float x : new float[] {power, Math.nextUp(power), Math.nextDown(power)}) {
        assertThat(error(function, x)).as("%s(%s)", function, x).isLessThanOrEqualTo(function.ulps);
        assertThat(error(function, -x))
            .as("%s(-%s)", function, x)
            .isLessThanOrEqualTo(function.ulps);
      }
    }
    assertThat(worst).as("%s(%s)", function, where).isLessThanOrEqualTo(function.ulps);
  }

  /** Returns the distance from the reference in floats; 0 if neither is a number. */
  private static double error(Function function, float x) {
    double expected = function.reference.applyAsDouble(x);
    float actual = function.ofFloat.at(x);
    return Float.compare(actual, (float) expected) == 0
        ? 0
        : Math.abs(actual - expected) / Math.ulp((float) expected);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void doubles_are_right_to_the_last_place(Function function) {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      for (double magnitude : new double[] {0.5, 1, 20, 700}) {
        double x = random.nextDouble(-magnitude, magnitude);
        if (function.name.equals("log")) {
          x = i % 2 == 0 ? Math.exp(x) : Math.abs(x);
        }
        double error =
            ExactFunctions.ulps(function.ofDouble.applyAsDouble(x), function.exact.at(x));
        assertThat(error).as("%s(%s)", function, x).isLessThanOrEqualTo(function.ulps);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void limits_are_those_of_the_reference(Function function) {
    double infinity = Double.POSITIVE_INFINITY;
    List<Double> limits =
        List.of(infinity, -infinity, Double.NaN, 0.0, -0.0, 1e30, -1e30, 1e-40, -1e-40, -2.0);
    for (double x : limits) {
      double expected = function.reference.applyAsDouble(x);
      double actual = function.ofDouble.applyAsDouble(x);
      float narrow = function.ofFloat.at((float) x);
      boolean exact = Double.isInfinite(expected) || Double.isNaN(expected) || expected % 1 == 0;
      if (exact) { // signs of zero, infinities and ±1 are no matter of rounding
        assertThat(actual).as("%s(%s)", function, x).isEqualTo((Object) expected);
        assertThat(narrow).as("%s(%s)", function, x).isEqualTo((Object) (float) expected);
      } else {
        assertThat(actual)
            .as("%s(%s)", function, x)
            .isCloseTo(expected, within(Math.ulp(expected)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void kernels_give_the_bits_of_the_scalar_function(ElementType<A> type) {
    int n = 1 << 18;
    double[] x = anyNumbers(type, n);
    for (Function function : functions()) {
      A y = type.garbage(n);
      function.run(type.kernels(), type.array(x), y, n);
      double[] actual = type.read(y);
      for (int i = 0; i < n; i++) {
        double expected =
            type.isWide()
                ? function.ofDouble.applyAsDouble(x[i])
                : function.ofFloat.at((float) x[i]);
        if (Double.compare(actual[i], expected) != 0) { // an assertion for each would take seconds
          assertThat(actual[i]).as("%s(%s)", function, x[i]).isEqualTo((Object) expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void gelu_and_its_pullback_are_those_of_doubles_rounded_once(ElementType<A> type) {
    int n = 1 << 18;
    double[] x = anyNumbers(type, n);
    double[] g = type.random(SEED, n);
    A y = type.garbage(n);
    A pulledBack = type.garbage(n);
    type.kernels().gelu(type.array(x), y, n);
    type.kernels().geluVjp(type.array(x), type.array(g), pulledBack, n);
    double[] actual = type.read(y);
    double[] actualVjp = type.read(pulledBack);
    for (int i = 0; i < n; i++) {
      double expected = type.round(NormalFunctions.gelu(x[i]));
      double expectedVjp = type.round(NormalFunctions.geluSlope(x[i]) * g[i]);
      if (Double.compare(actual[i], expected) != 0
          || Double.compare(actualVjp[i], expectedVjp) != 0) {
        assertThat(actual[i]).as("gelu(%s)", x[i]).isEqualTo((Object) expected);
        assertThat(actualVjp[i]).as("geluVjp(%s)", x[i]).isEqualTo((Object) expectedVjp);
      }
    }
  }

  /** Returns random bits in the first half, and numbers of usual size in the second. */
  private static double[] anyNumbers(ElementType<?> type, int n) {
    Random random = new Random(SEED);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          i >= n / 2
              ? type.round(random.nextGaussian() * 20)
              : type.isWide()
                  ? Double.longBitsToDouble(random.nextLong())
                  : Float.intBitsToFloat(random.nextInt());
    }
    return x;
  }
}
