package io.github.wengert.nn;

/**
 * How well a classifier finds a class, or an average over classes.
 *
 * @param precision of the samples that were taken for the class, the share that is of it, in [0, 1]
 * @param recall of the samples of the class, the share that was taken for it, in [0, 1]
 * @param f1 the harmonic mean of both, {@code 2 TP / (2 TP + FP + FN)}, in [0, 1]
 * @param support the number of samples of the class
 */
public record ClassScores(double precision, double recall, double f1, long support) {
  /** Returns the scores from counts of true positives, of predictions and of samples. */
  static ClassScores of(long truePositives, long predicted, long support, double undefined) {
    return new ClassScores(
        Fractions.of(truePositives, predicted, undefined),
        Fractions.of(truePositives, support, undefined),
        Fractions.of(2 * truePositives, predicted + support, undefined),
        support);
  }
}
