package io.github.wengert.optim;

/** The direction in which a metric improves. */
public enum MetricDirection {
  /** Lower is better, as for a loss. */
  MINIMIZE,
  /** Higher is better, as for an accuracy. */
  MAXIMIZE
}
