package io.github.wengert.ops.check.contract;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation at a point, in one element type: the argument of every rule. */
final class OpAtPoint {
  private final OpContract contract;
  private final ContractedOp operation;
  private final List<? extends Tensor> point;
  private final DType dtype;

  OpAtPoint(
      OpContract contract, ContractedOp operation, List<? extends Tensor> point, DType dtype) {
    this.contract = contract;
    this.operation = operation;
    this.point = point;
    this.dtype = dtype;
  }

  OpContract contract() {
    return contract;
  }

  /** Whether it is a function, which may do what an operation must not. */
  boolean isFunction() {
    return operation.primitive() == null;
  }

  DType dtype() {
    return dtype;
  }

  /** Returns the same operation in another element type, at the very same values. */
  OpAtPoint in(DType other) {
    return new OpAtPoint(contract, operation, inputs(), other);
  }

  /** Returns the inputs, as new tensors that nothing else refers to. */
  List<Tensor> inputs() {
    return point.stream()
        .map(x -> x.dtype() == dtype ? TensorDifferences.copy(x) : Ops.to(x, dtype))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the inputs, as parameters. */
  List<Parameter> parameters() {
    ImmutableList.Builder<Parameter> parameters = ImmutableList.builder();
    List<Tensor> inputs = inputs();
    for (int i = 0; i < inputs.size(); i++) {
      parameters.add(Parameter.of("input " + i, inputs.get(i)));
    }
    return parameters.build();
  }

  /** Applies the operation; it is recorded if a scope is open. */
  Tensor result(List<? extends Tensor> inputs) {
    return operation.function().apply(List.copyOf(inputs));
  }

  /** Returns a random tensor like another one. */
  Tensor random(Tensor like, int number) {
    Key key = Key.of(contract.seed()).split("contract").split(number);
    return RandomTensors.normal(key, like.dtype(), like.shape(), 0, 1);
  }

  /** Returns the pullbacks of an operation; for a function, those of the engine. */
  List<@Nullable Pullback<Tensor>> pullbacks(List<? extends Tensor> inputs, Tensor result) {
    Primitive<Tensor> primitive = operation.primitive();
    if (primitive == null) {
      List<@Nullable Pullback<Tensor>> parts = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        int input = i;
        parts.add(g -> viaEngine(inputs, g).get(input));
      }
      return parts;
    }
    return primitive.vjp(List.copyOf(inputs), result);
  }

  private List<Tensor> viaEngine(List<? extends Tensor> inputs, Tensor cotangent) {
    return Autograd.vjp(operation.function(), List.copyOf(inputs)).pullback(cotangent);
  }

  /** Returns the cotangents of the inputs; null for one that has no derivative. */
  List<@Nullable Tensor> cotangents(List<? extends Tensor> inputs, Tensor cotangent) {
    if (operation.primitive() == null) {
      return Collections.unmodifiableList(
          new ArrayList<@Nullable Tensor>(viaEngine(inputs, cotangent)));
    }
    List<@Nullable Tensor> cotangents = new ArrayList<>();
    for (Pullback<Tensor> pullback : pullbacks(inputs, result(inputs))) {
      cotangents.add(pullback == null ? null : pullback.apply(cotangent));
    }
    return cotangents;
  }
}
