package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.primitives.Doubles;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FormulaTest {
  @TestFactory
  Stream<DynamicTest> a_function_gives_what_its_formula_gives() {
    return FormulaCases.all().entrySet().stream()
        .map(c -> dynamicTest(c.getKey(), () -> assertRight(c.getValue())));
  }

  private static void assertRight(FormulaCases.FormulaCase c) {
    assertThat(c.actual().shape()).isEqualTo(c.shape());
    assertThat(c.actual().toDoubleArray())
        .containsExactly(Doubles.toArray(c.expected()), within(1e-14));
  }
}
