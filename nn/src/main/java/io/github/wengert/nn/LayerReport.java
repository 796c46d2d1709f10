package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a {@link LayerCheck}.
 *
 * @param layer what the layer is called
 * @param parameters the number of listed parameters, each counted once
 * @param forgotten parameters that the layer uses and lists neither as parameters nor as buffers
 * @param unused listed parameters that the output does not depend on
 * @param repeated parameters that are listed more than once
 * @param ambiguous names that several parameters or buffers share: a file could not tell them apart
 * @param stable whether two calls of {@code parameters()} returned the same parameters in the same
 *     order
 */
public record LayerReport(
    String layer,
    int parameters,
    List<Parameter> forgotten,
    List<Parameter> unused,
    List<Parameter> repeated,
    List<String> ambiguous,
    boolean stable) {

  /** Refuses null. */
  public LayerReport {
    requireNonNull(layer, "layerReport: layer must not be null");
    forgotten = List.copyOf(requireNonNull(forgotten, "layerReport: forgotten must not be null"));
    unused = List.copyOf(requireNonNull(unused, "layerReport: unused must not be null"));
    repeated = List.copyOf(requireNonNull(repeated, "layerReport: repeated must not be null"));
    ambiguous = List.copyOf(requireNonNull(ambiguous, "layerReport: ambiguous must not be null"));
  }

  /** Whether the list is right in every respect. */
  public boolean isRight() {
    return faults().isEmpty();
  }

  /**
   * Returns this report if the list is right.
   *
   * @throws IncompleteLayerError if it is not
   */
  public LayerReport orThrow() {
    if (!isRight()) {
      throw new IncompleteLayerError(this);
    }
    return this;
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>();
    addFault(faults, "uses, but does not list", names(forgotten));
    addFault(faults, "lists, but does not use", names(unused));
    addFault(faults, "lists more than once", names(repeated));
    addFault(faults, "has several parameters of the name", ambiguous);
    if (!stable) {
      faults.add("lists other parameters each time");
    }
    return faults;
  }

  private static List<String> names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name).toList();
  }

  private static void addFault(List<String> faults, String fault, List<String> names) {
    if (!names.isEmpty()) {
      faults.add(
          fault
              + names.stream()
                  .map(name -> "\"" + name + "\"")
                  .collect(Collectors.joining(", ", " ", "")));
    }
  }

  /** Returns what is wrong, or that nothing is. */
  @Override
  public String toString() {
    return isRight()
        ? "%s: %d parameters are used, listed once, and named apart".formatted(layer, parameters)
        : "%s: %s".formatted(layer, String.join("; ", faults()));
  }
}
