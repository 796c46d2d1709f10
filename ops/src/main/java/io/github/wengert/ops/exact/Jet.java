package io.github.wengert.ops.exact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A number that depends on a parameter t, as its truncated Taylor series {@code c₀ + c₁ t + c₂ t² +
 * …}: the value, the slope, half the curvature, and so on up to any order.
 *
 * <p>A function evaluated on jets yields its directional derivatives, by rules that share nothing
 * with those of the library: no tape, no pullback, no cotangent. A jet of one coefficient does not
 * depend on t <em>at all</em>, which is more than a slope of 0: an infinite factor does not make
 * NaN of it. That is how branches that are not taken are left out.
 *
 * <p>A function f is given by its values and by its derivative as a function of jets: the
 * coefficients of f(x(t)) follow from d/dt f(x(t)) = f′(x(t)) x′(t), where f′ is needed to one
 * order less.
 *
 * @param coefficients c₀, c₁, …: at least c₀
 */
public record Jet(List<Conditioned> coefficients) {
  /** How many numbers are added one after the other, however many there are. */
  private static final int BLOCK = 64;

  /** How many times its error a number is away from 0 that is told from it. */
  private static final int SLACK = 4;

  /** 0. */
  public static final Jet ZERO = of(Dd.ZERO);

  /** 1. */
  public static final Jet ONE = of(Dd.ONE);

  /** Returns a constant. */
  public static Jet of(Dd value) {
    return new Jet(List.of(Conditioned.of(value)));
  }

  /** Returns a constant. */
  public static Jet of(double value) {
    return of(Dd.of(value));
  }

  /** Returns {@code value + slope · t} to an order. */
  public static Jet variable(Dd value, Dd slope, int order) {
    List<Conditioned> coefficients =
        new ArrayList<>(Collections.nCopies(order + 1, Conditioned.ZERO));
    coefficients.set(0, Conditioned.of(value));
    if (order > 0) {
      coefficients.set(1, Conditioned.of(slope));
    }
    return new Jet(List.copyOf(coefficients));
  }

  /** Returns {@code value + slope · t}. */
  public static Jet variable(Dd value, Dd slope) {
    return new Jet(List.of(Conditioned.of(value), Conditioned.of(slope)));
  }

  /** Returns c₀. */
  public Dd value() {
    return coefficients.getFirst().value();
  }

  /** Returns the error of c₀, in units of roundoff. */
  public Dd error() {
    return coefficients.getFirst().error();
  }

  /** Whether this depends on t. */
  public boolean isVariable() {
    return coefficients.size() > 1;
  }

  /** Returns c₁, 0 if this does not depend on t. */
  public Conditioned slope() {
    return isVariable() ? coefficients.get(1) : Conditioned.ZERO;
  }

  /** Returns cₖ, 0 beyond those that there are. */
  public Conditioned coefficient(int k) {
    return k < coefficients.size() ? coefficients.get(k) : Conditioned.ZERO;
  }

  /** Returns the least k > 0 for which cₖ is not 0; 0 if there is none. */
  int firstMoving() {
    for (int k = 1; k < coefficients.size(); k++) {
      if (!coefficients.get(k).value().isZero()) {
        return k;
      }
    }
    return 0;
  }

  /** Whether a computation whose steps are rounded may find the other sign. */
  public boolean isWithinRounding() {
    return value().isFinite()
        && !error().isZero()
        && !error().mul(SLACK).scaled(-53).isLess(value().abs());
  }

  /**
   * Returns this result of a function that is continuous where a margin is 0: within rounding of
   * that, it may be that of the other branch, which is away by as much as the margin may be off.
   */
  public Jet choosing(Jet margin) {
    return margin.isWithinRounding() ? withError(error().add(margin.error())) : this;
  }

  /** Returns this result of a function that jumps where a margin is 0: within rounding, any. */
  public Jet jumping(Jet margin) {
    return margin.isWithinRounding() ? withError(Dd.INFINITY) : this;
  }

  private Jet withError(Dd error) {
    return withValue(new Conditioned(value(), error));
  }

  /** Returns the value alone, which no longer depends on t. */
  public Jet constant() {
    return isVariable() ? new Jet(coefficients.subList(0, 1)) : this;
  }

  /** Returns the sum. */
  public Jet add(Jet other) {
    int common = Math.min(coefficients.size(), other.coefficients.size());
    Conditioned[] sum = (isVariable() ? this : other).coefficients.toArray(new Conditioned[0]);
    for (int k = 0; k < common; k++) {
      sum[k] = coefficients.get(k).add(other.coefficients.get(k));
    }
    return new Jet(List.of(sum));
  }

  /** Returns the difference. */
  public Jet sub(Jet other) {
    return add(other.neg());
  }

  /** Returns the number with the other sign. */
  public Jet neg() {
    return new Jet(coefficients.stream().map(Conditioned::neg).toList());
  }

  /** Returns the product. */
  public Jet mul(Jet other) {
    Conditioned[] product =
        new Conditioned[Math.max(coefficients.size(), other.coefficients.size())];
    for (int k = 0; k < product.length; k++) {
      Conditioned sum = null;
      for (int j = Math.max(0, k + 1 - other.coefficients.size());
          j <= Math.min(k, coefficients.size() - 1);
          j++) {
        Conditioned term = coefficients.get(j).mul(other.coefficients.get(k - j));
        sum = sum == null ? term : sum.add(term);
      }
      product[k] = sum == null ? Conditioned.ZERO : sum;
    }
    return new Jet(List.of(product));
  }

  /** Returns the product with a number. */
  public Jet mul(double factor) {
    return mul(of(factor));
  }

  /** Returns this times a power of two. */
  public Jet scaled(int exponent) {
    return new Jet(coefficients.stream().map(c -> c.scaled(exponent)).toList());
  }

  /** Returns the quotient, rounded once, as divisions are. */
  public Jet div(Jet other) {
    if (other.isVariable()) {
      return mul(other.inverse());
    }
    Dd divisor = other.value();
    return new Jet(
        coefficients.stream()
            .map(c -> {
              Dd quotient = c.value().div(divisor);
              Dd inherited = c.error().div(divisor.abs());
              return Conditioned.rounded(
                  quotient,
                  other.error().isZero()
                      ? inherited
                      : inherited.add(quotient.abs().mul(other.error()).div(divisor.abs())));
            })
            .toList());
  }

  private Jet inverse() {
    return function(Dd.ONE::div, x -> x.inverse().square().neg());
  }

  /** Returns the square. */
  public Jet square() {
    return function(Dd::square, x -> x.scaled(1));
  }

  /** Returns the square root. */
  public Jet sqrt() {
    return function(Dd::sqrt, x -> x.sqrt().inverse().scaled(-1));
  }

  /** Returns the exponential. */
  public Jet exp() {
    return function(DdFunctions::exp, Jet::exp);
  }

  /** Returns the exponential less 1. */
  public Jet expm1() {
    return function(DdFunctions::expm1, Jet::exp);
  }

  /** Returns the natural logarithm, whose slope is 1/x also where it is NaN. */
  public Jet log() {
    return function(DdFunctions::log, Jet::inverse);
  }

  /** Returns the natural logarithm of 1 + x. */
  public Jet log1p() {
    return function(DdFunctions::log1p, x -> x.add(ONE).inverse());
  }

  /** Returns the hyperbolic tangent. */
  public Jet tanh() {
    return function(DdFunctions::tanh, x -> x.scaled(1).logistic().scaled(2));
  }

  /** Returns σ(x). */
  public Jet sigmoid() {
    return function(DdFunctions::sigmoid, Jet::logistic);
  }

  /** Returns σ(x) σ(−x), the slope of σ. */
  public Jet logistic() {
    return sigmoid().mul(neg().sigmoid());
  }

  /** Returns ln(1 + eˣ). */
  public Jet softplus() {
    return function(DdFunctions::softplus, Jet::sigmoid);
  }

  /** Returns the error function. */
  public Jet erf() {
    return function(DdFunctions::erf, Jet::erfSlope);
  }

  /** Returns 2/√π e^−x². */
  public Jet erfSlope() {
    return function(
        DdFunctions::erfSlope,
        x -> x.value().isInfinite() ? ZERO : x.erfSlope().mul(x).scaled(1).neg());
  }

  /** Returns Φ(x). */
  public Jet normalCdf() {
    return function(DdFunctions::normalCdf, Jet::density);
  }

  /** Returns φ(x). */
  public Jet density() {
    return function(
        DdFunctions::density, x -> x.value().isInfinite() ? ZERO : x.density().mul(x).neg());
  }

  /** Returns xᶜ. */
  public Jet pow(Dd exponent) {
    return function(
        x -> DdFunctions.pow(x, exponent),
        x -> exponent.isZero() ? ZERO : x.pow(exponent.sub(Dd.ONE)).mul(of(exponent)));
  }

  /**
   * Returns the function with given values and derivative.
   *
   * @param derivative the derivative as a function of jets
   */
  public Jet function(UnaryOperator<Dd> values, UnaryOperator<Jet> derivative) {
    int order = coefficients.size() - 1;
    Dd value = values.apply(value());
    if (order == 0 && error().isZero()) {
      return new Jet(List.of(Conditioned.rounded(value, Dd.ZERO)));
    }
    Jet slope = derivative.apply(order == 0 ? of(value()) : truncated(order));
    Dd inherited = error().isZero() ? Dd.ZERO : error().mul(slope.value().abs());
    Conditioned[] result = new Conditioned[order + 1];
    result[0] = Conditioned.rounded(value, inherited);
    for (int k = 1; k <= order; k++) {
      Conditioned sum = null;
      for (int j = Math.max(1, k + 1 - slope.coefficients.size()); j <= k; j++) {
        Conditioned term = coefficients.get(j).mul(slope.coefficients.get(k - j)).scaledBy(j);
        sum = sum == null ? term : sum.add(term);
      }
      result[k] = sum == null ? Conditioned.ZERO : sum.dividedBy(k);
    }
    return new Jet(List.of(result));
  }

  /** Returns the first coefficients, at most so many. */
  public Jet truncated(int count) {
    return count >= coefficients.size() ? this : new Jet(coefficients.subList(0, count));
  }

  /** Returns this times t. */
  public Jet shifted() {
    List<Conditioned> shifted = new ArrayList<>(coefficients.size() + 1);
    shifted.add(Conditioned.ZERO);
    shifted.addAll(coefficients);
    return new Jet(List.copyOf(shifted));
  }

  /** Returns {@code (x − c₀) / t}. */
  public Jet rest() {
    return isVariable() ? new Jet(coefficients.subList(1, coefficients.size())) : ZERO;
  }

  /** Returns this with another value: what it is at 0, and what moves it. */
  public Jet withValue(Conditioned value) {
    List<Conditioned> changed = new ArrayList<>(coefficients);
    changed.set(0, value);
    return new Jet(List.copyOf(changed));
  }

  /**
   * Returns the sum of numbers that are added in blocks of {@value #BLOCK}, and the sums of blocks
   * in pairs: a term passes as many additions as {@link #additions} says.
   */
  public static Jet sum(List<Jet> terms) {
    return sum(terms, additions(terms.size()));
  }

  /** Returns how many additions a term of a sum of {@code n} passes at most. */
  public static int additions(int n) {
    int levels = 32 - Integer.numberOfLeadingZeros(Math.max(1, n) - 1);
    return Math.max(0, Math.min(n - 1, BLOCK + levels));
  }

  /**
   * Returns the sum of numbers each of which passes so many additions.
   *
   * @param additions how often a term is rounded
   */
  public static Jet sum(List<Jet> terms, int additions) {
    int order = terms.stream().mapToInt(term -> term.coefficients.size()).max().orElse(1);
    Conditioned[] sum = new Conditioned[order];
    for (int k = 0; k < order; k++) {
      Dd value = Dd.ZERO;
      Dd inherited = Dd.ZERO;
      Dd magnitude = Dd.ZERO;
      for (Jet term : terms) {
        if (k < term.coefficients.size()) {
          Conditioned c = term.coefficients.get(k);
          value = value.add(c.value());
          magnitude = c.value().isFinite() ? magnitude.add(c.value().abs()) : magnitude;
          inherited = c.error().isZero() ? inherited : inherited.add(c.error());
        }
      }
      sum[k] = new Conditioned(value, inherited.add(magnitude.mul(additions)));
    }
    return new Jet(List.of(sum));
  }

  /**
   * Returns the same number with other errors: what a documented algorithm achieves where the steps
   * of the formula promise less, or more.
   *
   * @param errorOfValue the error of c₀
   * @param errorOfSlope the error of c₁
   */
  public Jet withErrors(Dd errorOfValue, Dd errorOfSlope) {
    Conditioned[] result = coefficients.toArray(new Conditioned[0]);
    result[0] = new Conditioned(value(), errorOfValue);
    if (isVariable()) {
      result[1] = new Conditioned(slope().value(), errorOfSlope);
    }
    return new Jet(List.of(result));
  }
}
