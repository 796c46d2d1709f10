package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Conditioned;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Trace;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The derivative that the rules yield as formulas: the pullbacks themselves, evaluated in about 106
 * bits.
 *
 * <p>If that is the derivative of the function, the rules are right, and whatever is off in the
 * numbers that they computed is rounding.
 */
final class ExactRule {
  private ExactRule() {}

  /**
   * Returns what the pullbacks yield along a direction, and how far rounding may put them off; null
   * if they do more than apply operations of the library.
   */
  static @Nullable Conditioned along(Subject subject, Tensor cotangent, List<double[]> direction) {
    Trace trace = subject.trace(cotangent, tensors(subject, direction));
    if (trace.opaque().isPresent() || trace.operations(0) > Trace.MOST_OPERATIONS) {
      return null;
    }
    List<double[]> point = subject.point().stream().map(Tensor::toDoubleArray).toList();
    List<double[]> still = point.stream().map(x -> new double[x.length]).toList();
    Jet value = trace.along(Ops.reshape(Tensor.of(DType.F64, 1.0), trace.shape()), point, still, 0);
    return value.coefficients().getFirst();
  }

  private static List<Tensor> tensors(Subject subject, List<double[]> direction) {
    List<Tensor> point = subject.point();
    return IntStream.range(0, point.size())
        .mapToObj(i -> Tensor.of(DType.F64, point.get(i).shape(), direction.get(i)))
        .toList();
  }
}
