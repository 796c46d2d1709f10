package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import java.util.Locale;

/**
 * The mean of {@code −ln p_t}, the surprise of a classifier at the right classes: in [0, ∞], and
 * NaN for no sample or if a logit is NaN. Guessing gives ln of the number of classes.
 *
 * @param sum the sum over the samples
 * @param samples how many there are
 */
public record LogLoss(double sum, long samples) implements Metric<LogLoss> {
  /** The log-loss of no sample, to which others are added. */
  public static final LogLoss NONE = new LogLoss(0, 0);

  /**
   * Returns the log-loss of the softmax of logits, computed in double precision.
   *
   * @param logits {@code [n, classes]}; or {@code [n, 1]} of two classes, whose sigmoid is the
   *     probability of class 1
   * @param labels the class of each sample, {@code [n]}
   * @throws LayerException if the shapes do not fit, or a label is no class
   */
  public static LogLoss of(Tensor logits, Indices labels) {
    requireNonNull(logits, "logLoss: logits must not be null");
    Tensor columns = MetricInputs.classScores("logLoss", logits, labels);
    Tensor sum =
        Losses.crossEntropy(
            columns.to(DType.F64),
            labels,
            CrossEntropyOptions.DEFAULT.withReduction(Reduction.SUM));
    return new LogLoss(sum.item(), labels.elements());
  }

  @Override
  public double value() {
    return sum / samples;
  }

  @Override
  public LogLoss plus(LogLoss other) {
    requireNonNull(other, "logLoss: other must not be null");
    return new LogLoss(sum + other.sum, samples + other.samples);
  }

  /** Returns the mean and the number of samples, such as {@code 0.6931 over 10 samples}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f over %d samples", value(), samples);
  }
}
