package io.github.wengert.optim;

/**
 * The progress of {@link Lbfgs} after a step, whose result the parameters hold.
 *
 * @param iteration the number of the step, from 1
 * @param evaluations how often loss and gradient were computed so far
 * @param loss the loss after the step
 * @param gradientNorm the Euclidean norm of the gradient after the step
 * @param stepLength α, how far the step went along its direction
 */
public record LbfgsIteration(
    int iteration, int evaluations, double loss, double gradientNorm, double stepLength) {}
