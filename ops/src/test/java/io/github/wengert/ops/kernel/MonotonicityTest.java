package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions that rise do not fall by a unit in the last place between neighbours, neither where the
 * formula changes nor at random points. That of all floats, one after the other, was seen once.
 */
class MonotonicityTest {
  private static final long SEED = 17;
  private static final int AROUND_BORDERS = 200;
  private static final int RANDOM_POINTS = Integer.getInteger("wengert.samples", 20_000);
  private static final int AROUND_POINTS = 10;

  private interface FloatFunction {
    float at(float x);
  }

  private record OfDouble(String name, DoubleUnaryOperator function) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record OfFloat(String name, FloatFunction function) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<OfDouble> functionsOfDoubles() {
    return Stream.of(
        new OfDouble("exp", DoubleFunctions::exp),
        new OfDouble("expm1", DoubleFunctions::expm1),
        new OfDouble("log", DoubleFunctions::log),
        new OfDouble("log1p", DoubleFunctions::log1p),
        new OfDouble("tanh", DoubleFunctions::tanh),
        new OfDouble("sigmoid", DoubleFunctions::sigmoid),
        new OfDouble("softplus", DoubleFunctions::softplus),
        new OfDouble("erf", NormalFunctions::erf),
        new OfDouble("normalCdf", NormalFunctions::cdf));
  }

  static Stream<OfFloat> functionsOfFloats() {
    return Stream.of(
        new OfFloat("exp", FloatFunctions::exp),
        new OfFloat("log", FloatFunctions::log),
        new OfFloat("tanh", FloatFunctions::tanh),
        new OfFloat("sigmoid", FloatFunctions::sigmoid),
        new OfFloat("softplus", FloatFunctions::softplus));
  }

  @ParameterizedTest
  @MethodSource("functionsOfDoubles")
  void doubles_never_fall(OfDouble f) {
    for (double x : borders()) {
      assertRises(f.function, x, AROUND_BORDERS);
      assertRises(f.function, -x, AROUND_BORDERS);
      assertRises(f.function, x - 1, AROUND_BORDERS);
    }
    for (double x : randomPoints()) {
      assertRises(f.function, x, AROUND_POINTS);
    }
  }

  @ParameterizedTest
  @MethodSource("functionsOfFloats")
  void floats_never_fall(OfFloat f) {
    for (double x : borders()) {
      assertFloatsRise(f.function, (float) x, AROUND_BORDERS);
      assertFloatsRise(f.function, (float) -x, AROUND_BORDERS);
    }
    for (double x : randomPoints()) {
      assertFloatsRise(f.function, (float) x, AROUND_POINTS);
    }
  }

  @Test
  void a_fall_is_noticed() {
    // Rounds ln 2 + x/2 .. in two parts, one of which falls.
    DoubleUnaryOperator falling = x -> x + StrictMath.log1p(StrictMath.exp(-x));
    int falls = 0;
    for (double x : randomPoints()) {
      if (x > 0 && x < 1 && falling.applyAsDouble(Math.nextUp(x)) < falling.applyAsDouble(x)) {
        falls++;
      }
    }
    assertThat(falls).isPositive();
  }

  private static void assertRises(DoubleUnaryOperator f, double middle, int around) {
    double x = middle;
    for (int i = 0; i < around; i++) {
      x = Math.nextDown(x);
    }
    double before = f.applyAsDouble(x);
    for (int i = 0; i < 2 * around; i++) {
      x = Math.nextUp(x);
      double y = f.applyAsDouble(x);
      if (y < before) { // an assertion for each would take seconds
        assertThat(y).as("f(%s), where before it was %s", x, before).isGreaterThanOrEqualTo(before);
      }
      before = y;
    }
  }

  private static void assertFloatsRise(FloatFunction f, float middle, int around) {
    float x = middle;
    for (int i = 0; i < around; i++) {
      x = Math.nextDown(x);
    }
    float before = f.at(x);
    for (int i = 0; i < 2 * around; i++) {
      x = Math.nextUp(x);
      float y = f.at(x);
      if (y < before) {
        assertThat(y).as("f(%s), where before it was %s", x, before).isGreaterThanOrEqualTo(before);
      }
      before = y;
    }
  }

  /** Where a reduction of the argument takes the next integer, or a formula begins. */
  private static List<Double> borders() {
    List<Double> borders = new ArrayList<>();
    for (int n = -1; n <= 1080; n++) {
      double border = (n + 0.5) * StrictMath.log(2);
      borders.add(border);
      borders.add(border / 2);
      borders.add(StrictMath.sqrt(Math.abs(border)));
    }
    for (int exponent = -60; exponent < 70; exponent++) {
      for (double m : new double[] {1, StrictMath.sqrt(2), 2.0 / 3, 4.0 / 3}) {
        borders.add(Math.scalb(m, exponent));
      }
    }
    borders.add(0.82);
    return borders;
  }

  private static List<Double> randomPoints() {
    Random random = new Random(SEED);
    List<Double> points = new ArrayList<>();
    for (int i = 0; i < RANDOM_POINTS; i++) {
      double size = i % 4 == 0 ? 1.2 : i % 4 == 1 ? 12 : 760;
      points.add(
          i % 4 == 3
              ? Math.scalb(random.nextDouble(-2, 2), -random.nextInt(60))
              : random.nextDouble(-size, size));
    }
    return points;
  }
}
