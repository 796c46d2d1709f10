package io.github.wengert.autograd;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Derivatives that know nothing of the engine: central differences, extrapolated to order h⁴. */
final class FiniteDifferences {
  private static final double STEP = 1e-3;

  private FiniteDifferences() {}

  static double derivative(DoubleUnaryOperator f, double x) {
    return (4 * central(f, x, STEP / 2) - central(f, x, STEP)) / 3;
  }

  private static double central(DoubleUnaryOperator f, double x, double h) {
    return (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
  }

  static double[] gradient(ToDoubleFunction<double[]> f, double[] x) {
    return jacobian(point -> new double[] {f.applyAsDouble(point)}, x)[0];
  }

  /** Returns {@code J[i][j] = ∂fᵢ/∂xⱼ}. */
  static double[][] jacobian(UnaryOperator<double[]> f, double[] x) {
    double[][] jacobian = new double[f.apply(x).length][x.length];
    for (int i = 0; i < jacobian.length; i++) {
      for (int j = 0; j < x.length; j++) {
        int row = i;
        int column = j;
        jacobian[i][j] = derivative(t -> f.apply(with(x, column, t))[row], x[j]);
      }
    }
    return jacobian;
  }

  private static double[] with(double[] x, int index, double value) {
    double[] changed = x.clone();
    changed[index] = value;
    return changed;
  }
}
