package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product {@code y = op(a) · op(b)} over the last two axes, where op swaps these axes if
 * asked: {@code [.., m, k] · [.., k, n] → [.., m, n]}, with equal axes in front. Nothing is ever
 * transposed in memory.
 *
 * <p>VJP: without flags {@code ā = ȳ · bᵀ} and {@code b̄ = aᵀ · ȳ}; with them, the product that
 * yields the transposed operand directly. The operation is closed under differentiation.
 *
 * <p>Each element is one chain of fused multiply-adds along k, or, of products with a thin side,
 * the sum of sixteen: the bits depend on sizes and flags, and on nothing else.
 *
 * @param transposeA whether the last two axes of a are swapped
 * @param transposeB whether the last two axes of b are swapped
 */
record MatMul(boolean transposeA, boolean transposeB) implements BuiltinOp {
  /** Returns the product of operands of any ranks from 1 on, with batch axes broadcast. */
  static Tensor of(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    if (a.rank() == 2 && b.rank() == 2) { // nothing to prepare, and most products are of this kind
      return Autograd.apply(new MatMul(transposeA, transposeB), a, b);
    }
    if (a.rank() == 0 || b.rank() == 0) {
      throw new ShapeException(
          "matmul: a scalar has no inner dimension: %s · %s (0 axes < 1)"
              .formatted(a.shape(), b.shape()));
    }
    // A vector stays as it is.
    MatMul product = new MatMul(transposeA && a.rank() > 1, transposeB && b.rank() > 1);
    product.dtype(List.of(a, b));
    product.requireFit(a.shape(), b.shape());
    if (a.rank() == 1) {
      Tensor row = Ops.expandDims(a, 0);
      return Ops.squeeze(of(row, b, false, transposeB), b.rank() == 1 ? 0 : -2);
    }
    if (b.rank() == 1) {
      return Ops.squeeze(of(a, Ops.expandDims(b, 1), transposeA, false), -1);
    }
    if (a.rank() > 2 && b.rank() == 2 && !transposeA) {
      return rowsTimesMatrix(product, a, b);
    }
    Shape batch =
        Shape.broadcast(
            "matmul",
            "batch axes",
            a.shape().slice(0, a.rank() - 2),
            b.shape().slice(0, b.rank() - 2));
    return Autograd.apply(product, withBatch(a, batch), withBatch(b, batch));
  }

  /** Multiplies a batch of matrices by one matrix in one product: that of all their rows. */
  private static Tensor rowsTimesMatrix(MatMul product, Tensor a, Tensor b) {
    Shape front = a.shape().slice(0, a.rank() - 1);
    Tensor rows = Ops.reshape(a, Shape.of(front.elements(), a.shape().size(-1)));
    Tensor result = Autograd.apply(product, rows, b);
    return Ops.reshape(result, front.concat(result.shape().slice(1, 2)));
  }

  private static Tensor withBatch(Tensor x, Shape batch) {
    return Ops.broadcastTo(x, batch.concat(x.shape().slice(x.rank() - 2, x.rank())));
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    if (a.rank() < 2 || b.rank() < 2) {
      throw new ShapeException(
          "matmul: both operands need two axes or more: %s · %s (%d < 2)"
              .formatted(a, b, Math.min(a.rank(), b.rank())));
    }
    requireFit(a, b);
    if (a.rank() == 2 && b.rank() == 2) {
      return Shape.matrix(rows(a), columns(b));
    }
    int rank = a.rank();
    if (!a.slice(0, rank - 2).equals(b.slice(0, b.rank() - 2))) {
      throw new ShapeException(
          "matmul: batch axes differ: %s · %s (%s ≠ %s)"
              .formatted(a, b, a.slice(0, rank - 2), b.slice(0, b.rank() - 2)));
    }
    return a.slice(0, rank - 2).concat(Shape.of(rows(a), columns(b)));
  }

  /** Refuses operands whose inner dimensions differ; a vector has only that one. */
  void requireFit(Shape a, Shape b) {
    int inner = a.size(transposeA ? -2 : -1);
    int innerB = b.size(transposeB || b.rank() == 1 ? -1 : -2);
    if (inner != innerB) {
      throw new ShapeException(
          "matmul: inner dimensions differ: %s%s · %s%s (%d ≠ %d)"
              .formatted(a, mark(transposeA), b, mark(transposeB), inner, innerB));
    }
  }

  private static String mark(boolean transposed) {
    return transposed ? "ᵀ" : "";
  }

  private int rows(Shape a) {
    return a.size(transposeA ? -1 : -2);
  }

  private int columns(Shape b) {
    return b.size(transposeB ? -2 : -1);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    int m = rows(a.shape());
    int n = columns(b.shape());
    int k = a.shape().size(transposeA ? -2 : -1);
    int batches = out.elements() / (m * n);
    for (int i = 0; i < batches; i++) {
      out.dtype()
          .kernels()
          .matmul(
              transposeA,
              transposeB,
              m,
              k,
              n,
              a.array(),
              i * m * k,
              b.array(),
              i * k * n,
              out.array(),
              i * m * n);
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return List.of(
        transposeA
            ? g -> Ops.matmul(b, g, transposeB, true)
            : g -> Ops.matmul(g, b, false, !transposeB),
        transposeB
            ? g -> Ops.matmul(g, a, true, transposeA)
            : g -> Ops.matmul(a, g, !transposeA, false));
  }
}
