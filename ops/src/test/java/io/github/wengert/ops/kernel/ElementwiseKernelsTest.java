package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops over equal positions, to the bit, on all sizes, with special values among the elements. */
class ElementwiseKernelsTest {
  private interface Loop<A> {
    void run(A a, A b, A y, int n);
  }

  private record Case<A>(String name, Loop<A> loop, DoubleBinaryOperator expected) {}

  private static <A> List<Case<A>> cases(ElementType<A> type) {
    Kernels<A> kernels = type.kernels();
    return List.of(
        new Case<>("add", kernels::add, (a, b) -> a + b),
        new Case<>("sub", kernels::sub, (a, b) -> a - b),
        new Case<>("mul", kernels::mul, (a, b) -> a * b),
        new Case<>("div", kernels::div, (a, b) -> a / b),
        new Case<>("relu", (a, b, y, n) -> kernels.relu(a, y, n), (a, b) -> Math.max(a, 0)),
        new Case<>("map", (a, b, y, n) -> kernels.map(Math::exp, a, y, n), (a, b) -> Math.exp(a)),
        new Case<>("zip", (a, b, y, n) -> kernels.zip(Math::pow, a, b, y, n), Math::pow),
        new Case<>(
            "exp",
            (a, b, y, n) -> kernels.exp(a, y, n),
            (a, b) -> type.isWide() ? DoubleFunctions.exp(a) : FloatFunctions.exp((float) a)),
        new Case<>(
            "log",
            (a, b, y, n) -> kernels.log(a, y, n),
            (a, b) -> type.isWide() ? DoubleFunctions.log(a) : FloatFunctions.log((float) a)),
        new Case<>(
            "tanh",
            (a, b, y, n) -> kernels.tanh(a, y, n),
            (a, b) -> type.isWide() ? DoubleFunctions.tanh(a) : FloatFunctions.tanh((float) a)),
        new Case<>(
            "sigmoid",
            (a, b, y, n) -> kernels.sigmoid(a, y, n),
            (a, b) ->
                type.isWide() ? DoubleFunctions.sigmoid(a) : FloatFunctions.sigmoid((float) a)),
        new Case<>(
            "softplus",
            (a, b, y, n) -> kernels.softplus(a, y, n),
            (a, b) ->
                type.isWide() ? DoubleFunctions.softplus(a) : FloatFunctions.softplus((float) a)),
        new Case<>(
            "silu",
            (a, b, y, n) -> kernels.silu(a, y, n),
            (a, b) -> type.isWide() ? DoubleFunctions.silu(a) : FloatFunctions.silu((float) a)),
        new Case<>(
            "siluVjp",
            kernels::siluVjp,
            (a, b) ->
                type.isWide()
                    ? DoubleFunctions.siluSlope(a) * b
                    : FloatFunctions.siluSlope((float) a) * b),
        new Case<>(
            "gelu", (a, b, y, n) -> kernels.gelu(a, y, n), (a, b) -> NormalFunctions.gelu(a)),
        new Case<>("geluVjp", kernels::geluVjp, (a, b) -> NormalFunctions.geluSlope(a) * b),
        new Case<>(
            "select", (a, b, y, n) -> kernels.select(a, b, a, y, n), (a, b) -> a != 0 ? b : a));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void each_element_is_the_rounded_result(ElementType<A> type) {
    for (Case<A> loop : cases(type)) {
      for (int n : ElementType.SIZES) {
        double[] a = type.randomWithSpecials(1, n + 1);
        double[] b = type.randomWithSpecials(2, n + 1);
        A y = type.garbage(n + 1);
        loop.loop().run(type.array(a), type.array(b), y, n);
        assertThat(type.read(y)).as("%s of %d", loop.name(), n).isEqualTo(expected(type, loop, n));
      }
    }
  }

  /** Returns the first {@code n} results, and behind them the element that must not be touched. */
  private static <A> double[] expected(ElementType<A> type, Case<A> loop, int n) {
    double[] a = type.randomWithSpecials(1, n + 1);
    double[] b = type.randomWithSpecials(2, n + 1);
    double[] y = type.read(type.garbage(n + 1));
    for (int i = 0; i < n; i++) {
      y[i] = type.round(loop.expected().applyAsDouble(a[i], b[i]));
    }
    return y;
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void the_result_may_be_an_operand(ElementType<A> type) {
    int n = 33;
    for (Case<A> loop : cases(type)) {
      A a = type.array(type.randomWithSpecials(1, n + 1));
      A b = type.array(type.randomWithSpecials(2, n + 1));
      A a2 = type.kernels().copy(a);
      A b2 = type.kernels().copy(b);
      loop.loop().run(a, b2, a, n);
      loop.loop().run(a2, b, b, n);
      double[] expected = Arrays.copyOf(expected(type, loop, n), n);
      assertThat(Arrays.copyOf(type.read(a), n)).as(loop.name()).isEqualTo(expected);
      assertThat(Arrays.copyOf(type.read(b), n)).as(loop.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void fill_and_copy_reach_every_element(ElementType<A> type) {
    for (int n : ElementType.SIZES) {
      A y = type.garbage(n);
      type.kernels().fill(y, 1.0 / 3);
      double[] filled = new double[n];
      Arrays.fill(filled, type.round(1.0 / 3));
      assertThat(type.read(y)).isEqualTo(filled);
      A x = type.array(type.random(3, n));
      type.kernels().copy(x, y);
      assertThat(type.read(y)).isEqualTo(type.read(x));
      A copy = type.kernels().copy(x);
      assertThat(copy).isNotSameAs(x);
      assertThat(type.read(copy)).isEqualTo(type.read(x));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void addRow_adds_at_its_offsets_only(ElementType<A> type) {
    for (int n : ElementType.SIZES) {
      double[] x = type.random(4, n + 5);
      double[] y = type.random(5, n + 5);
      A sum = type.array(y);
      type.kernels().addRow(type.array(x), 2, sum, 3, n);
      double[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[3 + i] = type.round(y[3 + i] + x[2 + i]);
      }
      assertThat(type.read(sum)).isEqualTo(expected);
    }
  }
}
