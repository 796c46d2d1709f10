package io.github.wengert.nn;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;

/**
 * A layer in training, with the same random numbers each time: what its gradients are checked as.
 */
record InTraining(Layer layer) implements Layer {
  private static final Key KEY = Key.of(31);

  @Override
  public Tensor apply(Tensor x) {
    return Training.in(KEY, () -> layer.apply(x));
  }

  @Override
  public List<Parameter> parameters() {
    return layer.parameters();
  }

  @Override
  public List<Parameter> buffers() {
    return layer.buffers();
  }

  @Override
  public String label() {
    return layer.label() + " in training";
  }

  @Override
  public boolean keepsShape() {
    return layer.keepsShape();
  }

  @Override
  public Shape outputShape(Shape input) {
    return layer.outputShape(input);
  }
}
