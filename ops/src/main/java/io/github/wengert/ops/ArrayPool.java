package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.autograd.internal.SweepContext;
import io.github.wengert.ops.internal.GradientBuffers;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arrays behind {@link GradientBuffers}: a sweep takes them here, and all of them become free
 * together when the step has been made.
 */
final class ArrayPool implements GradientBuffers, SweepContext {
  /** The free arrays, in the order in which the last step took them. */
  private ArrayList<Object> free = new ArrayList<>();

  /** The arrays that the current step has taken. */
  private ArrayList<Object> taken = new ArrayList<>();

  private int next;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Whether gradients of weights that are products are computed on demand. */
  private final boolean deferring;

  /** The loan of the step that is being made, or of the last one. */
  private Loan loan = new Loan();

  ArrayPool(boolean deferring) {
    this.deferring = deferring;
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> with(
      Iterable<Parameter> parameters,
      Supplier<WithAuxiliary<Tensor, A>> loss,
      Unused unused,
      Consumer<Gradients<Tensor>> consumer) {
    requireNonNull(parameters, "gradientBuffers: parameters must not be null");
    requireNonNull(loss, "gradientBuffers: loss must not be null");
    requireNonNull(unused, "gradientBuffers: unused must not be null");
    requireNonNull(consumer, "gradientBuffers: consumer must not be null");
    boolean mine = busy.compareAndSet(false, true);
    try {
      WithAuxiliary<Gradients<Tensor>, A> result =
          mine
              ? EngineAccess.engine().differentiate(parameters, loss, unused, this)
              : Autograd.differentiateWithAuxiliary(parameters, loss, unused);
      consumer.accept(result.result());
      return new WithAuxiliary<>(result.result().value(), result.auxiliary());
    } finally {
      if (mine) {
        release();
      }
    }
  }

  /** Frees the arrays that this step took, and drops those that it did not need. */
  private void release() {
    ArrayList<Object> dropped = free;
    free = taken;
    taken = dropped;
    taken.clear();
    next = 0;
    loan.end();
    loan = new Loan();
    busy.set(false);
  }

  /** Returns the pool of the sweep that this thread runs, or null. */
  static @Nullable ArrayPool current() {
    return EngineAccess.engine().sweepContext() instanceof ArrayPool pool ? pool : null;
  }

  /**
   * Whether {@code aᵀ · b}, a gradient of weights, is computed on demand. Until then neither factor
   * may change, as parameters do.
   */
  boolean defers(int m, int k, int n, Tensor a, Tensor b) {
    return deferring
        && !(a instanceof Parameter)
        && !(b instanceof Parameter)
        && a.dtype().kernels().descendsAlongProduct(m, k, n);
  }

  /** Returns the loan of the step that is being made. */
  Loan loan() {
    return loan;
  }

  /** Returns a tensor with undefined content as the destination of an operation. */
  static Tensor destination(DType dtype, Shape shape) {
    ArrayPool pool = current();
    return pool == null
        ? Tensor.zeros(dtype, shape)
        : new Tensor(shape, dtype, pool.take(dtype, shape.elements()), pool.loan);
  }

  /** Returns an array with undefined content. */
  Object take(DType dtype, int elements) {
    Object array = reuse(dtype, elements);
    if (array == null) {
      array = dtype.allocate(elements);
    }
    taken.add(array);
    return array;
  }

  /** Finds a free array: the next one, if this step takes the same arrays as the last. */
  private @Nullable Object reuse(DType dtype, int elements) {
    int size = free.size();
    for (int tried = 0; tried < size; tried++) {
      int candidate = next < size ? next : 0;
      next = candidate + 1;
      Object array = free.get(candidate);
      if (dtype.isArrayOf(array, elements)) {
        free.set(candidate, NOTHING);
        return array;
      }
    }
    return null;
  }

  /** Marks the place of an array that was taken. */
  private static final Object NOTHING = new Object();
}
