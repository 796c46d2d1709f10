package io.github.wengert.ops.internal;

import io.github.wengert.ops.DTypeException;
import io.github.wengert.ops.IndexException;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ShapeException;
import io.github.wengert.ops.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The update rules of the optimizers, and what they read from gradients: the only code that changes
 * parameters element by element. Each rule checks its operands first, then changes all elements of
 * a parameter and raises its version.
 *
 * <p>A rule that keeps squares of d clips d to 2^63 in F32 and to 2^511 in F64, because an infinite
 * square would freeze a weight forever. Where a rule divides by a root, ε is at least 2^-63, or
 * 2^-511, since squares of smaller numbers underflow.
 */
public interface UpdateRules {
  /** Returns the rules. */
  static UpdateRules rules() {
    return OpsAccess.ops().updateRules();
  }

  /**
   * Replaces one element.
   *
   * @param position which one, counted row by row
   * @return the element that was there
   * @throws IndexException if {@code position} is not in {@code [0, elements)}
   */
  double setElement(Parameter w, int position, double value);

  /**
   * Plain gradient descent: u = d.
   *
   * @throws ShapeException if {@code g} has another shape than {@code w}
   * @throws DTypeException if {@code g} has another element type
   */
  void gradientStep(Parameter w, Tensor g, StepCoefficients coefficients);

  /**
   * Gradient descent with momentum: {@code v ← momentum v + (1 − dampening) d}, then {@code u = v},
   * or {@code u = d + momentum v} for Nesterov's form.
   *
   * @param v the velocity
   * @throws ShapeException if {@code g} or {@code v} has another shape than {@code w}
   * @throws DTypeException if {@code g} or {@code v} has another element type
   */
  void momentumStep(
      Parameter w,
      Tensor g,
      Parameter v,
      StepCoefficients coefficients,
      double momentum,
      double dampening,
      boolean nesterov);

  /**
   * Adam, in step t = 1, 2, …:
   *
   * <pre>
   *   m ← beta1 m + (1 − beta1) d
   *   s ← beta2 s + (1 − beta2) d²
   *   u = m / (1 − beta1^t) / (√(s / (1 − beta2^t)) + epsilon)
   * </pre>
   *
   * @param m the mean of gradients
   * @param s the mean of their squares
   * @param step t
   * @throws ShapeException if a tensor has another shape than {@code w}
   * @throws DTypeException if a tensor has another element type
   */
  void adamStep(
      Parameter w,
      Tensor g,
      Parameter m,
      Parameter s,
      StepCoefficients coefficients,
      double beta1,
      double beta2,
      double epsilon,
      long step);

  /**
   * AMSGrad: like {@link #adamStep}, but with {@code largest ← max(largest, s)} in place of s in u.
   *
   * @param largest the largest mean of squares so far
   * @throws ShapeException if a tensor has another shape than {@code w}
   * @throws DTypeException if a tensor has another element type
   */
  void amsgradStep(
      Parameter w,
      Tensor g,
      Parameter m,
      Parameter s,
      Parameter largest,
      StepCoefficients coefficients,
      double beta1,
      double beta2,
      double epsilon,
      long step);

  /**
   * RMSProp:
   *
   * <pre>
   *   s ← alpha s + (1 − alpha) d²
   *   a ← alpha a + (1 − alpha) d                  if there is a mean a
   *   r = d / (√max(s − a², 0) + epsilon)          or d / (√s + epsilon) without
   *   v ← momentum v + r,  u = v                   if there is a velocity v, or u = r without
   * </pre>
   *
   * @param s the mean of squares of gradients
   * @param mean the mean of gradients, for the centred form, or null
   * @param velocity the velocity, or null
   * @throws ShapeException if a tensor has another shape than {@code w}
   * @throws DTypeException if a tensor has another element type
   */
  void rmsPropStep(
      Parameter w,
      Tensor g,
      Parameter s,
      @Nullable Parameter mean,
      @Nullable Parameter velocity,
      StepCoefficients coefficients,
      double alpha,
      double epsilon,
      double momentum);

  /**
   * Adagrad: {@code s ← s + d²}, {@code u = d / (√s + epsilon)}.
   *
   * @param s the sum of squares of gradients
   * @throws ShapeException if a tensor has another shape than {@code w}
   * @throws DTypeException if a tensor has another element type
   */
  void adagradStep(
      Parameter w, Tensor g, Parameter s, StepCoefficients coefficients, double epsilon);

  /**
   * Adds a gradient to those before it: {@code sum ← sum + g}.
   *
   * @throws ShapeException if {@code g} has another shape than {@code sum}
   * @throws DTypeException if {@code g} has another element type
   */
  void accumulate(Parameter sum, Tensor g);

  /**
   * Returns {@code Σ x²} over all elements, added in double and in an order that depends on nothing
   * but their number.
   */
  double sumOfSquares(Tensor x);

  /** Returns max |x| over all elements: 0 if there is none, NaN if one is NaN. */
  double largest(Tensor x);
}
