package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link LayerCheck} found out about a layer's parameters.
 *
 * @param layer what the layer is called
 * @param parameters how many parameters are listed, each counted once
 * @param forgotten parameters that the layer uses and lists neither as such nor as buffers
 * @param unused parameters that the layer lists, and that its output does not depend on
 * @param repeated parameters that are listed more than once
 * @param ambiguous names that several parameters or buffers have: a file could not tell them apart
 * @param stable whether {@code parameters()} gave the same parameters in the same order when asked
 *     again
 */
public record LayerReport(
    String layer,
    int parameters,
    ImmutableList<Parameter> forgotten,
    ImmutableList<Parameter> unused,
    ImmutableList<Parameter> repeated,
    ImmutableList<String> ambiguous,
    boolean stable) {

  /** Refuses null. */
  public LayerReport {
    requireNonNull(layer, "layerReport: layer must not be null");
    requireNonNull(forgotten, "layerReport: forgotten must not be null");
    requireNonNull(unused, "layerReport: unused must not be null");
    requireNonNull(repeated, "layerReport: repeated must not be null");
    requireNonNull(ambiguous, "layerReport: ambiguous must not be null");
  }

  /** Whether the list is right in every respect. */
  public boolean isComplete() {
    return faults().isEmpty();
  }

  /**
   * Does nothing if the list is right.
   *
   * @throws LayerException if it is not, with what was found
   */
  public void orThrow() {
    if (!isComplete()) {
      throw new LayerException(toString());
    }
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
    return isComplete()
        ? "%s: %d parameters are used, listed once, and named apart".formatted(layer, parameters)
        : "%s: %s".formatted(layer, String.join("; ", faults()));
  }
}
