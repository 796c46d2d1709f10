package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The steps that optimizers are made of: the one place where parameters are changed element by
 * element. Each checks its operands first, then changes all of a parameter, and raises its version.
 *
 * <p>A rule that keeps squares of d takes a d that is larger than 2^63 in F32, or 2^511 in F64, for
 * one of that size: an infinite square would hold a weight forever. Where it divides by a root, ε
 * is at least 2^-63, or 2^-511, since squares of smaller numbers vanish.
 */
public final class ParameterUpdates {
  private ParameterUpdates() {}

  /**
   * Replaces one element.
   *
   * @param position which one, counted row by row
   * @return the element that was there
   * @throws IndexException if {@code position} is not in {@code [0, elements)}
   */
  public static double setElement(Parameter w, int position, double value) {
    if (position < 0 || position >= w.elements()) {
      throw new IndexException(
          "setElement: the position is out of range: %s (%d not in [0, %d))"
              .formatted(w.describe(), position, w.elements()));
    }
    double before = w.get(position);
    w.set(position, value);
    w.changed();
    return before;
  }

  /**
   * Plain gradient descent, {@code w ← w − learningRate (g + weightDecay w)}.
   *
   * @throws ShapeException if {@code g} has another shape than {@code w}
   * @throws DTypeException if {@code g} has another element type
   */
  public static void gradientStep(Parameter w, Tensor g, double learningRate, double weightDecay) {
    gradientStep(w, g, new Descent(learningRate, 1, weightDecay, 0));
  }

  /**
   * Plain gradient descent: u = d.
   *
   * @throws ShapeException if {@code g} has another shape than {@code w}
   * @throws DTypeException if {@code g} has another element type
   */
  public static void gradientStep(Parameter w, Tensor g, Descent descent) {
    requireNonNull(w, "gradientStep: w must not be null");
    requireNonNull(g, "gradientStep: g must not be null");
    requireNonNull(descent, "gradientStep: descent must not be null");
    w.requireLike("gradientStep", g);
    if (g instanceof PendingProduct product) {
      product.descend(w, descent);
    } else {
      w.dtype().kernels().gradientStep(w.array(), g.array(), w.elements(), descent.numbers());
    }
    w.changed();
  }

  /**
   * Gradient descent with momentum: {@code v ← momentum v + (1 − dampening) d}, then {@code u = v},
   * or {@code u = d + momentum v} for Nesterov's form.
   *
   * @param v the velocity
   * @throws ShapeException if {@code g} or {@code v} has another shape than {@code w}
   * @throws DTypeException if {@code g} or {@code v} has another element type
   */
  public static void momentumStep(
      Parameter w,
      Tensor g,
      Parameter v,
      Descent descent,
      double momentum,
      double dampening,
      boolean nesterov) {
    requireLike("momentumStep", w, g, v);
    w.dtype()
        .kernels()
        .momentumStep(
            w.array(),
            g.array(),
            v.array(),
            w.elements(),
            descent.numbers(),
            momentum,
            dampening,
            nesterov);
    changed(w, v);
  }

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
  public static void adamStep(
      Parameter w,
      Tensor g,
      Parameter m,
      Parameter s,
      Descent descent,
      double beta1,
      double beta2,
      double epsilon,
      long step) {
    requireLike("adamStep", w, g, m, s);
    w.dtype()
        .kernels()
        .adamStep(
            w.array(),
            g.array(),
            m.array(),
            s.array(),
            w.elements(),
            descent.numbers(),
            beta1,
            beta2,
            1 / unbiased(beta1, step),
            1 / Math.sqrt(unbiased(beta2, step)),
            epsilon);
    changed(w, m, s);
  }

  /**
   * AMSGrad: like {@link #adamStep}, but with {@code largest ← max(largest, s)} in place of s in u.
   *
   * @param largest the largest mean of squares so far
   * @throws ShapeException if a tensor has another shape than {@code w}
   * @throws DTypeException if a tensor has another element type
   */
  public static void amsgradStep(
      Parameter w,
      Tensor g,
      Parameter m,
      Parameter s,
      Parameter largest,
      Descent descent,
      double beta1,
      double beta2,
      double epsilon,
      long step) {
    requireLike("amsgradStep", w, g, m, s, largest);
    w.dtype()
        .kernels()
        .amsgradStep(
            w.array(),
            g.array(),
            m.array(),
            s.array(),
            largest.array(),
            w.elements(),
            descent.numbers(),
            beta1,
            beta2,
            1 / unbiased(beta1, step),
            1 / Math.sqrt(unbiased(beta2, step)),
            epsilon);
    changed(w, m, s, largest);
  }

  /** Returns how much of a mean that began at 0 is there after {@code step} steps: 1 − β^t. */
  private static double unbiased(double beta, long step) {
    return 1
        - StrictMath.pow(beta, (double) step); // strict, so that it never depends on the compiler
  }

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
  public static void rmsPropStep(
      Parameter w,
      Tensor g,
      Parameter s,
      @Nullable Parameter mean,
      @Nullable Parameter velocity,
      Descent descent,
      double alpha,
      double epsilon,
      double momentum) {
    requireLike("rmsPropStep", w, g, s, mean, velocity);
    w.dtype()
        .kernels()
        .rmsPropStep(
            w.array(),
            g.array(),
            s.array(),
            mean == null ? null : mean.array(),
            velocity == null ? null : velocity.array(),
            w.elements(),
            descent.numbers(),
            alpha,
            epsilon,
            momentum);
    changed(w, s, mean, velocity);
  }

  /**
   * Adagrad: {@code s ← s + d²}, {@code u = d / (√s + epsilon)}.
   *
   * @param s the sum of squares of gradients
   * @throws ShapeException if a tensor has another shape than {@code w}
   * @throws DTypeException if a tensor has another element type
   */
  public static void adagradStep(
      Parameter w, Tensor g, Parameter s, Descent descent, double epsilon) {
    requireLike("adagradStep", w, g, s);
    w.dtype()
        .kernels()
        .adagradStep(w.array(), g.array(), s.array(), w.elements(), descent.numbers(), epsilon);
    changed(w, s);
  }

  /**
   * Adds a gradient to those before it: {@code sum ← sum + g}.
   *
   * @throws ShapeException if {@code g} has another shape than {@code sum}
   * @throws DTypeException if {@code g} has another element type
   */
  public static void accumulate(Parameter sum, Tensor g) {
    requireNonNull(sum, "accumulate: sum must not be null");
    requireNonNull(g, "accumulate: g must not be null");
    requireLike("accumulate", sum, g);
    sum.dtype().kernels().add(sum.array(), g.array(), sum.array(), sum.elements());
    sum.changed();
  }

  /**
   * Returns {@code Σ x²} over all elements, added in double and in an order that depends on nothing
   * but their number.
   */
  public static double sumOfSquares(Tensor x) {
    Traced.read(x, "sumOfSquares");
    return x.dtype().kernels().sumOfSquares(x.array(), x.elements());
  }

  /** Returns max |x| over all elements: 0 if there is none, NaN if one is NaN. */
  public static double largest(Tensor x) {
    Traced.read(x, "largest");
    return x.dtype().kernels().largest(x.array(), x.elements());
  }

  private static void requireLike(String operation, Parameter w, @Nullable Tensor... others) {
    for (Tensor other : others) {
      if (other != null) {
        w.requireLike(operation, other);
      }
    }
  }

  private static void changed(@Nullable Parameter... parameters) {
    for (Parameter parameter : parameters) {
      if (parameter != null) {
        parameter.changed();
      }
    }
  }
}
