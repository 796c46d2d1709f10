package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A function with parameters, from which networks are composed.
 *
 * <p>A custom layer is a record or class that implements {@link #apply} and {@link #parameters()};
 * the other methods, which describe the layer in tables and messages, have defaults. {@link
 * LayerCheck} checks that the list of its parameters is complete.
 */
public interface Layer extends Model {
  /** Returns the name of the layer in tables and messages, such as {@code Dense(64 → 100)}. */
  default String label() {
    return getClass().getSimpleName();
  }

  /** Returns the length of the input's last axis, if the layer takes one length only. */
  default OptionalInt inputs() {
    return OptionalInt.empty();
  }

  /** Returns the length of the output's last axis, if it is the same for all inputs. */
  default OptionalInt outputs() {
    return OptionalInt.empty();
  }

  /** Whether the output has the shape of the input, whatever that is, as for an activation. */
  default boolean keepsShape() {
    return false;
  }

  /**
   * Returns the shape of the output for an input of a shape.
   *
   * <p>The default applies the layer to zeros of the parameters' element type.
   *
   * @throws IllegalArgumentException if the layer does not take such an input
   */
  default Shape outputShape(Shape input) {
    requireNonNull(input, "layer: input must not be null");
    List<Parameter> parameters = parameters();
    DType dtype = parameters.isEmpty() ? DType.F32 : parameters.getFirst().dtype();
    Tensor output = apply(Tensor.zeros(dtype, input));
    if (output == null) {
      throw ParameterNames.returnedNull("layer", this);
    }
    return output.shape();
  }

  /**
   * Returns the parameters that satisfy a predicate: those of one part of a network, or all but the
   * frozen ones.
   *
   * <p>The other parameters are frozen: {@code differentiate} and optimizers see only the
   * parameters that they are given, and the backward sweep skips computations that lead to no such
   * parameter.
   *
   * <pre>{@code
   * Sgd.on(net.parameters(p -> !p.name().startsWith("layers.0."))).learningRate(0.1).build()
   * }</pre>
   */
  default List<Parameter> parameters(Predicate<Parameter> which) {
    requireNonNull(which, "layer: which must not be null");
    return parameters().stream().filter(which).toList();
  }

  /**
   * Returns the parameters of some layers, each once, for the list of a custom layer that contains
   * them.
   */
  static List<Parameter> parametersOf(Layer... layers) {
    return ParameterNames.distinct(ParameterNames.copy("layer", "layers", layers));
  }

  /** Returns the buffers of some layers, each once; see {@link #parametersOf}. */
  static List<Parameter> buffersOf(Layer... layers) {
    return ParameterNames.distinctBuffers(ParameterNames.copy("layer", "layers", layers));
  }

  /** Returns the layers that this one applies one after the other; just itself by default. */
  default List<Layer> layers() {
    return List.of(this);
  }

  /**
   * Returns a table of the layers with their output shapes and numbers of parameters.
   *
   * @throws LayerException if the layer takes inputs of several lengths: choose one with {@link
   *     #summary(Shape)}
   */
  default Summary summary() {
    OptionalInt inputs = inputs();
    if (inputs.isEmpty()) {
      throw new LayerException(
          "summary: the length of the input is not fixed: %s; name a sample's shape: summary(shape)"
              .formatted(label()));
    }
    return summary(Shape.of(inputs.getAsInt()));
  }

  /**
   * Returns a table of the layers with their output shapes and numbers of parameters.
   *
   * @param sample the shape of one sample, without the batch axis
   * @throws IllegalArgumentException if the layer does not take such an input
   */
  default Summary summary(Shape sample) {
    requireNonNull(sample, "summary: sample must not be null");
    return Summary.of(this, sample);
  }
}
