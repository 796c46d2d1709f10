package io.github.wengert.optim;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.UpdateRules;

/**
 * Bounds on gradients, so that a rare steep place does not throw the parameters far away. First
 * each element is brought into [−value, value]; then, with the norm {@code ‖g‖ = √Σ g²} over all
 * gradients together, each is multiplied by {@code min(1, norm / ‖g‖)}, which keeps the direction.
 *
 * <p>The norm is added in double, parameter by parameter, in an order that neither threads nor
 * vectors change. Squares that no double could hold are scaled first: the norm of {@code (1e200,
 * 1e200)} is 1.4e200.
 *
 * <p>Source: Pascanu, Mikolov, Bengio, On the Difficulty of Training Recurrent Neural Networks,
 * 2013, section 3.2.
 *
 * @param largestValue the bound on the size of each element, in (0, ∞]; ∞ for none
 * @param largestNorm the bound on the norm of all gradients together, in (0, ∞]; ∞ for none
 */
public record Clipping(double largestValue, double largestNorm) {
  /**
   * A factor below this is applied in steps: F32 has fewer digits below 2^-126, F64 below 2^-1022.
   */
  private static final double SMALLEST_SCALE = 0x1p-100;

  /** One of these steps; an element that underflows in it would underflow in the product, too. */
  private static final double STEP = 0x1p-64;

  /** No bounds. */
  static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Checks the bounds.
   *
   * @throws HyperparameterException if a bound is not above 0
   */
  public Clipping {
    HyperparameterException.require(
        largestValue > 0, "clipping", "largest value", largestValue, "(0, ∞]");
    HyperparameterException.require(
        largestNorm > 0, "clipping", "largest norm", largestNorm, "(0, ∞]");
  }

  /**
   * Returns a bound on the size of each element.
   *
   * @throws HyperparameterException if {@code c} is not in (0, ∞)
   */
  public static Clipping byValue(double c) {
    return NONE.withValue(c);
  }

  /**
   * Returns a bound on the norm of all gradients together.
   *
   * @throws HyperparameterException if {@code c} is not in (0, ∞)
   */
  public static Clipping byNorm(double c) {
    return NONE.withNorm(c);
  }

  /**
   * Returns this with a bound on the size of each element.
   *
   * @throws HyperparameterException if {@code c} is not in (0, ∞)
   */
  public Clipping withValue(double c) {
    requireBound("clipValue", "largest value", c);
    return new Clipping(c, largestNorm);
  }

  /**
   * Returns this with a bound on the norm of all gradients together.
   *
   * @throws HyperparameterException if {@code c} is not in (0, ∞)
   */
  public Clipping withNorm(double c) {
    requireBound("clipNorm", "largest norm", c);
    return new Clipping(largestValue, c);
  }

  private static void requireBound(String operation, String what, double c) {
    HyperparameterException.require(c > 0 && Double.isFinite(c), operation, what, c, "(0, ∞)");
  }

  /**
   * Returns gradients within the bounds; {@code gradients} do not change.
   *
   * @throws GradientsException if there is a bound on the norm, which is infinite or NaN
   */
  public Gradients<Tensor> apply(Gradients<Tensor> gradients) {
    Nulls.require(gradients, "clipping", "gradients");
    Clipped clipped = clip(gradients, gradients.leaves());
    double scale = clipped.scale();
    return scale == 1
        ? clipped.gradients()
        : clipped.gradients().map((leaf, g) -> Ops.mul(g, scale));
  }

  /**
   * Gradients of which only the last factor is not yet applied, so that an optimizer applies it in
   * its own pass.
   *
   * @param gradients within the bound on their elements
   * @param norm their norm before it was bounded; NaN if there is no bound on it
   * @param scale the factor that brings {@code gradients} within that bound, in [2^-100, 1]
   */
  record Clipped(Gradients<Tensor> gradients, double norm, double scale) {}

  /**
   * Returns gradients within the bounds, with the norm taken over the gradients of {@code leaves}.
   *
   * @throws GradientsException if there is a bound on the norm, which is infinite or NaN
   */
  Clipped clip(Gradients<Tensor> gradients, Iterable<? extends Tensor> leaves) {
    Gradients<Tensor> bounded =
        largestValue == Double.POSITIVE_INFINITY
            ? gradients
            : gradients.map((leaf, g) -> Ops.clamp(g, -largestValue, largestValue));
    if (largestNorm == Double.POSITIVE_INFINITY) {
      return new Clipped(bounded, Double.NaN, 1);
    }
    double norm = norm(bounded, leaves);
    if (!Double.isFinite(norm)) {
      throw new GradientsException(
          "clipNorm: the norm of the gradients is not finite: (%s)".formatted(norm));
    }
    double rest = norm;
    while (largestNorm / rest < SMALLEST_SCALE) {
      bounded = bounded.map((leaf, g) -> Ops.mul(g, STEP));
      rest *= STEP;
    }
    return new Clipped(bounded, norm, rest > largestNorm ? largestNorm / rest : 1);
  }

  /**
   * Returns the norm {@code √Σ g²} over all elements of all gradients, in the order of their
   * leaves.
   */
  public static double norm(Gradients<Tensor> gradients) {
    Nulls.require(gradients, "clipping", "gradients");
    return norm(gradients, gradients.leaves());
  }

  /** Returns the norm over the gradients of some leaves. */
  private static double norm(Gradients<Tensor> gradients, Iterable<? extends Tensor> leaves) {
    double sum = 0;
    for (Tensor leaf : leaves) {
      sum += UpdateRules.rules().sumOfSquares(gradients.of(leaf));
    }
    return VectorMath.isSafeSum(sum) ? Math.sqrt(sum) : scaledNorm(gradients, leaves);
  }

  /** Returns the norm where squares are too large, or too small, for a double. */
  private static double scaledNorm(Gradients<Tensor> gradients, Iterable<? extends Tensor> leaves) {
    double largest = 0;
    for (Tensor leaf : leaves) {
      largest = Math.max(largest, UpdateRules.rules().largest(gradients.of(leaf)));
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    int exponent = Math.getExponent(largest);
    double sum = 0;
    for (Tensor leaf : leaves) {
      sum += VectorMath.scaledSumOfSquares(gradients.of(leaf).toDoubleArray(), exponent);
    }
    return Math.scalb(Math.sqrt(sum), exponent);
  }

  /** Returns the bounds that there are. */
  @Override
  public String toString() {
    String value = "values clipped at " + Description.shortest(largestValue);
    String norm = "norm clipped at " + Description.shortest(largestNorm);
    if (largestNorm == Double.POSITIVE_INFINITY) {
      return largestValue == Double.POSITIVE_INFINITY ? "no clipping" : value;
    }
    return largestValue == Double.POSITIVE_INFINITY ? norm : value + ", " + norm;
  }
}
