package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares tensors, and says where they differ. */
final class Bits {
  private Bits() {}

  /** Returns a tensor with the same content that shares nothing. */
  static Tensor copy(Tensor x) {
    return x.dtype() == DType.F32
        ? Tensor.of(x.shape(), x.toFloatArray())
        : Tensor.of(DType.F64, x.shape(), x.toDoubleArray());
  }

  /** Returns what is different in the bits, or null. */
  static @Nullable String difference(Tensor actual, Tensor expected) {
    if (actual.hasSameBits(expected)) {
      return null;
    }
    String space = spaceDifference(actual, expected);
    if (space != null) {
      return space;
    }
    double[] a = actual.toDoubleArray();
    double[] b = expected.toDoubleArray();
    int i = Arrays.mismatch(a, b);
    return "element %s was %s and is %s".formatted(index(i, actual.shape()), b[i], a[i]);
  }

  /** Like {@link #difference(Tensor, Tensor)}, for lists with nulls. */
  static @Nullable String difference(
      List<? extends @Nullable Tensor> actual, List<? extends @Nullable Tensor> expected) {
    if (actual.size() != expected.size()) {
      return "their number was %d and is %d".formatted(expected.size(), actual.size());
    }
    for (int i = 0; i < actual.size(); i++) {
      Tensor a = actual.get(i);
      Tensor b = expected.get(i);
      if ((a == null) != (b == null)) {
        return "input %d: sometimes there is a cotangent, sometimes none".formatted(i);
      }
      String difference = a == null || b == null ? null : difference(a, b);
      if (difference != null) {
        return "input %d: %s".formatted(i, difference);
      }
    }
    return null;
  }

  /** Returns how shape or element type differ, or null. */
  static @Nullable String spaceDifference(Tensor actual, Tensor expected) {
    if (!actual.shape().equals(expected.shape())) {
      return "shapes differ: (%s ≠ %s)".formatted(actual.shape(), expected.shape());
    }
    if (actual.dtype() != expected.dtype()) {
      return "element types differ: (%s ≠ %s)".formatted(actual.dtype(), expected.dtype());
    }
    return null;
  }

  /**
   * Returns the first element that is farther off than allowed, or null. Where either is infinite
   * or NaN nothing is compared.
   */
  static @Nullable String difference(Tensor actual, Tensor expected, double allowed) {
    if (!actual.shape().equals(expected.shape())) {
      return "shapes differ: (%s ≠ %s)".formatted(actual.shape(), expected.shape());
    }
    double[] a = actual.toDoubleArray();
    double[] b = expected.toDoubleArray();
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i] - b[i]) > allowed && Double.isFinite(a[i]) && Double.isFinite(b[i])) {
        return "element %s is %s and not %s (%.1e > %.1e)"
            .formatted(index(i, actual.shape()), a[i], b[i], Math.abs(a[i] - b[i]), allowed);
      }
    }
    return null;
  }

  /** Whether tensors differ by more than the order of some additions explains. */
  static boolean differBeyondRounding(Tensor a, Tensor b) {
    boolean single = a.dtype() == DType.F32 || b.dtype() == DType.F32;
    double allowed = (single ? 1e-4 : 1e-9) * Math.max(largest(a), largest(b));
    return difference(a, b, allowed) != null;
  }

  /** Returns the largest magnitude among the finite elements. */
  static double largest(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  /** Whether all elements are finite. */
  static boolean isFinite(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).allMatch(Double::isFinite);
  }

  /** Returns the index of an element of a shape, from its number in row-major order. */
  static ImmutableList<Integer> index(int element, Shape shape) {
    int[] index = new int[shape.rank()];
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return ImmutableList.copyOf(Ints.asList(index));
  }
}
