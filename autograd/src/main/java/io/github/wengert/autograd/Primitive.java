package io.github.wengert.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A differentiable operation {@code y = f(x₁, …, xₙ)}: what the tape records.
 *
 * <p>A primitive is pure: it keeps no state between calls, changes no input, and its result depends
 * on nothing but its inputs and its own immutable attributes.
 *
 * @param <V> the value type
 */
public interface Primitive<V extends Traceable<V>> {
  /** Returns the name of the operation, as it stands in messages and graphs. */
  String name();

  /**
   * Computes {@code f(inputs)}.
   *
   * @return a new value; never one that anybody else holds
   */
  V forward(List<V> inputs);

  /**
   * Returns one pullback for each input: the vector-Jacobian products of {@code f} at {@code
   * inputs}.
   *
   * <p>Pullbacks are staged: this method runs once for a node that takes part in a sweep, and then
   * only those pullbacks run whose input somebody needs. They are written in differentiable
   * operations on {@code inputs} and {@code output}, which are the recorded values themselves; that
   * is what makes derivatives of any order right.
   *
   * @param inputs the values that {@link #forward} got
   * @param output the recorded value that {@link #forward} returned
   * @return a list as long as {@code inputs}; {@code null} in place of a pullback says that there
   *     is no derivative with respect to that input (an index, a condition), which is not a zero
   */
  List<@Nullable Pullback<V>> vjp(List<V> inputs, V output);

  /**
   * Whether pullbacks keep nothing: neither the cotangent that they get, nor what they return, nor
   * what they compute in between can be reached by anybody afterwards, but through the gradients.
   * What a {@link SweepContext} stands for may then reuse the storage of all that. The default, no,
   * is always right.
   */
  default boolean isSelfContained() {
    return false;
  }
}
