package io.github.wengert.nn;

/**
 * A layer does not list the parameters it uses; the message is the {@linkplain LayerReport report}.
 */
public final class IncompleteLayerError extends AssertionError {
  private static final long serialVersionUID = 1L;

  IncompleteLayerError(LayerReport report) {
    super(report);
  }
}
