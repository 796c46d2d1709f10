package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
  private static List<Double> points(double largest) {
    List<Double> points = new ArrayList<>(List.of(1e-300, 1e-10, 0.4999, 0.5, 0.5001, 2.5, 2.5001));
    for (double x = 0.0625; x <= largest; x *= 1.31) {
      points.add(x);
    }
    return points;
  }

  private static void assertRelativelyClose(double x, double actual, double expected, double tol) {
    assertThat(actual).as("at %s", x).isCloseTo(expected, within(tol * Math.abs(expected)));
  }

  @Test
  void erf_is_right_to_its_last_digits() {
    for (double x : points(8)) {
      assertRelativelyClose(x, SpecialFunctions.erf(x), ExactMath.erf(x), 1e-15);
      assertThat(SpecialFunctions.erf(-x)).isEqualTo(-SpecialFunctions.erf(x));
    }
    assertThat(SpecialFunctions.erf(0)).isZero();
    assertThat(SpecialFunctions.erf(40)).isOne();
    assertThat(SpecialFunctions.erf(Double.POSITIVE_INFINITY)).isOne();
    assertThat(SpecialFunctions.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(SpecialFunctions.erf(Double.NaN)).isNaN();
  }

  @Test
  void erfc_is_right_relative_to_itself_however_small() {
    for (double x : points(20)) {
      assertRelativelyClose(x, SpecialFunctions.erfc(x), ExactMath.erfc(x), 1e-13);
      assertRelativelyClose(-x, SpecialFunctions.erfc(-x), ExactMath.erfc(-x), 1e-15);
    }
    assertThat(SpecialFunctions.erfc(0)).isOne();
    assertThat(SpecialFunctions.erfc(40)).isZero();
    assertThat(SpecialFunctions.erfc(Double.POSITIVE_INFINITY)).isZero();
    assertThat(SpecialFunctions.erfc(Double.NEGATIVE_INFINITY)).isEqualTo(2);
    assertThat(SpecialFunctions.erfc(Double.NaN)).isNaN();
  }

  @Test
  void normalCdf_is_right_in_both_tails() {
    for (double x : points(28)) {
      assertRelativelyClose(
          -x, SpecialFunctions.normalCdf(-x), ExactMath.normalCdf(-x).doubleValue(), 3e-13);
      assertRelativelyClose(
          x, SpecialFunctions.normalCdf(x), ExactMath.normalCdf(x).doubleValue(), 1e-15);
    }
    assertThat(SpecialFunctions.normalCdf(0)).isEqualTo(0.5);
    assertThat(SpecialFunctions.normalCdf(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(SpecialFunctions.normalCdf(Double.POSITIVE_INFINITY)).isOne();
  }

  @Test
  void normalQuantile_inverts_the_distribution() {
    List<Double> probabilities = new ArrayList<>(List.of(0.075, 0.0750001, 0.0749999, 1e-170));
    for (double p = 0.4999; p > 1e-165; p *= p > 0.01 ? 0.9 : p > 1e-20 ? 0.3 : 1e-9) {
      probabilities.add(p);
      if (p > 1e-12) {
        probabilities.add(1 - p);
      }
    }
    for (double p : probabilities) {
      double x = SpecialFunctions.normalQuantile(p);
      assertThat(ExactMath.relativeErrorOfQuantile(x, p))
          .as("at %s", p)
          .isCloseTo(0, within(1e-14));
    }
    assertThat(SpecialFunctions.normalQuantile(0.5)).isZero();
  }

  @Test
  void normalQuantile_is_odd() {
    for (double p = 0x1p-50; p < 0.5; p *= 2) {
      assertThat(SpecialFunctions.normalQuantile(1 - p))
          .isEqualTo(-SpecialFunctions.normalQuantile(p));
    }
  }

  @Test
  void sigmoid_keeps_its_tails() {
    assertThat(DoubleFunctions.sigmoid(0)).isEqualTo(0.5);
    assertThat(DoubleFunctions.sigmoid(-700)).isCloseTo(Math.exp(-700), within(1e-310));
    assertThat(DoubleFunctions.sigmoid(-1000)).isZero();
    assertThat(DoubleFunctions.sigmoid(1000)).isOne();
    assertThat(DoubleFunctions.sigmoid(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(DoubleFunctions.sigmoid(Double.POSITIVE_INFINITY)).isOne();
    assertThat(DoubleFunctions.sigmoid(Double.NaN)).isNaN();
  }

  @Test
  void softplus_keeps_its_lower_tail() {
    assertThat(DoubleFunctions.softplus(-50)).isCloseTo(Math.exp(-50), within(1e-36));
    assertThat(DoubleFunctions.softplus(1000)).isEqualTo(1000);
    assertThat(DoubleFunctions.softplus(0)).isCloseTo(Math.log(2), within(1e-16));
    assertThat(DoubleFunctions.softplus(Double.POSITIVE_INFINITY)).isInfinite();
    assertThat(DoubleFunctions.softplus(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(DoubleFunctions.softplus(Double.NaN)).isNaN();
  }
}
