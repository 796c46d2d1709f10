package io.github.wengert.ops.internal;

/**
 * The coefficients that all {@linkplain UpdateRules update rules} share. A rule derives a direction
 * u from the gradient {@code g = ∂L/∂w}; then a step is
 *
 * <pre>
 *   d = gradientScale · g + l2 · w          the gradient that the rule sees
 *   w ← w − learningRate · (u + decay · w)
 * </pre>
 *
 * @param learningRate η
 * @param gradientScale the factor of the gradient, such as that of clipping; 1 keeps it
 * @param l2 λ of the penalty {@code ½ λ ‖w‖²}: <em>coupled</em> decay, which goes through the rule
 * @param decay λ of <em>decoupled</em> decay, which bypasses the rule: {@code w ← (1 − ηλ) w − η u}
 */
public record StepCoefficients(double learningRate, double gradientScale, double l2, double decay) {
  /** Returns the coefficients of a step at this rate, with the plain gradient and without decay. */
  public static StepCoefficients of(double learningRate) {
    return new StepCoefficients(learningRate, 1, 0, 0);
  }
}
