package io.github.wengert.optim;

/** Which way a metric gets better. */
public enum MetricDirection {
  /** Lower is better, as for a loss. */
  MINIMIZE,
  /** Higher is better, as for an accuracy. */
  MAXIMIZE
}
