package io.github.wengert.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A differentiable operation {@code y = f(x₁, …, xₙ)}: the unit of recording.
 *
 * <p>A primitive is pure: it keeps no state between calls, changes no input, and its result depends
 * only on its inputs and its own immutable attributes.
 *
 * @param <V> the value type
 */
public interface Primitive<V extends Traceable<V>> {
  /** Returns the name of the operation in messages and graphs. */
  String name();

  /**
   * Computes {@code f(inputs)}.
   *
   * @return a new value, to which no other reference exists
   */
  V forward(List<V> inputs);

  /**
   * Returns one pullback for each input: the vector-Jacobian products of {@code f} at {@code
   * inputs}.
   *
   * <p>This method runs once for each node that takes part in a sweep; then only the pullbacks of
   * those inputs run whose cotangents are needed. Write pullbacks in differentiable operations on
   * {@code inputs} and {@code output}, which are the recorded values themselves: that makes
   * derivatives of any order right.
   *
   * @param inputs the values that {@link #forward} received
   * @param output the recorded value that {@link #forward} returned
   * @return a list as long as {@code inputs}; {@code null} in place of a pullback says that there
   *     is no derivative with respect to that input (an index, a condition), which is not a zero
   */
  List<@Nullable Pullback<V>> vjp(List<V> inputs, V output);

  /**
   * Whether the pullbacks keep no references: once the sweep has ended, the cotangents that they
   * received, the values that they computed and those that they returned are reachable only through
   * the gradients. An optimizer may then reuse the storage of all these values in its next step.
   * The default, false, is always right.
   */
  default boolean isSelfContained() {
    return false;
  }
}
