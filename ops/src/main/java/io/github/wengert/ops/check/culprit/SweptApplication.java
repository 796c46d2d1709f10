package io.github.wengert.ops.check.culprit;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One application of an operation inside a function, with the cotangent that it receives there.
 *
 * @param number its place in the order of the data flow
 * @param application the application
 * @param active the positions of the operands that depend on the function's inputs
 * @param cotangent the cotangent of its result, added up over all uses
 * @param cotangents what its pullbacks made of it, null for an operand that is not active or has no
 *     derivative
 */
record SweptApplication(
    int number,
    Application<Tensor> application,
    ImmutableList<Integer> active,
    Tensor cotangent,
    List<@Nullable Tensor> cotangents) {
  String name() {
    return application.primitive().name();
  }

  /** Returns what identifies the operation, whatever its attributes. */
  Object operation() {
    return List.of(name(), application.primitive().getClass());
  }

  boolean isSameOperation(SweptApplication other) {
    return operation().equals(other.operation());
  }

  /** Whether it applies the very operation, with the same attributes. */
  boolean isSame(SweptApplication other) {
    return application.primitive().equals(other.application.primitive());
  }

  /** Returns the operands, as tensors that do not change. */
  ImmutableList<Tensor> operands() {
    return application.operands().stream()
        .map(x -> x instanceof Parameter parameter ? parameter.snapshot() : x)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Whether everything it receives is finite; otherwise a non-finite result is not its own fault.
   */
  boolean getsFiniteValues() {
    return TensorDifferences.isFinite(cotangent) && getsFiniteOperands();
  }

  /** Whether what it computes of finite operands is not finite. */
  boolean leavesFiniteValues() {
    return getsFiniteOperands() && !TensorDifferences.isFinite(application.result());
  }

  private boolean getsFiniteOperands() {
    return active.stream().map(application.operands()::get).allMatch(TensorDifferences::isFinite);
  }

  /** Whether the operation is none of this library's. */
  boolean isCustom() {
    Class<?> type = application.primitive().getClass();
    return !isOfLibrary(type) || type.getNestHost() == CustomOp.class;
  }

  private static boolean isOfLibrary(Class<?> type) {
    String packageName = type.getPackageName();
    return packageName.equals(Tensor.class.getPackageName())
        || packageName.equals(Autograd.class.getPackageName());
  }
}
