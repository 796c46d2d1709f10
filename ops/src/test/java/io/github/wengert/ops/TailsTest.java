package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What smooth functions, their slopes and their curvatures are at infinities and at numbers whose
 * powers overflow: limits, never NaN.
 */
@ParameterizedClass
@EnumSource(DType.class)
record TailsTest(DType dtype) {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Large numbers, all above the largest whose slope is not that at infinity. */
  private static final List<Double> LARGE = List.of(1e4, 1e20, 3e38, INFINITY);

  /**
   * A function with its limits.
   *
   * @param below the value at −∞
   * @param above the value at ∞; NaN if x itself
   * @param slopeBelow the slope at −∞
   * @param slopeAbove the slope at ∞
   */
  private record Case(
      String name,
      UnaryOperator<Tensor> function,
      double below,
      double above,
      double slopeBelow,
      double slopeAbove) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final double ITSELF = Double.NaN;

  static Stream<Case> cases() {
    return Stream.of(
        new Case("exp", Ops::exp, 0, INFINITY, 0, INFINITY),
        new Case("expm1", Ops::expm1, -1, INFINITY, 0, INFINITY),
        new Case("tanh", Ops::tanh, -1, 1, 0, 0),
        new Case("sigmoid", Ops::sigmoid, 0, 1, 0, 0),
        new Case("silu", Ops::silu, -0.0, ITSELF, 0, 1),
        new Case("gelu", Ops::gelu, -0.0, ITSELF, 0, 1),
        new Case("geluTanh", Ops::geluTanh, -0.0, ITSELF, 0, 1),
        new Case("softplus", Ops::softplus, 0, ITSELF, 0, 1),
        new Case("softplus, beta 2", x -> Ops.softplus(x, 2, 20), 0, ITSELF, 0, 1),
        new Case("elu", x -> Ops.elu(x, 0.5), -0.5, ITSELF, 0, 1),
        new Case("erf", Ops::erf, -1, 1, 0, 0),
        new Case("normalCdf", Ops::normalCdf, 0, 1, 0, 0));
  }

  private double[] slopes(UnaryOperator<Tensor> f, Tensor x) {
    return Autograd.vjp(f, x, Tensor.ones(dtype, x.shape())).toDoubleArray();
  }

  private Tensor numbers(double sign) {
    return Ops.to(Tensor.of(DType.F64, LARGE.stream().mapToDouble(x -> sign * x).toArray()), dtype);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void values_in_the_tails_are_the_limits(Case c) {
    Tensor large = numbers(1);
    double[] above = c.function.apply(large).toDoubleArray();
    double[] below = c.function.apply(numbers(-1)).toDoubleArray();
    for (int i = 0; i < above.length; i++) {
      double expected = Double.isNaN(c.above) ? large.get(i) : c.above;
      assertThat(above[i]).as("%s(%s)", c, LARGE.get(i)).isEqualTo(expected);
      assertThat(below[i]).as("%s(-%s)", c, LARGE.get(i)).isEqualTo((Object) c.below);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void slopes_in_the_tails_are_the_limits(Case c) {
    double[] above = slopes(c.function, numbers(1));
    double[] below = slopes(c.function, numbers(-1));
    for (int i = 0; i < above.length; i++) {
      assertThat(above[i]).as("%s at %s", c, LARGE.get(i)).isEqualTo(c.slopeAbove);
      assertThat(below[i] + 0.0).as("%s at -%s", c, LARGE.get(i)).isEqualTo(c.slopeBelow);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void curvatures_in_the_tails_are_zero(Case c) {
    UnaryOperator<Tensor> slope = x -> Autograd.vjp(c.function, x, Tensor.ones(dtype, x.shape()));
    for (double sign : c.slopeAbove == INFINITY ? new double[] {-1} : new double[] {-1, 1}) {
      for (double curvature : slopes(slope, numbers(sign))) {
        assertThat(curvature + 0.0).as("%s, sign %s", c, sign).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nan_stays_nan(Case c) {
    Tensor nan = Tensor.scalar(dtype, Double.NaN);
    assertThat(c.function.apply(nan).item()).isNaN();
    if (!c.name.startsWith("elu")) { // its pullback compares
      assertThat(slopes(c.function, nan)[0]).isNaN();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void odd_and_odd_like_functions_keep_the_sign_of_zero(Case c) {
    double y = c.function.apply(Tensor.scalar(dtype, -0.0)).item();
    if (y == 0) {
      assertThat(y).as("%s(-0)", c).isEqualTo((Object) (-0.0));
    }
  }

  @Test
  void logarithms_have_their_limits() {
    Tensor x = Ops.to(Tensor.of(DType.F64, 0.0, -0.0, INFINITY, -1, -INFINITY), dtype);
    assertThat(Ops.log(x).toDoubleArray())
        .containsExactly(-INFINITY, -INFINITY, INFINITY, Double.NaN, Double.NaN);
    assertThat(
            Ops.log1p(Ops.to(Tensor.of(DType.F64, -1.0, INFINITY, -2, -INFINITY, 0.0), dtype))
                .toDoubleArray())
        .containsExactly(-INFINITY, INFINITY, Double.NaN, Double.NaN, 0.0);
    assertThat(Ops.log1p(Tensor.scalar(dtype, -0.0)).item()).isEqualTo((Object) (-0.0));
    assertThat(Ops.logSigmoid(numbers(1)).toDoubleArray()).containsOnly(-0.0);
    assertThat(Ops.logSigmoid(numbers(-1)).toDoubleArray())
        .containsExactly(numbers(-1).toDoubleArray());
    assertThat(slopes(Ops::logSigmoid, numbers(-1))).containsOnly(1);
  }

  @Test
  void a_slope_of_a_power_is_a_number_where_its_factor_lessens_what_overflows() {
    boolean isSingle = dtype == DType.F32;
    double x = isSingle ? 0x1.8p-86 : 0x1p-683; // of which the power −1.5 overflows
    double expected = isSingle ? (float) (-0.5 * Math.pow(x, -1.5)) : -Math.sqrt(2) * 0x1p1023;
    double slope = slopes(v -> Ops.pow(v, -0.5), Tensor.scalar(dtype, x))[0];
    assertThat(slope / expected).isEqualTo(1, within(isSingle ? 0 : 1e-15));
  }

  @Test
  void a_slope_of_a_power_keeps_the_digits_that_its_factor_brings_back() {
    double[] slopes = slopes(v -> Ops.pow(v, 21), Tensor.scalar(dtype, 3 * 0x1p-54));
    // 21 · 3²⁰ · 2⁻¹⁰⁸⁰, of which the last six bits are below the smallest number.
    assertThat(slopes).containsExactly(dtype == DType.F32 ? 0 : 1144101132L * Double.MIN_VALUE);
  }

  @Test
  void numbers_that_were_wrong_in_the_lower_tail() {
    if (dtype == DType.F64) { // by another library, in 50 digits
      Tensor x = Tensor.of(DType.F64, -30.0);
      assertThat(Ops.normalCdf(x).item()).isCloseTo(4.906713927148187e-198, within(1e-213));
      assertThat(Ops.gelu(x).item()).isCloseTo(-1.472014178144456e-196, within(4e-212));
      assertThat(slopes(Ops::normalCdf, x)).containsExactly(1.4736461348785476e-196);
    } else {
      Tensor x = Ops.to(Tensor.of(DType.F64, -91.0), dtype);
      assertThat(Ops.silu(x).item()).isEqualTo((double) -2.743112e-38f);
    }
  }
}
