package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * Groups of units side by side in one layer: all get the same input, and their outputs are joined
 * along the last axis, {@code [.., in] → [.., out₁ + out₂ + …]}.
 *
 * <p>This is how different kinds of unit, such as rectifiers and maxout units, stand in one layer.
 * The course notes call that rare, "even though there is no fundamental problem with doing so"
 * (CS231n, Neural Networks part 1, "Commonly used activation functions").
 *
 * <p>Properties of the groups, such as their parameters, are read once, when the layer is made.
 */
public final class Parallel implements Layer {
  private final ImmutableList<Layer> groups;
  private final Composition composition;

  /**
   * Makes a layer of groups.
   *
   * @param groups the groups, each a layer; at least one
   * @throws LayerException if there is no group, if two groups take inputs of different lengths, or
   *     if two parameters have the same name
   */
  public Parallel(List<? extends Layer> groups) {
    this.groups = ParameterNames.copy("parallel", "groups", groups);
    if (groups.isEmpty()) {
      throw new LayerException("parallel: a layer needs a group of units: (0 groups < 1)");
    }
    this.composition =
        new Composition(
            "parallel", this.groups, commonInputs(this.groups), allOutputs(this.groups));
  }

  /** Returns a layer of groups; see {@link #Parallel(List)}. */
  public static Parallel of(Layer... groups) {
    return new Parallel(ParameterNames.copy("parallel", "groups", groups));
  }

  /** Returns the common input length, if any group fixes one; refuses groups that differ. */
  private static OptionalInt commonInputs(List<Layer> groups) {
    Layer first = groups.getFirst();
    OptionalInt known = OptionalInt.empty();
    for (Layer group : groups) {
      OptionalInt inputs = group.inputs();
      if (known.isEmpty()) {
        first = group;
        known = inputs;
      }
      if (known.isPresent() && inputs.isPresent() && known.getAsInt() != inputs.getAsInt()) {
        throw new LayerException(
            "parallel: all groups get the same input: %s beside %s (%d ≠ %d)"
                .formatted(group, first, inputs.getAsInt(), known.getAsInt()));
      }
    }
    return known;
  }

  /** Returns the sum of the output lengths, if every group fixes one. */
  private static OptionalInt allOutputs(List<Layer> groups) {
    long sum = 0;
    for (Layer group : groups) {
      OptionalInt outputs = group.outputs();
      if (outputs.isEmpty()) {
        return OptionalInt.empty();
      }
      sum += outputs.getAsInt();
    }
    return OptionalInt.of(requireIndex(sum));
  }

  private static int requireIndex(long sum) {
    if (sum > Integer.MAX_VALUE) {
      throw new LayerException(
          "parallel: too many outputs for one axis: (%d > %d)".formatted(sum, Integer.MAX_VALUE));
    }
    return (int) sum;
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
      if (y == null) {
        throw ParameterNames.returnedNull("parallel", group);
      }
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

  /** Returns the groups. */
  public List<Layer> groups() {
    return groups;
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

  @Override
  public Shape outputShape(Shape input) {
    long sum = 0;
    for (Layer group : groups) {
      Shape output = group.outputShape(input);
      requireLastAxisOnly(group, input, output);
      sum += output.size(-1);
    }
    return Affine.withLast(input, requireIndex(sum));
  }

  @Override
  public String label() {
    return "Parallel" + Composition.label(groups);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parallel that && groups.equals(that.groups);
  }

  @Override
  public int hashCode() {
    return groups.hashCode();
  }

  @Override
  public String toString() {
    return label();
  }
}
