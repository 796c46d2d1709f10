package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Tensor;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The coefficient of determination {@code R² = 1 − Σ (y − x)² / Σ (y − ȳ)²} of predictions x of the
 * numbers y: the share of their variance that is explained. 1 is perfect, 0 is what predicting the
 * mean gives, and worse is below.
 *
 * <p>Of fewer than two different numbers y there is no variance to explain: then it is NaN (0/0) if
 * the predictions are right, else −∞.
 *
 * <p>Parts are merged by their means and sums of squares, without loss by cancellation. Source:
 * Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample
 * Variances, 1979.
 *
 * @param samples the number of numbers
 * @param mean their mean ȳ
 * @param squares {@code Σ (y − ȳ)²}
 * @param residuals {@code Σ (y − x)²}
 */
public record RSquared(long samples, double mean, double squares, double residuals)
    implements Metric<RSquared> {
  /** The metric of no sample, to which others are added. */
  public static final RSquared NONE = new RSquared(0, 0, 0, 0);

  /**
   * Returns the metric of predictions, all elements taken together.
   *
   * <p>A number that is NaN makes it NaN: there is no share of a variance that is not known.
   *
   * @param predictions x, any shape
   * @param targets y, of the same shape
   * @throws LayerException if the shapes differ
   */
  public static RSquared of(Tensor predictions, Tensor targets) {
    requireNonNull(predictions, "rSquared: predictions must not be null");
    requireNonNull(targets, "rSquared: targets must not be null");
    if (!predictions.shape().equals(targets.shape())) {
      throw new LayerException(
          "rSquared: one prediction is needed for each target: (%s ≠ %s)"
              .formatted(predictions.shape(), targets.shape()));
    }
    double[] x = predictions.toDoubleArray();
    double[] y = targets.toDoubleArray();
    double mean = DoubleStream.of(y).average().orElse(0); // a stream's sum compensates rounding
    double squares = DoubleStream.of(y).map(target -> (target - mean) * (target - mean)).sum();
    double residuals =
        IntStream.range(0, y.length).mapToDouble(i -> (y[i] - x[i]) * (y[i] - x[i])).sum();
    return new RSquared(y.length, mean, squares, residuals);
  }

  @Override
  public double value() {
    return 1 - residuals / squares;
  }

  @Override
  public RSquared plus(RSquared other) {
    requireNonNull(other, "rSquared: other must not be null");
    if (samples == 0 || other.samples == 0) {
      return samples == 0 ? other : this;
    }
    long all = samples + other.samples;
    double share = (double) other.samples / all;
    double difference = other.mean - mean;
    return new RSquared(
        all,
        mean + difference * share,
        squares + other.squares + difference * difference * share * samples,
        residuals + other.residuals);
  }

  /** Returns the share and the number of numbers, such as {@code 0.9000 over 10 numbers}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f over %d numbers", value(), samples);
  }
}
