package io.github.wengert.ops.check.contract;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operation or the function whose contract is checked.
 *
 * @param function applies it; it is recorded if a scope is open
 * @param primitive the operation; null for a function
 */
record ContractedOp(
    Function<List<Tensor>, Tensor> function, @Nullable Primitive<Tensor> primitive) {
  static ContractedOp of(Primitive<Tensor> operation) {
    return new ContractedOp(inputs -> Autograd.apply(operation, inputs), operation);
  }
}
