package io.github.wengert.ops;

import io.github.wengert.ops.kernel.Step;

/**
 * What the steps of all optimizers have in common. A rule makes a direction u of the gradient
 * {@code g = ∂L/∂w}; then a step is
 *
 * <pre>
 *   d = gradientScale · g + l2 · w          what the rule gets for a gradient
 *   w ← w − learningRate · (u + decay · w)
 * </pre>
 *
 * @param learningRate η
 * @param gradientScale the factor of the gradient, such as that of clipping; 1 leaves it alone
 * @param l2 λ of the penalty {@code ½ λ ‖w‖²}: <em>coupled</em> decay, which goes through the rule
 * @param decay λ of <em>decoupled</em> decay, which goes past the rule: {@code w ← (1 − ηλ) w − η
 *     u}
 */
public record Descent(double learningRate, double gradientScale, double l2, double decay) {
  /** Returns a step of this rate, with the gradient as it is and without decay. */
  public static Descent of(double learningRate) {
    return new Descent(learningRate, 1, 0, 0);
  }

  Step numbers() {
    return new Step(learningRate, gradientScale, l2, decay);
  }
}
