package io.github.wengert.optim;

/**
 * A hyper-parameter outside its range, or gradients or data that do not fit: the common type of the
 * specific exceptions of this module. Nothing has changed when one is thrown.
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
