package io.github.wengert.ops.check;

import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A net in which one operation has a wrong rule.
 *
 * @param culprit the name of that operation, which no other one in the net has
 * @param function the loss as a function of the input, the weights and the biases
 */
record NetBug(
    String name, String culprit, Supplier<Function<List<Tensor>, Tensor>> function, Points points) {
  @Override
  public String toString() {
    return name;
  }
}
