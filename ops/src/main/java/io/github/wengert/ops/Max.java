package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest element along some axes, NaN if there is one.
 *
 * <p>VJP: {@code ȳ} to the largest element. Kink where several are largest: shared evenly among
 * them. To send all of it to the first instead, pick by index: {@link Ops#maxAt}.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Max(Axes axes) implements ReductionOp, Piecewise {
  /** Returns the largest of each group of {@code pieces} neighbours along the last axis. */
  static Tensor maxout(Tensor x, int pieces) {
    if (pieces < 1) {
      throw new AttributeException(
          "maxout: each unit needs a piece: (%d pieces < 1)".formatted(pieces));
    }
    int last = x.shape().size(x.shape().axis("maxout", -1));
    if (last % pieces != 0) {
      throw new ShapeException(
          "maxout: the last axis must be a multiple of the pieces: %s, %d pieces (%d is no multiple of %d)"
              .formatted(x.shape(), pieces, last, pieces));
    }
    Shape front = x.shape().slice(0, x.rank() - 1);
    Shape grouped = front.concat(Shape.of(last / pieces, pieces));
    return Ops.max(Ops.reshape(x, grouped), -1);
  }

  /** Returns the position of the first largest element along an axis, which has no derivative. */
  static Indices positions(String operation, Tensor x, int axis) {
    Kernels<Object> kernels = x.dtype().kernels();
    return search(operation, x, axis, kernels::argMax);
  }

  /** Finds one element among {@code length} along the middle axis, at one place of the others. */
  private interface Search {
    int find(Object x, int outer, int length, int inner, int outerAt, int innerAt);
  }

  private static Indices search(String operation, Tensor x, int axis, Search search) {
    Traced.read(x, operation);
    Shape shape = x.shape();
    int along = shape.axis(operation, axis);
    int length = shape.size(along);
    if (length == 0) {
      throw new ShapeException(
          "%s: nothing to search: axis %d of %s (0 elements < 1)"
              .formatted(operation, axis, shape));
    }
    int outer = shape.elements(0, along);
    int inner = shape.elements(along + 1, shape.rank());
    Indices found =
        Indices.generate(
            shape.without(along),
            at -> search.find(x.array(), outer, length, inner, at / inner, at % inner));
    BranchLog log = BranchLog.current();
    if (log != null) {
      log.add(operation, found.hashCode());
    }
    return found;
  }

  @Override
  public String name() {
    return "max";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.max(x, outer, length, inner, y);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> share(axes, x, y, g);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(axes.extremes(inputs.getFirst(), output));
  }

  /**
   * Passes the cotangent of an extreme to the elements that tie for it: in equal shares, or all of
   * it to the first or last along the axes, as {@link Subgradient} says.
   *
   * @param x the elements
   * @param extreme the largest or smallest of each group
   * @param g the cotangent of {@code extreme}
   */
  private static Tensor share(Axes axes, Tensor x, Tensor extreme, Tensor g) {
    return switch (Subgradient.current()) {
      case DEFAULT, ZERO, SPLIT -> Autograd.apply(new Max.ExtremeVjp(axes), x, extreme, g);
      case FIRST ->
          BranchMasks.weigh(onlyExtreme(axes, x, extreme, true), axes.expand(g, x.shape()));
      case LAST ->
          BranchMasks.weigh(onlyExtreme(axes, x, extreme, false), axes.expand(g, x.shape()));
    };
  }

  private static Tensor onlyExtreme(Axes axes, Tensor x, Tensor extreme, boolean first) {
    Tensor ties = axes.extremes(x, extreme);
    Traced.read(ties, "subgradient");
    // In double precision, which holds every position of an array exactly.
    double[] positions = new double[ties.elements()];
    for (int i = 0; i < positions.length; i++) {
      boolean tied = ties.get(i) != 0;
      positions[i] = tied ? i : first ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    Tensor candidates = Tensor.of(DType.F64, ties.shape(), positions);
    Tensor chosen = Autograd.apply(first ? new Min(axes) : new Max(axes), candidates);
    // A group with NaN has no ties, but NaN as its extreme: its slopes are NaN under any choice.
    Tensor shares =
        BranchMasks.of(
            candidates,
            axes.expand(chosen, ties.shape()),
            (position, best) -> Double.isInfinite(best) ? Double.NaN : position == best ? 1 : 0);
    return Ops.to(shares, ties.dtype());
  }

  /**
   * The smallest element along some axes, NaN if there is one.
   *
   * <p>VJP: {@code ȳ} to the smallest element. Kink where several are smallest: shared evenly among
   * them. To send all of it to the first instead, pick by index: {@link Ops#minAt}.
   *
   * @param axes which axes are reduced, and whether they are kept
   */
  record Min(Axes axes) implements ReductionOp, Piecewise {
    /** Returns the position of the first smallest element along an axis; it has no derivative. */
    static Indices positions(String operation, Tensor x, int axis) {
      Kernels<Object> kernels = x.dtype().kernels();
      return search(operation, x, axis, kernels::argMin);
    }

    @Override
    public String name() {
      return "min";
    }

    @Override
    public boolean acceptsEmpty() {
      return false;
    }

    @Override
    public void reduce(
        Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
      kernels.min(x, outer, length, inner, y);
    }

    @Override
    public Pullback<Tensor> vjp(Tensor x, Tensor y) {
      return g -> share(axes, x, y, g);
    }

    @Override
    public long winners(List<Tensor> inputs, Tensor output) {
      return BranchLog.signs(axes.extremes(inputs.getFirst(), output));
    }
  }

  /**
   * The pullback of {@link Max} and {@link Min}, itself an operation: {@code yᵢ = g / k} where
   * {@code xᵢ} equals the extreme of its group, else exactly 0, with k the number of such elements
   * in the group. Operands: x of any shape, the extremes and the cotangent g of the reduced shape.
   * A group whose extreme is NaN is all NaN.
   *
   * <p>VJP: {@code ḡ} is the sum of {@code ȳ / k} over the elements that equal the extreme; x and
   * the extremes have no derivative.
   *
   * @param axes which axes were reduced, and whether they were kept
   */
  record ExtremeVjp(Axes axes) implements BuiltinOp, Piecewise {
    @Override
    public String name() {
      return "extremeVjp";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      Shape x = inputs.get(0).shape();
      Shape reduced = axes.reduced(x);
      for (Tensor operand : inputs.subList(1, 3)) {
        if (!operand.shape().equals(reduced)) {
          throw new ShapeException(
              "extremeVjp: one number is needed for each group: axes %s of %s (%s ≠ %s)"
                  .formatted(Arrays.toString(axes.sorted()), x, operand.shape(), reduced));
        }
      }
      return x;
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Tensor x = axes.lastIfScattered(inputs.get(0));
      Tensor y = x == inputs.get(0) ? out : Tensor.zeros(out.dtype(), x.shape());
      int[] sorted = axes.positionsIn(x.shape());
      int first = sorted.length == 0 ? x.rank() : sorted[0];
      int last = first + sorted.length;
      out.dtype()
          .kernels()
          .extremeVjp(
              x.array(),
              inputs.get(1).array(),
              inputs.get(2).array(),
              x.shape().elements(0, first),
              x.shape().elements(first, last),
              x.shape().elements(last, x.rank()),
              y.array());
      axes.backIfScattered(y, out);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      Tensor x = inputs.get(0);
      Tensor extreme = inputs.get(1);
      Pullback<Tensor> toCotangent =
          g -> {
            Tensor ones = Tensor.ones(extreme.dtype(), extreme.shape());
            return axes.sum(BranchMasks.weigh(Autograd.apply(this, x, extreme, ones), g));
          };
      return Arrays.asList(null, null, toCotangent);
    }

    @Override
    public long winners(List<Tensor> inputs, Tensor output) {
      return BranchLog.signs(axes.extremes(inputs.get(0), inputs.get(1)));
    }
  }
}
