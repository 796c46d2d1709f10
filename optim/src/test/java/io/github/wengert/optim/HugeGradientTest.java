package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients whose squares are too large, or too small, for the element type. */
final class HugeGradientTest {
  private static Parameter zero(DType dtype) {
    return Parameter.of("w", ParameterRole.WEIGHT, Tensor.zeros(dtype, Shape.of(1, 1)));
  }

  private static void step(FirstOrderOptimizer optimizer, Parameter w, double g) {
    Tensor pull = Tensor.full(w.dtype(), w.shape(), g);
    Gradients<Tensor> gradients =
        Autograd.<Tensor>differentiate(List.of(w), () -> Ops.sum(w)).map((x, one) -> pull);
    optimizer.step(gradients);
  }

  /** Rules whose memory fades, and sizes whose squares overflow. */
  static Stream<Arguments> fading() {
    return Stream.of(
            new Variants.Variant("adam", ps -> Adam.on(ps).beta2(0.99)),
            new Variants.Variant("adamW", ps -> AdamW.on(ps).beta2(0.99).weightDecay(0)),
            new Variants.Variant("rmsProp", RmsProp::on),
            new Variants.Variant("rmsProp momentum", ps -> RmsProp.on(ps).momentum(0.9)))
        .flatMap(v ->
            Stream.of(
                Arguments.of(v, DType.F32, 1e20),
                Arguments.of(v, DType.F32, -1e30),
                Arguments.of(v, DType.F32, Float.MAX_VALUE),
                Arguments.of(v, DType.F64, 1e200),
                Arguments.of(v, DType.F64, Double.MAX_VALUE)));
  }

  @ParameterizedTest
  @MethodSource("fading")
  void a_weight_moves_again_after_one_huge_gradient(
      Variants.Variant variant, DType dtype, double huge) {
    Parameter w = zero(dtype);
    FirstOrderOptimizer optimizer = variant.build(w);
    step(optimizer, w, huge);
    for (int i = 0; i < (dtype == DType.F32 ? 20_000 : 80_000); i++) {
      step(optimizer, w, 1);
    }
    double before = w.item();
    step(optimizer, w, 1);
    double rate = optimizer.learningRate();
    double expected = variant.name().endsWith("momentum") ? 10 * rate : rate;
    assertThat(before - w.item()).isCloseTo(expected, within(0.05 * expected));
  }

  /** In F32, where its square overflows, a trace is that of F64, where it does not. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void a_huge_gradient_makes_the_step_that_it_makes_in_double(Variants.Variant variant) {
    if (variant.name().startsWith("sgd")) {
      return; // it squares nothing, and steps by the gradient's size
    }
    Parameter single = zero(DType.F32);
    Parameter twice = zero(DType.F64);
    FirstOrderOptimizer one = variant.with(c -> c.learningRate(0.01)).build(single);
    FirstOrderOptimizer two = variant.with(c -> c.learningRate(0.01)).build(twice);
    for (double g : new double[] {1, -2, 1e20, 1, -1, 1, 1, 1, 1, 1}) {
      step(one, single, g);
      step(two, twice, g);
      assertThat(single.item()).isCloseTo(twice.item(), within(1e-5));
    }
    assertThat(twice.item()).isNotZero();
  }

  /** Kingma and Ba, section 2.1: a step of Adam is at most about η. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void a_gradient_whose_square_vanishes_makes_no_large_step(Variants.Variant variant) {
    if (variant.name().startsWith("sgd")) {
      return;
    }
    for (double tiny : new double[] {1e-24, -1e-30, 1e-22, 1e-20}) {
      Parameter w = zero(DType.F32);
      FirstOrderOptimizer optimizer =
          switch (variant.on().apply(List.of(w))) {
            case Adam.Config c -> c.epsilon(1e-30).build();
            case AdamW.Config c -> c.epsilon(1e-30).build();
            case RmsProp.Config c -> c.epsilon(1e-30).build();
            case Adagrad.Config c -> c.epsilon(1e-30).build();
            case Sgd.Config c -> c.build();
          };
      double before = 0;
      for (int i = 0; i < 20; i++) {
        step(optimizer, w, tiny);
        // By 1 in Adam and Adagrad, by 1/√(1 − α) = 10 in RMSProp, by ten times that with momentum.
        assertThat(Math.abs(w.item() - before)).isLessThan(101 * optimizer.learningRate());
        before = w.item();
      }
    }
  }

  @Test
  void a_sum_of_squares_that_overflows_stays_a_number() {
    Parameter w = zero(DType.F32);
    Adagrad adagrad = Adagrad.on(List.of(w)).build();
    for (int i = 0; i < 50; i++) {
      step(adagrad, w, 1e30);
    }
    assertThat(adagrad.state().get("sumOfSquares/0/w").item()).isEqualTo(Float.MAX_VALUE);
    double before = w.item();
    step(adagrad, w, 1e30);
    assertThat(before - w.item()).isGreaterThan(1e-3); // 0.01 · 2^63 / √MAX, to be exact
  }

  // -------------------------------------------------------------------------------- not finite

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void a_step_by_what_is_no_number_is_refused_before_anything_changes_if_asked(
      Variants.Variant variant) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Parameter w = Given.weight(1, 2);
      Parameter b = Given.bias(3);
      FirstOrderOptimizer optimizer = variant.with(c -> c.refuseNonFinite(true)).build(w, b);
      optimizer.step(() -> Ops.add(Ops.sum(w), Ops.sum(b)));
      Parameter before = Parameter.of("before", ParameterRole.WEIGHT, w);
      List<double[]> state =
          optimizer.state().values().stream().map(Tensor::toDoubleArray).toList();
      assertThatThrownBy(() -> optimizer.step(() -> Ops.add(Ops.sum(w), Ops.mul(Ops.sum(b), bad))))
          .isInstanceOf(GradientsException.class)
          .hasMessageEndingWith(": a gradient is not finite: parameter \"bias\" (%s)", bad);
      assertThat(w.hasSameBits(before)).isTrue();
      assertThat(optimizer.steps()).isOne();
      assertThat(optimizer.state().values().stream().map(Tensor::toDoubleArray).toList())
          .usingRecursiveComparison()
          .isEqualTo(state);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "rmsProp centred", "adagrad"})
  void an_infinite_gradient_counts_as_the_largest_whose_square_is_finite(String name) {
    Variants.Variant variant =
        Variants.all().filter(v -> v.name().equals(name)).findAny().orElseThrow();
    Parameter infinite = zero(DType.F32);
    Parameter large = zero(DType.F32);
    FirstOrderOptimizer one = variant.build(infinite);
    FirstOrderOptimizer two = variant.build(large);
    step(one, infinite, Double.POSITIVE_INFINITY);
    step(two, large, 0x1p63);
    assertThat(infinite.hasSameBits(large)).isTrue();
    assertThat(large.item()).isNegative().isFinite();
  }

  @Test
  void without_being_asked_a_NaN_makes_its_weight_NaN_and_no_other() {
    Parameter w = Given.weight(1, 2);
    Adam.on(List.of(w)).build().step(Given.gradient(w, Double.NaN, 1));
    assertThat(w.at(0, 0)).isNaN();
    assertThat(w.at(0, 1)).isCloseTo(2 - 1e-3, within(1e-8));
  }

  @Test
  void the_choice_can_be_read() {
    assertThat(Sgd.on(List.of(zero(DType.F32))).refuseNonFinite(true).clipNorm(1))
        .hasToString(
            "Sgd(learning rate 0.01, norm clipped at 1, non-finite gradients refused, 1"
                + " parameter)");
  }
}
