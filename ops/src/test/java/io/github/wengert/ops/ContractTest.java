package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.wengert.ops.BrokenOps.Planted;
import io.github.wengert.ops.check.contract.BrokenContractError;
import io.github.wengert.ops.check.contract.ContractOutcome;
import io.github.wengert.ops.check.contract.ContractReport;
import io.github.wengert.ops.check.contract.ContractRule;
import io.github.wengert.ops.check.contract.OpContract;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks the checks: an operation that breaks a rule is caught by name. */
class ContractTest {
  private static final Tensor A = Tensor.of(DType.F64, 0.3, -1.7, 2.2);
  private static final Tensor B = Tensor.of(DType.F64, 1.1, 0.6, -0.4);

  private static ContractReport check(Planted planted) {
    return OpContract.DEFAULT.check(planted.operation().name(), planted.operation(), A, B);
  }

  @TestFactory
  Stream<DynamicTest> a_broken_rule_is_caught_by_name() {
    return BrokenOps.all().stream()
        .map(planted ->
            dynamicTest(
                planted.toString(),
                () -> {
                  ContractReport report = check(planted);
                  assertThat(report.broken())
                      .as("%s", report)
                      .extracting(ContractOutcome::rule)
                      .contains(planted.broken());
                }));
  }

  @Test
  void every_rule_catches_something() {
    Set<ContractRule> caught =
        BrokenOps.all().stream().map(Planted::broken).collect(Collectors.toSet());
    assertThat(caught).isEqualTo(EnumSet.allOf(ContractRule.class));
  }

  @Test
  void an_operation_that_keeps_its_contract_passes_every_rule() {
    ContractReport report =
        OpContract.DEFAULT
            .check(
                "product",
                BrokenOps.product(),
                List.of(
                    List.of(A, B),
                    List.of(Tensor.scalar(DType.F64, 2), Tensor.scalar(DType.F64, 3)),
                    List.of(
                        Tensor.ones(DType.F32, Shape.of(0)), Tensor.ones(DType.F32, Shape.of(0))),
                    List.of(Samples.smooth(1, 2, 1), Samples.smooth(2, 2, 1))))
            .orThrow();
    assertThat(report.outcomes()).hasSize(4 * (2 * ContractRule.values().length - 1));
    assertThat(report.toString())
        .isEqualTo("product: all 140 checks of the contract are kept (seed 1)");
  }

  @Test
  void single_precision_says_how_far_it_agrees() {
    ContractOutcome outcome =
        OpContract.DEFAULT.checkRule(
            ContractRule.PRECISION, BrokenOps.product(), DType.F32, List.of(A, B));
    assertThat(outcome.words()).matches("F32 agrees with F64 up to \\d\\.\\de-\\d\\d of .*");
  }

  @Test
  void a_rule_for_the_shape_or_the_element_type_is_checked() {
    OpContract contract = OpContract.DEFAULT;
    assertThat(
            contract
                .withShapeRule(xs -> Shape.of(2))
                .check("product", BrokenOps.product(), A, B)
                .broken())
        .extracting(ContractOutcome::words)
        .containsOnly("the rule says another shape: ([3] ≠ [2])");
    assertThat(
            contract
                .withTypeRule(xs -> DType.F64)
                .check("product", BrokenOps.product(), A, B)
                .broken())
        .extracting(ContractOutcome::toString)
        .containsExactly(
            "BROKEN  ELEMENT_TYPE (the result has the element type that the rule says):"
                + " the result has another element type: (F32 ≠ F64)");
  }

  @Test
  void a_function_of_several_operations_is_checked_like_an_operation() {
    OpContract.DEFAULT
        .check("swish", xs -> Ops.mul(xs.getFirst(), Ops.sigmoid(xs.getFirst())), A)
        .orThrow();
    ContractReport wrong =
        OpContract.DEFAULT.check(
            "noisy", xs -> Ops.mul(xs.getFirst(), 1e-9 * System.nanoTime()), A);
    assertThat(wrong.broken())
        .extracting(ContractOutcome::rule)
        .contains(ContractRule.DETERMINISTIC);
  }

  @Test
  void the_error_says_what_is_broken_where_and_how() {
    Planted planted =
        BrokenOps.all().stream()
            .filter(p -> p.operation().name().equals("worksInPlace"))
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> check(planted).orThrow())
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
    assertThat(
            OpContract.DEFAULT.withSeed(7).check("product", BrokenOps.product(), A, B).toString())
        .endsWith("(seed 7)");
  }

  @Test
  void the_configuration_is_its_text() {
    assertThat(OpContract.DEFAULT)
        .hasToString("OpContract[seed=1, shapeRule=none, typeRule=that of the inputs]");
    assertThat(
            OpContract.DEFAULT
                .withSeed(7)
                .withShapeRule(xs -> Shape.of(2))
                .withTypeRule(xs -> DType.F64))
        .hasToString("OpContract[seed=7, shapeRule=stated, typeRule=stated]");
  }
}
