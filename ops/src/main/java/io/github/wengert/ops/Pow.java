package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import io.github.wengert.ops.kernel.PowerFunction;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * {@code y = aᵇ}, by the rules of {@link Math#pow}.
 *
 * <p>VJP: {@code ā = b aᵇ⁻¹ ȳ}, 0 where b = 0; {@code b̄ = aᵇ ln(a) ȳ}, 0 where a = 0 and b ≥ 0;
 * both by {@link Derivative}, which is right at these points in higher derivatives too.
 */
record Pow() implements BinaryOp {
  @Override
  public String name() {
    return "pow";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    DoubleBinaryOperator pow =
        out.dtype() == DType.F32 ? PowerFunction::powOfFloats : PowerFunction::pow;
    out.dtype().kernels().zip(pow, a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> Derivative.slope(1, 0, a, b, g);
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Derivative.slope(0, 1, a, b, g);
  }

  /**
   * A derivative of {@link Pow}: {@code y = ∂ᵐ/∂bᵐ ∂ᵏ/∂aᵏ aᵇ}. With {@code P(b) = b (b − 1) ⋯ (b −
   * k + 1)} it is {@code aᵇ⁻ᵏ Σⱼ (m over j) P⁽ʲ⁾(b) (ln a)ᵐ⁻ʲ}.
   *
   * <p>VJP: {@code ā} and {@code b̄} are {@code ȳ}, times the derivatives of one order more: the
   * family is closed under differentiation. A cotangent of 0 stays 0, even at a pole.
   *
   * <p>Where a factor is 0 and another infinite, y is the limit: a polynomial of 0 wins over a
   * power that overflows, and a power of 0 over its logarithms. For a = 0, {@code ln a} is −∞, but
   * the power {@code 0⁰} is constant: for k = 0 and b = 0, y is 0 if m &gt; 0. For a &lt; 0, y is
   * NaN if m &gt; 0, or if b is no integer.
   *
   * @param byBase k, how often it is differentiated by the base
   * @param byExponent m, how often it is differentiated by the exponent
   */
  record Derivative(int byBase, int byExponent) implements BinaryOp {
    @Override
    public String name() {
      return "powDerivative";
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Object a = inputs.get(0).array();
      Object b = inputs.get(1).array();
      out.dtype().kernels().zip(this::value, a, b, out.array(), out.elements());
    }

    /** Returns {@code y} of one base and one exponent. */
    double value(double a, double b) {
      if (byExponent > 0 && a < 0) {
        return Double.NaN;
      }
      if (byBase == 0 && byExponent > 0 && a == 0 && b == 0) {
        return 0;
      }
      double factor = factor(a, b);
      double power = factor == 0 ? 0 : PowerFunction.pow(a, b - byBase);
      return power == 0 ? 0 : factor * power;
    }

    /** Returns the sum of products of a polynomial of b and a power of ln a, by Horner's rule. */
    private double factor(double a, double b) {
      double[] polynomial = fallingFactorial(b);
      double log = byExponent == 0 ? 0 : DoubleFunctions.log(a);
      double sum = 0;
      double binomial = 1; // m over j
      for (int j = 0; j <= byExponent; j++) {
        // A sum that is still 0 stays 0 where the logarithm is infinite.
        sum = (sum == 0 ? 0 : sum * log) + binomial * polynomial[j];
        binomial = binomial * (byExponent - j) / (j + 1);
      }
      return sum;
    }

    /** Returns {@code P(b), P′(b), …} up to the derivative of order m. */
    private double[] fallingFactorial(double b) {
      double[] derivatives = new double[byExponent + 1];
      derivatives[0] = 1;
      for (int i = 0; i < byBase; i++) {
        for (int j = byExponent; j >= 0; j--) {
          derivatives[j] = derivatives[j] * (b - i) + (j == 0 ? 0 : j * derivatives[j - 1]);
        }
      }
      return derivatives;
    }

    @Override
    public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
      return g -> slope(byBase + 1, byExponent, a, b, g);
    }

    @Override
    public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
      return g -> slope(byBase, byExponent + 1, a, b, g);
    }

    static Tensor slope(int byBase, int byExponent, Tensor a, Tensor b, Tensor g) {
      return BranchMasks.weigh(g, Autograd.apply(new Derivative(byBase, byExponent), a, b));
    }
  }
}
