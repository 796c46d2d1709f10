package io.github.wengert.optim;

/**
 * The result of one epoch of training.
 *
 * @param number the epoch, counted from 1
 * @param epochs the most epochs that there will be
 * @param train the training samples, each with the parameters just before its step
 * @param validation the held-out samples, with the parameters at the end of the epoch
 */
public record Epoch(int number, int epochs, Evaluation train, Evaluation validation) {
  /** Refuses null. */
  public Epoch {
    Nulls.require(train, "epoch", "train");
    Nulls.require(validation, "epoch", "validation");
  }
}
