package io.github.wengert.ops;

import static io.github.wengert.ops.ErrorCase.F32_MATRIX;
import static io.github.wengert.ops.ErrorCase.F32_VECTOR;
import static io.github.wengert.ops.ErrorCase.MATRIX;
import static io.github.wengert.ops.ErrorCase.SCALAR;
import static io.github.wengert.ops.ErrorCase.VECTOR;
import static io.github.wengert.ops.ErrorCase.attribute;
import static io.github.wengert.ops.ErrorCase.dtype;
import static io.github.wengert.ops.ErrorCase.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Misuses of arithmetic and activations. */
final class ElementwiseErrors {
  private static final Tensor PAIR = Tensor.of(DType.F64, 1.0, 2);

  private ElementwiseErrors() {}

  private interface Binary {
    Tensor apply(Tensor a, Tensor b);
  }

  static List<ErrorCase> cases() {
    List<ErrorCase> cases = new ArrayList<>();
    binary().forEach((name, operation) -> addBinary(cases, name, operation));
    cases.addAll(
        List.of(
            shape(
                "where(Tensor, Tensor, Tensor)",
                "where: shapes cannot be broadcast together: [3] and [2], at axis -1 (3 ≠ 2)",
                () -> Ops.where(VECTOR, PAIR, SCALAR)),
            shape(
                "where(Tensor, Tensor, Tensor)",
                "where: shapes cannot be broadcast together: [2, 3] and [2], at axis -1 (3 ≠ 2)",
                () -> Ops.where(VECTOR, MATRIX, PAIR)),
            dtype(
                "where(Tensor, Tensor, Tensor)",
                "where: element types differ: F64[3] and F32[3] (F64 ≠ F32); convert one with"
                    + " to(F64)",
                () -> Ops.where(VECTOR, F32_VECTOR, F32_VECTOR)),
            attribute(
                "leakyRelu(Tensor, double)",
                "leakyRelu: slope must be a number: (NaN)",
                () -> Ops.leakyRelu(Tensor.of(DType.F64, 1.0), Double.NaN)),
            attribute(
                "elu(Tensor, double)",
                "elu: alpha must be a number: (NaN)",
                () -> Ops.elu(Tensor.of(DType.F64, 1.0), Double.NaN)),
            attribute(
                "clamp(Tensor, double, double)",
                "clamp: the lower bound must not be above the upper one: (2.0 > 1.0)",
                () -> Ops.clamp(VECTOR, 2, 1)),
            attribute(
                "clamp(Tensor, double, double)",
                "clamp: a bound is no number: (0.0, NaN)",
                () -> Ops.clamp(VECTOR, 0, Double.NaN)),
            attribute(
                "clamp(Tensor, double, double)",
                "clamp: a bound is no number: (NaN, 0.0)",
                () -> Ops.clamp(VECTOR, Double.NaN, 0)),
            attribute(
                "softplus(Tensor, double, double)",
                "softplus: beta must be positive: (0.0 not in (0, ∞))",
                () -> Ops.softplus(VECTOR, 0, 20)),
            attribute(
                "softplus(Tensor, double, double)",
                "softplus: beta must be positive: (NaN not in (0, ∞))",
                () -> Ops.softplus(VECTOR, Double.NaN, 20)),
            attribute(
                "softplus(Tensor, double, double)",
                "softplus: beta must be positive: (Infinity not in (0, ∞))",
                () -> Ops.softplus(VECTOR, Double.POSITIVE_INFINITY, 20)),
            attribute(
                "softplus(Tensor, double, double)",
                "softplus: threshold must be a number: (NaN)",
                () -> Ops.softplus(VECTOR, 1, Double.NaN)),
            shape(
                "prelu(Tensor, Tensor)",
                "prelu: one slope is needed, or one for each channel: x [2, 3], slope [2] (2 ≠ 3)",
                () -> Ops.prelu(MATRIX, PAIR)),
            shape(
                "prelu(Tensor, Tensor)",
                "prelu: one slope is needed, or one for each channel: x [3], slope [3] (3 ≠ 1)",
                () -> Ops.prelu(VECTOR, VECTOR)),
            shape(
                "prelu(Tensor, Tensor)",
                "prelu: one slope is needed, or one for each channel: x [2, 3], slope [1, 3] (2"
                    + " axes ≠ 1)",
                () -> Ops.prelu(MATRIX, Tensor.of(DType.F64, Shape.of(1, 3), 1.0, 2, 3))),
            dtype(
                "prelu(Tensor, Tensor)",
                "prelu: element types differ: F32[2, 3] and F64[3] (F32 ≠ F64); convert one with"
                    + " to(F64)",
                () -> Ops.prelu(F32_MATRIX, VECTOR)),
            attribute(
                "maxout(Tensor, int)",
                "maxout: each unit needs a piece: (0 pieces < 1)",
                () -> Ops.maxout(MATRIX, 0)),
            shape(
                "maxout(Tensor, int)",
                "maxout: the last axis must be a multiple of the pieces: [2, 3], 2 pieces (3 is no"
                    + " multiple of 2)",
                () -> Ops.maxout(MATRIX, 2)),
            shape(
                "maxout(Tensor, int)",
                "maxout: no such axis: axis -1 of [] (-1 not in [0, 0))",
                () -> Ops.maxout(SCALAR, 1)),
            shape(
                "softmax(Tensor, int)",
                "softmax: no such axis: axis 2 of [2, 3] (2 not in [-2, 2))",
                () -> Ops.softmax(MATRIX, 2)),
            shape(
                "logSoftmax(Tensor, int)",
                "logSoftmax: no such axis: axis -3 of [2, 3] (-3 not in [-2, 2))",
                () -> Ops.logSoftmax(MATRIX, -3))));
    return cases;
  }

  private static Map<String, Binary> binary() {
    Map<String, Binary> binary = new LinkedHashMap<>();
    binary.put("add", Ops::add);
    binary.put("sub", Ops::sub);
    binary.put("mul", Ops::mul);
    binary.put("div", Ops::div);
    binary.put("maximum", Ops::maximum);
    binary.put("minimum", Ops::minimum);
    binary.put("pow", Ops::pow);
    return binary;
  }

  private static void addBinary(List<ErrorCase> cases, String name, Binary operation) {
    cases.add(
        shape(
            name + "(Tensor, Tensor)",
            name + ": shapes cannot be broadcast together: [2, 3] and [2], at axis -1 (3 ≠ 2)",
            () -> operation.apply(MATRIX, PAIR)));
    cases.add(
        dtype(
            name + "(Tensor, Tensor)",
            name
                + ": element types differ: F64[2, 3] and F32[3] (F64 ≠ F32); convert one with"
                + " to(F64)",
            () -> operation.apply(MATRIX, F32_VECTOR)));
  }
}
