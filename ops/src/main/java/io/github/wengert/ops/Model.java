package io.github.wengert.ops;

import java.util.List;

/** A function with parameters: all that an optimizer or a training loop knows of a network. */
public interface Model {
  /**
   * Returns the output for a batch of inputs.
   *
   * @param x the inputs, batch first
   */
  Tensor apply(Tensor x);

  /** Returns the parameters, each once, always in the same order. */
  List<Parameter> parameters();

  /**
   * Returns the state that belongs to the model but is not learned, such as running statistics:
   * each once, always in the same order. There is none by default.
   */
  default List<Parameter> buffers() {
    return List.of();
  }
}
