package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.BranchLog.Logged;
import io.github.wengert.ops.OpCases.OpCase;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BranchLogTest {
  /** Ways to move operands across whatever boundary an operation has. */
  private static final List<UnaryOperator<Tensor>> MOVES =
      List.of(
          Ops::neg,
          x -> Ops.add(Ops.neg(x), 3),
          x -> Ops.mul(x, 0),
          x -> Ops.mul(x, 100),
          x -> Ops.mul(x, -100));

  static Stream<Class<?>> piecewiseOperations() {
    return operations(BuiltinOp.class).filter(Piecewise.class::isAssignableFrom);
  }

  private static Stream<Class<?>> operations(Class<?> family) {
    return family.isSealed()
        ? Stream.of(family.getPermittedSubclasses()).flatMap(BranchLogTest::operations)
        : Stream.of(family);
  }

  private static Logged<Tensor> logged(OpCase c, UnaryOperator<Tensor> move) {
    List<Tensor> operands = Stream.concat(c.constants().stream(), c.inputs().stream()).toList();
    // The first operand only, as moving all of them alike may leave their order as it was.
    List<Tensor> moved =
        Stream.concat(Stream.of(move.apply(operands.getFirst())), operands.stream().skip(1))
            .toList();
    return BranchLog.logging(() -> Autograd.apply(c.op(), moved));
  }

  @ParameterizedTest
  @MethodSource("piecewiseOperations")
  void every_piecewise_operation_logs_its_winners_by_name(Class<?> operation) {
    List<OpCase> cases =
        OpCases.all().stream()
            .filter(c -> operation.isInstance(c.op()))
            .filter(c -> c.inputs().getFirst().elements() > 0)
            .toList();
    assertThat(cases).isNotEmpty();
    Set<String> differences =
        cases.stream()
            .flatMap(c ->
                MOVES.stream()
                    .flatMap(move ->
                        logged(c, x -> x)
                            .branches()
                            .differences(logged(c, move).branches())
                            .stream()))
            .collect(Collectors.toSet());
    assertThat(differences).containsExactly(cases.getFirst().op().name());
  }

  @ParameterizedTest
  @MethodSource("piecewiseOperations")
  void the_same_operands_take_the_same_branches(Class<?> operation) {
    OpCases.all().stream()
        .filter(c -> operation.isInstance(c.op()))
        .forEach(c -> {
          BranchLog branches = logged(c, x -> x).branches();
          assertThat(branches).isEqualTo(logged(c, x -> x).branches());
          assertThat(branches).hasSameHashCodeAs(logged(c, x -> x).branches());
          assertThat(branches.toString()).contains(c.op().name());
        });
  }

  @Test
  void a_boundary_is_a_side_of_its_own() {
    BranchLog at = BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 0.0))).branches();
    BranchLog above = BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 1e-300))).branches();
    BranchLog below = BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, -1e-300))).branches();
    assertThat(List.of(at, above, below)).doesNotHaveDuplicates();
  }

  @Test
  void smooth_operations_log_nothing() {
    BranchLog branches = BranchLog.logging(() -> Ops.tanh(Tensor.of(DType.F64, 1.0))).branches();
    assertThat(branches).hasToString("[]");
  }

  @Test
  void nothing_is_logged_outside_of_a_computation() {
    assertThat(BranchLog.current()).isNull();
    BranchLog branches = BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 1.0))).branches();
    Tensor outside = Ops.relu(Tensor.of(DType.F64, 1.0));
    BranchLog.report("mine", outside, x -> 1);
    assertThat(branches).hasToString("[relu]");
    assertThat(BranchLog.current()).isNull();
  }

  @Test
  void a_computation_inside_of_another_logs_for_itself() {
    Logged<BranchLog> outer =
        BranchLog.logging(
            () -> BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 1.0))).branches());
    assertThat(outer.result()).hasToString("[relu]");
    assertThat(outer.branches()).hasToString("[]");
  }

  @Test
  void an_operation_of_ones_own_reports_by_one_call() {
    UnaryOperator<Tensor> mine =
        x -> {
          BranchLog.report("mine", x, v -> v > 7 ? 1 : 0);
          return x;
        };
    BranchLog below = BranchLog.logging(() -> mine.apply(Tensor.of(DType.F64, 6.0, 8))).branches();
    BranchLog above = BranchLog.logging(() -> mine.apply(Tensor.of(DType.F64, 8.0, 8))).branches();
    assertThat(below.differences(above)).containsExactly("mine");
  }

  @Test
  void differences_name_each_operation_once_and_no_other() {
    UnaryOperator<Tensor> f = x -> Ops.abs(Ops.relu(Ops.add(Ops.abs(Ops.relu(x)), -1)));
    BranchLog one = BranchLog.logging(() -> f.apply(Tensor.of(DType.F64, 2.0))).branches();
    BranchLog other = BranchLog.logging(() -> f.apply(Tensor.of(DType.F64, 0.5))).branches();
    assertThat(one.differences(other)).containsExactly("relu", "abs");
    assertThat(one.differences(one)).isEmpty();
  }

  @Test
  void computations_of_other_operations_differ_by_control_flow() {
    BranchLog one = BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 2.0))).branches();
    BranchLog other = BranchLog.logging(() -> Ops.abs(Tensor.of(DType.F64, 2.0))).branches();
    assertThat(one.differences(other)).containsExactly("control flow");
    assertThat(one).isNotEqualTo(other);
  }
}
