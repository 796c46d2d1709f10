package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
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
 * <p>Properties of f, such as its parameters, are read once, when the layer is made.
 */
public final class Residual implements Layer {
  private final Layer layer;
  private final Composition composition;

  /**
   * Makes the layer.
   *
   * @param layer f, such as a {@link Sequential}
   * @throws LayerException if {@code layer} says that its outputs are more or fewer than its inputs
   */
  public Residual(Layer layer) {
    requireNonNull(layer, "residual: layer must not be null");
    OptionalInt inputs = layer.inputs();
    OptionalInt outputs = layer.outputs();
    if (inputs.isPresent() && outputs.isPresent() && inputs.getAsInt() != outputs.getAsInt()) {
      throw new LayerException(
          "residual: the layer must keep the shape: %s (%d ≠ %d)"
              .formatted(layer.label(), inputs.getAsInt(), outputs.getAsInt()));
    }
    this.layer = layer;
    this.composition =
        new Composition(
            inputs,
            outputs,
            true,
            ImmutableList.copyOf(layer.parameters()),
            ImmutableList.copyOf(layer.buffers()));
  }

  /** Returns f. */
  public Layer layer() {
    return layer;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the layer makes another shape of {@code x}
   */
  @Override
  public Tensor apply(Tensor x) {
    Tensor y = layer.apply(x);
    if (y == null) {
      throw ParameterNames.returnedNull("residual", layer);
    }
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
    return composition.parameters();
  }

  @Override
  public List<Parameter> buffers() {
    return composition.buffers();
  }

  @Override
  public String label() {
    return "Residual(" + layer.label() + ")"; // one frame on the stack for each level of a nest
  }

  @Override
  public OptionalInt inputs() {
    return composition.inputs();
  }

  @Override
  public OptionalInt outputs() {
    return composition.outputs();
  }

  @Override
  public boolean keepsShape() {
    return composition.keepsShape();
  }

  @Override
  public Shape outputShape(Shape input) {
    requireKept(input, layer.outputShape(input));
    return input;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Residual that && layer.equals(that.layer);
  }

  @Override
  public int hashCode() {
    return layer.hashCode();
  }

  /** Returns the layer, such as {@code Residual(Dense(3 → 3))}. */
  @Override
  public String toString() {
    return label();
  }
}
