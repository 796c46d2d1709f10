package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = (x − m) / √(v + ε)} with the mean m and the biased variance v of each group; any
 * shape.
 *
 * <p>VJP: {@code x̄ = s (ȳ − mean(ȳ) − y mean(ȳ y))} with {@code s = 1 / √(v + ε)}, in one
 * operation: {@link Vjp}.
 *
 * <p>The variance is that of the differences from the mean, in a second pass, and the mean is
 * subtracted before it is rounded: first a rounded one, then what that one lacks. So a large mean
 * costs no digits. Sources: Ioffe and Szegedy, Batch Normalization, 2015; Ba, Kiros and Hinton,
 * Layer Normalization, 2016.
 *
 * @param groups which elements are normalised together, at least one in each group
 * @param eps ε, &gt; 0: keeps a group of equal elements, which becomes 0, from a division by 0
 */
record Normalize(NormalizedAxes groups, double eps) implements BuiltinOp {
  @Override
  public String name() {
    return "normalize";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return inputs.getFirst().shape();
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    Shape shape = x.shape();
    boolean overflowed =
        out.dtype()
            .kernels()
            .normalize(
                x.array(),
                groups.outer(shape),
                groups.count(shape),
                groups.inner(shape),
                eps,
                out.array());
    if (overflowed) {
      new OverflowedGroups(groups, eps, x).normalize(out);
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(g -> Autograd.apply(new Vjp(groups, eps), inputs.getFirst(), g));
  }

  /** Returns {@code 1 / √(v + ε)} of each group. */
  Tensor scale(Tensor x) {
    return Ops.pow(Ops.add(groups.mean(Ops.square(groups.centred(x))), eps), -0.5);
  }

  /**
   * The pullback of {@link Normalize}, as an operation of its own: {@code h = s (g − mean(g) − n
   * mean(g n))}, with n the normalised x, s the reciprocal root of its variance, and the means
   * those of each group. Operands: x and the cotangent g, of one shape.
   *
   * <p>VJP, where {@code J(a)} stands for this operation at x and a: the map from g to h is its own
   * transpose, so {@code ḡ = J(h̄)}. With {@code a = mean(h̄ n)} and {@code b = mean(g n)}: {@code
   * x̄ = −s (c n + b J(h̄) + a h)}, where {@code c = s (mean(h̄ g) − mean(h̄) mean(g) − a b)}.
   * Since that may cancel, c is computed as {@code mean(J(h̄) h) / s + a b ε s³}, which is the
   * same, and h̄ and g less their means take their places in a and b.
   *
   * @param groups which elements are normalised together
   * @param eps what is added to the variance, &gt; 0
   */
  record Vjp(NormalizedAxes groups, double eps) implements BuiltinOp {
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
      boolean overflowed =
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
      if (overflowed) {
        new OverflowedGroups(groups, eps, inputs.get(0)).pullBack(inputs.get(1), out);
      }
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
      Tensor a = groups.mean(Ops.mul(groups.centred(u), n));
      Tensor b = groups.mean(Ops.mul(groups.centred(g), n));
      Tensor j = Autograd.apply(this, x, u);
      Tensor c =
          Ops.add(
              Ops.div(groups.mean(Ops.mul(j, h)), s),
              Ops.mul(Ops.mul(a, b), Ops.mul(Ops.mul(Ops.square(s), eps), s)));
      Tensor sum = Ops.add(Ops.add(times(c, n), times(b, j)), times(a, h));
      return Ops.neg(times(s, sum));
    }

    private Tensor times(Tensor numbers, Tensor x) {
      return Ops.mul(groups.expand(numbers, x.shape()), x);
    }
  }
}
