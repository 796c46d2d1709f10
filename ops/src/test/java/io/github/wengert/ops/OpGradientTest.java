package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Graph;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.GradientCheck.Mode;
import io.github.wengert.ops.check.WrongGradientError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Walks the registry: every built-in operation has a right gradient, to second order. */
class OpGradientTest {
  /** How the gradients are checked. */
  static final GradientCheck CHECK = GradientCheck.DEFAULT;

  @TestFactory
  Stream<DynamicTest> every_operation_has_a_right_gradient_of_first_and_second_order() {
    return OpCases.all().stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () ->
                    accepting(c, CHECK).check(c.op().name(), c.function(), c.inputs()).orThrow()));
  }

  /**
   * Where three and more factors of a product are 0, its slope along a direction is 0, and so are
   * its values but for what underflows: differences cannot tell.
   */
  private static GradientCheck accepting(OpCases.OpCase c, GradientCheck check) {
    return c.op().name().startsWith("prod") ? check.withUndecided(0.2) : check;
  }

  @TestFactory
  Stream<DynamicTest> every_operation_has_a_right_derivative_along_random_directions() {
    return OpCases.all().stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () ->
                    accepting(c, GradientCheck.DEFAULT)
                        .withMode(Mode.DIRECTIONS)
                        .withSeed(2)
                        .check(c.op().name(), c.function(), c.inputs())
                        .orThrow()));
  }

  @Test
  void every_operation_of_the_registry_has_a_gradient_case() {
    assertThat(withoutCase(operations(BuiltinOp.class).collect(Collectors.toSet()))).isEmpty();
  }

  @Test
  void an_operation_without_a_gradient_case_is_named() {
    assertThat(withoutCase(Set.of(Tanh.class, Unchecked.class))).containsExactly("Unchecked");
  }

  private record Unchecked() {}

  /** Returns the operations that neither have a case of their own nor occur in one of a facade. */
  private static List<String> withoutCase(Set<? extends Class<?>> operations) {
    Set<String> checked =
        Stream.concat(
                OpCases.all().stream().map(c -> c.op().name()),
                FacadeCases.all().values().stream().flatMap(OpGradientTest::recordedOperations))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return operations.stream()
        .map(Class::getSimpleName)
        .filter(operation -> !checked.contains(operation.toLowerCase(Locale.ROOT)))
        .sorted()
        .toList();
  }

  /** Returns what a second-order check of the case differentiates. */
  static Stream<String> recordedOperations(FacadeCases.FacadeCase c) {
    Tensor cotangent = Ops.stopGradient(c.function().apply(c.inputs()));
    List<Tensor> leaves = new ArrayList<>(c.inputs());
    leaves.add(cotangent);
    Graph graph =
        Graph.record(
            leaves, () -> Autograd.vjp(c.function(), c.inputs()).pullback(cotangent).getFirst());
    return graph.nodes().stream().map(Graph.Node::operation);
  }

  /** Returns the operations that a sealed family permits, through all of its sub-families. */
  static Stream<Class<?>> operations(Class<?> family) {
    return family.isSealed()
        ? Stream.of(family.getPermittedSubclasses()).flatMap(OpGradientTest::operations)
        : Stream.of(family);
  }

  @Test
  void names_are_the_names_of_the_classes() {
    assertThat(OpCases.all())
        .allSatisfy(c ->
            assertThat(c.op().name()).isEqualToIgnoringCase(c.op().getClass().getSimpleName()));
  }

  @Test
  void a_wrong_rule_is_caught_by_name_input_and_element() {
    Tensor x = Tensor.of(DType.F64, 0.5, -1.5);
    assertThatThrownBy(() ->
            GradientCheck.DEFAULT
                .check("wrongTanh", xs -> Ops.custom(new WrongTanh(), xs.getFirst()), x)
                .orThrow())
        .isInstanceOf(WrongGradientError.class)
        .hasMessageContaining("wrongTanh: ")
        .hasMessageContaining(" WRONG")
        .hasMessageContaining("input 0[1]")
        .hasMessageContaining("(seed 1)");
  }

  /** tanh whose derivative forgets the square. */
  private record WrongTanh() implements Primitive<Tensor> {
    @Override
    public String name() {
      return "wrongTanh";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return Ops.tanh(inputs.getFirst());
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> Ops.mul(g, Ops.sub(1, output)));
    }
  }

  @Test
  void a_rule_that_is_wrong_in_second_order_only_is_caught() {
    Primitive<Tensor> stale =
        new Primitive<>() {
          @Override
          public String name() {
            return "staleTanh";
          }

          @Override
          public Tensor forward(List<Tensor> inputs) {
            return Ops.tanh(inputs.getFirst());
          }

          @Override
          public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
            Tensor frozen = Ops.stopGradient(output);
            return List.of(g -> Ops.mul(g, Ops.sub(1, Ops.square(frozen))));
          }
        };
    GradientCheck check = GradientCheck.DEFAULT;
    Tensor x = Tensor.of(DType.F64, 0.5, -1.5);
    assertThat(check.withOrder(1).check("staleTanh", xs -> Ops.custom(stale, xs.getFirst()), x))
        .matches(report -> report.isRight());
    assertThat(check.withOrder(2).check("staleTanh", xs -> Ops.custom(stale, xs.getFirst()), x))
        .matches(report -> !report.isRight())
        .matches(report -> report.findings().getFirst().order() == 2);
  }
}
