package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What an optimizer keeps for each parameter, by name.
 *
 * @param optimizer what messages call it
 * @param slots for each parameter its tensors, each of the parameter's shape and element type
 */
record OptimizerState(String optimizer, ImmutableList<ImmutableList<Parameter>> slots) {
  private static final String STEPS = "steps";

  /** The largest number up to which a double holds all whole ones. */
  private static final double MOST_STEPS = 0x1p53;

  /** Returns the state before the first step: each slot full of one number. */
  static OptimizerState of(
      String optimizer, ImmutableList<Parameter> parameters, ImmutableMap<String, Double> slots) {
    ImmutableList.Builder<ImmutableList<Parameter>> all = ImmutableList.builder();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter w = parameters.get(i);
      ImmutableList.Builder<Parameter> ofOne = ImmutableList.builder();
      for (Map.Entry<String, Double> slot : slots.entrySet()) {
        ofOne.add(
            Parameter.of(
                "%s/%d/%s".formatted(slot.getKey(), i, w.name()),
                ParameterRole.STATE,
                Tensor.full(w.dtype(), w.shape(), slot.getValue())));
      }
      all.add(ofOne.build());
    }
    return new OptimizerState(optimizer, all.build());
  }

  /** Returns the tensors of a parameter. */
  ImmutableList<Parameter> slots(int parameter) {
    return slots.get(parameter);
  }

  /** Returns copies of all, and the number of steps. */
  ImmutableMap<String, Tensor> save(long steps) {
    ImmutableMap.Builder<String, Tensor> saved = ImmutableMap.builder();
    saved.put(STEPS, Tensor.scalar(DType.F64, (double) steps));
    for (ImmutableList<Parameter> ofOne : slots) {
      for (Parameter slot : ofOne) {
        saved.put(slot.name(), slot.snapshot());
      }
    }
    return saved.buildOrThrow();
  }

  /**
   * Takes over what was saved.
   *
   * @return the number of steps
   * @throws OptimizerStateException if it does not fit; nothing has changed then
   */
  long restore(Map<String, Tensor> saved) {
    Nulls.require(saved, optimizer, "state");
    double steps = find(saved, STEPS, DType.F64, Shape.SCALAR).item();
    if (!(steps >= 0 && steps <= MOST_STEPS && steps == Math.rint(steps))) {
      throw new OptimizerStateException(
          "%s: the number of steps is not a whole one: (%s)".formatted(optimizer, steps));
    }
    List<Parameter> kept = slots.stream().flatMap(List::stream).toList();
    List<Tensor> contents =
        kept.stream().map(slot -> find(saved, slot.name(), slot.dtype(), slot.shape())).toList();
    if (saved.size() != 1 + kept.size()) {
      throw new OptimizerStateException(
          "%s: the state has tensors that this optimizer does not keep: (%d ≠ %d)"
              .formatted(optimizer, saved.size(), 1 + kept.size()));
    }
    for (int i = 0; i < kept.size(); i++) {
      kept.get(i).assign(contents.get(i));
    }
    return (long) steps;
  }

  private Tensor find(Map<String, Tensor> saved, String name, DType dtype, Shape shape) {
    Tensor tensor = saved.get(name);
    if (tensor == null) {
      throw new OptimizerStateException(
          "%s: the state has no tensor \"%s\": (%d tensors)"
              .formatted(optimizer, name, saved.size()));
    }
    if (!tensor.shape().equals(shape) || tensor.dtype() != dtype) {
      throw new OptimizerStateException(
          "%s: a tensor of the state does not fit: \"%s\" (%s%s ≠ %s%s)"
              .formatted(optimizer, name, tensor.dtype(), tensor.shape(), dtype, shape));
    }
    return tensor;
  }
}
