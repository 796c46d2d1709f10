package io.github.wengert.nn;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A layer with a shortcut around it: {@code y = x + f(x)}, where f keeps the shape.
 *
 * <p>Source: He et al., Deep Residual Learning for Image Recognition, 2016, equation 1.
 *
 * @param layer f, such as a {@link Sequential}
 */
public record Residual(Layer layer) implements Layer {
  /**
   * Makes the layer.
   *
   * @throws LayerException if {@code layer} says that its outputs are more or fewer than its inputs
   */
  public Residual {
    OptionalInt inputs = layer.inputs();
    OptionalInt outputs = layer.outputs();
    if (inputs.isPresent() && outputs.isPresent() && inputs.getAsInt() != outputs.getAsInt()) {
      throw new LayerException(
          "residual: the layer must keep the shape: %s (%d ≠ %d)"
              .formatted(layer.label(), inputs.getAsInt(), outputs.getAsInt()));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the layer makes another shape of {@code x}
   */
  @Override
  public Tensor apply(Tensor x) {
    Tensor y = layer.apply(x);
    requireKept(x.shape(), y.shape());
    return Ops.add(x, y);
  }

  private void requireKept(Shape input, Shape output) {
    if (!output.equals(input)) { // the sum would broadcast
      throw new LayerException(
          "residual: the layer must keep the shape: %s (%s ≠ %s)"
              .formatted(layer.label(), input, output));
    }
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
    return "Residual(%s)".formatted(layer.label());
  }

  @Override
  public OptionalInt inputs() {
    return layer.inputs();
  }

  @Override
  public OptionalInt outputs() {
    return layer.outputs();
  }

  @Override
  public boolean keepsShape() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    requireKept(input, layer.outputShape(input));
    return input;
  }
}
