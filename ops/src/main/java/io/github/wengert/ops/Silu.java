package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * The sigmoid linear unit {@code y = x σ(x)}, also called swish. The limit at −∞ is −0.
 *
 * <p>VJP: {@link Vjp}.
 *
 * <p>Source: Elfwing, Uchibe and Doya, Sigmoid-Weighted Linear Units, 2017, equation 2.
 */
record Silu() implements UnaryOp {
  @Override
  public String name() {
    return "silu";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.silu(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().silu(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new Vjp(), x, g);
  }

  /**
   * The pullback of {@link Silu}, itself an operation: {@code y = σ(a) (1 + a σ(−a)) b}, with a the
   * input of the unit and b the cotangent.
   *
   * <p>VJP: {@code ā = σ(a) σ(−a) (2 + a (σ(−a) − σ(a))) b ȳ}, 0 at ±∞; {@code b̄} by this
   * operation.
   */
  record Vjp() implements BinaryOp {
    /** From here on σ(−a) is 0, and a may be replaced by this. */
    private static final double FARTHEST = 1000;

    @Override
    public String name() {
      return "siluVjp";
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Object a = inputs.get(0).array();
      Object b = inputs.get(1).array();
      out.dtype().kernels().siluVjp(a, b, out.array(), out.elements());
    }

    @Override
    public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
      return g -> {
        Tensor x = Ops.clamp(a, -FARTHEST, FARTHEST);
        Tensor s = Ops.sigmoid(x);
        Tensor rest = Ops.sigmoid(Ops.neg(x));
        Tensor bend = Ops.add(Ops.mul(x, Ops.sub(rest, s)), 2);
        return Ops.mul(g, Ops.mul(b, Ops.mul(Ops.mul(s, rest), bend)));
      };
    }

    @Override
    public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
      return g -> Autograd.apply(this, a, g);
    }
  }
}
