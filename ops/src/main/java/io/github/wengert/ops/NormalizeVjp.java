package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link Normalize}, as an operation of its own: {@code h = s (g − mean(g) − n
 * mean(g n))}, with n the normalised x, s the reciprocal root of its variance, and the means those
 * of each group. Operands: x and the cotangent g, of one shape.
 *
 * <p>VJP, where {@code J(a)} stands for this operation at x and a: the map from g to h is its own
 * transpose, so {@code ḡ = J(h̄)}. With {@code a = mean(h̄ n)} and {@code b = mean(g n)}: {@code x̄
 * = −s ((s (mean(h̄ g) − mean(h̄) mean(g) − a b)) n + b J(h̄) + a h)}.
 *
 * @param groups which elements are normalised together
 * @param eps what is added to the variance, &gt; 0
 */
record NormalizeVjp(Groups groups, double eps) implements BuiltinOp {
  @Override
  public String name() {
    return "normalizeVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape x = inputs.get(0).shape();
    Shape g = inputs.get(1).shape();
    if (!x.equals(g)) {
      throw new ShapeException(
          "normalizeVjp: the cotangent has another shape than x: (%s ≠ %s)".formatted(g, x));
    }
    return x;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Shape shape = out.shape();
    out.dtype()
        .kernels()
        .normalizeVjp(
            inputs.get(0).array(),
            inputs.get(1).array(),
            groups.outer(shape),
            groups.count(shape),
            groups.inner(shape),
            eps,
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.get(0);
    Tensor g = inputs.get(1);
    return List.of(u -> byX(x, g, output, u), u -> Autograd.apply(this, x, u));
  }

  private Tensor byX(Tensor x, Tensor g, Tensor h, Tensor u) {
    Normalize normalize = new Normalize(groups, eps);
    Tensor n = Autograd.apply(normalize, x);
    Tensor s = normalize.scale(x);
    Tensor a = groups.mean(Ops.mul(u, n));
    Tensor b = groups.mean(Ops.mul(g, n));
    Tensor product = Ops.mul(groups.mean(u), groups.mean(g));
    Tensor rest = Ops.sub(Ops.sub(groups.mean(Ops.mul(u, g)), product), Ops.mul(a, b));
    Tensor alongN = times(Ops.mul(s, rest), n);
    Tensor alongU = times(b, Autograd.apply(this, x, u));
    Tensor sum = Ops.add(Ops.add(alongN, alongU), times(a, h));
    return Ops.neg(times(s, sum));
  }

  private Tensor times(Tensor numbers, Tensor x) {
    return Ops.mul(groups.expand(numbers, x.shape()), x);
  }
}
