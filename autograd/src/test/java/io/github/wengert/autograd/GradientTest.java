package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** First derivatives: first where values are used more than once, as chains forgive too much. */
class GradientTest {
  @Test
  void gradient_of_a_value_added_to_itself_is_two() {
    Scalar x = scalar(5);
    assertThat(gradientOf(x, 10, () -> x.plus(x))).isEqualTo(2);
  }

  @Test
  void gradient_of_a_value_used_three_times_accumulates() {
    Scalar x = scalar(2);
    assertThat(gradientOf(x, 8, () -> x.times(x).times(x))).isEqualTo(12);
  }

  @Test
  void gradient_of_a_value_used_five_times_accumulates() {
    Scalar x = scalar(3);
    assertThat(gradientOf(x, 15, () -> x.plus(x).plus(x).plus(x).plus(x))).isEqualTo(5);
  }

  @Test
  void gradient_flows_through_both_sides_of_a_diamond() {
    Scalar x = scalar(0.7);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar top = x.times(x);
              return top.sin().times(top.exp());
            });
    double expected =
        FiniteDifferences.derivative(t -> Math.sin(t * t) * Math.exp(t * t), x.value());
    assertThat(gradients.of(x).value()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void diamonds_on_diamonds_are_swept_once_each() {
    Scalar x = scalar(1);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar y = x;
              for (int i = 0; i < 60; i++) {
                y = y.plus(y);
              }
              return y;
            });
    assertThat(gradients.of(x).value()).isEqualTo(0x1p60);
  }

  @Test
  void gradient_of_a_chain_is_the_product_of_its_slopes() {
    Scalar x = scalar(0.3);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(x), () -> x.sin().exp().log().tanh().pow(3).negate());
    double expected =
        FiniteDifferences.derivative(t -> -Math.pow(Math.tanh(Math.sin(t)), 3), x.value());
    assertThat(gradients.of(x).value()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void both_operands_of_an_addition_may_get_the_same_cotangent() {
    Scalar a = scalar(1);
    Scalar b = scalar(2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(a, b), () -> a.plus(b).plus(a.times(7)).plus(a));
    assertThat(gradients.of(a).value()).isEqualTo(9);
    assertThat(gradients.of(b).value()).isEqualTo(1);
  }

  @Test
  void each_leaf_gets_its_own_partial_derivative() {
    Scalar a = scalar(2);
    Scalar b = scalar(3);
    Scalar c = scalar(5);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(c, a, b), () -> a.times(b).plus(b.times(c)));
    assertThat(gradients.value().value()).isEqualTo(21);
    assertThat(gradients.leaves()).containsExactly(c, a, b);
    assertThat(gradients.of(a).value()).isEqualTo(3);
    assertThat(gradients.of(b).value()).isEqualTo(7);
    assertThat(gradients.of(c).value()).isEqualTo(3);
  }

  @Test
  void leaves_are_told_apart_by_identity() {
    Scalar a = scalar(2);
    Scalar b = scalar(2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(a, b), () -> a.times(3).plus(b.times(4)));
    assertThat(gradients.of(a).value()).isEqualTo(3);
    assertThat(gradients.of(b).value()).isEqualTo(4);
  }

  @Test
  void a_leaf_that_is_named_twice_counts_once() {
    Scalar x = scalar(3);
    Gradients<Scalar> gradients = Autograd.differentiate(List.of(x, x), () -> x.times(x));
    assertThat(gradients.leaves()).containsExactly(x);
    assertThat(gradients.of(x).value()).isEqualTo(6);
  }

  @Test
  void an_argument_that_is_passed_twice_is_two_arguments() {
    Scalar x = scalar(3);
    Vjp<Scalar> vjp =
        Autograd.vjp(
            (List<Scalar> xs) -> xs.get(0).times(xs.get(0)).times(xs.get(1)), List.of(x, x));
    assertThat(vjp.pullback(scalar(1))).extracting(Scalar::value).containsExactly(18.0, 9.0);
  }

  @Test
  void the_loss_may_be_the_leaf_itself() {
    Scalar x = scalar(3);
    assertThat(gradientOf(x, 3, () -> x)).isEqualTo(1);
    assertThat(Autograd.grad((Scalar y) -> y).apply(x).value()).isEqualTo(1);
  }

  @Test
  void the_loss_may_be_a_mutable_leaf_itself() {
    MutableScalar w = new MutableScalar("w", 3);
    assertThat(gradientOf(w, 3, () -> w)).isEqualTo(1);
    assertThat(Autograd.grad((Scalar y) -> y).apply(w).value()).isEqualTo(1);
  }

  @Test
  void gradient_of_a_constant_function_is_zero() {
    assertThat(Autograd.grad((Scalar x) -> scalar(4)).apply(scalar(1)).value()).isZero();
  }

  @Test
  void a_leaf_that_took_no_part_has_gradient_zero_on_request() {
    Scalar a = scalar(2);
    Scalar b = scalar(3);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(a, b), () -> a.times(a), Unused.ZERO);
    assertThat(gradients.of(a).value()).isEqualTo(4);
    assertThat(gradients.of(b).value()).isZero();
  }

  @Test
  void gradients_contain_the_leaves_and_nothing_else() {
    Scalar a = scalar(2);
    Scalar b = scalar(2);
    Gradients<Scalar> gradients = Autograd.differentiate(List.of(a), () -> a.times(b));
    assertThat(gradients.contains(a)).isTrue();
    assertThat(gradients.contains(b)).isFalse();
  }

  @Test
  void a_null_pullback_means_no_derivative() {
    Scalar condition = scalar(1);
    Scalar a = scalar(2);
    Scalar b = scalar(3);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(condition, a, b),
            () -> Autograd.apply(new ScalarOps.Where(), condition, a.times(a), b).times(condition),
            Unused.ZERO);
    assertThat(gradients.of(condition).value()).isEqualTo(4); // from the product alone
    assertThat(gradients.of(a).value()).isEqualTo(4);
    assertThat(gradients.of(b).value()).isZero();
  }

  @Test
  void an_auxiliary_result_is_handed_through() {
    Scalar x = scalar(3);
    WithAuxiliary<Gradients<Scalar>, Scalar> result =
        Autograd.differentiateWithAuxiliary(
            List.of(x),
            () -> {
              Scalar logit = x.times(2);
              return new WithAuxiliary<>(logit.times(logit), logit);
            },
            Unused.REJECT);
    assertThat(result.auxiliary().value()).isEqualTo(6);
    assertThat(result.result().value().value()).isEqualTo(36);
    assertThat(result.result().of(x).value()).isEqualTo(24);
  }

  @Test
  void value_and_gradient_come_together() {
    ValueAndGradient<Scalar> result = Autograd.valueAndGradient((Scalar x) -> x.pow(3), scalar(2));
    assertThat(result.value().value()).isEqualTo(8);
    assertThat(result.gradient().value()).isEqualTo(12);
  }

  @Test
  void a_list_of_operands_may_be_changed_after_it_was_used() {
    Scalar x = scalar(3);
    List<Scalar> operands = new ArrayList<>();
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              operands.add(x);
              operands.add(scalar(5));
              Scalar y = Autograd.apply(new ScalarOps.Multiply(), operands);
              operands.clear();
              return y;
            });
    assertThat(gradients.of(x).value()).isEqualTo(5);
  }

  @Test
  void a_chain_of_a_million_operations_differentiates() {
    int length = 1_000_000;
    double factor = 1 + 1e-6;
    Scalar x = scalar(2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar y = x;
              for (int i = 0; i < length; i++) {
                y = y.times(factor);
              }
              return y;
            });
    assertThat(gradients.of(x).value()).isCloseTo(Math.pow(factor, length), within(1e-9));
  }

  @Test
  void a_sum_of_a_million_uses_of_a_leaf_differentiates() {
    int uses = 1_000_000;
    Scalar x = scalar(2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar sum = x;
              for (int i = 1; i < uses; i++) {
                sum = sum.plus(x);
              }
              return sum;
            });
    assertThat(gradients.of(x).value()).isEqualTo(uses);
  }

  @Test
  void a_primitive_with_100_000_operands_differentiates() {
    List<Scalar> leaves = IntStream.range(0, 100_000).mapToObj(Scalar::new).toList();
    Gradients<Scalar> gradients =
        Autograd.differentiate(leaves, () -> Autograd.apply(new ScalarOps.Sum(), leaves).times(3));
    assertThat(leaves).allMatch(leaf -> gradients.of(leaf).value() == 3);
  }

  private static double gradientOf(Scalar leaf, double expectedLoss, Supplier<Scalar> loss) {
    Gradients<Scalar> gradients = Autograd.differentiate(List.of(leaf), loss);
    assertThat(gradients.value().value()).isEqualTo(expectedLoss);
    return gradients.of(leaf).value();
  }
}
