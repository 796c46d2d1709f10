package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.github.wengert.ops.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The parameters of layers that are made of layers. */
final class ParameterNames {
  private ParameterNames() {}

  /** Returns the parameters of all layers, each once. */
  static ImmutableList<Parameter> distinct(List<? extends Layer> layers) {
    return distinct(layers.stream().flatMap(layer -> layer.parameters().stream()));
  }

  /** Returns the buffers of all layers, each once. */
  static ImmutableList<Parameter> distinctBuffers(List<? extends Layer> layers) {
    return distinct(layers.stream().flatMap(layer -> layer.buffers().stream()));
  }

  /** Returns each parameter once, by identity. */
  static ImmutableList<Parameter> distinct(Stream<Parameter> parameters) {
    Set<Parameter> seen = Sets.newIdentityHashSet();
    return parameters.filter(seen::add).collect(ImmutableList.toImmutableList());
  }

  /** Refuses two parameters of one name. */
  static void requireDistinct(String kind, List<Parameter> parameters) {
    Set<String> names = new HashSet<>();
    for (Parameter parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw new LayerException(
            "%s: two parameters have the same name: \"%s\"; name their layers"
                .formatted(kind, parameter.name()));
      }
    }
  }

  /** Returns a list of layers; refuses null, and null in it. */
  static ImmutableList<Layer> copy(String kind, String name, Layer... layers) {
    if (layers == null) {
      throw new NullPointerException("%s: %s must not be null".formatted(kind, name));
    }
    for (int i = 0; i < layers.length; i++) {
      if (layers[i] == null) {
        throw new NullPointerException("%s: %s[%d] must not be null".formatted(kind, name, i));
      }
    }
    return ImmutableList.copyOf(layers);
  }

  /** Returns a copy of a list of layers; refuses null, and null in it. */
  static ImmutableList<Layer> copy(String kind, String name, List<? extends Layer> layers) {
    if (layers == null) {
      throw new NullPointerException("%s: %s must not be null".formatted(kind, name));
    }
    return copy(kind, name, layers.toArray(Layer[]::new));
  }

  /** Returns what to throw if a user's layer returned null. */
  static NullPointerException returnedNull(String kind, Layer layer) {
    return new NullPointerException(
        "%s: apply must not return null: %s".formatted(kind, layer.label()));
  }
}
