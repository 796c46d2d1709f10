package io.github.wengert.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.contract.ContractOutcome;
import io.github.wengert.ops.check.contract.ContractReport;
import io.github.wengert.ops.check.contract.ContractRule;
import io.github.wengert.ops.check.contract.OpContract;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A test of a custom operation. A test class that implements it gets a test for each point, element
 * type and rule of the contract, and one for the gradient of each order.
 *
 * {@snippet file="io/github/wengert/testkit/CubeTest.java" region="cube"}
 *
 * <p>If the operation cannot be computed in an element type, one test fails for that reason, and
 * the other tests of that type are aborted.
 */
public interface OpContractTest {
  /** Returns the operation. */
  Primitive<Tensor> operation();

  /**
   * Returns the points to check, a list of operands for each. Include scalars, axes of length 1,
   * empty tensors and operands that broadcast if the operation accepts them, and points at its
   * kinks.
   */
  List<List<Tensor>> points();

  /** Returns the contract; override it to state a shape rule or a type rule. */
  default OpContract contract() {
    return OpContract.DEFAULT;
  }

  /** Returns the gradient check; every order up to its own is one test. */
  default GradientCheck gradientCheck() {
    return GradientCheck.DEFAULT;
  }

  /** Returns the tests: by point, then by element type, then by rule. */
  @TestFactory
  default Stream<DynamicContainer> contractOfTheOperation() {
    return points().stream().map(this::ofPoint);
  }

  private DynamicContainer ofPoint(List<Tensor> inputs) {
    List<String> shapes = inputs.stream().map(input -> input.shape().toString()).toList();
    return dynamicContainer(
        operation().name() + " of " + String.join(", ", shapes),
        Stream.of(DType.values()).map(dtype -> ofType(inputs, dtype)));
  }

  private DynamicContainer ofType(List<Tensor> inputs, DType dtype) {
    Stream<DynamicTest> rules =
        ContractRule.of(dtype).stream()
            .map(rule -> dynamicTest(rule.words(), () -> assertKept(rule, dtype, inputs)));
    Stream<DynamicTest> gradients =
        dtype == DType.F32
            ? Stream.empty()
            : IntStream.rangeClosed(1, gradientCheck().settings().order())
                .mapToObj(order ->
                    dynamicTest(
                        "the gradient is right up to order " + order,
                        () -> assertGradient(inputs, order)));
    return dynamicContainer(dtype.toString(), Stream.concat(rules, gradients));
  }

  private void assertKept(ContractRule rule, DType dtype, List<Tensor> inputs) {
    OpContract contract = contract();
    if (rule != ContractRule.COMPUTES) {
      ContractOutcome computes =
          contract.checkRule(ContractRule.COMPUTES, operation(), dtype, inputs);
      Assumptions.assumeTrue(
          computes.holds(), () -> "the operation does not compute: " + computes.words());
    }
    ContractOutcome outcome = contract.checkRule(rule, operation(), dtype, inputs);
    new ContractReport(operation().name(), contract.seed(), List.of(outcome)).orThrow();
  }

  private void assertGradient(List<Tensor> inputs, int order) {
    List<Tensor> doubles = inputs.stream().map(input -> Ops.to(input, DType.F64)).toList();
    gradientCheck()
        .withOrder(order)
        .check(operation().name(), xs -> Autograd.apply(operation(), xs), doubles)
        .orThrow();
  }
}
