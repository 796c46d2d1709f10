package io.github.wengert.ops;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.contract.OpContract;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every built-in operation keeps the whole contract, in both element types. */
class BuiltinContractTest {
  /** Functions whose element type is their own, or whose cases hold a constant of one type. */
  private static final Set<String> OF_ONE_TYPE =
      Set.of(
          "to(Tensor, DType)",
          "where(Tensor, Tensor, Tensor)",
          "hinge(Tensor, Tensor, Reduction)",
          "crossEntropy(Tensor, Indices, CrossEntropyOptions)");

  @TestFactory
  Stream<DynamicTest> every_operation_keeps_its_contract() {
    return OpCases.all().stream().map(c -> dynamicTest(c.toString(), () -> assertKept(c)));
  }

  private static void assertKept(OpCases.OpCase c) {
    List<Tensor> inputs =
        ImmutableList.<Tensor>builder().addAll(c.constants()).addAll(c.inputs()).build();
    OpContract.DEFAULT
        .withShapeRule(c.op()::shape)
        .withTypeRule(c.op()::dtype)
        .check(c.op().name(), c.op(), List.of(inputs))
        .orThrow();
  }

  @TestFactory
  Stream<DynamicTest> every_function_of_the_facades_keeps_the_contract_of_operations() {
    return FacadeCases.all().entrySet().stream()
        .filter(c -> !OF_ONE_TYPE.contains(c.getKey()))
        .map(c ->
            dynamicTest(
                c.getKey(),
                () ->
                    OpContract.DEFAULT
                        .check(c.getKey(), c.getValue().function(), List.of(c.getValue().inputs()))
                        .orThrow()));
  }
}
