package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.kernel.Kernels;

/**
 * A function that {@link Ops#linear(Tensor, Tensor, Tensor, FusedActivation)} applies to its scores
 * in place: the activations whose derivative follows from their output, so that the scores need not
 * be kept.
 */
public enum FusedActivation {
  /** y = z. */
  IDENTITY,
  /** y = max(0, z). */
  RELU,
  /** y = tanh z. */
  TANH,
  /** y = 1 / (1 + e⁻ᶻ). */
  SIGMOID;

  /** Applies the function as a separate operation. */
  Tensor of(Tensor z) {
    return switch (this) {
      case IDENTITY -> z;
      case RELU -> Ops.relu(z);
      case TANH -> Ops.tanh(z);
      case SIGMOID -> Ops.sigmoid(z);
    };
  }

  /** Returns the function as a separate operation; the identity has none. */
  BuiltinOp operation() {
    return switch (this) {
      case IDENTITY -> throw new IllegalStateException("the identity is no operation");
      case RELU -> new Relu();
      case TANH -> new Tanh();
      case SIGMOID -> new Sigmoid();
    };
  }

  /** Applies the function to an array, in place. */
  void applyInPlace(Kernels<Object> kernels, Object array, int n) {
    switch (this) {
      case IDENTITY -> {}
      case RELU -> kernels.relu(array, array, n);
      case TANH -> kernels.tanh(array, array, n);
      case SIGMOID -> kernels.sigmoid(array, array, n);
    }
  }

  /** Returns the scores' cotangent, given the output y and its cotangent g. */
  Tensor pullback(Tensor y, Tensor g) {
    return switch (this) {
      case IDENTITY -> g;
      case RELU -> Autograd.apply(new Relu.Vjp(), y, g); // y > 0 exactly where z > 0
      case TANH -> Autograd.apply(new Tanh.Vjp(), y, g);
      case SIGMOID -> Autograd.apply(new Sigmoid.Vjp(), y, g);
    };
  }

  /**
   * Computes {@link #pullback(Tensor, Tensor)} on arrays, for a function other than the identity.
   */
  void pullback(Kernels<Object> kernels, Object y, Object g, Object z, int n) {
    switch (this) {
      case IDENTITY -> throw new IllegalStateException("the cotangent is the scores' own");
      case RELU -> kernels.reluVjp(y, g, z, n);
      case TANH -> kernels.tanhVjp(y, g, z, n);
      case SIGMOID -> kernels.sigmoidVjp(y, g, z, n);
    }
  }

  /**
   * Whether the output determines the derivative. Under another {@link Subgradient}, or with a log
   * of branches, a score of 0 differs from a negative one, and the output does not show which it
   * was.
   */
  boolean isOutputEnough() {
    return this != RELU
        || (Subgradient.current() == Subgradient.DEFAULT && BranchLog.current() == null);
  }
}
