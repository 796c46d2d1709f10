package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Different activations for the units of one layer: each group of neighbouring scores along the
 * last axis has its own function.
 *
 * <pre>{@code
 * MixedActivation mixed = MixedActivation.of(Activation.RELU, 60).and(Activation.TANH, 40);
 * Sequential.of(
 *     Dense.of("layers.0", 64, 100, mixed.initializer(), F32, key),
 *     mixed,
 *     Dense.of("layers.1", 100, 10, key));
 * }</pre>
 *
 * <p>Units that differ in more than their activation stand side by side in {@link Parallel}.
 *
 * @param groups the groups of units, in order; at least one
 */
public record MixedActivation(List<Group> groups) implements Layer {
  /**
   * Neighbouring units of one activation.
   *
   * @param activation what they make of their scores
   * @param units how many they are, at least 1
   */
  public record Group(Activation activation, int units) {
    /**
     * Checks the number.
     *
     * @throws LayerException if {@code units} is below 1
     */
    public Group {
      requireNonNull(activation, "mixedActivation: activation must not be null");
      if (units < 1) {
        throw new LayerException(
            "mixedActivation: a group needs a unit: %s (%d < 1)".formatted(activation, units));
      }
    }
  }

  /**
   * Makes a layer of groups.
   *
   * @throws LayerException if there is no group, or there are too many units for one axis
   */
  public MixedActivation {
    requireNonNull(groups, "mixedActivation: groups must not be null");
    for (int i = 0; i < groups.size(); i++) {
      requireNonNull(groups.get(i), "mixedActivation: groups[" + i + "] must not be null");
    }
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new LayerException("mixedActivation: a layer needs a group of units: (0 groups < 1)");
    }
    long units = groups.stream().mapToLong(Group::units).sum();
    if (units > Integer.MAX_VALUE) {
      throw new LayerException(
          "mixedActivation: too many units for one axis: (%d > %d)"
              .formatted(units, Integer.MAX_VALUE));
    }
  }

  /**
   * Returns a layer of one group, to which others are added.
   *
   * @throws LayerException if {@code units} is below 1
   */
  public static MixedActivation of(Activation activation, int units) {
    return new MixedActivation(ImmutableList.of(new Group(activation, units)));
  }

  /**
   * Returns this layer with one more group behind the others.
   *
   * @throws LayerException if {@code units} is below 1
   */
  public MixedActivation and(Activation activation, int units) {
    return new MixedActivation(
        ImmutableList.<Group>builder().addAll(groups).add(new Group(activation, units)).build());
  }

  private int units() {
    return groups.stream().mapToInt(Group::units).sum();
  }

  /**
   * Returns the rule for the weights in front: each group's rows as its activation wants them, by
   * the fan of the whole weight.
   */
  public Initializer initializer() {
    return new NamedInitializer(
        "initializer of " + label(),
        (key, dtype, shape) -> {
          requireUnits("weight", shape, shape.rank() == 0 ? 1 : shape.size(0));
          ImmutableList.Builder<Tensor> rows = ImmutableList.builder();
          int start = 0;
          for (Group group : groups) {
            Tensor all = group.activation().initializer().create(key.split(start), dtype, shape);
            rows.add(Ops.slice(all, 0, start, start + group.units()));
            start += group.units();
          }
          return Ops.concat(rows.build(), 0);
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the last axis of {@code x} is not as long as there are units
   */
  @Override
  public Tensor apply(Tensor x) {
    requireInput(x.shape());
    ImmutableList.Builder<Tensor> outputs = ImmutableList.builder();
    int start = 0;
    for (Group group : groups) {
      Tensor scores = Ops.slice(x, -1, start, start + group.units());
      outputs.add(group.activation().apply(scores));
      start += group.units();
    }
    return Ops.concat(outputs.build(), -1);
  }

  private void requireInput(Shape input) {
    requireUnits("input", input, input.rank() == 0 ? 1 : input.size(-1));
  }

  private void requireUnits(String what, Shape shape, int found) {
    if (shape.rank() == 0 || found != units()) {
      throw new LayerException(
          "mixedActivation: the %s has another number of units: %s for %s (%d ≠ %d)"
              .formatted(what, shape, label(), found, units()));
    }
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public OptionalInt inputs() {
    return OptionalInt.of(units());
  }

  @Override
  public OptionalInt outputs() {
    return OptionalInt.of(units());
  }

  @Override
  public boolean keepsShape() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    requireInput(input);
    return input;
  }

  /** Returns the groups, such as {@code MixedActivation[60 relu, 40 tanh]}. */
  @Override
  public String label() {
    return "MixedActivation"
        + groups.stream()
            .map(group -> group.units() + " " + group.activation())
            .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public String toString() {
    return label();
  }
}
