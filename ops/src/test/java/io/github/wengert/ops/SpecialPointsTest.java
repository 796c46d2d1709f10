package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.check.GradientCheck;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Derivatives up to third order where a factor of a rule is 0 or infinite, or where a rule takes
 * another operand than its own.
 */
class SpecialPointsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private record Point(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {}

  private static Point point(Function<List<Tensor>, Tensor> function, Tensor... inputs) {
    return new Point(function, List.of(inputs));
  }

  private static Map<String, Point> points() {
    Map<String, Point> points = new LinkedHashMap<>();
    points.put(
        "pow, exponents 0, 1 and 2",
        point(
            xs -> Ops.pow(xs.get(0), xs.get(1)),
            Tensor.of(DType.F64, 0.5, 2, 1.5, 1, 3),
            Tensor.of(DType.F64, 0, 1, 2, 0, 1)));
    Tensor whole = Tensor.of(DType.F64, 0, 1, 2, 3, 4, 0, 1, 3, -1, -2);
    points.put(
        "pow, bases 0 and below",
        point(
            xs -> Ops.pow(xs.getFirst(), whole),
            Tensor.of(DType.F64, 0.0, 0, 0, 0, 0, -2, -2, -2, -2, -1.5)));
    for (double exponent : new double[] {0, 1, 2, 3, 4}) {
      points.put(
          "power " + exponent,
          point(xs -> Ops.pow(xs.getFirst(), exponent), Tensor.of(DType.F64, 0, -0.0, -0.5, 2)));
    }
    points.put(
        "prelu, slope 0",
        point(
            xs -> Ops.prelu(xs.get(0), xs.get(1)),
            Ops.reshape(Tensor.of(DType.F64, -1.0, 2, -3, 4), 1, 4),
            Tensor.of(DType.F64, 0.0, 0, 1, -2)));
    Tensor logs = Tensor.of(DType.F64, -0.5, -1, -2);
    points.put(
        "binary cross-entropy, targets 0 and 1",
        point(
            xs ->
                Losses.binaryCrossEntropy(
                    xs.getFirst(), Tensor.of(DType.F64, 0, 1, 0.25), Reduction.NONE),
            Tensor.of(DType.F64, 0.5, -1, 2)));
    points.put(
        "klDivergence, targets 0",
        point(
            xs ->
                Losses.klDivergence(
                    xs.getFirst(), Tensor.of(DType.F64, 0, 0.5, 0.5), Reduction.NONE),
            logs));
    points.put(
        "crossEntropy, rows of targets 0",
        point(
            xs ->
                Losses.crossEntropy(
                    xs.getFirst(),
                    Tensor.of(DType.F64, Shape.of(3, 2), 0.0, 0, 0, 1, 0.25, 0),
                    Reduction.SUM),
            Samples.smooth(1, 3, 2)));
    points.put(
        "softmax and logSumExp, an element at −∞",
        point(
            xs -> {
              Tensor masked =
                  Ops.concat(List.of(xs.getFirst(), Tensor.of(DType.F64, -INFINITY)), 0);
              return Ops.add(Ops.softmax(masked, 0), Ops.logSumExp(masked));
            },
            Tensor.of(DType.F64, 0.5, -1, 2)));
    points.put(
        "huber, inside and out",
        point(xs -> huber(xs.getFirst()), Tensor.of(DType.F64, 0, 0.5, -3)));
    points.put(
        "softplus",
        point(xs -> Ops.softplus(xs.getFirst(), 2, 1), Tensor.of(DType.F64, 0, 0.4, 0.6)));
    points.put("elu", point(xs -> Ops.elu(xs.getFirst(), 0.5), Tensor.of(DType.F64, -1.0, 0.5)));
    points.put("norm", point(xs -> Ops.norm(xs.getFirst()), Tensor.of(DType.F64, 3.0, 0, -4)));
    points.put("std", point(xs -> Ops.std(xs.getFirst()), Tensor.of(DType.F64, 1.0, 1, 1, 2)));
    points.put(
        "sampleStd", point(xs -> Ops.sampleStd(xs.getFirst()), Tensor.of(DType.F64, 1.0, -1, 2)));
    points.put(
        "prod of one 0", point(xs -> Ops.prod(xs.getFirst()), Tensor.of(DType.F64, 2.0, 3, 0)));
    points.put(
        "prod of two 0", point(xs -> Ops.prod(xs.getFirst()), Tensor.of(DType.F64, 2.0, 0, 0, 5)));
    points.put(
        "prod of three 0",
        point(xs -> Ops.prod(xs.getFirst()), Tensor.of(DType.F64, 0.0, 0, 5, 0)));
    points.put(
        "prod of no 0",
        point(xs -> Ops.prod(xs.getFirst()), Tensor.of(DType.F64, 2.0, -3, 5, 0.5)));
    points.put(
        "normalise a constant",
        point(xs -> Ops.layerNorm(xs.getFirst(), 1, 0.25), Tensor.of(DType.F64, 0.5, 0.5, 0.5)));
    points.put(
        "variance of a constant",
        point(xs -> Ops.variance(xs.getFirst()), Tensor.of(DType.F64, 2.0, 2)));
    return points;
  }

  private static Tensor huber(Tensor x) {
    return Losses.huber(x, Tensor.zeros(x.dtype(), x.shape()), 1, Reduction.NONE);
  }

  /** Slopes of 0 along directions in which nothing changes but what is lost in rounding. */
  private static final Set<String> ALL_BUT_CONSTANT =
      Set.of("prod of two 0", "prod of three 0", "variance of a constant");

  @TestFactory
  Stream<DynamicTest> derivatives_up_to_third_order_agree_with_differences() {
    return points().entrySet().stream()
        .map(p ->
            dynamicTest(
                p.getKey(),
                () ->
                    GradientCheck.DEFAULT
                        .withOrder(3)
                        .withUndecided(ALL_BUT_CONSTANT.contains(p.getKey()) ? 0.2 : 0)
                        .check(p.getKey(), p.getValue().function(), p.getValue().inputs())
                        .orThrow()));
  }

  private static double[][] hessian(UnaryOperator<Tensor> f, double... x) {
    return Autograd.hessian(f, Tensor.of(DType.F64, x)).stream()
        .map(row -> DoubleStream.of(row.toDoubleArray()).map(v -> v + 0.0).toArray())
        .toArray(double[][]::new);
  }

  private static Tensor power(Tensor z) {
    return Ops.sum(Ops.pow(Ops.slice(z, 0, 0, 1), Ops.slice(z, 0, 1, 2)));
  }

  @Test
  void the_hessian_of_a_power_with_exponent_0_is_symmetric() {
    double log = Math.log(0.5);
    assertThat(hessian(SpecialPointsTest::power, 0.5, 0))
        .isDeepEqualTo(new double[][] {{0, 2}, {2, log * log}});
  }

  @Test
  void the_hessian_of_a_power_of_0_has_its_limits_and_no_NaN() {
    // ∂²/∂a∂b aᵇ = aᵇ⁻¹ (1 + b ln a), for a → 0
    assertThat(hessian(SpecialPointsTest::power, 0, 0))
        .isDeepEqualTo(new double[][] {{0, INFINITY}, {INFINITY, 0}});
    assertThat(hessian(SpecialPointsTest::power, 0, 1))
        .isDeepEqualTo(new double[][] {{0, -INFINITY}, {-INFINITY, 0}});
    assertThat(hessian(SpecialPointsTest::power, 0, 2))
        .isDeepEqualTo(new double[][] {{2, 0}, {0, 0}});
    assertThat(hessian(SpecialPointsTest::power, 0, 2.5))
        .isDeepEqualTo(new double[][] {{0, 0}, {0, 0}});
    assertThat(hessian(SpecialPointsTest::power, 1e-200, 0)[0]).containsExactly(0, 1e200);
  }

  @Test
  void a_power_of_a_negative_base_has_derivatives_by_the_base_only() {
    Tensor cube = Tensor.of(DType.F64, 3.0);
    assertThat(derivatives(x -> Ops.pow(x, cube), -2)).containsExactly(12, -12, 6);
    assertThat(
            Autograd.vjp(
                    b -> Ops.pow(Tensor.of(DType.F64, -2.0), b), cube, Tensor.of(DType.F64, 1.0))
                .item())
        .isNaN();
  }

  /** Returns the first three derivatives of an elementwise function. */
  private static double[] derivatives(UnaryOperator<Tensor> f, double x) {
    UnaryOperator<Tensor> derivative = f;
    double[] derivatives = new double[3];
    for (int order = 0; order < derivatives.length; order++) {
      UnaryOperator<Tensor> primitive = derivative;
      derivative = Autograd.grad(v -> Ops.sum(primitive.apply(v)));
      derivatives[order] = derivative.apply(Tensor.of(DType.F64, x)).item() + 0.0;
    }
    return derivatives;
  }

  @Test
  void whole_powers_have_derivatives_at_infinity() {
    for (double end : new double[] {INFINITY, -INFINITY}) {
      assertThat(derivatives(x -> Ops.pow(x, 0), end)).containsExactly(0, 0, 0);
      assertThat(derivatives(x -> Ops.pow(x, 1), end)).containsExactly(1, 0, 0);
      assertThat(derivatives(x -> Ops.pow(x, 2), end)).containsExactly(2 * end, 2, 0);
      assertThat(derivatives(x -> Ops.pow(x, 3), end)).containsExactly(INFINITY, 6 * end, 6);
      for (double exponent : new double[] {0, 1, 2, 3}) {
        Tensor b = Tensor.of(DType.F64, exponent);
        assertThat(derivatives(x -> Ops.pow(x, b), end))
            .containsExactly(derivatives(x -> Ops.pow(x, exponent), end));
      }
    }
  }

  @Test
  void functions_with_asymptotes_are_as_straight_as_these_at_infinity() {
    List<UnaryOperator<Tensor>> flat = List.of(Ops::tanh, Ops::sigmoid, Ops::erf, Ops::normalCdf);
    for (UnaryOperator<Tensor> f : flat) {
      assertThat(derivatives(f, INFINITY)).containsExactly(0, 0, 0);
      assertThat(derivatives(f, -INFINITY)).containsExactly(0, 0, 0);
    }
    List<UnaryOperator<Tensor>> rectifiers =
        List.of(
            Ops::relu, Ops::softplus, Ops::silu, Ops::gelu, Ops::geluTanh, x -> Ops.elu(x, 0.5));
    for (UnaryOperator<Tensor> f : rectifiers) {
      assertThat(derivatives(f, INFINITY)).containsExactly(1, 0, 0);
      assertThat(derivatives(f, -INFINITY)).containsExactly(0, 0, 0);
    }
    assertThat(derivatives(Ops::logSigmoid, INFINITY)).containsExactly(0, 0, 0);
    assertThat(derivatives(Ops::logSigmoid, -INFINITY)).containsExactly(1, 0, 0);
    assertThat(derivatives(Ops::expm1, -INFINITY)).containsExactly(0, 0, 0);
  }

  @Test
  void a_root_at_0_has_infinite_derivatives_and_none_is_NaN() {
    assertThat(derivatives(Ops::sqrt, 0)).containsExactly(INFINITY, -INFINITY, INFINITY);
    assertThat(derivatives(Ops::sqrt, INFINITY)).containsExactly(0, 0, 0);
    assertThat(derivatives(x -> Ops.pow(x, 0.5), 0)).containsExactly(INFINITY, -INFINITY, INFINITY);
  }

  @Test
  void slopes_do_not_inherit_what_a_value_has_lost() {
    assertThat(derivatives(Ops::expm1, -40)[0]).isEqualTo(Math.exp(-40), within(1e-32));
    Tensor single = Autograd.<Tensor>grad(Ops::expm1).apply(Tensor.scalar(DType.F32, -15));
    assertThat(single.item()).isEqualTo(Math.exp(-15), within(1e-13));
    // ½ x (1 + tanh u) is x σ(2u), of which a difference is exact in the lower tail.
    double scale = 2 * Math.sqrt(2 / Math.PI);
    DoubleUnaryOperator gelu = x -> x / (1 + Math.exp(-scale * (x + 0.044715 * x * x * x)));
    double h = 1e-5;
    double slope = (gelu.applyAsDouble(-6 + h) - gelu.applyAsDouble(-6 - h)) / (2 * h);
    assertThat(derivatives(Ops::geluTanh, -6)[0] / slope).isEqualTo(1, within(1e-7));
  }

  @Test
  void the_divergence_from_a_target_of_0_has_a_symmetric_hessian() {
    UnaryOperator<Tensor> divergence =
        z -> Losses.klDivergence(Ops.slice(z, 0, 0, 1), Ops.slice(z, 0, 1, 2), Reduction.SUM);
    assertThat(hessian(divergence, -2, 0)).isDeepEqualTo(new double[][] {{0, -1}, {-1, 0}});
    assertThat(hessian(divergence, -2, 0.5)).isDeepEqualTo(new double[][] {{0, -1}, {-1, 2}});
  }

  @Test
  void a_second_derivative_of_a_product_does_not_see_factors_that_it_does_not_have() {
    double nan = Double.NaN;
    double[][] ofNaN = hessian(Ops::prod, nan, 2, 3);
    assertThat(ofNaN[0]).containsExactly(0, 3, 2);
    assertThat(ofNaN[1]).containsExactly(3, 0, nan);
    assertThat(ofNaN[2]).containsExactly(2, nan, 0);
    assertThat(hessian(Ops::prod, 2, -3, INFINITY))
        .isDeepEqualTo(new double[][] {{0, INFINITY, -3}, {INFINITY, 0, 2}, {-3, 2, 0}});
    // A factor of 0 is one like any other: 0 · ∞ is NaN.
    assertThat(hessian(Ops::prod, 0, INFINITY, 2, 3)[2]).containsExactly(INFINITY, 0, 0, nan);
    assertThat(hessian(Ops::prod, 0, 2, INFINITY, 3)[1]).containsExactly(INFINITY, 0, 0, nan);
  }

  @Test
  void a_third_derivative_of_a_product_does_not_see_factors_that_it_does_not_have() {
    Tensor x = Tensor.of(DType.F64, Double.NaN, 2, 3, 5);
    Tensor second = Tensor.of(DType.F64, 0.0, 1, 0, 0);
    Tensor third = Tensor.of(DType.F64, 0.0, 0, 1, 0);
    ProdSlopes slopes = new ProdSlopes(Axes.of("prod", x.shape(), false));
    assertThat(Autograd.apply(slopes, x, second, third).toDoubleArray())
        .containsExactly(5, 0, 0, Double.NaN);
  }

  @Test
  void a_kink_of_prelu_has_a_symmetric_hessian_under_any_choice() {
    UnaryOperator<Tensor> prelu =
        z -> Ops.sum(Ops.prelu(Ops.slice(z, 0, 0, 1), Ops.slice(z, 0, 1, 2)));
    for (Subgradient choice : Subgradient.values()) {
      for (double slope : new double[] {-1, 0, 0.25, 1, 2}) {
        double[][] hessian = choice.in(() -> hessian(prelu, 0, slope));
        assertThat(hessian[0][1]).isEqualTo(hessian[1][0]).isBetween(0.0, 1.0);
      }
    }
    double[][] split = Subgradient.SPLIT.in(() -> hessian(prelu, 0, 0.25));
    assertThat(split).isDeepEqualTo(new double[][] {{0, 0.5}, {0.5, 0}});
  }

  @Test
  void the_bend_of_huber_follows_the_choice_where_it_turns_linear() {
    UnaryOperator<Tensor> huber = x -> Ops.sum(huber(x));
    double[] bends =
        Stream.of(Subgradient.values())
            .mapToDouble(c -> c.in(() -> hessian(huber, 1))[0][0])
            .toArray();
    assertThat(bends).containsExactly(1, 0, 0.5, 1, 0);
    assertThat(gradient(huber, 1, -1)).containsExactly(1, -1);
  }

  private static double[] gradient(UnaryOperator<Tensor> f, double... x) {
    return DoubleStream.of(Autograd.<Tensor>grad(f).apply(Tensor.of(DType.F64, x)).toDoubleArray())
        .map(v -> v + 0.0)
        .toArray();
  }

  @Test
  void a_product_with_zeros_has_right_slopes_and_hessians() {
    assertThat(gradient(Ops::prod, 2, 3, 0)).containsExactly(0, 0, 6);
    assertThat(hessian(Ops::prod, 2, 3, 0))
        .isDeepEqualTo(new double[][] {{0, 0, 3}, {0, 0, 2}, {3, 2, 0}});
    assertThat(gradient(Ops::prod, 2, 0, 0)).containsExactly(0, 0, 0);
    assertThat(hessian(Ops::prod, 2, 0, 0))
        .isDeepEqualTo(new double[][] {{0, 0, 0}, {0, 0, 2}, {0, 2, 0}});
  }

  @Test
  void a_norm_and_a_deviation_of_0_have_no_slope_of_any_order() {
    for (Subgradient choice : Subgradient.values()) {
      choice.in(() -> {
        assertThat(gradient(Ops::norm, 0, 0)).containsExactly(0, 0);
        assertThat(gradient(Ops::std, 0.1, 0.1, 0.1)).containsExactly(0, 0, 0);
        assertThat(hessian(Ops::norm, 0, 0)).isDeepEqualTo(new double[][] {{0, 0}, {0, 0}});
        assertThat(hessian(Ops::std, 0.1, 0.1)).isDeepEqualTo(new double[][] {{0, 0}, {0, 0}});
        assertThat(derivatives(Ops::norm, 0)).containsExactly(0, 0, 0);
        return choice;
      });
    }
  }

  @Test
  void a_constant_group_deviates_by_exactly_nothing_beside_others() {
    Tensor rows = Tensor.of(Shape.of(2, 3), 0.1f, 0.1f, 0.1f, 1, 2, 3);
    assertThat(Ops.std(rows, 1).get(0)).isZero();
    Tensor slopes = Autograd.<Tensor>grad(x -> Ops.sum(Ops.std(x, 1))).apply(rows);
    assertThat(Arrays.copyOf(slopes.toDoubleArray(), 3)).containsOnly(0);
    assertThat(slopes.get(5)).isCloseTo(1 / Math.sqrt(6), within(1e-7));
  }

  @Test
  void a_norm_overflows_only_if_it_must() {
    for (double[] sides : new double[][] {{3e30, 4e30}, {3e-30, 4e-30}, {3e-42, 4e-42}, {3, 4}}) {
      Tensor x = Ops.to(Tensor.of(DType.F64, sides), DType.F32);
      double exact = Math.hypot(x.get(0), x.get(1));
      assertThat(Ops.norm(x).item()).isEqualTo((float) exact);
      Tensor slopes = Autograd.<Tensor>grad(Ops::norm).apply(x);
      assertThat(slopes.get(0)).isCloseTo(x.get(0) / exact, within(1e-3));
    }
    for (double[] sides : new double[][] {{3e200, 4e200}, {3e-200, 4e-200}, {3e-320, 4e-320}}) {
      double exact = Math.hypot(sides[0], sides[1]);
      assertThat(Ops.norm(Tensor.of(DType.F64, sides)).item())
          .isCloseTo(exact, within(exact * 4e-16));
      assertThat(gradient(Ops::norm, sides)[1]).isCloseTo(0.8, within(1e-3));
    }
    assertThat(Ops.std(Tensor.of(1e30f, -1e30f)).item()).isCloseTo(1e30, within(1e23));
    assertThat(Ops.norm(Tensor.of(DType.F64, INFINITY, 1)).item()).isEqualTo(INFINITY);
    assertThat(Ops.norm(Tensor.of(DType.F64, INFINITY, Double.NaN)).item()).isNaN();
    assertThat(Ops.norm(Tensor.zeros(DType.F64, Shape.of(0))).item()).isZero();
  }

  @Test
  void a_product_overflows_only_if_it_must() {
    float large = 0x1p100f;
    float small = 0x1p-100f;
    for (Tensor x : List.of(Tensor.of(large, large, small), Tensor.of(small, small, large))) {
      double last = x.get(0);
      assertThat(Ops.prod(x).item()).isEqualTo(last);
      Tensor slopes = Autograd.<Tensor>grad(Ops::prod).apply(x);
      assertThat(slopes.toDoubleArray()).containsExactly(1, 1, last == large ? INFINITY : 0);
    }
    double[] spread = {0x1p900, 0x1p800, 0x1p-1000, -0x1p-1074, 0x1p500};
    assertThat(Ops.prod(Tensor.of(DType.F64, spread)).item()).isEqualTo(-0x1p126);
    assertThat(gradient(Ops::prod, spread)[3]).isEqualTo(INFINITY); // 2^1200
    assertThat(gradient(Ops::prod, spread)[0]).isEqualTo(-0x1p-774);
    assertThat(Ops.prod(Tensor.of(DType.F64, 0, INFINITY)).item()).isNaN();
    assertThat(Ops.prod(Tensor.zeros(DType.F64, Shape.of(0))).item()).isOne();
  }
}
