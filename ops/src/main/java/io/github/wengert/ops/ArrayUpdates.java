package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;
import io.github.wengert.ops.kernel.Step;
import org.jspecify.annotations.Nullable;

/** The {@linkplain UpdateRules update rules} on the arrays of parameters. */
enum ArrayUpdates implements UpdateRules {
  INSTANCE;

  @Override
  public double setElement(Parameter w, int position, double value) {
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

  @Override
  public void gradientStep(Parameter w, Tensor g, StepCoefficients coefficients) {
    requireNonNull(w, "gradientStep: w must not be null");
    requireNonNull(g, "gradientStep: g must not be null");
    requireNonNull(coefficients, "gradientStep: coefficients must not be null");
    w.requireLike("gradientStep", g);
    if (g instanceof PendingProduct product) {
      product.descend(w, step(coefficients));
    } else {
      w.dtype().kernels().gradientStep(w.array(), g.array(), w.elements(), step(coefficients));
    }
    w.changed();
  }

  @Override
  public void momentumStep(
      Parameter w,
      Tensor g,
      Parameter v,
      StepCoefficients coefficients,
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
            step(coefficients),
            momentum,
            dampening,
            nesterov);
    changed(w, v);
  }

  @Override
  public void adamStep(
      Parameter w,
      Tensor g,
      Parameter m,
      Parameter s,
      StepCoefficients coefficients,
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
            step(coefficients),
            beta1,
            beta2,
            1 / unbiased(beta1, step),
            1 / Math.sqrt(unbiased(beta2, step)),
            epsilon);
    changed(w, m, s);
  }

  @Override
  public void amsgradStep(
      Parameter w,
      Tensor g,
      Parameter m,
      Parameter s,
      Parameter largest,
      StepCoefficients coefficients,
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
            step(coefficients),
            beta1,
            beta2,
            1 / unbiased(beta1, step),
            1 / Math.sqrt(unbiased(beta2, step)),
            epsilon);
    changed(w, m, s, largest);
  }

  @Override
  public void rmsPropStep(
      Parameter w,
      Tensor g,
      Parameter s,
      @Nullable Parameter mean,
      @Nullable Parameter velocity,
      StepCoefficients coefficients,
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
            step(coefficients),
            alpha,
            epsilon,
            momentum);
    changed(w, s, mean, velocity);
  }

  @Override
  public void adagradStep(
      Parameter w, Tensor g, Parameter s, StepCoefficients coefficients, double epsilon) {
    requireLike("adagradStep", w, g, s);
    w.dtype()
        .kernels()
        .adagradStep(w.array(), g.array(), s.array(), w.elements(), step(coefficients), epsilon);
    changed(w, s);
  }

  @Override
  public void accumulate(Parameter sum, Tensor g) {
    requireNonNull(sum, "accumulate: sum must not be null");
    requireNonNull(g, "accumulate: g must not be null");
    requireLike("accumulate", sum, g);
    sum.dtype().kernels().add(sum.array(), g.array(), sum.array(), sum.elements());
    sum.changed();
  }

  @Override
  public double sumOfSquares(Tensor x) {
    Traced.read(x, "sumOfSquares");
    return x.dtype().kernels().sumOfSquares(x.array(), x.elements());
  }

  @Override
  public double largest(Tensor x) {
    Traced.read(x, "largest");
    return x.dtype().kernels().largest(x.array(), x.elements());
  }

  /** Returns how much of a mean that began at 0 is there after {@code step} steps: 1 − β^t. */
  private static double unbiased(double beta, long step) {
    return 1
        - StrictMath.pow(beta, (double) step); // strict, so that it never depends on the compiler
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

  private static Step step(StepCoefficients coefficients) {
    return new Step(
        coefficients.learningRate(),
        coefficients.gradientScale(),
        coefficients.l2(),
        coefficients.decay());
  }
}
