package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Coverage.Column;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing goes without a value test against an independent source, a gradient test of first and of
 * second order, and error cases: whoever adds a function or an operation is told what it lacks.
 */
class CoverageGateTest {
  private static final Coverage FUNCTIONS = CoverageTables.ofFunctions(CoverageTables.functions());
  private static final Coverage OPERATIONS =
      CoverageTables.ofOperations(CoverageTables.operations());

  @Test
  void every_function_has_forward_gradient_and_error_cases() {
    assertThat(FUNCTIONS.size()).isGreaterThan(90);
    assertThat(FUNCTIONS.gaps()).isEmpty();
  }

  @Test
  void every_operation_has_forward_gradient_and_error_cases() {
    assertThat(OPERATIONS.size()).isGreaterThan(50);
    assertThat(OPERATIONS.gaps()).isEmpty();
  }

  @Test
  void a_function_without_cases_is_named_with_what_it_lacks() {
    assertThat(CoverageTables.ofFunctions(Set.of("tanh(Tensor)", "planted(Tensor)")).gaps())
        .containsExactly(
            "planted(Tensor): no forward case",
            "planted(Tensor): no gradient case",
            "planted(Tensor): no 2nd order case",
            "planted(Tensor): no errors case");
  }

  @Test
  void an_operation_without_cases_is_named_with_what_it_lacks() {
    assertThat(CoverageTables.ofOperations(Set.of("Tanh", "Planted")).gaps())
        .containsExactly(
            "Planted: no forward case",
            "Planted: no gradient case",
            "Planted: no 2nd order case",
            "Planted: no errors case");
  }

  @Test
  void a_single_gap_is_found() {
    Coverage coverage = new Coverage("function");
    coverage.add("f", column -> column == Column.SECOND_ORDER ? Coverage.GAP : "checked");
    assertThat(coverage.gaps()).containsExactly("f: no 2nd order case");
    assertThat(coverage.toString()).contains("1 rows, 1 gaps");
  }

  @Test
  void inventories_name_nothing_that_does_not_exist() {
    assertThat(CoverageTables.functions())
        .containsAll(FacadeCases.all().keySet())
        .containsAll(FormulaCases.all().keySet());
  }

  /** Once, though the suite runs twice: with and without the vector kernels. */
  @AfterAll
  static void print() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      System.out.printf("%n%s%n%s", FUNCTIONS, OPERATIONS);
    }
  }
}
