package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.kernel.Kernels;
import io.github.wengert.ops.kernel.Step;
import org.jspecify.annotations.Nullable;

/**
 * The gradient {@code aᵀ · b} of a layer's weights while an {@link ArrayPool} is lent: computed
 * when its elements are read, or never stored at all if the only reader is a step of plain gradient
 * descent.
 *
 * <p>Neither factor can change before that: they are no parameters, and their arrays are lent to
 * the sweep for as long as the gradient is.
 */
final class PendingProduct extends Tensor {
  private static final Object NOTHING = new Object();

  private final ArrayPool pool;
  private final int k;
  private final Tensor a;
  private final Tensor b;
  private @Nullable Object product;

  /**
   * Creates a product that is computed later.
   *
   * @param shape the axes {@code [m, n]}
   * @param k the inner length
   * @param a {@code [k, m]}, row by row; no parameter
   * @param b {@code [k, n]}, row by row; no parameter
   */
  PendingProduct(ArrayPool pool, Shape shape, int k, Tensor a, Tensor b) {
    super(shape, a.dtype(), NOTHING, pool.loan());
    this.pool = pool;
    this.k = k;
    this.a = a;
    this.b = b;
  }

  @Override
  Object array() {
    requireNonNull(loan()).requireOpen(this);
    Object array = product;
    if (array == null) {
      array = pool.take(dtype(), elements());
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

  /** Makes a step of plain gradient descent; a product that is not stored yet stays unstored. */
  void descend(Parameter w, Step step) {
    Kernels<Object> kernels = dtype().kernels();
    requireNonNull(loan()).requireOpen(this);
    if (product == null) {
      kernels.gradientStepAlongProduct(m(), k, n(), a.array(), b.array(), w.array(), step);
    } else {
      kernels.gradientStep(w.array(), product, elements(), step);
    }
  }
}
