package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Conditioned;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExactRuleTest {
  private static final Tensor C = Tensor.of(DType.F64, 0.5, -2);

  private static @Nullable Conditioned along(
      Function<List<Tensor>, Tensor> f, Tensor x, double... direction) {
    Subject subject = new FunctionSubject(f, List.of("x"), List.of(x));
    return ExactRule.along(subject, C, List.of(direction));
  }

  @Test
  void the_rules_of_the_library_are_the_derivative() {
    Conditioned rule = along(xs -> Ops.tanh(xs.getFirst()), Tensor.of(DType.F64, 0.3, -1), 1, 3);
    double expected = 0;
    for (double[] cxv : new double[][] {{0.5, 0.3, 1}, {-2, -1, 3}}) {
      expected += cxv[0] * cxv[2] / Math.pow(Math.cosh(cxv[1]), 2);
    }
    assertThat(rule).isNotNull();
    assertThat(rule.value().toDouble()).isCloseTo(expected, within(1e-15));
  }

  @Test
  void a_wrong_rule_is_wrong_as_a_formula() {
    Conditioned rule =
        along(Rule.unary(Ops::exp, (x, y, g) -> mul(g, x)), Tensor.of(DType.F64, 0.3, -1), 1, 3);
    assertThat(rule).isNotNull();
    assertThat(rule.value().toDouble()).isCloseTo(0.5 * 0.3 + 2 * 1 * 3, within(1e-15));
  }

  @Test
  void what_a_rule_loses_by_cancellation_is_known_as_a_formula_and_told_as_its_error() {
    // 1 − tanh², which is 4 e^(−2x) where tanh is all but 1: nothing is left of it in 53 bits.
    Function<List<Tensor>, Tensor> saturated =
        Rule.unary(Ops::tanh, (x, y, g) -> mul(g, Ops.sub(1, Ops.square(Ops.tanh(x)))));
    Conditioned rule = along(saturated, Tensor.of(DType.F64, 22, 0.0), 1, 0);
    assertThat(rule).isNotNull();
    assertThat(rule.value().toDouble() / (0.5 * 4 * Math.exp(-44))).isCloseTo(1, within(1e-9));
    assertThat(rule.error().toDouble()).isGreaterThan(0.5);
  }

  @Test
  void plain_numbers_in_a_rule_cannot_be_seen_into() {
    assertThat(along(Opaque.elementwise(Math::sin, Math::cos), Tensor.of(DType.F64, 0.3, -1), 1, 0))
        .isNull();
    assertThat(
            along(
                Rule.unary(Ops::exp, (x, y, g) -> Rule.map(mul(g, y), v -> v)),
                Tensor.of(DType.F64, 0.3, -1),
                1,
                0))
        .isNull();
  }
}
