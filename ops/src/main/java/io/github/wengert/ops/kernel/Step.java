package io.github.wengert.ops.kernel;

/**
 * The numbers that all steps of optimizers have in common. With a direction u, which is each rule's
 * own, a step is
 *
 * <pre>
 *   d = scale · gᵢ + penalty · wᵢ          what the direction is made of
 *   wᵢ ← wᵢ − rate · (uᵢ + decay · wᵢ)
 * </pre>
 *
 * @param rate η
 * @param scale the factor of the gradient
 * @param penalty λ of a decay that goes through the direction
 * @param decay λ of a decay that goes past it
 */
public record Step(double rate, double scale, double penalty, double decay) {}
