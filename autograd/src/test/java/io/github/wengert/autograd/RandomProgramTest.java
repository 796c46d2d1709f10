package io.github.wengert.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Arithmetic.Scalars;
import io.github.wengert.autograd.Jet.Jets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs: the engine against {@link Jet}s, which compute derivatives the other way round.
 */
class RandomProgramTest {
  private static final int ARGUMENTS = 3;
  private static final int LENGTH = 30;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  static LongStream fewSeeds() {
    return LongStream.range(1000, 1040);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void gradient_agrees_with_forward_mode(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Program program = Program.random(random, ARGUMENTS, LENGTH);
    double[] x = random.doubles(ARGUMENTS, -1.5, 1.5).toArray();
    List<Scalar> leaves = scalars(x);

    Gradients<Scalar> gradients =
        Autograd.differentiate(leaves, () -> program.evaluate(Scalars.ENGINE, leaves));

    for (int i = 0; i < ARGUMENTS; i++) {
      double[] direction = new double[ARGUMENTS];
      direction[i] = 1;
      Jet expected = alongLine(program, x, direction);
      assertClose(gradients.value(), expected.c0());
      assertClose(gradients.of(leaves.get(i)), expected.derivative(1));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void gradient_agrees_with_finite_differences(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Program program = Program.random(random, ARGUMENTS, LENGTH);
    double[] x = random.doubles(ARGUMENTS, -0.5, 0.5).toArray();

    List<Scalar> gradient =
        Autograd.vjp((List<Scalar> xs) -> program.evaluate(Scalars.ENGINE, xs), scalars(x))
            .pullback(new Scalar(1));

    double[] expected =
        FiniteDifferences.gradient(
            point -> program.evaluate(Scalars.ENGINE, scalars(point)).value(), x);
    for (int i = 0; i < ARGUMENTS; i++) {
      assertThat(gradient.get(i).value())
          .isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void directional_derivatives_agree_with_forward_mode(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Program program = Program.random(random, ARGUMENTS, LENGTH);
    double[] x = random.doubles(ARGUMENTS, -1.5, 1.5).toArray();
    double[] direction = random.doubles(ARGUMENTS, -1, 1).toArray();

    Jvp<Scalar> jvp =
        Autograd.jvp(xs -> program.evaluate(Scalars.ENGINE, xs), scalars(x), scalars(direction));

    Jet expected = alongLine(program, x, direction);
    assertClose(jvp.value(), expected.c0());
    assertClose(jvp.tangent(), expected.derivative(1));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("fewSeeds")
  void derivatives_of_order_1_to_4_agree_with_forward_mode(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Program program = Program.random(random, ARGUMENTS, 12);
    double[] x = random.doubles(ARGUMENTS, -1, 1).toArray();
    double[] direction = random.doubles(ARGUMENTS, -1, 1).toArray();
    Jet expected = alongLine(program, x, direction);

    UnaryOperator<Scalar> derivative = t -> program.evaluate(Scalars.ENGINE, line(x, direction, t));
    for (int order = 1; order <= 4; order++) {
      derivative =
          switch (random.nextInt(3)) {
            case 0 -> Autograd.grad(derivative);
            case 1 -> inClosureStyle(derivative);
            default -> inForwardStyle(derivative);
          };
      assertClose(derivative.apply(new Scalar(0)), expected.derivative(order));
    }
  }

  private static UnaryOperator<Scalar> inClosureStyle(UnaryOperator<Scalar> f) {
    return x -> Autograd.differentiate(List.of(x), () -> f.apply(x), Unused.ZERO).of(x);
  }

  private static UnaryOperator<Scalar> inForwardStyle(UnaryOperator<Scalar> f) {
    return x -> Autograd.jvp(f, x, new Scalar(1)).tangent();
  }

  private static List<Scalar> line(double[] x, double[] direction, Scalar t) {
    List<Scalar> point = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      point.add(new Scalar(x[i]).plus(t.times(direction[i])));
    }
    return point;
  }

  private static Jet alongLine(Program program, double[] x, double[] direction) {
    List<Jet> point = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      point.add(Jet.line(x[i], direction[i]));
    }
    return program.evaluate(Jets.JETS, point);
  }

  private static List<Scalar> scalars(double[] values) {
    List<Scalar> scalars = new ArrayList<>();
    for (double value : values) {
      scalars.add(new Scalar(value));
    }
    return List.copyOf(scalars);
  }

  private static void assertClose(Scalar actual, double expected) {
    assertThat(actual.value()).isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
  }
}
