package io.github.wengert.ops.exact;

import java.math.BigDecimal;

/**
 * Elementary and special functions in double-double arithmetic.
 *
 * <p>Each has a relative error below 10⁻³⁰, times the size of the argument of an exponential where
 * that is above 1: a probability of e^−700 is known to 10⁻²⁷, which is ten digits more than a
 * double has. Limits at infinity are taken, poles and branches are those of {@link Math}.
 */
public final class DdFunctions {
  private static final BigDecimal LN2_DIGITS =
      new BigDecimal(
          "0.69314718055994530941723212145817656807550013436025525412068000949339362196969471560586");

  private static final Dd LN2 = Dd.of(LN2_DIGITS);

  /** ln 2 less its first two doubles: what its multiples still need. */
  private static final Dd LN2_REST =
      Dd.of(LN2_DIGITS.subtract(new BigDecimal(LN2.hi())).subtract(new BigDecimal(LN2.lo())));

  /** π. */
  public static final Dd PI =
      Dd.of(new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459"));

  private static final Dd TWO_OVER_SQRT_PI = Dd.TWO.div(PI.sqrt());
  private static final Dd DENSITY_AT_ZERO = Dd.ONE.div(Dd.TWO.mul(PI).sqrt());
  private static final Dd SQRT_HALF = Dd.of(0.5).sqrt();
  private static final Dd[] INVERSE_INTEGERS = inverseIntegers();

  /** Beyond it, an exponential is 0 or infinite even here. */
  private static final double EXP_LIMIT = 0x1p28;

  /** How often the argument of an exponential is halved for its series. */
  private static final int HALVINGS = 9;

  private static final int EXP_TERMS = 10;

  /** Beyond it, tanh and σ are 1 to all digits. */
  private static final double SATURATED = 80;

  private DdFunctions() {}

  private static Dd[] inverseIntegers() {
    Dd[] inverse = new Dd[64];
    for (int n = 1; n < inverse.length; n++) {
      inverse[n] = Dd.ONE.div(n);
    }
    inverse[0] = Dd.NAN;
    return inverse;
  }

  /** Returns eˣ. */
  public static Dd exp(Dd x) {
    double size = x.toDouble();
    if (!(Math.abs(size) <= EXP_LIMIT)) {
      return Dd.of(Math.exp(size));
    }
    double n = Math.rint(size / LN2.hi());
    Dd rest = x.sub(times(n, LN2.hi())).sub(times(n, LN2.lo())).sub(LN2_REST.mul(n));
    return expm1OfSmall(rest).add(Dd.ONE).scaled((int) n);
  }

  /** Returns the exact product of two doubles of usual size. */
  private static Dd times(double a, double b) {
    double product = a * b;
    return Dd.sum(product, Math.fma(a, b, -product), 0);
  }

  /** Returns eˣ − 1. */
  public static Dd expm1(Dd x) {
    return Math.abs(x.toDouble()) < 0.35 ? expm1OfSmall(x) : exp(x).sub(Dd.ONE);
  }

  /** eˣ − 1 by its series at x / 2⁹, doubled again by e²ˣ − 1 = (eˣ − 1)(2 + eˣ − 1). */
  private static Dd expm1OfSmall(Dd x) {
    if (x.isZero()) {
      return x;
    }
    Dd s = x.scaled(-HALVINGS);
    Dd series = Dd.ONE;
    for (int n = EXP_TERMS; n >= 2; n--) {
      series = s.mul(INVERSE_INTEGERS[n]).mul(series).add(Dd.ONE);
    }
    Dd y = s.mul(series);
    for (int i = 0; i < HALVINGS; i++) {
      y = y.mul(y.add(Dd.TWO));
    }
    return y;
  }

  /** Returns ln x. */
  public static Dd log(Dd x) {
    if (!(x.hi() > 0) || !x.isFinite()) {
      return Dd.of(Math.log(x.hi()));
    }
    int n = x.exponent();
    Dd m = x.scaled(-n);
    if (m.hi() > 1.4) {
      n++;
      m = m.scaled(-1);
    }
    Dd logOfM = logOfUsual(m);
    return n == 0
        ? logOfM
        : times(n, LN2.hi()).add(times(n, LN2.lo()).add(LN2_REST.mul(n)).add(logOfM));
  }

  /** ln m for m in [0.7, 1.4]. */
  private static Dd logOfUsual(Dd m) {
    Dd f = m.sub(Dd.ONE);
    if (Math.abs(f.toDouble()) < 0.1) {
      return log1pOfSmall(f);
    }
    // ln m = y + ln(m e⁻ʸ), and the latter is small.
    Dd y = Dd.of(Math.log(m.hi()));
    return y.add(log1pOfSmall(m.mul(exp(y.neg())).sub(Dd.ONE)));
  }

  /** ln(1 + f) = 2 artanh(f / (2 + f)) for |f| < 0.1. */
  private static Dd log1pOfSmall(Dd f) {
    if (f.isZero()) {
      return f;
    }
    Dd s = f.div(f.add(Dd.TWO));
    Dd square = s.square();
    Dd power = s;
    Dd sum = s;
    for (int n = 3; n < 31; n += 2) {
      power = power.mul(square);
      sum = sum.add(power.mul(INVERSE_INTEGERS[n]));
    }
    return sum.mul(Dd.TWO);
  }

  /** Returns ln(1 + x). */
  public static Dd log1p(Dd x) {
    return Math.abs(x.toDouble()) < 0.1 ? log1pOfSmall(x) : log(x.add(Dd.ONE));
  }

  /** Returns aᵇ by the rules of {@link Math#pow}. */
  public static Dd pow(Dd a, Dd b) {
    boolean isSpecial = a.isZero() || b.isZero() || !a.isFinite() || !b.isFinite();
    if (isSpecial) {
      return Dd.of(specialPow(a, b));
    }
    if (a.hi() > 0) {
      return exp(b.mul(log(a)));
    }
    double high = b.toDouble();
    double low = Math.scalb(b.lo(), b.scale());
    if (Math.rint(high) != high || Math.rint(low) != low) {
      return Dd.NAN;
    }
    Dd magnitude = exp(b.mul(log(a.neg())));
    return high % 2 == 0 == (low % 2 == 0) ? magnitude : magnitude.neg();
  }

  /** A power of which one operand is 0, infinite or NaN depends on the signs and sizes alone. */
  private static double specialPow(Dd a, Dd b) {
    int againstOne = a.abs().compareTo(Dd.ONE);
    double base =
        !a.isFinite() || a.isZero()
            ? a.hi()
            : Math.copySign(againstOne < 0 ? 0.5 : againstOne > 0 ? 2 : 1, a.hi());
    double exponent = b.toDouble();
    if (exponent == 0 && !b.isZero()) {
      exponent = Math.copySign(Double.MIN_VALUE, b.hi());
    }
    return Math.pow(base, exponent);
  }

  /** Returns tanh x. */
  public static Dd tanh(Dd x) {
    if (!(Math.abs(x.toDouble()) <= SATURATED)) {
      return Dd.of(Math.signum(x.hi()));
    }
    Dd t = expm1(x.abs().mul(Dd.TWO));
    Dd y = t.div(t.add(Dd.TWO));
    return x.hi() < 0 || 1 / x.hi() < 0 ? y.neg() : y;
  }

  /** Returns 1 / (1 + e⁻ˣ). */
  public static Dd sigmoid(Dd x) {
    if (x.isNaN()) {
      return x;
    }
    Dd e = exp(x.abs().neg());
    return (x.hi() < 0 ? e : Dd.ONE).div(e.add(Dd.ONE));
  }

  /** Returns ln(1 + eˣ). */
  public static Dd softplus(Dd x) {
    if (x.isNaN()) {
      return x;
    }
    Dd rest = log1p(exp(x.abs().neg()));
    return x.hi() > 0 ? x.add(rest) : rest;
  }

  /** Returns the error function. */
  public static Dd erf(Dd x) {
    double size = x.toDouble();
    if (Double.isNaN(size)) {
      return x;
    }
    if (Math.abs(size) <= 1) {
      return erfSeries(x);
    }
    Dd y = Dd.ONE.sub(erfcFraction(x.abs()));
    return size < 0 ? y.neg() : y;
  }

  /** Returns 1 − erf(x). */
  public static Dd erfc(Dd x) {
    double size = x.toDouble();
    if (Double.isNaN(size)) {
      return x;
    }
    return size > 1
        ? erfcFraction(x)
        : size < -1 ? Dd.TWO.sub(erfcFraction(x.neg())) : Dd.ONE.sub(erfSeries(x));
  }

  /** Returns the standard normal distribution Φ(x). */
  public static Dd normalCdf(Dd x) {
    return erfc(x.mul(SQRT_HALF).neg()).scaled(-1);
  }

  /** Returns the standard normal density φ(x). */
  public static Dd density(Dd x) {
    return exp(x.square().scaled(-1).neg()).mul(DENSITY_AT_ZERO);
  }

  /** Returns 2/√π e^−x², the slope of erf. */
  static Dd erfSlope(Dd x) {
    return exp(x.square().neg()).mul(TWO_OVER_SQRT_PI);
  }

  /** 2/√π e^−x² Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, all terms of one sign. Source: A&amp;S 7.1.6. */
  private static Dd erfSeries(Dd x) {
    if (x.isZero()) {
      return x;
    }
    Dd doubled = x.square().mul(Dd.TWO);
    Dd term = x;
    Dd sum = x;
    for (int n = 1; n < 40; n++) {
      term = term.mul(doubled).div(2 * n + 1);
      sum = sum.add(term);
    }
    return erfSlope(x).mul(sum);
  }

  /** e^−x² / √π over a continued fraction, from its far end. Source: A&amp;S 7.1.14. */
  private static Dd erfcFraction(Dd x) {
    double size = x.toDouble();
    if (size > 0x1p20) {
      return Dd.ZERO;
    }
    int terms = (int) (900 / (size * size)) + 25;
    Dd fraction = x;
    for (int n = terms; n >= 1; n--) {
      fraction = x.add(Dd.of(n / 2.0).div(fraction));
    }
    return erfSlope(x).mul(0.5).div(fraction);
  }
}
