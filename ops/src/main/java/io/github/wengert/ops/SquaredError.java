package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.autograd.internal.InputCotangents;
import io.github.wengert.ops.exact.Tracer;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The squared error of two tensors of one shape, over all elements: {@code y = Σ (aᵢ − bᵢ)² /
 * divisor}, any shape to {@code []}; 0 if there is nothing to add.
 *
 * <p>VJP: {@code ā = 2 ȳ (a − b) / divisor}, {@code b̄ = −ā}.
 *
 * @param divisor what the sum is divided by
 */
record SquaredError(double divisor) implements BuiltinOp, FusedBackward<Tensor> {
  @Override
  public String name() {
    return "squaredError";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return Shape.SCALAR;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor a = inputs.get(0);
    int n = a.elements();
    Kernels<Object> kernels = out.dtype().kernels();
    boolean one = n == 1; // the only square is the sum
    Object squares = one ? out.array() : out.dtype().allocate(n);
    kernels.sub(a.array(), inputs.get(1).array(), squares, n);
    kernels.mul(squares, squares, squares, n);
    if (!one) {
      kernels.sum(squares, 1, n, 1, out.array());
    }
    out.set(0, out.get(0) / divisor);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return List.of(
        g -> Autograd.apply(new Vjp(divisor), a, b, g),
        g -> Autograd.apply(new Vjp(divisor), b, a, g));
  }

  @Override
  public void pullBack(
      List<Tensor> inputs, Tensor output, Tensor g, InputCotangents<Tensor> cotangents) {
    if (Tracer.isTracing()) {
      Traced.pullBack(this, inputs, output, g, cotangents);
      return;
    }
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    if (cotangents.isNeeded(0)) {
      cotangents.add(0, slope(a, b, g));
    }
    if (cotangents.isNeeded(1)) {
      cotangents.add(1, slope(b, a, g));
    }
  }

  private Tensor slope(Tensor a, Tensor b, Tensor g) {
    Tensor out = ArrayPool.destination(a.dtype(), a.shape());
    Vjp.compute(divisor, a, b, g, out);
    return out;
  }

  /**
   * The pullback of {@link SquaredError}, itself an operation: {@code y = 2 g (a − b) / divisor}; a
   * and b of one shape, g a scalar.
   *
   * <p>VJP: {@code ā = 2 g ȳ / divisor}, {@code b̄ = −ā}, {@code ḡ = 2 Σ ȳ (a − b) / divisor}.
   *
   * @param divisor what the sum was divided by
   */
  record Vjp(double divisor) implements BuiltinOp {
    @Override
    public String name() {
      return "squaredErrorVjp";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      return inputs.getFirst().shape();
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      compute(divisor, inputs.get(0), inputs.get(1), inputs.get(2), out);
    }

    static void compute(double divisor, Tensor a, Tensor b, Tensor g, Tensor out) {
      Kernels<Object> kernels = out.dtype().kernels();
      int n = out.elements();
      kernels.sub(a.array(), b.array(), out.array(), n);
      kernels.scale(out.array(), 2 * g.get(0) / divisor, out.array(), n);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      Tensor a = inputs.get(0);
      Tensor b = inputs.get(1);
      Tensor cotangent = inputs.get(2);
      return List.of(
          g -> Ops.mul(Ops.mul(g, cotangent), 2 / divisor),
          g -> Ops.mul(Ops.mul(g, cotangent), -2 / divisor),
          g -> Ops.mul(Ops.sum(Ops.mul(g, Ops.sub(a, b))), 2 / divisor));
    }
  }
}
