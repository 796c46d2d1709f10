package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Traceable;
import io.github.wengert.autograd.VectorSpace;
import io.github.wengert.ops.internal.OpsAccess;
import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An array of numbers with a {@link Shape} and a {@link DType}: dense, row-major, on the heap.
 *
 * <p>A tensor never changes; only a {@link Parameter} does. {@link Ops} has the operations as
 * static functions, which read like formulas ({@code matmul(W2, max(0, matmul(W1, x)))}); this type
 * has them as methods, which can be chained ({@code W1.matmul(x).relu()}).
 */
public sealed class Tensor extends Traceable<Tensor> implements TensorMethods
    permits Parameter, PendingProduct {
  private static final int MOST_PRINTED = 1000;

  static {
    OpsAccess.install(new OpsAccessImpl());
  }

  private final Shape shape;
  private final DType dtype;
  private final Object array;

  /** The loan of the array; null if this tensor owns it. */
  private final @Nullable Loan loan;

  /** Wraps {@code array}, which no other code may change. */
  Tensor(Shape shape, DType dtype, Object array) {
    this(shape, dtype, array, null);
  }

  /** Wraps {@code array}, which no other code may change until {@code loan} ends. */
  Tensor(Shape shape, DType dtype, Object array, @Nullable Loan loan) {
    this.shape = shape;
    this.dtype = dtype;
    this.array = array;
    this.loan = loan;
  }

  // ------------------------------------------------------------------------------------ creation

  // Numbers without an element type are of the default, F32, as the parameters of networks are.

  /**
   * Returns a vector of the default type {@link DType#F32}, shape {@code [n]}, with {@code
   * elements} rounded to it.
   *
   * @throws DTypeException if an element is finite, but infinite in F32
   */
  public static Tensor of(double... elements) {
    requireNonNull(elements, "tensor: elements must not be null");
    return of(Shape.of(elements.length), elements);
  }

  /**
   * Returns a vector of the default type {@link DType#F32}, shape {@code [n]}, with {@code
   * elements} rounded to it.
   */
  public static Tensor of(int... elements) {
    requireNonNull(elements, "tensor: elements must not be null");
    return of(Shape.of(elements.length), elements);
  }

  /**
   * Returns a vector of type {@link DType#F32}, shape {@code [n]}, with a copy of {@code elements}.
   */
  public static Tensor of(float... elements) {
    requireNonNull(elements, "tensor: elements must not be null");
    return of(Shape.of(elements.length), elements);
  }

  /**
   * Returns a vector of an element type, shape {@code [n]}, with {@code elements} rounded to it:
   * {@code Tensor.of(F64, 0.1, 0.2)} for a gradient check.
   */
  public static Tensor of(DType dtype, double... elements) {
    requireNonNull(elements, "tensor: elements must not be null");
    return of(dtype, Shape.of(elements.length), elements);
  }

  /**
   * Returns a tensor of the default type {@link DType#F32} with {@code elements} rounded to it, row
   * by row.
   *
   * @throws ShapeException if there are more or fewer elements than {@code shape} has
   * @throws DTypeException if an element is finite, but infinite in F32
   */
  public static Tensor of(Shape shape, double... elements) {
    Tensor result = of(DType.F32, shape, elements);
    Literals.requireFinite(elements, (float[]) result.array);
    return result;
  }

  /**
   * Returns a tensor of the default type {@link DType#F32} with {@code elements} rounded to it, row
   * by row.
   *
   * @throws ShapeException if there are more or fewer elements than {@code shape} has
   */
  public static Tensor of(Shape shape, int... elements) {
    requireNonNull(elements, "tensor: elements must not be null");
    Literals.requireCount(shape, elements.length);
    float[] array = new float[elements.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = elements[i];
    }
    return new Tensor(shape, DType.F32, array);
  }

  /**
   * Returns a tensor of type {@link DType#F32} with a copy of {@code elements}, row by row.
   *
   * @throws ShapeException if there are more or fewer elements than {@code shape} has
   */
  public static Tensor of(Shape shape, float... elements) {
    requireNonNull(elements, "tensor: elements must not be null");
    Literals.requireCount(shape, elements.length);
    return new Tensor(shape, DType.F32, elements.clone());
  }

  /**
   * Returns a tensor of an element type with {@code elements} rounded to it, row by row.
   *
   * @throws ShapeException if there are more or fewer elements than {@code shape} has
   */
  public static Tensor of(DType dtype, Shape shape, double... elements) {
    requireNonNull(dtype, "tensor: dtype must not be null");
    requireNonNull(elements, "tensor: elements must not be null");
    Literals.requireCount(shape, elements.length);
    return new Tensor(
        shape, dtype, dtype == DType.F64 ? elements.clone() : Literals.rounded(elements));
  }

  /**
   * Returns a matrix of the default type {@link DType#F32} with {@code rows} rounded to it.
   *
   * @throws ShapeException if the rows differ in length
   * @throws DTypeException if an element is finite, but infinite in F32
   */
  public static Tensor ofRows(double[]... rows) {
    double[] elements = Literals.concatenated(rows);
    return of(Literals.shapeOf(rows), elements);
  }

  /**
   * Returns a matrix of an element type with {@code rows} rounded to it.
   *
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor ofRows(DType dtype, double[]... rows) {
    double[] elements = Literals.concatenated(rows);
    return of(dtype, Literals.shapeOf(rows), elements);
  }

  /** Returns a tensor of shape {@code []}. */
  public static Tensor scalar(DType dtype, double value) {
    requireNonNull(dtype, "tensor: dtype must not be null");
    return full(dtype, Shape.SCALAR, value);
  }

  /** Returns a tensor of zeros. */
  public static Tensor zeros(DType dtype, Shape shape) {
    requireNonNull(dtype, "tensor: dtype must not be null");
    requireNonNull(shape, "tensor: shape must not be null");
    return new Tensor(shape, dtype, dtype.allocate(shape.elements()));
  }

  /** Returns a tensor of ones. */
  public static Tensor ones(DType dtype, Shape shape) {
    return full(dtype, shape, 1);
  }

  /** Returns a tensor whose elements are all {@code value}, rounded to {@code dtype}. */
  public static Tensor full(DType dtype, Shape shape, double value) {
    Tensor result = zeros(dtype, shape);
    dtype.kernels().fill(result.array, value);
    return result;
  }

  /** Returns the identity matrix of shape {@code [n, n]}. */
  public static Tensor eye(DType dtype, int n) {
    Tensor result = zeros(dtype, Shape.of(n, n));
    for (int i = 0; i < n; i++) {
      result.set(i * (n + 1), 1);
    }
    return result;
  }

  // ----------------------------------------------------------------------------------- inspection

  /** Returns the extents along the axes. */
  public final Shape shape() {
    return shape;
  }

  /** Returns the element type. */
  public final DType dtype() {
    return dtype;
  }

  /** Returns the number of axes. */
  public final int rank() {
    return shape.rank();
  }

  /** Returns the number of elements. */
  public final int elements() {
    return shape.elements();
  }

  /**
   * Returns the only element, as a plain number, which every derivative treats as a constant. In a
   * function that is being differentiated, use it to print a value or to choose a branch, but not
   * to compute: {@code mul(sum(w), w.item())} has the derivative w, 2 at w = 2, while {@code
   * mul(sum(w), w)} has 2w, which is 4. {@link io.github.wengert.autograd.ReadLog} lists such
   * reads.
   *
   * @throws ShapeException if there are more or fewer than one
   */
  public final double item() {
    if (elements() != 1) {
      throw new ShapeException(
          "item: the tensor must have one element: %s (%d ≠ 1)".formatted(shape, elements()));
    }
    read("item");
    return get(0);
  }

  /**
   * Returns the element at {@code index}, one number for each axis. Derivatives treat it as a
   * constant, as with {@link #item}.
   *
   * @throws ShapeException if the number of indices is not the rank
   * @throws IndexException if an index is outside its axis
   */
  public final double at(int... index) {
    if (index.length != rank()) {
      throw new ShapeException(
          "at: one index is needed for each axis: %s of %s (%d ≠ %d)"
              .formatted(Arrays.toString(index), shape, index.length, rank()));
    }
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape.size(axis)) {
        throw new IndexException(
            "at: an index is out of range: %s of %s (%d not in [0, %d))"
                .formatted(Arrays.toString(index), shape, index[axis], shape.size(axis)));
      }
      position = position * shape.size(axis) + index[axis];
    }
    read("at");
    return get(position);
  }

  /**
   * Returns the elements, row by row, as a new array, rounded if they are F64. Derivatives treat
   * them as constants, as with {@link #item}.
   */
  public final float[] toFloatArray() {
    read("toFloatArray");
    float[] copy = new float[elements()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) get(i);
    }
    return copy;
  }

  /**
   * Returns the elements, row by row, as a new array. Derivatives treat them as constants, as with
   * {@link #item}.
   */
  public final double[] toDoubleArray() {
    read("toDoubleArray");
    double[] copy = new double[elements()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = get(i);
    }
    return copy;
  }

  /** Whether {@code other} has the same shape, element type and bits; NaN equals itself. */
  public final boolean hasSameBits(Tensor other) {
    Traced.read(this, "hasSameBits");
    Traced.read(other, "hasSameBits");
    return dtype == other.dtype
        && shape.equals(other.shape)
        && (dtype == DType.F32
            ? Arrays.equals((float[]) array(), (float[]) other.array())
            : Arrays.equals((double[]) array(), (double[]) other.array()));
  }

  /**
   * Returns the type, the shape and up to {@value #MOST_PRINTED} elements, but no element of an
   * array whose loan has ended.
   */
  @Override
  public String toString() {
    if (loan != null && loan.hasEnded()) {
      return describe() + " (lent until its step was made)";
    }
    if (elements() > MOST_PRINTED || shape.rows() > MOST_PRINTED) {
      return describe();
    }
    Traced.read(this, "toString");
    return describe() + " " + elementsToString(0, 0);
  }

  private String elementsToString(int axis, int first) {
    if (axis == rank()) {
      return dtype == DType.F32 ? Float.toString((float) get(first)) : Double.toString(get(first));
    }
    int below = shape.elements(axis + 1, rank());
    StringJoiner joiner = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < shape.size(axis); i++) {
      joiner.add(elementsToString(axis + 1, first + i * below));
    }
    return joiner.toString();
  }

  /** Records that a method returns elements as plain numbers. */
  private void read(String method) {
    reading(method);
    Traced.read(this, method);
  }

  // -------------------------------------------------------------------------------- for the ops

  /** Returns the array itself, a {@code float[]} or a {@code double[]}. */
  Object array() {
    if (loan != null) {
      loan.requireOpen(this);
    }
    return array;
  }

  /** Returns the loan of the array; null if this tensor owns it. */
  final @Nullable Loan loan() {
    return loan;
  }

  /** Returns element {@code position}, counted row by row. */
  final double get(int position) {
    return dtype == DType.F32 ? ((float[]) array())[position] : ((double[]) array())[position];
  }

  /** Sets an element of a tensor that is not shared yet. */
  final void set(int position, double value) {
    if (dtype == DType.F32) {
      ((float[]) array())[position] = (float) value;
    } else {
      ((double[]) array())[position] = value;
    }
  }

  /** Returns the words for this tensor in a message, such as {@code F32[2, 3]}. */
  String describe() {
    return dtype + shape.toString();
  }

  /** Returns a copy with a different identity; it shares the array if that never changes. */
  final Tensor alias() {
    return viewedAs(shape);
  }

  /** Returns the same elements, row by row, in a shape with as many; shares the array likewise. */
  Tensor viewedAs(Shape other) {
    return new Tensor(other, dtype, array(), loan);
  }

  @Override
  protected final VectorSpace<Tensor> space() {
    return TensorSpace.INSTANCE;
  }
}
