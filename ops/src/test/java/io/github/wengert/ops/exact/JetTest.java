package io.github.wengert.ops.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Taylor series, against difference quotients in 106 bits and against closed forms. */
class JetTest {
  private static final Map<String, UnaryOperator<Jet>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("square", Jet::square),
          Map.entry("sqrt", Jet::sqrt),
          Map.entry("exp", Jet::exp),
          Map.entry("expm1", Jet::expm1),
          Map.entry("log", Jet::log),
          Map.entry("log1p", Jet::log1p),
          Map.entry("tanh", Jet::tanh),
          Map.entry("sigmoid", Jet::sigmoid),
          Map.entry("softplus", Jet::softplus),
          Map.entry("erf", Jet::erf),
          Map.entry("normalCdf", Jet::normalCdf),
          Map.entry("density", Jet::density),
          Map.entry("pow", x -> x.pow(Dd.of(-2.5))),
          Map.entry("quotient", x -> x.square().div(x.exp().add(Jet.ONE))),
          Map.entry("product", x -> x.mul(x.sigmoid()).sub(x.neg().scaled(3))));

  /** Returns x + t, to second order. */
  private static Jet second(double x) {
    return new Jet(
        List.of(Conditioned.of(Dd.of(x)), Conditioned.of(Dd.ONE), Conditioned.of(Dd.ZERO)));
  }

  private static double relative(Dd actual, Dd expected) {
    return actual.sub(expected).abs().div(expected.abs().max(Dd.of(0.01))).toDouble();
  }

  @Test
  void slopes_and_curvatures_are_those_of_difference_quotients() {
    Dd h = Dd.of(0x1p-26);
    FUNCTIONS.forEach((name, f) -> {
      for (double x : new double[] {0.3, 1.1, 2.7}) {
        Jet y = f.apply(second(x));
        Dd up = f.apply(Jet.of(Dd.of(x).add(h))).value();
        Dd down = f.apply(Jet.of(Dd.of(x).sub(h))).value();
        Dd slope = up.sub(down).div(h.mul(Dd.TWO));
        Dd half = up.add(down).sub(y.value().mul(Dd.TWO)).div(h.square().mul(Dd.TWO));
        // Both quotients are right to h².
        assertThat(relative(y.slope().value(), slope)).as("%s′(%s)", name, x).isLessThan(1e-13);
        assertThat(relative(y.coefficients().get(2).value(), half))
            .as("%s″(%s)", name, x)
            .isLessThan(1e-12);
        assertThat(
                relative(
                    f.apply(Jet.variable(Dd.of(x), Dd.ONE)).slope().value(), y.slope().value()))
            .as("%s to first order only", name)
            .isLessThan(1e-30);
      }
    });
  }

  @Test
  void what_does_not_depend_on_the_parameter_makes_no_NaN_of_an_infinite_factor() {
    Jet product = Jet.ZERO.mul(Jet.variable(Dd.ONE, Dd.INFINITY));
    assertThat(product.slope().value().isNaN()).as("0 · ∞ is NaN").isTrue();
    assertThat(Jet.ZERO.add(Jet.ONE).isVariable()).isFalse();
    Jet sum = Jet.sum(List.of(Jet.ONE, Jet.variable(Dd.ONE, Dd.ONE)));
    assertThat(sum.slope().value()).isEqualTo(Dd.ONE);
  }

  @Test
  void errors_grow_as_those_of_rounded_steps() {
    Jet third = Jet.ONE.div(Jet.of(3));
    assertThat(third.error().toDouble()).as("one rounding").isEqualTo(1 / 3.0);
    Jet difference = third.sub(Jet.of(Dd.ONE.div(3)));
    assertThat(difference.value().toDouble()).isZero();
    assertThat(difference.error().toDouble()).as("cancellation keeps it").isEqualTo(1 / 3.0);
    Jet large = Jet.of(1000).add(third).exp();
    double relative = large.error().div(large.value()).toDouble();
    assertThat(relative).as("an exponential multiplies it").isBetween(1000.0, 1003.0);
    assertThat(Jet.of(7).error().toDouble()).as("what is given is exact").isZero();
  }

  @Test
  void a_sum_counts_how_often_its_terms_are_rounded() {
    List<Jet> terms = List.of(Jet.of(1), Jet.of(-1), Jet.of(2), Jet.of(4), Jet.of(8));
    assertThat(Jet.sum(terms).error().toDouble()).isEqualTo(4 * 16);
    assertThat(Jet.sum(terms, 2).error().toDouble()).isEqualTo(2 * 16);
    assertThat(Jet.additions(1)).isZero();
    assertThat(Jet.additions(1 << 20)).isEqualTo(64 + 20);
    assertThat(Jet.sum(List.of()).value().toDouble()).isZero();
  }
}
