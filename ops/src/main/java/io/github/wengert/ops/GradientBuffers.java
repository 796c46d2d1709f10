package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.autograd.internal.SweepContext;
import it.unimi.dsi.fastutil.objects.ObjectArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for gradients and cotangents that are used again in the next step: what an optimizer needs
 * to make step after step without a new array of the size of each parameter.
 *
 * <p>What a sweep computes is needed until the parameters have been changed, and by nobody later.
 * So {@link #with} lends the gradients to its caller, and takes all arrays of the sweep back when
 * the caller returns. Where somebody else could have got hold of one (an outer scope is recording,
 * or an operation of a user's took part, whose pullbacks may keep what they like), new arrays are
 * used as everywhere else.
 *
 * <p>As many arrays are kept as one step needed. An object of this class serves one thread at a
 * time; a second one that comes gets new arrays.
 */
@SuppressWarnings("exports") // plumbing itself
public final class GradientBuffers implements SweepContext {
  /** Arrays that may be taken, in the order in which the last step took them. */
  private ObjectArrayList<Object> free = new ObjectArrayList<>();

  /** Arrays that this step has taken. */
  private ObjectArrayList<Object> taken = new ObjectArrayList<>();

  private int next;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Whether products that are gradients of weights are computed when somebody asks for them. */
  private final boolean deferring;

  /** The loan of the step that is being made, or of the last one. */
  private Loan loan = new Loan();

  /** Makes buffers that hold nothing yet. */
  public GradientBuffers() {
    this(false);
  }

  private GradientBuffers(boolean deferring) {
    this.deferring = deferring;
  }

  /**
   * Makes buffers for a consumer that hands each gradient to {@link
   * ParameterUpdates#gradientStep(Parameter, Tensor, Descent)} and needs it for nothing else. Large
   * gradients of weights then need not be stored. What the consumer sees is the same, to the bit.
   */
  public static GradientBuffers forPlainDescent() {
    return new GradientBuffers(true);
  }

  /**
   * Differentiates a loss by parameters and lends the gradients to {@code consumer}. One that is
   * kept throws a {@link LentGradientException} when it is read after the consumer has returned.
   *
   * @return the value of the loss, and what the function handed back beside it
   */
  public <A> WithAuxiliary<Tensor, A> with(
      Iterable<Parameter> parameters,
      Supplier<WithAuxiliary<Tensor, A>> loss,
      Consumer<Gradients<Tensor>> consumer) {
    return with(parameters, loss, Unused.REJECT, consumer);
  }

  /** Like {@link #with(Iterable, Supplier, Consumer)}, with a choice about unused parameters. */
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

  /** Makes what was taken free, and drops what was not. */
  private void release() {
    ObjectArrayList<Object> dropped = free;
    free = taken;
    taken = dropped;
    taken.clear();
    next = 0;
    loan.end();
    loan = new Loan();
    busy.set(false);
  }

  /** Returns the buffers that are lent to the sweep of this thread, or null. */
  static @Nullable GradientBuffers current() {
    return EngineAccess.engine().sweepContext() instanceof GradientBuffers buffers ? buffers : null;
  }

  /**
   * Whether {@code aᵀ · b}, a gradient of weights, is to be computed when it is asked for. Until
   * then no factor may change, as parameters do.
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

  /** Returns a tensor with undefined content, for an operation to compute into. */
  static Tensor destination(DType dtype, Shape shape) {
    GradientBuffers buffers = current();
    return buffers == null
        ? Tensor.zeros(dtype, shape)
        : new Tensor(shape, dtype, buffers.take(dtype, shape.elements()), buffers.loan);
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

  /** Finds a free array: the next in turn, if this step is like the last one. */
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

  /** Stands where an array was taken. */
  private static final Object NOTHING = new Object();
}
