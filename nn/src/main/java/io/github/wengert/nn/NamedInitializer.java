package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/**
 * A rule that can be printed.
 *
 * @param name the name of the rule and its numbers, such as {@code constant(0.5)}
 * @param rule the rule
 */
record NamedInitializer(String name, Initializer rule) implements Initializer {
  @Override
  public Tensor create(Key key, DType dtype, Shape shape) {
    return rule.create(key, dtype, shape);
  }

  @Override
  public String toString() {
    return name;
  }
}
