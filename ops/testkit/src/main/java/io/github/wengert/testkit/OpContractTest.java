package io.github.wengert.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.ContractCheck;
import io.github.wengert.ops.check.ContractOutcome;
import io.github.wengert.ops.check.ContractReport;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.OpContract;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A ready-made test for an operation of your own: implement it, and there is a test for each point,
 * element type and promise of the contract, and one for the gradient of each order.
 *
 * {@snippet file="io/github/wengert/testkit/CubeTest.java" region="cube"}
 *
 * <p>If the operation cannot compute at all in an element type, one test says so and the others of
 * that type are aborted.
 */
public interface OpContractTest {
  /** Returns the operation. */
  Primitive<Tensor> operation();

  /**
   * Returns the inputs to check at, a list of operands for each point. Take scalars, axes of length
   * 1, empty tensors and operands that broadcast, as far as the operation takes them, and points at
   * its kinks.
   */
  List<List<Tensor>> points();

  /** Returns the contract; override it to state the shape rule. */
  default OpContract contract() {
    return OpContract.of(operation());
  }

  /** Returns the settings for the gradient, whose orders are tested up to its own. */
  default GradientCheck gradientCheck() {
    return GradientCheck.DEFAULT;
  }

  /** Makes the tests: by point, then by element type, then by check. */
  @TestFactory
  @SuppressWarnings("exports") // JUnit is optional, so it is not required transitively
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
    Stream<DynamicTest> promises =
        ContractCheck.of(dtype).stream()
            .map(check ->
                dynamicTest(check.words(), () -> assertKept(contract(), check, dtype, inputs)));
    Stream<DynamicTest> gradients =
        dtype == DType.F32
            ? Stream.empty()
            : IntStream.rangeClosed(1, gradientCheck().order())
                .mapToObj(order ->
                    dynamicTest(
                        "the gradient is right up to order " + order,
                        () -> assertGradient(inputs, order)));
    return dynamicContainer(dtype.toString(), Stream.concat(promises, gradients));
  }

  private static void assertKept(
      OpContract contract, ContractCheck check, DType dtype, List<Tensor> inputs) {
    if (check != ContractCheck.COMPUTES) {
      ContractOutcome computes = contract.check(ContractCheck.COMPUTES, dtype, inputs);
      Assumptions.assumeTrue(
          computes.holds(), () -> "the operation does not compute: " + computes.words());
    }
    ContractOutcome outcome = contract.check(check, dtype, inputs);
    new ContractReport(contract.name(), contract.seed(), ImmutableList.of(outcome)).orThrow();
  }

  private void assertGradient(List<Tensor> inputs, int order) {
    List<Tensor> doubles = inputs.stream().map(input -> Ops.to(input, DType.F64)).toList();
    gradientCheck()
        .withOrder(order)
        .check(operation().name(), xs -> Autograd.apply(operation(), xs), doubles)
        .orThrow();
  }
}
