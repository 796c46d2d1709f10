package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Scope;
import java.util.function.Supplier;

/**
 * The derivative that all operations take at their kinks, where the slopes from the left and from
 * the right differ and every number between them is a subgradient, or where several operands are
 * largest.
 *
 * <pre>
 *   Subgradient.SPLIT.in(() -&gt; differentiate(net.parameters(), loss))
 * </pre>
 *
 * <p>A choice holds for the gradients that are computed inside of {@link #in}, on this thread and
 * in the parts of {@link Autograd#parallel}. Outside of any, {@link #DEFAULT} holds:
 *
 * <table>
 *   <caption>The defaults</caption>
 *   <tr><th>kink</th><th>derivative</th></tr>
 *   <tr><td>relu at 0, hinge and margin losses at the margin</td><td>0</td></tr>
 *   <tr><td>abs at 0</td><td>0</td></tr>
 *   <tr><td>leaky relu, prelu and elu at 0</td><td>that of the negative side</td></tr>
 *   <tr><td>clamp at a bound, huber where it turns linear</td><td>that of the inside</td></tr>
 *   <tr><td>maximum, minimum, max, min and maxout at a tie</td><td>shared evenly</td></tr>
 * </table>
 *
 * <p>A branch that lost has a slope of exactly 0 under any choice, also where what comes from
 * behind is infinite or NaN. A norm and a standard deviation have the slope 0 at 0 under any
 * choice.
 *
 * <p>What is picked by index ({@link Ops#maxAt}) is picked by the index in any case.
 */
public enum Subgradient {
  /** What the table says: the choice of most libraries. */
  DEFAULT,
  /** The subgradient of least norm: 0 where it lies between both slopes; ties share evenly. */
  ZERO,
  /** The mean of both slopes; ties share evenly. */
  SPLIT,
  /** The slope from the left; a tie goes to the first. */
  FIRST,
  /** The slope from the right; a tie goes to the last. */
  LAST;

  private static final Scope<Subgradient> SCOPE = Scope.shared("scope of a subgradient");

  /** Returns the choice that holds here. */
  public static Subgradient current() {
    Subgradient chosen = SCOPE.current();
    return chosen == null ? DEFAULT : chosen;
  }

  /** Runs a computation under this choice and returns its result. */
  public <R> R in(Supplier<R> computation) {
    requireNonNull(computation, "subgradient: computation must not be null");
    return SCOPE.in(this, computation);
  }

  /**
   * Returns the derivative at a kink of a function of one number.
   *
   * @param left the slope from the left
   * @param right the slope from the right
   * @param byDefault the derivative that {@link #DEFAULT} takes
   */
  double slope(double left, double right, double byDefault) {
    return switch (this) {
      case DEFAULT -> byDefault;
      case ZERO -> Math.clamp(0.0, Math.min(left, right), Math.max(left, right));
      case SPLIT -> (left + right) / 2;
      case FIRST -> left;
      case LAST -> right;
    };
  }

  /** Returns the share of the gradient that the first of two tied operands gets. */
  double shareOfFirst() {
    return switch (this) {
      case DEFAULT, ZERO, SPLIT -> 0.5;
      case FIRST -> 1;
      case LAST -> 0;
    };
  }
}
