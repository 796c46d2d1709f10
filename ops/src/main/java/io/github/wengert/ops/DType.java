package io.github.wengert.ops;

import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * The element type of a tensor. Networks are trained in {@link #F32} and checked in {@link #F64}.
 */
public enum DType {
  /** IEEE 754 binary32, Java's {@code float}: 24 significant bits. */
  F32,
  /** IEEE 754 binary64, Java's {@code double}: 53 significant bits. */
  F64;

  /** Arrays of up to this many elements are allocated without a look at the memory limit. */
  private static final int MANY = 1 << 20;

  /** The largest number of elements that all virtual machines make an array of. */
  static final int MOST_IN_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Returns the arithmetic on arrays of this type. The arrays go by as objects, so that an
   * operation is written once for all types.
   */
  @SuppressWarnings("unchecked") // a tensor's array is always of its dtype's class
  Kernels<Object> kernels() {
    return (Kernels<Object>)
        (Kernels<?>) (this == F32 ? Kernels.forFloats() : Kernels.forDoubles());
  }

  /** Whether all operands have one element type. */
  static boolean areEqual(List<Tensor> operands) {
    DType first = operands.getFirst().dtype();
    for (int i = 1; i < operands.size(); i++) { // no iterator: this runs for every operation
      if (operands.get(i).dtype() != first) {
        return false;
      }
    }
    return true;
  }

  /** Returns the element type that all operands have; refuses a mixture. */
  static DType common(String operation, List<? extends Tensor> operands) {
    Tensor first = operands.getFirst();
    for (int i = 1; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      if (operand.dtype() != first.dtype()) {
        throw new DTypeException(
            "%s: element types differ: %s and %s (%s ≠ %s); convert %s"
                .formatted(
                    operation,
                    first.describe(),
                    operand.describe(),
                    first.dtype(),
                    operand.dtype(),
                    cure(first, operand)));
      }
    }
    return first.dtype();
  }

  /** Names the call that helps: a parameter stays, and a constant takes its type. */
  private static String cure(Tensor first, Tensor other) {
    boolean keepsFirst = first instanceof Parameter;
    boolean keepsOther = other instanceof Parameter;
    return keepsFirst == keepsOther
        ? "one with to(F64)"
        : "the other operand with to(%s)".formatted((keepsFirst ? first : other).dtype());
  }

  /** Whether {@code array} is one of this type and of {@code elements} elements. */
  boolean isArrayOf(Object array, int elements) {
    return this == F32
        ? array instanceof float[] floats && floats.length == elements
        : array instanceof double[] doubles && doubles.length == elements;
  }

  /**
   * Returns a new array of {@code elements} zeros.
   *
   * @throws ShapeException if there are more than an array can have, or than all memory could hold
   */
  Object allocate(int elements) {
    if (elements > MANY) {
      requireRoom(elements);
    }
    return this == F32 ? new float[elements] : new double[elements];
  }

  /** Refuses what cannot fit. What else is in memory is unknown, so the rest may fail too. */
  private void requireRoom(int elements) {
    long size = this == F32 ? Float.BYTES : Double.BYTES;
    long bytes = elements * size;
    long limit = Math.min(Runtime.getRuntime().maxMemory(), MOST_IN_ARRAY * size);
    if (bytes > limit) {
      throw new ShapeException(
          "tensor: there is no room for %d elements of type %s: (%d bytes > %d); the limit on memory is set by java -Xmx"
              .formatted(elements, this, bytes, limit));
    }
  }
}
