package io.github.wengert.ops.check;

/** Special functions and roots of equations, in plain numbers. */
final class SpecialNumbers {
  private SpecialNumbers() {}

  private static final double[] LANCZOS = {
    0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531,
    -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6,
    1.5056327351493116e-7
  };

  static double gamma(double x) {
    return Math.exp(logGamma(x));
  }

  static double logGamma(double x) {
    if (x < 0.5) {
      return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x - 1 + i);
    }
    double t = x + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
  }

  static double digamma(double x) {
    double shift = 0;
    double z = x;
    while (z < 12) {
      shift -= 1 / z;
      z++;
    }
    double w = 1 / (z * z);
    return shift
        + Math.log(z)
        - 0.5 / z
        - w * (1.0 / 12 - w * (1.0 / 120 - w * (1.0 / 252 - w * (1.0 / 240 - w / 132))));
  }

  static double trigamma(double x) {
    return zetaSum(x, 2);
  }

  /** Returns {@code Σ (x + k)⁻ⁿ (n − 1)!} over k from 0 on, for n of 2 or 3, by Euler-Maclaurin. */
  static double zetaSum(double x, int n) {
    double sum = 0;
    double z = x;
    while (z < 20) {
      sum += Math.pow(z, -n);
      z++;
    }
    double tail =
        Math.pow(z, 1 - n) / (n - 1) + 0.5 * Math.pow(z, -n) + n * Math.pow(z, -n - 1) / 12;
    double rest =
        rising(n, 3) * Math.pow(z, -n - 3) / 720 - rising(n, 5) * Math.pow(z, -n - 5) / 30_240;
    return sum + tail - rest + rising(n, 7) * Math.pow(z, -n - 7) / -1_209_600;
  }

  static double rising(double n, int k) {
    double product = 1;
    for (int i = 0; i < k; i++) {
      product *= n + i;
    }
    return product;
  }

  /** The continued fraction, for x of 2 and more. */
  static double erfc(double x) {
    double fraction = 0;
    for (int k = 120; k >= 1; k--) {
      fraction = 0.5 * k / (x + fraction);
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }

  static double exponentialIntegral(double x) {
    double fraction = 0;
    for (int k = 200; k >= 1; k--) {
      fraction = k / (1 + k / (x + fraction));
    }
    return Math.exp(-x) / (x + fraction);
  }

  static double dawson(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; k < 120; k++) {
      term *= x * x / k;
      sum += term / (2 * k + 1);
    }
    return Math.exp(-x * x) * sum;
  }

  /** Returns the probability of at most n events. */
  static double poisson(double mean, int n) {
    double term = 1;
    double sum = 1;
    for (int k = 1; k <= n; k++) {
      term *= mean / k;
      sum += term;
    }
    return Math.exp(-mean) * sum;
  }

  static double logFactorial(int n) {
    double sum = 0;
    for (int k = 2; k <= n; k++) {
      sum += Math.log(k);
    }
    return sum;
  }

  static double bessel(int order, double x) {
    double term = 1;
    for (int k = 1; k <= order; k++) {
      term *= 0.5 * x / k;
    }
    double sum = term;
    for (int k = 1; k < 60; k++) {
      term *= -0.25 * x * x / (k * (double) (k + order));
      sum += term;
    }
    return sum;
  }

  static double dilogarithm(double x) {
    double sum = 0;
    double power = 1;
    for (int k = 1; k <= 400; k++) {
      power *= x;
      sum += power / ((double) k * k);
    }
    return sum;
  }

  static double sineIntegral(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; k < 40; k++) {
      term *= -x * x / ((2 * k) * (2 * k + 1.0));
      sum += term / (2 * k + 1);
    }
    return sum;
  }

  /** Returns the derivative of that order of the zeta function, by Euler-Maclaurin at 30. */
  static double zeta(double s, int order) {
    double n = 30;
    double log = Math.log(n);
    double sum = 0;
    for (int k = 2; k < n; k++) {
      sum += Math.pow(k, -s) * Math.pow(-Math.log(k), order);
    }
    double p = Math.pow(n, -s);
    double t = s - 1;
    double integral =
        switch (order) {
          case 0 -> 1 + n * p / t;
          case 1 -> -n * p * (log / t + 1 / (t * t));
          default -> n * p * (log * log / t + 2 * log / (t * t) + 2 / (t * t * t));
        };
    return sum + integral + 0.5 * p * Math.pow(-log, order) + corrections(s, n, order);
  }

  static double corrections(double s, double n, int order) {
    double sum = 0;
    double[] numbers = {1.0 / 12, -1.0 / 720, 1.0 / 30_240, -1.0 / 1_209_600};
    for (int k = 0; k < numbers.length; k++) {
      double value = numbers[k] * Math.pow(n, -s - 2 * k - 1);
      double[] jet = {1, 0, 0};
      for (int i = 0; i <= 2 * k; i++) {
        jet =
            new double[] {
              jet[0] * (s + i), jet[1] * (s + i) + jet[0], jet[2] * (s + i) + 2 * jet[1]
            };
      }
      double log = -Math.log(n);
      sum +=
          value
              * switch (order) {
                case 0 -> jet[0];
                case 1 -> jet[1] + jet[0] * log;
                default -> jet[2] + 2 * jet[1] * log + jet[0] * log * log;
              };
    }
    return sum;
  }

  static double[] elliptic(double k) {
    double a = 1;
    double b = Math.sqrt((1 - k) * (1 + k));
    double weight = 0.5;
    double sum = 1 - 0.5 * k * k;
    for (int i = 0; i < 8; i++) {
      double c = 0.5 * (a - b);
      double mean = 0.5 * (a + b);
      b = Math.sqrt(a * b);
      a = mean;
      weight *= 2;
      sum -= weight * c * c;
    }
    double first = Math.PI / (2 * a);
    return new double[] {first, first * sum};
  }

  /** From the differential equation {@code k k'² K″ + (1 − 3k²) K′ − k K = 0}. */
  static double ellipticSecond(double k) {
    double w = (1 - k) * (1 + k);
    double first = elliptic(k)[0];
    double slope = (elliptic(k)[1] / w - first) / k;
    return (k * first - (1 - 3 * k * k) * slope) / (k * w);
  }

  static double[] inverseFactorials(int count) {
    double[] c = new double[count];
    c[0] = 1;
    for (int k = 1; k < count; k++) {
      c[k] = c[k - 1] / k;
    }
    return c;
  }

  static double arctangent(double x) {
    double fraction = 2 * 80 + 1;
    for (int k = 80; k >= 1; k--) {
      fraction = 2 * k - 1 + k * (double) k * x * x / fraction;
    }
    return x / fraction;
  }

  static double lambert(double x) {
    double w = x < 0 ? -1 + Math.sqrt(2 * (1 + Math.E * x)) : Math.log1p(x);
    for (int i = 0; i < 60; i++) {
      double e = Math.exp(w);
      w -= (w * e - x) / (e * (w + 1) - (w + 2) * (w * e - x) / (2 * w + 2));
    }
    return w;
  }

  static double kepler(double m, double e) {
    double low = m - e;
    double high = m + e;
    double y = m + e * Math.sin(m);
    for (int i = 0; i < 100; i++) {
      double excess = y - e * Math.sin(y) - m;
      low = excess > 0 ? low : y;
      high = excess > 0 ? y : high;
      double next = y - excess / (1 - e * Math.cos(y));
      y = next > low && next < high ? next : 0.5 * (low + high);
    }
    return y;
  }

  static double normalQuantile(double p) {
    double z = (p - 0.5) * Math.sqrt(2 * Math.PI);
    for (int i = 0; i < 30; i++) {
      double term = z;
      double sum = z;
      for (int k = 1; k < 60; k++) {
        term *= z * z / (2 * k + 1);
        sum += term;
      }
      double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      z -= (density * sum - (p - 0.5)) / density;
    }
    return z;
  }

  static double fixedPoint(double x) {
    double y = 0.8;
    for (int i = 0; i < 40; i++) {
      y -= (y - Math.cos(x * y)) / (1 + x * Math.sin(x * y));
    }
    return y;
  }

  static double quintic(double x) {
    double y = Math.cbrt(x);
    for (int i = 0; i < 60; i++) {
      y -= (Math.pow(y, 5) + y - x) / (5 * Math.pow(y, 4) + 1);
    }
    return y;
  }
}
