package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The steps of optimizers, each of which goes over a parameter once, for i in [0, n). Large
 * parameters are cut into ranges that {@link Workers} share.
 *
 * <p>In the formulas {@code d} and the last line, {@code w ← …}, are those of {@link Step}. Where a
 * rule keeps squares of d, a d beyond the root of the largest number counts as 2^63 for floats, as
 * 2^511 for doubles: an infinite square would never fade. There epsilon is at least 2^-63, or
 * 2^-511: squares of smaller numbers vanish.
 *
 * @param <A> the array type, {@code float[]} or {@code double[]}
 */
public interface UpdateKernels<A> {
  /** u = d, the step of plain gradient descent. */
  void gradientStep(A w, A g, int n, Step step);

  /** Whether {@link #gradientStepAlongProduct} takes less time than a product and a step. */
  boolean descendsAlongProduct(int m, int k, int n);

  /**
   * The step of plain gradient descent along {@code g = aᵀ · b}, {@code [k, m]ᵀ · [k, n]}. It gives
   * the same bits as the product and then the step, without storing g where that would take time.
   */
  void gradientStepAlongProduct(int m, int k, int n, A a, A b, A w, Step step);

  /**
   * The step of gradient descent with momentum:
   *
   * <pre>
   *   vᵢ ← momentum · vᵢ + (1 − dampening) · d
   *   u = nesterov ? d + momentum · vᵢ : vᵢ
   * </pre>
   */
  void momentumStep(
      A w, A g, A v, int n, Step step, double momentum, double dampening, boolean nesterov);

  /**
   * The step of Adam:
   *
   * <pre>
   *   mᵢ ← beta1 · mᵢ + (1 − beta1) · d
   *   sᵢ ← beta2 · sᵢ + (1 − beta2) · d²
   *   u = first · mᵢ ÷ (second · √sᵢ + epsilon)
   * </pre>
   *
   * @param first 1 ÷ (1 − beta1^t) in step t
   * @param second 1 ÷ √(1 − beta2^t)
   */
  void adamStep(
      A w,
      A g,
      A m,
      A s,
      int n,
      Step step,
      double beta1,
      double beta2,
      double first,
      double second,
      double epsilon);

  /** Like {@link #adamStep}, but with largestᵢ ← max(largestᵢ, sᵢ) in place of sᵢ in u. */
  void amsgradStep(
      A w,
      A g,
      A m,
      A s,
      A largest,
      int n,
      Step step,
      double beta1,
      double beta2,
      double first,
      double second,
      double epsilon);

  /**
   * The step of RMSProp:
   *
   * <pre>
   *   sᵢ ← alpha · sᵢ + (1 − alpha) · d²
   *   meanᵢ ← alpha · meanᵢ + (1 − alpha) · d             if there is a mean
   *   r = d ÷ (√max(sᵢ − meanᵢ², 0) + epsilon)             or d ÷ (√sᵢ + epsilon)
   *   vᵢ ← momentum · vᵢ + r,  u = vᵢ                       if there is a velocity, or u = r
   * </pre>
   */
  void rmsPropStep(
      A w,
      A g,
      A s,
      @Nullable A mean,
      @Nullable A v,
      int n,
      Step step,
      double alpha,
      double epsilon,
      double momentum);

  /** The step of Adagrad: sᵢ ← sᵢ + d², u = d ÷ (√sᵢ + epsilon). */
  void adagradStep(A w, A g, A s, int n, Step step, double epsilon);

  /**
   * Returns Σ xᵢ², added in double: over lanes within blocks of a fixed size, then blocks by
   * halves, so that it does not depend on who adds, and its error grows like the logarithm of n.
   */
  double sumOfSquares(A x, int n);

  /** Returns the size of the largest element, max |xᵢ|; 0 if there is none, NaN if one is NaN. */
  double largest(A x, int n);
}
