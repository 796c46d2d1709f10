package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.FusedActivation;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The affine map {@code x Wᵀ + b} that {@link Dense}, {@link Maxout} and {@link Neuron} are made
 * of: its parameters, and the checks on them and on inputs.
 *
 * @param kind what messages call the layer
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
record Affine(String kind, Parameter weight, Parameter bias) {
  private static final String WEIGHT = "weight";

  Affine {
    requirePresent(kind, "weight", weight);
    requirePresent(kind, "bias", bias);
    if (weight.rank() != 2 || weight.elements() == 0) {
      throw new LayerException(
          "%s: a weight needs the axes [out, in]: %s (%d axes, %d elements)"
              .formatted(kind, weight.shape(), weight.rank(), weight.elements()));
    }
    if (bias.rank() != 1 || bias.elements() != weight.shape().size(0)) {
      throw new LayerException(
          "%s: one bias is needed for each row of the weight: weight %s, bias %s (%d ≠ %d)"
              .formatted(
                  kind, weight.shape(), bias.shape(), weight.shape().size(0), bias.elements()));
    }
    if (weight.dtype() != bias.dtype()) {
      throw new LayerException(
          "%s: weight and bias differ in element type: (%s ≠ %s)"
              .formatted(kind, weight.dtype(), bias.dtype()));
    }
    requireSpared(kind, "bias", bias, ParameterRole.BIAS);
  }

  /** Refuses a parameter whose role would have it decayed, where the layer's docs say it is not. */
  static void requireSpared(String kind, String what, Parameter found, ParameterRole expected) {
    if (found.role().isRegularized()) {
      throw new LayerException(
          "%s: a %s would be decayed in this role: \"%s\" (%s ≠ %s); make it with Parameter.of(name, ParameterRole.%s, initial)"
              .formatted(kind, what, found.name(), found.role(), expected, expected));
    }
  }

  /** Returns a new map with biases 0; the key is split by the weight's name. */
  static Affine create(
      String kind,
      String name,
      int outputs,
      int inputs,
      Initializer initializer,
      DType dtype,
      Key key) {
    requirePresent(kind, "initializer", initializer);
    requirePresent(kind, "dtype", dtype);
    requirePresent(kind, "key", key);
    String weight = name.isEmpty() ? WEIGHT : name + "." + WEIGHT;
    String bias = name.isEmpty() ? "bias" : name + ".bias";
    Tensor initial =
        created(kind, initializer.create(key.split(weight), dtype, Shape.of(outputs, inputs)));
    return new Affine(
        kind,
        Parameter.of(weight, ParameterRole.WEIGHT, initial),
        Parameter.of(bias, ParameterRole.BIAS, Tensor.zeros(dtype, Shape.of(outputs))));
  }

  /** Refuses null. */
  static void requirePresent(String kind, String name, @Nullable Object value) {
    if (value == null) { // no words unless they are needed
      throw new NullPointerException(kind + ": " + name + " must not be null");
    }
  }

  /** Refuses an initialiser that returns null. */
  static Tensor created(String kind, @Nullable Tensor initial) {
    if (initial == null) {
      throw new NullPointerException(kind + ": initializer must not return null");
    }
    return initial;
  }

  /** Refuses a number of units, inputs or pieces below 1. */
  static void requirePositive(String kind, String name, String what, int count) {
    requirePresent(kind, "name", name);
    if (count < 1) {
      throw new LayerException(
          "%s \"%s\": the number of %s must be positive: (%d < 1)"
              .formatted(kind, name, what, count));
    }
  }

  /** Returns {@code f(x Wᵀ + b)}. */
  Tensor apply(Tensor x, FusedActivation function) {
    requireInput(x.shape());
    requireType(title(), "weight", x, weight);
    return Ops.linear(x, weight, bias, function);
  }

  /** Returns {@code x Wᵀ + b}. */
  Tensor apply(Tensor x) {
    return apply(x, FusedActivation.IDENTITY);
  }

  /** Refuses an input of another element type than the layer's parameters. */
  static void requireType(String title, String than, Tensor x, Parameter own) {
    if (x.dtype() != own.dtype()) {
      throw new LayerException(
          "%s: the input has another element type than the %s: (%s ≠ %s); pass x.to(DType.%s), or make the layer with dtype %s"
              .formatted(title, than, x.dtype(), own.dtype(), own.dtype(), x.dtype()));
    }
  }

  /** Refuses an input whose last axis is not as long as a row of the weight. */
  void requireInput(Shape input) {
    int width = input.rank() == 0 ? 1 : input.size(-1);
    if (input.rank() == 0 || width != inputs()) {
      throw new LayerException(
          "%s: the input's last axis has another length: input %s, weight %s (%d ≠ %d)"
              .formatted(title(), input, weight.shape(), width, inputs()));
    }
  }

  /** Returns the kind and the name, as messages need them: {@code dense "layers.0"}. */
  String title() {
    return kind + " \"" + name() + "\"";
  }

  /** Returns the weight's name up to its last dot. */
  String name() {
    return layerName(weight);
  }

  /** Returns a parameter's name up to its last dot: that of its layer. */
  static String layerName(Parameter parameter) {
    int dot = parameter.name().lastIndexOf('.');
    return dot < 0 ? parameter.name() : parameter.name().substring(0, dot);
  }

  int inputs() {
    return weight.shape().size(1);
  }

  int outputs() {
    return weight.shape().size(0);
  }

  List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  /** Returns {@code input} with another length of its last axis. */
  static Shape withLast(Shape input, int length) {
    int[] extents = input.extents().toArray();
    extents[extents.length - 1] = length;
    return Shape.of(extents);
  }
}
