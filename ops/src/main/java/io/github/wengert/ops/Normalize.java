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
 * operation: {@link NormalizeVjp}.
 *
 * <p>The variance is that of the differences from the mean, in a second pass, and the mean is
 * subtracted before it is rounded: first a rounded one, then what that one lacks. So a large mean
 * costs no digits. Sources: Ioffe and Szegedy, Batch Normalization, 2015; Ba, Kiros and Hinton,
 * Layer Normalization, 2016.
 *
 * @param groups which elements are normalised together, at least one in each group
 * @param eps ε, &gt; 0: keeps a group of equal elements, which becomes 0, from a division by 0
 */
record Normalize(Groups groups, double eps) implements BuiltinOp {
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
      new HugeGroups(groups, eps, x).normalize(out);
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(g -> Autograd.apply(new NormalizeVjp(groups, eps), inputs.getFirst(), g));
  }

  /** Returns {@code 1 / √(v + ε)} of each group. */
  Tensor scale(Tensor x) {
    return Ops.pow(Ops.add(groups.mean(Ops.square(groups.centred(x))), eps), -0.5);
  }
}
