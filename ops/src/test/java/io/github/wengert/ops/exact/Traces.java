package io.github.wengert.ops.exact;

import static io.github.wengert.ops.Ops.sum;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Traces of functions of one tensor in double precision, and what they say. */
final class Traces {
  static final Tensor ONE = Tensor.scalar(DType.F64, 1);

  private Traces() {}

  static Trace trace(UnaryOperator<Tensor> f, double... x) {
    return Trace.of(xs -> f.apply(xs.getFirst()), List.of(Tensor.of(DType.F64, x)));
  }

  /** Returns the derivative of the sum of f along a direction. */
  static ExactSlope slope(UnaryOperator<Tensor> f, double[] x, double... v) {
    return trace(y -> sum(f.apply(y)), x).slope(ONE, List.of(x), List.of(v));
  }

  static double derivative(UnaryOperator<Tensor> f, double x) {
    return slope(f, new double[] {x}, 1).slope();
  }

  /** Returns why a trace of f is opaque, or {@code none}. */
  static String reason(UnaryOperator<Tensor> f, double... x) {
    return trace(f, x).opaque().orElse("none");
  }
}
