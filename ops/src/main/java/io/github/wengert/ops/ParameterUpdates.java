package io.github.wengert.ops;

/**
 * The steps that optimizers are made of: the one place where parameters are changed element by
 * element. Each checks its operands first, then changes all of a parameter, and raises its version.
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
   * {@code w ← w − learningRate (g + weightDecay w)}.
   *
   * @throws ShapeException if {@code g} has another shape than {@code w}
   * @throws DTypeException if {@code g} has another element type
   */
  public static void gradientStep(Parameter w, Tensor g, double learningRate, double weightDecay) {
    w.requireLike("gradientStep", g);
    w.dtype().kernels().gradientStep(w.array(), g.array(), w.elements(), learningRate, weightDecay);
    w.changed();
  }

  /**
   * With {@code d = g + weightDecay w}: {@code v ← momentum v + (1 − dampening) d}, then {@code w ←
   * w − learningRate v}, or {@code w ← w − learningRate (d + momentum v)} for Nesterov's form.
   *
   * @param v the velocity
   * @throws ShapeException if {@code g} or {@code v} has another shape than {@code w}
   * @throws DTypeException if {@code g} or {@code v} has another element type
   */
  public static void momentumStep(
      Parameter w,
      Tensor g,
      Parameter v,
      double learningRate,
      double weightDecay,
      double momentum,
      double dampening,
      boolean nesterov) {
    w.requireLike("momentumStep", g);
    w.requireLike("momentumStep", v);
    w.dtype()
        .kernels()
        .momentumStep(
            w.array(),
            g.array(),
            v.array(),
            w.elements(),
            learningRate,
            weightDecay,
            momentum,
            dampening,
            nesterov);
    w.changed();
    v.changed();
  }
}
