package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * The gradient {@code aᵀ · b} of a layer's weights, as long as {@linkplain GradientBuffers buffers}
 * are lent: computed when somebody asks for its elements, or, by a step of plain gradient descent,
 * never stored at all.
 *
 * <p>Its factors cannot change before: they are no parameters, and their arrays are lent to the
 * sweep for as long as the gradient is.
 */
final class PendingProduct extends Tensor {
  private static final Object NOTHING = new Object();

  private final GradientBuffers buffers;
  private final int k;
  private final Tensor a;
  private final Tensor b;
  private @Nullable Object product;

  /**
   * Makes a product that is not computed yet.
   *
   * @param shape the axes {@code [m, n]}
   * @param k the inner length
   * @param a {@code [k, m]}, row by row; no parameter
   * @param b {@code [k, n]}, row by row; no parameter
   */
  PendingProduct(GradientBuffers buffers, Shape shape, int k, Tensor a, Tensor b) {
    super(shape, a.dtype(), NOTHING, buffers.loan());
    this.buffers = buffers;
    this.k = k;
    this.a = a;
    this.b = b;
  }

  @Override
  Object array() {
    requireNonNull(loan()).requireOpen(this);
    Object array = product;
    if (array == null) {
      array = buffers.take(dtype(), elements());
      dtype().kernels().matmul(true, false, m(), k, n(), a.array(), 0, b.array(), 0, array, 0);
      product = array;
    }
    return array;
  }

  private int m() {
    return shape().size(0);
  }

  private int n() {
    return shape().size(1);
  }

  /** Makes a step of plain gradient descent, without storing the product if nobody has yet. */
  void descend(Parameter w, Descent descent) {
    Kernels<Object> kernels = dtype().kernels();
    requireNonNull(loan()).requireOpen(this);
    if (product == null) {
      kernels.gradientStepAlongProduct(
          m(), k, n(), a.array(), b.array(), w.array(), descent.numbers());
    } else {
      kernels.gradientStep(w.array(), product, elements(), descent.numbers());
    }
  }
}
