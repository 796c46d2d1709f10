package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.UnitFunction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Layers applied one after the other, themselves a layer.
 *
 * <p>A parameter that several layers share counts once.
 *
 * @param layers the layers, from the input to the output; at least one
 */
public record Sequential(ImmutableList<Layer> layers) implements Layer {
  /**
   * Makes a network of layers.
   *
   * @throws LayerException if there is no layer, if a layer does not take what the one in front of
   *     it gives, or if two parameters have the same name
   */
  public Sequential {
    if (layers.isEmpty()) {
      throw new LayerException("sequential: a network needs a layer: (0 layers < 1)");
    }
    requireChain(layers);
    ParameterNames.requireDistinct("sequential", ParameterNames.distinct(layers));
    ParameterNames.requireDistinct("sequential", ParameterNames.distinctBuffers(layers));
  }

  /**
   * Returns a network of layers.
   *
   * @throws LayerException if there is no layer, if a layer does not take what the one in front of
   *     it gives, or if two parameters have the same name
   */
  public static Sequential of(Layer... layers) {
    return new Sequential(ImmutableList.copyOf(layers));
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
      if (layer.outputs().isPresent() || !layer.keepsShape()) {
        width = layer.outputs();
        before = layer;
      }
    }
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Optional<UnitFunction> function = functionBehind(i);
      if (function.isPresent() && layer instanceof Dense dense) {
        y = dense.apply(y, function.get()); // both layers in one operation, to the same bits
        i++;
      } else {
        y = layer.apply(y);
      }
    }
    return y;
  }

  private Optional<UnitFunction> functionBehind(int i) {
    return i + 1 < layers.size() && layers.get(i + 1) instanceof Activation activation
        ? activation.unitFunction()
        : Optional.empty();
  }

  @Override
  public List<Parameter> parameters() {
    return ParameterNames.distinct(layers);
  }

  @Override
  public List<Parameter> buffers() {
    return ParameterNames.distinctBuffers(layers);
  }

  @Override
  public OptionalInt inputs() {
    return widthOf(layers, Layer::inputs);
  }

  @Override
  public OptionalInt outputs() {
    return widthOf(layers.reverse(), Layer::outputs);
  }

  /** Returns the width that the first layer tells, looking through those that keep the shape. */
  private static OptionalInt widthOf(List<Layer> layers, Function<Layer, OptionalInt> width) {
    for (Layer layer : layers) {
      if (width.apply(layer).isPresent() || !layer.keepsShape()) {
        return width.apply(layer);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public boolean keepsShape() {
    return layers.stream().allMatch(Layer::keepsShape);
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
    return "Sequential"
        + layers.stream().map(Layer::label).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Returns the layers, such as {@code Sequential[Dense(2 → 3), tanh, Dense(3 → 1)]}. */
  @Override
  public String toString() {
    return label();
  }
}
