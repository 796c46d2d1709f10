package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.Arrays;
import java.util.List;

/** What the facade does before an operation that takes operands of several ranks. */
final class Products {
  private Products() {}

  /** Makes matrices of vectors and one batch shape of two, and takes it back from the result. */
  static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
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
      return Ops.squeeze(matmul(row, b, false, transposeB), b.rank() == 1 ? 0 : -2);
    }
    if (b.rank() == 1) {
      return Ops.squeeze(matmul(a, Ops.expandDims(b, 1), transposeA, false), -1);
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

  /** A batch of matrices times one matrix is one product: the rows of all of them times it. */
  private static Tensor rowsTimesMatrix(MatMul product, Tensor a, Tensor b) {
    Shape front = a.shape().slice(0, a.rank() - 1);
    Tensor rows = Ops.reshape(a, Shape.of(front.elements(), a.shape().size(-1)));
    Tensor result = Autograd.apply(product, rows, b);
    return Ops.reshape(result, front.concat(result.shape().slice(1, 2)));
  }

  private static Tensor withBatch(Tensor x, Shape batch) {
    return Ops.broadcastTo(x, batch.concat(x.shape().slice(x.rank() - 2, x.rank())));
  }

  static Tensor prelu(Tensor x, Tensor slope) {
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
}
