package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.GeluTanhFunctions;
import io.github.wengert.ops.kernel.NormalFunctions;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The Gaussian error linear unit {@code y = x Φ(x)}, with Φ the standard normal distribution; or
 * its tanh form {@code y = ½ x (1 + tanh u)} with {@code u = √(2/π) (x + 0.044715 x³)}, computed as
 * {@code x σ(2u)}. The limit at −∞ is −0.
 *
 * <p>VJP: {@link Vjp}.
 *
 * <p>Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, section 2.
 *
 * @param tanhForm whether to compute the tanh form
 */
record Gelu(boolean tanhForm) implements UnaryOp {
  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public double value(double x) {
    return tanhForm ? GeluTanhFunctions.value(x) : NormalFunctions.gelu(x);
  }

  @Override
  public DoubleUnaryOperator function(DType dtype) {
    return tanhForm && dtype == DType.F32 ? GeluTanhFunctions::valueOfFloat : this::value;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    if (tanhForm) {
      UnaryOp.super.compute(inputs, out);
    } else {
      out.dtype().kernels().gelu(inputs.getFirst().array(), out.array(), out.elements());
    }
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new Vjp(tanhForm), x, g);
  }

  /**
   * The pullback of {@link Gelu}, itself an operation: {@code y = (Φ(a) + a φ(a)) b}, with a the
   * input of the unit and b the cotangent; in the tanh form {@code y = (s + a s (1 − s) v′) b} with
   * {@code s = σ(v)} and {@code v = 2u}.
   *
   * <p>VJP: {@code ā = φ(a) (2 − a²) b ȳ}, in the tanh form {@code s (1 − s) (2v′ + a (1 − 2s) v′²
   * + a v″) b ȳ}, 0 at ±∞; {@code b̄} by this operation.
   *
   * @param tanhForm whether the unit is the tanh form
   */
  record Vjp(boolean tanhForm) implements BinaryOp {
    /** 2 √(2/π), the slope of v at 0. */
    private static final double SCALE = 2 * Math.sqrt(2 / Math.PI);

    private static final double CUBIC = 0.044715;

    @Override
    public String name() {
      return "geluVjp";
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Object a = inputs.get(0).array();
      Object b = inputs.get(1).array();
      if (!tanhForm) {
        out.dtype().kernels().geluVjp(a, b, out.array(), out.elements());
        return;
      }
      DoubleBinaryOperator function =
          out.dtype() == DType.F32
              ? (x, g) -> GeluTanhFunctions.slopeAtFloat(x) * g
              : (x, g) -> GeluTanhFunctions.slope(x) * g;
      out.dtype().kernels().zip(function, a, b, out.array(), out.elements());
    }

    @Override
    public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
      return g -> Ops.mul(g, Ops.mul(b, tanhForm ? tanhCurvature(a) : curvature(a)));
    }

    private static Tensor curvature(Tensor a) {
      Tensor density = Autograd.apply(new Gaussian(false), a);
      return Ops.mul(density, Ops.sub(2, Ops.square(Gaussian.bounded(a))));
    }

    private static Tensor tanhCurvature(Tensor a) {
      Tensor x = Gaussian.bounded(a); // s (1 − s) is 0 there, too
      Tensor squared = Ops.square(x);
      Tensor v = Ops.mul(x, Ops.mul(Ops.add(Ops.mul(squared, CUBIC), 1), SCALE));
      Tensor slope = Ops.mul(Ops.add(Ops.mul(squared, 3 * CUBIC), 1), SCALE);
      Tensor s = Ops.sigmoid(v);
      Tensor rest = Ops.sigmoid(Ops.neg(v));
      Tensor bend = Ops.mul(Ops.sub(rest, s), Ops.square(slope));
      Tensor sum = Ops.add(bend, Ops.mul(x, 6 * CUBIC * SCALE));
      return Ops.mul(Ops.mul(s, rest), Ops.add(Ops.mul(slope, 2), Ops.mul(x, sum)));
    }

    @Override
    public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
      return g -> Autograd.apply(this, a, g);
    }
  }
}
