package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Groups of units side by side in one layer: all get the same input, and their outputs are joined
 * along the last axis, {@code [.., in] → [.., out₁ + out₂ + …]}.
 *
 * <p>This is how different kinds of unit, such as rectifiers and maxout units, stand in one layer.
 * The course notes call that rare, "even though there is no fundamental problem with doing so"
 * (CS231n, Neural Networks part 1, "Commonly used activation functions").
 *
 * @param groups the groups, each a layer; at least one
 */
public record Parallel(ImmutableList<Layer> groups) implements Layer {
  /**
   * Makes a layer of groups.
   *
   * @throws LayerException if there is no group, if two groups take inputs of different lengths, or
   *     if two parameters have the same name
   */
  public Parallel {
    if (groups.isEmpty()) {
      throw new LayerException("parallel: a layer needs a group of units: (0 groups < 1)");
    }
    requireOneInput(groups);
    ParameterNames.requireDistinct("parallel", ParameterNames.distinct(groups));
    ParameterNames.requireDistinct("parallel", ParameterNames.distinctBuffers(groups));
  }

  /** Returns a layer of groups; see {@link #Parallel(ImmutableList)}. */
  public static Parallel of(Layer... groups) {
    return new Parallel(ImmutableList.copyOf(groups));
  }

  private static void requireOneInput(List<Layer> groups) {
    Layer first = groups.getFirst();
    for (Layer group : groups) {
      if (first.inputs().isEmpty()) {
        first = group;
      }
      OptionalInt known = first.inputs();
      OptionalInt inputs = group.inputs();
      if (known.isPresent() && inputs.isPresent() && known.getAsInt() != inputs.getAsInt()) {
        throw new LayerException(
            "parallel: all groups get the same input: %s beside %s (%d ≠ %d)"
                .formatted(group, first, inputs.getAsInt(), known.getAsInt()));
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if a group changes an axis other than the last
   */
  @Override
  public Tensor apply(Tensor x) {
    ImmutableList.Builder<Tensor> outputs = ImmutableList.builder();
    for (Layer group : groups) {
      Tensor y = group.apply(x);
      requireLastAxisOnly(group, x.shape(), y.shape());
      outputs.add(y);
    }
    return Ops.concat(outputs.build(), -1);
  }

  private static void requireLastAxisOnly(Layer group, Shape input, Shape output) {
    if (input.rank() == 0
        || output.rank() != input.rank()
        || !Affine.withLast(output, 1).equals(Affine.withLast(input, 1))) {
      throw new LayerException(
          "parallel: a group must keep all axes but the last: %s (%s → %s)"
              .formatted(group.label(), input, output));
    }
  }

  @Override
  public List<Parameter> parameters() {
    return ParameterNames.distinct(groups);
  }

  @Override
  public List<Parameter> buffers() {
    return ParameterNames.distinctBuffers(groups);
  }

  @Override
  public OptionalInt inputs() {
    return groups.stream()
        .map(Layer::inputs)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  @Override
  public OptionalInt outputs() {
    int sum = 0;
    for (Layer group : groups) {
      if (group.outputs().isEmpty()) {
        return OptionalInt.empty();
      }
      sum += group.outputs().getAsInt();
    }
    return OptionalInt.of(sum);
  }

  @Override
  public Shape outputShape(Shape input) {
    int sum = 0;
    for (Layer group : groups) {
      Shape output = group.outputShape(input);
      requireLastAxisOnly(group, input, output);
      sum += output.size(-1);
    }
    return Affine.withLast(input, sum);
  }

  @Override
  public String label() {
    return "Parallel"
        + groups.stream().map(Layer::label).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public String toString() {
    return label();
  }
}
