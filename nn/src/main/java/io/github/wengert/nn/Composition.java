package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * The properties of a composite layer, collected from its parts once, when it is made. Without
 * this, building a nest of n levels would query the innermost layer n times, and each query would
 * recurse n levels.
 *
 * @param inputs the length of the input's last axis, if only one is taken
 * @param outputs the length of the output's last axis, if it is always the same
 * @param keepsShape whether the output has the shape of the input
 * @param parameters those of all layers, each once
 * @param buffers those of all layers, each once
 */
record Composition(
    OptionalInt inputs,
    OptionalInt outputs,
    boolean keepsShape,
    ImmutableList<Parameter> parameters,
    ImmutableList<Parameter> buffers) {
  /**
   * Collects the properties of some layers; the composite keeps the shape if all of them do.
   *
   * @throws LayerException if two parameters, or two buffers, have the same name
   */
  Composition(String kind, List<Layer> layers, OptionalInt inputs, OptionalInt outputs) {
    this(
        inputs,
        outputs,
        layers.stream().allMatch(Layer::keepsShape),
        ParameterNames.distinct(layers),
        ParameterNames.distinctBuffers(layers));
    ParameterNames.requireDistinct(kind, parameters);
    ParameterNames.requireDistinct(kind, buffers);
  }

  /** Returns the labels in brackets; one frame on the stack for each level of a nest. */
  static String label(List<Layer> layers) {
    StringJoiner labels = new StringJoiner(", ", "[", "]");
    for (Layer layer : layers) {
      labels.add(layer.label());
    }
    return labels.toString();
  }
}
