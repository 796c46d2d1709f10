package io.github.wengert.ops.exact;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Decides branches at a point or just beside it, and notes the operations whose kink the point
 * cannot be told apart from.
 *
 * <p>A margin is undecided if it moves along the direction and its value is 0, or so small that a
 * computation in float64 may come out on either side. Beside the point, at ±t for a t > 0 below
 * every number, its sign is that of its first coefficient that is not 0: {@code m(t) = m₁ t + m₂ t²
 * + …}. So a derivative from one side needs no step: it is that of the branch which is taken there.
 */
final class Kinks implements Branches {
  private final Side side;
  private final Set<String> operations = new LinkedHashSet<>();
  private String current = "";

  Kinks(Side side) {
    this.side = side;
  }

  /** Says which operation asks from now on. */
  void enter(String operation) {
    current = operation;
  }

  /** Returns the operations that asked for the sign of an undecided margin. */
  ImmutableSet<String> operations() {
    return ImmutableSet.copyOf(operations);
  }

  @Override
  public boolean isByValue() {
    return side == Side.AT;
  }

  @Override
  public boolean isBeside(Jet margin) {
    return isUndecided(margin) && side != Side.AT;
  }

  @Override
  public int sign(Jet margin) {
    if (!isUndecided(margin) || side == Side.AT) {
      return margin.value().signum();
    }
    int first = margin.firstMoving();
    int sign = margin.coefficient(first).value().signum();
    return side == Side.LEFT && first % 2 == 1 ? -sign : sign;
  }

  /** Whether a margin may have either sign; notes the operation if so. */
  private boolean isUndecided(Jet margin) {
    boolean isUndecided =
        margin.firstMoving() > 0 && (margin.value().isZero() || margin.isWithinRounding());
    if (isUndecided) {
      operations.add(current);
    }
    return isUndecided;
  }
}
