package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.GradientReport;
import io.github.wengert.ops.check.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SubgradientTest {
  private static double[] gradient(Subgradient choice, UnaryOperator<Tensor> f, double... x) {
    return choice
        .in(() -> Autograd.<Tensor>grad(v -> Ops.sum(f.apply(v))).apply(Tensor.of(DType.F64, x)))
        .toDoubleArray();
  }

  /** Returns the derivatives at {@code x} in the order DEFAULT, ZERO, SPLIT, FIRST, LAST. */
  private static double[] choices(UnaryOperator<Tensor> f, double x) {
    return Stream.of(Subgradient.values()).mapToDouble(c -> gradient(c, f, x)[0]).toArray();
  }

  @Test
  void kinks_of_one_number_follow_the_choice() {
    assertThat(choices(Ops::relu, 0)).containsExactly(0, 0, 0.5, 0, 1);
    assertThat(choices(Ops::relu, -0.0)).containsExactly(0, 0, 0.5, 0, 1);
    assertThat(choices(Ops::abs, 0)).containsExactly(0, 0, 0, -1, 1);
    assertThat(choices(x -> Ops.leakyRelu(x, 0.2), 0)).containsExactly(0.2, 0.2, 0.6, 0.2, 1);
    assertThat(choices(x -> Ops.leakyRelu(x, -1), 0)).containsExactly(-1, 0, 0, -1, 1);
    assertThat(choices(x -> Ops.elu(x, 0.5), 0)).containsExactly(0.5, 0.5, 0.75, 0.5, 1);
    assertThat(choices(x -> Ops.clamp(x, 2, 3), 2)).containsExactly(1, 0, 0.5, 0, 1);
    assertThat(choices(x -> Ops.clamp(x, 2, 3), 3)).containsExactly(1, 0, 0.5, 1, 0);
    Tensor slope = Tensor.of(DType.F64, 0.2);
    assertThat(choices(x -> Ops.prelu(x, slope), 0)).containsExactly(0.2, 0.2, 0.6, 0.2, 1);
  }

  @Test
  void elsewhere_the_choice_changes_nothing() {
    for (Subgradient choice : Subgradient.values()) {
      assertThat(gradient(choice, Ops::relu, -1, 2, Double.NaN)).containsExactly(0, 1, 1);
      assertThat(gradient(choice, Ops::abs, -1, 2)).containsExactly(-1, 1);
      assertThat(gradient(choice, x -> Ops.clamp(x, -1, 1), -2, 0.5, 2)).containsExactly(0, 1, 0);
      assertThat(gradient(choice, Ops::max, 1, 3, 2)).containsExactly(0, 1, 0);
    }
  }

  @Test
  void ties_follow_the_choice() {
    UnaryOperator<Tensor> max = Ops::max;
    assertThat(gradient(Subgradient.SPLIT, max, 1, 4, 4)).containsExactly(0, 0.5, 0.5);
    assertThat(gradient(Subgradient.ZERO, max, 1, 4, 4)).containsExactly(0, 0.5, 0.5);
    assertThat(gradient(Subgradient.FIRST, max, 1, 4, 4)).containsExactly(0, 1, 0);
    assertThat(gradient(Subgradient.LAST, max, 1, 4, 4)).containsExactly(0, 0, 1);
    assertThat(gradient(Subgradient.LAST, Ops::min, 1, 1, 4)).containsExactly(0, 1, 0);
    UnaryOperator<Tensor> maximum = x -> Ops.maximum(Ops.slice(x, 0, 0, 1), Ops.slice(x, 0, 1, 2));
    assertThat(gradient(Subgradient.FIRST, maximum, 4, 4)).containsExactly(1, 0);
    assertThat(gradient(Subgradient.LAST, maximum, 4, 4)).containsExactly(0, 1);
    assertThat(gradient(Subgradient.SPLIT, maximum, 4, 4)).containsExactly(0.5, 0.5);
  }

  @Test
  void ties_are_broken_within_each_group_of_a_reduction() {
    Tensor x = Tensor.of(DType.F64, Shape.of(2, 2, 2), 1, 1, 1, 1, 1, 2, 2, 2);
    Tensor first = Subgradient.FIRST.in(() -> maxGradient(x));
    Tensor last = Subgradient.LAST.in(() -> maxGradient(x));
    assertThat(first.toDoubleArray()).containsExactly(0, 0, 0, 0, 0, 1, 1, 0);
    assertThat(last.toDoubleArray()).containsExactly(0, 0, 0, 0, 0, 1, 0, 1);
  }

  private static Tensor maxGradient(Tensor x) {
    return Autograd.<Tensor>grad(v -> Ops.sum(Ops.max(v, 0, 2))).apply(x);
  }

  @Test
  void a_choice_ends_with_its_scope_and_an_inner_one_wins() {
    assertThat(Subgradient.current()).isEqualTo(Subgradient.DEFAULT);
    Subgradient.SPLIT.in(() -> {
      assertThat(Subgradient.current()).isEqualTo(Subgradient.SPLIT);
      assertThat(Subgradient.LAST.in(Subgradient::current)).isEqualTo(Subgradient.LAST);
      return Subgradient.current();
    });
    assertThat(Subgradient.current()).isEqualTo(Subgradient.DEFAULT);
  }

  private static Map<String, Function<List<Tensor>, Tensor>> kinked() {
    Map<String, Function<List<Tensor>, Tensor>> functions = new LinkedHashMap<>();
    functions.put("relu", xs -> Ops.relu(xs.getFirst()));
    functions.put("abs", xs -> Ops.abs(xs.getFirst()));
    functions.put("leakyRelu", xs -> Ops.leakyRelu(xs.getFirst(), 0.1));
    functions.put("elu", xs -> Ops.elu(xs.getFirst(), 0.5));
    functions.put("clamp", xs -> Ops.clamp(xs.getFirst(), 0, 1));
    functions.put("maximum", xs -> Ops.maximum(xs.getFirst(), Tensor.of(DType.F64, 0.0)));
    functions.put("minimum", xs -> Ops.minimum(Tensor.of(DType.F64, 0.0), xs.getFirst()));
    functions.put("max", xs -> Ops.max(xs.getFirst()));
    functions.put("min", xs -> Ops.min(xs.getFirst()));
    functions.put("maxout", xs -> Ops.maxout(xs.getFirst(), 3));
    functions.put("prelu", xs -> Ops.prelu(xs.getFirst(), Tensor.of(DType.F64, 0.25)));
    return functions;
  }

  @TestFactory
  Stream<DynamicTest> every_choice_is_a_subgradient() {
    return Stream.of(Subgradient.values())
        .flatMap(choice ->
            kinked().entrySet().stream()
                .map(f ->
                    DynamicTest.dynamicTest(
                        choice + " " + f.getKey(), () -> check(choice, f.getValue()))));
  }

  private static void check(Subgradient choice, Function<List<Tensor>, Tensor> f) {
    GradientReport report =
        choice.in(() -> GradientCheck.DEFAULT.check("f", f, Tensor.of(DType.F64, 0.0, 0.0, 0.0)));
    assertThat(report.orThrow().count(Verdict.KINK)).isPositive();
  }
}
