package io.github.wengert.autograd.internal;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Traceable;
import java.util.List;

/**
 * The primitives that a computation applied, each with the very values that it received and
 * returned and with the line of code that applied it: for a search for the one that is wrong.
 *
 * <p>The list holds what a scope records: each primitive with an operand that depends on a leaf. It
 * does not hold what a primitive's own {@code forward} computes. Places where {@link
 * io.github.wengert.autograd.Autograd#stopGradient} stops derivatives are listed separately.
 *
 * <pre>
 *   leaves ──▶ applications, in order ──▶ result
 * </pre>
 *
 * <p>Each operand is, by identity, a leaf, the result of an earlier application, or a constant.
 *
 * @param leaves the leaves
 * @param result the result of the computation
 * @param list the applications, in the order in which they were computed
 * @param stops the places where values that depend on a leaf were made constants, in order
 * @param <V> the value type
 */
public record Applications<V extends Traceable<V>>(
    List<V> leaves, V result, List<Application<V>> list, List<Stop> stops) {
  /** Refuses null. */
  public Applications {
    leaves = copy(leaves, "applications: leaves must not be null");
    requireNonNull(result, "applications: result must not be null");
    list = copy(list, "applications: list must not be null");
    stops = copy(stops, "applications: stops must not be null");
  }

  private static <T> List<T> copy(List<T> list, String message) {
    requireNonNull(list, message);
    list.forEach(element -> requireNonNull(element, message));
    return List.copyOf(list);
  }

  /**
   * One application of a primitive.
   *
   * @param primitive the primitive
   * @param operands its operands
   * @param result its result
   * @param source the line of code that applied it: the innermost one outside the engine and the
   *     package of the values
   * @param <V> the value type
   */
  public record Application<V extends Traceable<V>>(
      Primitive<V> primitive, List<V> operands, V result, StackTraceElement source) {
    /** Refuses null. */
    public Application {
      requireNonNull(primitive, "application: primitive must not be null");
      operands = copy(operands, "application: operands must not be null");
      requireNonNull(result, "application: result must not be null");
      requireNonNull(source, "application: source must not be null");
    }
  }

  /**
   * One place where derivatives stop.
   *
   * @param value a description of the value that was made a constant, such as {@code F32[2, 3]}
   * @param source the line of code that made it one
   */
  public record Stop(String value, StackTraceElement source) {
    /** Refuses null. */
    public Stop {
      requireNonNull(value, "stop: value must not be null");
      requireNonNull(source, "stop: source must not be null");
    }
  }
}
