package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.FusedActivation;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A network of layers that are applied one after the other. It is a layer, too.
 *
 * <p>A parameter that several layers share counts once. Properties of the layers, such as their
 * parameters, are read once, when the network is made.
 */
public final class Sequential implements Layer {
  private final ImmutableList<Layer> layers;
  private final Composition composition;

  /**
   * Makes a network of layers.
   *
   * @param layers the layers, from the input to the output; at least one
   * @throws LayerException if there is no layer, if a layer does not take what the one in front of
   *     it gives, or if two parameters have the same name
   */
  public Sequential(List<? extends Layer> layers) {
    this.layers = ParameterNames.copy("sequential", "layers", layers);
    if (layers.isEmpty()) {
      throw new LayerException("sequential: a network needs a layer: (0 layers < 1)");
    }
    requireChain(this.layers);
    this.composition =
        new Composition(
            "sequential",
            this.layers,
            widthOf(this.layers, Layer::inputs),
            widthOf(this.layers.reverse(), Layer::outputs));
  }

  /**
   * Returns a network of layers.
   *
   * @throws LayerException if there is no layer, if a layer does not take what the one in front of
   *     it gives, or if two parameters have the same name
   */
  public static Sequential of(Layer... layers) {
    return new Sequential(ParameterNames.copy("sequential", "layers", layers));
  }

  private static void requireChain(List<Layer> layers) {
    OptionalInt width = OptionalInt.empty();
    Layer before = layers.getFirst();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      OptionalInt inputs = layer.inputs();
      if (width.isPresent() && inputs.isPresent() && width.getAsInt() != inputs.getAsInt()) {
        throw new LayerException(
            "sequential: layer %d does not take what is in front of it: %s behind %s (%d ≠ %d)"
                .formatted(i, layer, before, inputs.getAsInt(), width.getAsInt()));
      }
      OptionalInt outputs = layer.outputs();
      if (outputs.isPresent() || !layer.keepsShape()) {
        width = outputs;
        before = layer;
      }
    }
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Optional<FusedActivation> function = functionBehind(i);
      if (function.isPresent() && layer instanceof Dense dense) {
        y = dense.apply(y, function.get()); // both layers in one operation, to the same bits
        i++;
      } else {
        y = layer.apply(y);
      }
      if (y == null) {
        throw ParameterNames.returnedNull("sequential", layer);
      }
    }
    return y;
  }

  private Optional<FusedActivation> functionBehind(int i) {
    return i + 1 < layers.size() && layers.get(i + 1) instanceof Activation activation
        ? activation.fusedActivation()
        : Optional.empty();
  }

  @Override
  public List<Layer> layers() {
    return layers;
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
  public OptionalInt inputs() {
    return composition.inputs();
  }

  @Override
  public OptionalInt outputs() {
    return composition.outputs();
  }

  /** Returns the width of the first layer, skipping layers that keep the shape. */
  private static OptionalInt widthOf(List<Layer> layers, Function<Layer, OptionalInt> width) {
    for (Layer layer : layers) {
      OptionalInt known = width.apply(layer);
      if (known.isPresent() || !layer.keepsShape()) {
        return known;
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public boolean keepsShape() {
    return composition.keepsShape();
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  @Override
  public String label() {
    return "Sequential" + Composition.label(layers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential that && layers.equals(that.layers);
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  /** Returns the layers, such as {@code Sequential[Dense(2 → 3), tanh, Dense(3 → 1)]}. */
  @Override
  public String toString() {
    return label();
  }
}
