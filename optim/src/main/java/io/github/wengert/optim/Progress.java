package io.github.wengert.optim;

/**
 * The progress of training after a step.
 *
 * @param epoch the epoch, counted from 1
 * @param epochs the number of epochs
 * @param step the step within the epoch, counted from 1
 * @param steps the number of steps in an epoch
 * @param loss the mean of the losses of this epoch's samples so far, each computed just before its
 *     step
 * @param accuracy the share of this epoch's samples so far whose class had the highest score just
 *     before their step, in [0, 1]
 */
public record Progress(int epoch, int epochs, int step, int steps, double loss, double accuracy) {
  /** Whether this was the last step of an epoch. */
  public boolean isEndOfEpoch() {
    return step == steps;
  }
}
