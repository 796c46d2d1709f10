package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.wengert.ops.BrokenOps.Planted;
import io.github.wengert.ops.check.BrokenContractError;
import io.github.wengert.ops.check.ContractCheck;
import io.github.wengert.ops.check.ContractOutcome;
import io.github.wengert.ops.check.ContractReport;
import io.github.wengert.ops.check.OpContract;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks the checks: whoever breaks a promise is caught, and named. */
class ContractTest {
  private static final Tensor A = Tensor.of(DType.F64, 0.3, -1.7, 2.2);
  private static final Tensor B = Tensor.of(DType.F64, 1.1, 0.6, -0.4);

  @TestFactory
  Stream<DynamicTest> a_broken_promise_is_caught_by_name() {
    return BrokenOps.all().stream()
        .map(planted ->
            dynamicTest(
                planted.toString(),
                () -> {
                  ContractReport report = OpContract.of(planted.operation()).check(A, B);
                  assertThat(report.broken())
                      .as("%s", report)
                      .extracting(ContractOutcome::check)
                      .contains(planted.broken());
                }));
  }

  @Test
  void every_check_catches_something() {
    Set<ContractCheck> caught =
        BrokenOps.all().stream().map(Planted::broken).collect(Collectors.toSet());
    assertThat(caught).isEqualTo(EnumSet.allOf(ContractCheck.class));
  }

  @Test
  void an_operation_that_keeps_its_contract_passes_every_check() {
    ContractReport report =
        OpContract.of(BrokenOps.product())
            .check(
                List.of(
                    List.of(A, B),
                    List.of(Tensor.scalar(DType.F64, 2), Tensor.scalar(DType.F64, 3)),
                    List.of(
                        Tensor.ones(DType.F32, Shape.of(0)), Tensor.ones(DType.F32, Shape.of(0))),
                    List.of(Samples.smooth(1, 2, 1), Samples.smooth(2, 2, 1))))
            .orThrow();
    assertThat(report.outcomes()).hasSize(4 * (2 * ContractCheck.values().length - 1));
    assertThat(report.toString())
        .isEqualTo("product: all 140 checks of the contract are kept (seed 1)");
  }

  @Test
  void single_precision_says_how_far_it_agrees() {
    ContractOutcome outcome =
        OpContract.of(BrokenOps.product()).check(ContractCheck.PRECISION, DType.F32, List.of(A, B));
    assertThat(outcome.words()).matches("F32 agrees with F64 up to \\d\\.\\de-\\d\\d of .*");
  }

  @Test
  void a_rule_for_the_shape_or_the_element_type_is_checked() {
    OpContract contract = OpContract.of(BrokenOps.product());
    assertThat(contract.withShapeRule(xs -> Shape.of(2)).check(A, B).broken())
        .extracting(ContractOutcome::words)
        .containsOnly("the rule says another shape: ([3] ≠ [2])");
    assertThat(contract.withTypeRule(xs -> DType.F64).check(A, B).broken())
        .extracting(ContractOutcome::toString)
        .containsExactly(
            "BROKEN  ELEMENT_TYPE (the result has the element type that the rule says):"
                + " the result has another element type: (F32 ≠ F64)");
  }

  @Test
  void a_function_of_several_operations_is_checked_like_an_operation() {
    OpContract.of("swish", xs -> Ops.mul(xs.getFirst(), Ops.sigmoid(xs.getFirst())))
        .check(A)
        .orThrow();
    ContractReport wrong =
        OpContract.of("noisy", xs -> Ops.mul(xs.getFirst(), 1e-9 * System.nanoTime())).check(A);
    assertThat(wrong.broken())
        .extracting(ContractOutcome::check)
        .contains(ContractCheck.DETERMINISTIC);
  }

  @Test
  void the_error_says_what_is_broken_where_and_how() {
    Planted planted =
        BrokenOps.all().stream()
            .filter(p -> p.operation().name().equals("worksInPlace"))
            .findFirst()
            .orElseThrow();
    OpContract contract = OpContract.of(planted.operation());
    assertThatThrownBy(() -> contract.check(A, B).orThrow())
        .isInstanceOf(BrokenContractError.class)
        .hasMessageStartingWith("worksInPlace: ")
        .hasMessageContaining(" of 35 checks of the contract are broken (seed 1)")
        .hasMessageContaining("\n  F32 [3], [3]\n")
        .hasMessageContaining("\n  F64 [3], [3]\n")
        .hasMessageContaining(
            "\n    BROKEN  INPUTS_UNTOUCHED (inputs are untouched): the computation changed an"
                + " input: input 0: element [0] was 0.3 and is 0.33");
  }

  @Test
  void another_seed_checks_with_other_cotangents() {
    assertThat(OpContract.of(BrokenOps.product()).withSeed(7).check(A, B).toString())
        .endsWith("(seed 7)");
  }
}
