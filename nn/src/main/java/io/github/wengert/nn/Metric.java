package io.github.wengert.nn;

/**
 * A measure of the quality of predictions: an immutable value that keeps the sums it is computed
 * from, so that the metrics of several batches add up to the metric of all their samples.
 *
 * <pre>{@code
 * Accuracy accuracy = Accuracy.NONE;
 * for (Dataset batch : batches) {
 *   accuracy = accuracy.plus(Accuracy.of(net.apply(batch.inputs()), batch.labels()));
 * }
 * accuracy.value();
 * }</pre>
 *
 * <p>A metric is not differentiated. What would be 0/0, such as the accuracy of no sample, is NaN.
 *
 * @param <M> the metric itself
 */
public interface Metric<M extends Metric<M>> {
  /** Returns the number; NaN if it is 0/0. */
  double value();

  /** Returns the metric of the samples of both. */
  M plus(M other);
}
