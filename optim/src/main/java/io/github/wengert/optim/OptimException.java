package io.github.wengert.optim;

/**
 * Thrown when a hyper-parameter is outside its range, or gradients or data do not fit: the common
 * type of the specific exceptions of this module. Nothing has changed by then.
 *
 * <p>Messages read <em>operation: what is wrong: the operands: (the two numbers that clash)</em>.
 */
public abstract sealed class OptimException extends IllegalArgumentException
    permits DatasetException, GradientsException, HyperparameterException, OptimizerStateException {
  private static final long serialVersionUID = 1L;

  OptimException(String message) {
    super(message);
  }
}
