package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;

/**
 * The leaky rectifier with a learned slope: {@code y = a} for a &gt; 0, else {@code b a}, where a
 * is the input and b the slope.
 *
 * <p>VJP: {@code ā = ȳ} for a &gt; 0, else {@code b ȳ}; {@code b̄ = 0} for a &gt; 0, else {@code a
 * ȳ}. Kink at a = 0: the derivative there is the slope. A slope of 0 selects 0, also of an infinite
 * {@code ȳ}.
 *
 * <p>At the kink, where {@link Subgradient} takes {@code w b + 1 − w} between the slopes b and 1,
 * {@code b̄ = w a ȳ}: its derivative by a and that of {@code ā} by b are one number.
 *
 * <p>Source: He et al., Delving Deep into Rectifiers, 2015, section 2.1.
 */
record Prelu() implements BinaryOp, Piecewise {
  /** Returns y for one slope, or one for each channel, refusing any other number of them. */
  static Tensor of(Tensor x, Tensor slope) {
    Prelu prelu = new Prelu();
    prelu.dtype(Nulls.operands("prelu", x, slope));
    return Autograd.apply(prelu, x, Ops.broadcastTo(alongChannels(x, slope), x.shape()));
  }

  private static Tensor alongChannels(Tensor x, Tensor slope) {
    if (slope.elements() == 1) {
      return Ops.reshape(slope, Shape.SCALAR);
    }
    if (slope.rank() != 1) {
      throw new ShapeException(
          "prelu: one slope is needed, or one for each channel: x %s, slope %s (%d axes ≠ 1)"
              .formatted(x.shape(), slope.shape(), slope.rank()));
    }
    int channels = x.rank() < 2 ? 1 : x.shape().size(1);
    if (slope.elements() != channels) {
      throw new ShapeException(
          "prelu: one slope is needed, or one for each channel: x %s, slope %s (%d ≠ %d)"
              .formatted(x.shape(), slope.shape(), slope.elements(), channels));
    }
    int[] extents = new int[x.rank() - 1];
    Arrays.fill(extents, 1);
    extents[0] = channels;
    return Ops.reshape(slope, extents);
  }

  @Override
  public String name() {
    return "prelu";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype()
        .kernels()
        .zip((x, slope) -> x > 0 ? x : slope * x, a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    Subgradient choice = Subgradient.current();
    return g -> {
      Tensor negativeSide = BranchMasks.weigh(b, g);
      if (isOfNegativeSide(choice)) {
        return Ops.where(BranchMasks.positive(a), g, negativeSide);
      }
      Tensor share = shareOfNegativeSide(choice, a, b);
      Tensor rest = BranchMasks.of(share, w -> 1 - w);
      return Ops.add(BranchMasks.weigh(share, negativeSide), BranchMasks.weigh(rest, g));
    };
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    Subgradient choice = Subgradient.current();
    return g -> {
      Tensor negativeSide = BranchMasks.weigh(a, g);
      return isOfNegativeSide(choice)
          ? BranchMasks.drop(BranchMasks.positive(a), negativeSide)
          : BranchMasks.weigh(shareOfNegativeSide(choice, a, b), negativeSide);
    };
  }

  /** Whether 0 belongs to the negative side, whatever the slope is. */
  private static boolean isOfNegativeSide(Subgradient choice) {
    return choice == Subgradient.DEFAULT || choice == Subgradient.FIRST;
  }

  /** Returns the w for which the derivative by a is {@code w b + 1 − w}. */
  private static Tensor shareOfNegativeSide(Subgradient choice, Tensor a, Tensor b) {
    Tensor mask =
        BranchMasks.of(
            a, b, (x, slope) -> x > 0 ? 0 : x == 0 && slope != 1 ? share(choice, slope) : 1);
    Traced.hidden("prelu: its subgradient", List.of(a, b), mask); // at 0 it depends on the slope
    return mask;
  }

  private static double share(Subgradient choice, double slope) {
    return (1 - choice.slope(slope, 1, slope)) / (1 - slope);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
