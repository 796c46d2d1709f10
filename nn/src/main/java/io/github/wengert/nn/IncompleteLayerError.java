package io.github.wengert.nn;

/**
 * Thrown when a layer does not list the parameters that it uses; the message is the {@linkplain
 * LayerReport report}.
 */
public final class IncompleteLayerError extends AssertionError {
  private static final long serialVersionUID = 1L;

  IncompleteLayerError(LayerReport report) {
    super(report);
  }
}
