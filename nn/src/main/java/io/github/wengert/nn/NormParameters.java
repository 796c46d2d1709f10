package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/** What {@link LayerNorm} and {@link BatchNorm} have in common: their parameters and checks. */
final class NormParameters {
  private NormParameters() {}

  static Parameter weight(String name, Shape shape, DType dtype) {
    return Parameter.of(qualified(name, "weight"), ParameterRole.GAIN, Tensor.ones(dtype, shape));
  }

  static Parameter bias(String name, Shape shape, DType dtype) {
    return Parameter.of(qualified(name, "bias"), ParameterRole.BIAS, Tensor.zeros(dtype, shape));
  }

  static String qualified(String name, String what) {
    return name.isEmpty() ? what : name + "." + what;
  }

  /** Returns a parameter's name up to its last dot. */
  static String layerName(Parameter parameter) {
    int dot = parameter.name().lastIndexOf('.');
    return dot < 0 ? parameter.name() : parameter.name().substring(0, dot);
  }

  /** Returns the words for a layer in a message, such as {@code batchNorm "layers.1"}. */
  static String title(String kind, String name) {
    return kind + " \"" + name + "\"";
  }

  static void requireEps(String kind, String name, double eps) {
    if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new LayerException(
          "%s: eps is out of range: (%s not in (0, ∞))".formatted(title(kind, name), eps));
    }
  }

  static void requireAlike(String kind, Parameter weight, Parameter bias) {
    if (!weight.shape().equals(bias.shape())) {
      throw new LayerException(
          "%s: weight and bias differ in shape: (%s ≠ %s)"
              .formatted(kind, weight.shape(), bias.shape()));
    }
    if (weight.dtype() != bias.dtype()) {
      throw new LayerException(
          "%s: weight and bias differ in element type: (%s ≠ %s)"
              .formatted(kind, weight.dtype(), bias.dtype()));
    }
    Affine.requireSpared(kind, "gain", weight, ParameterRole.GAIN);
    Affine.requireSpared(kind, "bias", bias, ParameterRole.BIAS);
  }

  static void requireType(String title, Tensor x, Parameter own) {
    Affine.requireType(title, "layer", x, own);
  }
}
