package io.github.wengert.autograd;

/**
 * A Taylor polynomial {@code c₀ + c₁t + … + c₄t⁴}: forward-mode derivatives up to order 4, computed
 * without the engine.
 *
 * <p>Order 1 alone is a dual number. The recurrences are the classical ones (Griewank and Walther,
 * <i>Evaluating Derivatives</i>, table 13.2).
 */
record Jet(double c0, double c1, double c2, double c3, double c4) {
  private static final int LENGTH = 5;

  /** Returns the point {@code x + slope·t}. */
  static Jet line(double x, double slope) {
    return new Jet(x, slope, 0, 0, 0);
  }

  /** Returns the derivative of the given order by {@code t}, at {@code t = 0}. */
  double derivative(int order) {
    double factorial = 1;
    for (int k = 2; k <= order; k++) {
      factorial *= k;
    }
    return coefficients()[order] * factorial;
  }

  private double[] coefficients() {
    return new double[] {c0, c1, c2, c3, c4};
  }

  private static Jet of(double[] c) {
    return new Jet(c[0], c[1], c[2], c[3], c[4]);
  }

  /** Returns coefficient {@code k} of the y with {@code y′ = w·x′}. */
  private static double integral(double[] w, double[] x, int k) {
    double sum = 0;
    for (int j = 1; j <= k; j++) {
      sum += j * x[j] * w[k - j];
    }
    return sum / k;
  }

  /** Returns coefficient {@code k} of {@code a·b}. */
  private static double product(double[] a, double[] b, int k) {
    double sum = 0;
    for (int j = 0; j <= k; j++) {
      sum += a[j] * b[k - j];
    }
    return sum;
  }

  enum Jets implements Arithmetic<Jet> {
    JETS;

    @Override
    public Jet constant(double value) {
      return line(value, 0);
    }

    @Override
    public Jet add(Jet a, Jet b) {
      return new Jet(a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2, a.c3 + b.c3, a.c4 + b.c4);
    }

    @Override
    public Jet subtract(Jet a, Jet b) {
      return add(a, negate(b));
    }

    @Override
    public Jet multiply(Jet a, Jet b) {
      double[] y = new double[LENGTH];
      for (int k = 0; k < LENGTH; k++) {
        y[k] = product(a.coefficients(), b.coefficients(), k);
      }
      return of(y);
    }

    @Override
    public Jet negate(Jet x) {
      return new Jet(-x.c0, -x.c1, -x.c2, -x.c3, -x.c4);
    }

    @Override
    public Jet sin(Jet x) {
      return of(sinAndCos(x)[0]);
    }

    @Override
    public Jet cos(Jet x) {
      return of(sinAndCos(x)[1]);
    }

    private static double[][] sinAndCos(Jet jet) {
      double[] x = jet.coefficients();
      double[] sin = new double[LENGTH];
      double[] cos = new double[LENGTH];
      sin[0] = Math.sin(x[0]);
      cos[0] = Math.cos(x[0]);
      for (int k = 1; k < LENGTH; k++) {
        sin[k] = integral(cos, x, k);
        cos[k] = -integral(sin, x, k);
      }
      return new double[][] {sin, cos};
    }

    @Override
    public Jet exp(Jet jet) {
      double[] x = jet.coefficients();
      double[] y = new double[LENGTH];
      y[0] = Math.exp(x[0]);
      for (int k = 1; k < LENGTH; k++) {
        y[k] = integral(y, x, k);
      }
      return of(y);
    }

    @Override
    public Jet tanh(Jet jet) {
      double[] x = jet.coefficients();
      double[] y = new double[LENGTH];
      double[] slope = new double[LENGTH]; // 1 - y²
      y[0] = Math.tanh(x[0]);
      slope[0] = 1 - y[0] * y[0];
      for (int k = 1; k < LENGTH; k++) {
        y[k] = integral(slope, x, k);
        slope[k] = -product(y, y, k);
      }
      return of(y);
    }
  }
}
