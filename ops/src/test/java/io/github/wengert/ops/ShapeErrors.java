package io.github.wengert.ops;

import static io.github.wengert.ops.ErrorCase.EMPTY;
import static io.github.wengert.ops.ErrorCase.F32_MATRIX;
import static io.github.wengert.ops.ErrorCase.F32_VECTOR;
import static io.github.wengert.ops.ErrorCase.MATRIX;
import static io.github.wengert.ops.ErrorCase.SCALAR;
import static io.github.wengert.ops.ErrorCase.VECTOR;
import static io.github.wengert.ops.ErrorCase.attribute;
import static io.github.wengert.ops.ErrorCase.dtype;
import static io.github.wengert.ops.ErrorCase.index;
import static io.github.wengert.ops.ErrorCase.shape;

import java.util.List;
import java.util.stream.Stream;

/** Misuses of what moves elements, and of matrix products. */
final class ShapeErrors {
  private ShapeErrors() {}

  static List<ErrorCase> cases() {
    return Stream.of(reshaping(), joining(), picking(), products()).flatMap(List::stream).toList();
  }

  private static List<ErrorCase> reshaping() {
    return List.of(
        shape(
            "reshape(Tensor, Shape)",
            "reshape: numbers of elements differ: [2, 3] → [4] (6 ≠ 4)",
            () -> Ops.reshape(MATRIX, Shape.of(4))),
        shape(
            "reshape(Tensor, int[])",
            "reshape: numbers of elements differ: [2, 3] → [] (6 ≠ 1)",
            () -> Ops.reshape(MATRIX)),
        shape(
            "reshape(Tensor, int[])",
            "reshape: the elements cannot be divided evenly: [2, 3] → [4, -1] (6 is no multiple of"
                + " 4)",
            () -> Ops.reshape(MATRIX, 4, -1)),
        shape(
            "reshape(Tensor, int[])",
            "reshape: the elements cannot be divided evenly: [2, 3] → [65536, 65536, -1] (6 is no"
                + " multiple of 2147483648)",
            () -> Ops.reshape(MATRIX, 65536, 65536, -1)),
        shape(
            "reshape(Tensor, int[])",
            "reshape: only one extent can be inferred: [2, 3] → [-1, 6, -1] (axes 0 and 2)",
            () -> Ops.reshape(MATRIX, -1, 6, -1)),
        shape(
            "reshape(Tensor, int[])",
            "reshape: an extent is negative: [2, 3] → [-2, -1] (-2 < 0)",
            () -> Ops.reshape(MATRIX, -2, -1)),
        shape(
            "reshape(Tensor, int[])",
            "reshape: any extent would do beside a 0: [0, 3] → [-1, 0] (axis 0)",
            () -> Ops.reshape(EMPTY, -1, 0)),
        shape(
            "flatten(Tensor, int)",
            "flatten: no such axis: axis 2 of [2, 3] (2 not in [-2, 2))",
            () -> Ops.flatten(MATRIX, 2)),
        shape(
            "flatten(Tensor, int)",
            "flatten: no such axis: axis 1 of [] (1 not in [0, 0))",
            () -> Ops.flatten(SCALAR, 1)),
        shape(
            "expandDims(Tensor, int)",
            "expandDims: no such axis: axis 3 of a result with one more than [2, 3] (3 not in [-3,"
                + " 3))",
            () -> Ops.expandDims(MATRIX, 3)),
        shape(
            "squeeze(Tensor, int)",
            "squeeze: the axis must have extent 1: axis -1 of [2, 3] (3 ≠ 1)",
            () -> Ops.squeeze(MATRIX, -1)),
        shape(
            "squeeze(Tensor, int)",
            "squeeze: no such axis: axis 0 of [] (0 not in [0, 0))",
            () -> Ops.squeeze(SCALAR, 0)),
        shape(
            "transpose(Tensor)",
            "transpose: no such axis: axis -2 of [3] (-2 not in [-1, 1))",
            () -> Ops.transpose(VECTOR)),
        shape(
            "transpose(Tensor, int, int)",
            "transpose: no such axis: axis 5 of [2, 3] (5 not in [-2, 2))",
            () -> Ops.transpose(MATRIX, 0, 5)),
        shape(
            "permute(Tensor, int[])",
            "permute: each axis must be named once: order [1] of [2, 3] (1 ≠ 2)",
            () -> Ops.permute(MATRIX, 1)),
        shape(
            "permute(Tensor, int[])",
            "permute: an axis is named twice: axes [1, -1] of [2, 3] (1 = -1)",
            () -> Ops.permute(MATRIX, 1, -1)),
        shape(
            "permute(Tensor, int[])",
            "permute: no such axis: axis 2 of [2, 3] (2 not in [-2, 2))",
            () -> Ops.permute(MATRIX, 0, 2)),
        shape(
            "broadcastTo(Tensor, Shape)",
            "broadcastTo: only an extent of 1 can be repeated: [2, 3] → [2, 6] (3 ≠ 6)",
            () -> Ops.broadcastTo(MATRIX, Shape.of(2, 6))),
        shape(
            "broadcastTo(Tensor, Shape)",
            "broadcastTo: the result would have fewer axes: [2, 3] → [3] (1 < 2)",
            () -> Ops.broadcastTo(MATRIX, Shape.of(3))));
  }

  private static List<ErrorCase> joining() {
    return List.of(
        shape(
            "concat(List, int)",
            "concat: there must be a tensor to join: (0 tensors < 1)",
            () -> Ops.concat(List.of(), 0)),
        shape(
            "concat(List, int)",
            "concat: shapes differ beside axis 0: ([2, 3] ≠ [2, 2])",
            () -> Ops.concat(List.of(MATRIX, Tensor.zeros(DType.F64, Shape.of(2, 2))), 0)),
        shape(
            "concat(List, int)",
            "concat: shapes differ beside axis 0: ([2, 3] ≠ [3])",
            () -> Ops.concat(List.of(MATRIX, VECTOR), 0)),
        shape(
            "concat(List, int)",
            "concat: no such axis: axis 0 of [] (0 not in [0, 0))",
            () -> Ops.concat(List.of(SCALAR, SCALAR), 0)),
        dtype(
            "concat(List, int)",
            "concat: element types differ: F64[2, 3] and F32[2, 3] (F64 ≠ F32); convert one with"
                + " to(F64)",
            () -> Ops.concat(List.of(MATRIX, F32_MATRIX), 0)),
        shape(
            "stack(List, int)",
            "stack: there must be a tensor to join: (0 tensors < 1)",
            () -> Ops.stack(List.of(), 0)),
        shape(
            "stack(List, int)",
            "stack: shapes differ: ([2, 3] ≠ [3])",
            () -> Ops.stack(List.of(MATRIX, VECTOR), 0)),
        shape(
            "stack(List, int)",
            "stack: no such axis: axis -4 of a result with one more than [2, 3] (-4 not in [-3,"
                + " 3))",
            () -> Ops.stack(List.of(MATRIX, MATRIX), -4)),
        dtype(
            "stack(List, int)",
            "stack: element types differ: F64[3] and F32[3] (F64 ≠ F32); convert one with to(F64)",
            () -> Ops.stack(List.of(VECTOR, F32_VECTOR), 0)),
        shape(
            "concat(int, Tensor[])",
            "concat: shapes differ beside axis 0: ([2, 3] ≠ [2, 2])",
            () -> Ops.concat(0, MATRIX, Tensor.zeros(DType.F64, Shape.of(2, 2)))),
        shape(
            "concat(int, Tensor[])",
            "concat: there must be a tensor to join: (0 tensors < 1)",
            () -> Ops.concat(0)),
        shape(
            "stack(int, Tensor[])",
            "stack: shapes differ: ([2, 3] ≠ [3])",
            () -> Ops.stack(0, MATRIX, VECTOR)),
        shape(
            "stack(int, Tensor[])",
            "stack: there must be a tensor to join: (0 tensors < 1)",
            () -> Ops.stack(0)));
  }

  private static List<ErrorCase> picking() {
    return List.of(
        index(
            "slice(Tensor, int, int, int)",
            "slice: positions are out of range: [1, 4) of axis 0 of [3] (1, 4 not in 0 ≤ start ≤"
                + " end ≤ 3)",
            () -> Ops.slice(VECTOR, 0, 1, 4)),
        index(
            "slice(Tensor, int, int, int)",
            "slice: positions are out of range: [-1, -2) of axis -1 of [3] (2, 1 not in 0 ≤ start ≤"
                + " end ≤ 3)",
            () -> Ops.slice(VECTOR, -1, -1, -2)),
        shape(
            "slice(Tensor, int, int, int)",
            "slice: no such axis: axis 1 of [3] (1 not in [-1, 1))",
            () -> Ops.slice(VECTOR, 1, 0, 1)),
        index(
            "slice(Tensor, int, int, int, int)",
            "slice: positions are out of range: [-4, 3) of axis 0 of [3] (-1, 3 not in 0 ≤ start ≤"
                + " end ≤ 3)",
            () -> Ops.slice(VECTOR, 0, -4, 3, 1)),
        attribute(
            "slice(Tensor, int, int, int, int)",
            "slice: the step must be positive: (0 < 1)",
            () -> Ops.slice(VECTOR, 0, 0, 3, 0)),
        index(
            "gather(Tensor, int, Indices)",
            "gather: an index is out of range: index 1 of [2, 1] (3 not in [0, 3))",
            () -> Ops.gather(MATRIX, 1, Indices.of(Shape.of(2, 1), 0, 3))),
        index(
            "gather(Tensor, int, Indices)",
            "gather: an index is out of range: index 0 of [1] (-1 not in [0, 3))",
            () -> Ops.gather(VECTOR, 0, Indices.of(-1))),
        shape(
            "gather(Tensor, int, Indices)",
            "gather: indices must have as many axes as the tensor: indices [1], tensor [2, 3] (1 ≠"
                + " 2)",
            () -> Ops.gather(MATRIX, 1, Indices.of(0))),
        shape(
            "gather(Tensor, int, Indices)",
            "gather: indices reach beyond axis 0: indices [3, 1], tensor [2, 3] (3 > 2)",
            () -> Ops.gather(MATRIX, 1, Indices.of(Shape.of(3, 1), 0, 0, 0))),
        shape(
            "gather(Tensor, int, Indices)",
            "gather: no such axis: axis 2 of [2, 3] (2 not in [-2, 2))",
            () -> Ops.gather(MATRIX, 2, Indices.of(0))),
        index(
            "indexSelect(Tensor, int, Indices)",
            "indexSelect: an index is out of range: index 2 of [3] (2 not in [0, 2))",
            () -> Ops.indexSelect(MATRIX, 0, Indices.of(0, 1, 2))),
        shape(
            "indexSelect(Tensor, int, Indices)",
            "indexSelect: no such axis: axis -3 of [2, 3] (-3 not in [-2, 2))",
            () -> Ops.indexSelect(MATRIX, -3, Indices.of(0))),
        index(
            "embedding(Tensor, Indices)",
            "embedding: an index is out of range: index 1 of [2] (7 not in [0, 2))",
            () -> Ops.embedding(MATRIX, Indices.of(0, 7))),
        shape(
            "embedding(Tensor, Indices)",
            "embedding: no such axis: axis 0 of [] (0 not in [0, 0))",
            () -> Ops.embedding(SCALAR, Indices.of(0))));
  }

  private static List<ErrorCase> products() {
    String plain = "matmul(Tensor, Tensor)";
    String flagged = "matmul(Tensor, Tensor, boolean, boolean)";
    String linear = "linear(Tensor, Tensor, Tensor)";
    Tensor twoBatches = Tensor.zeros(DType.F64, Shape.of(2, 1, 3));
    Tensor threeBatches = Tensor.zeros(DType.F64, Shape.of(3, 3, 1));
    return List.of(
        shape(
            plain,
            "matmul: inner dimensions differ: [2, 3] · [2, 3] (3 ≠ 2)",
            () -> Ops.matmul(MATRIX, MATRIX)),
        shape(
            plain,
            "matmul: inner dimensions differ: [3] · [2, 3] (3 ≠ 2)",
            () -> Ops.matmul(VECTOR, MATRIX)),
        shape(
            plain,
            "matmul: a scalar has no inner dimension: [2, 3] · [] (0 axes < 1)",
            () -> Ops.matmul(MATRIX, SCALAR)),
        shape(
            plain,
            "matmul: batch axes cannot be broadcast together: [2] and [3], at axis -1 (2 ≠ 3)",
            () -> Ops.matmul(twoBatches, threeBatches)),
        dtype(
            plain,
            "matmul: element types differ: F64[2, 3] and F32[3] (F64 ≠ F32); convert one with"
                + " to(F64)",
            () -> Ops.matmul(MATRIX, F32_VECTOR)),
        shape(
            flagged,
            "matmul: inner dimensions differ: [2, 3]ᵀ · [3] (2 ≠ 3)",
            () -> Ops.matmul(MATRIX, VECTOR, true, true)),
        shape(
            flagged,
            "matmul: inner dimensions differ: [2, 3]ᵀ · [2, 3]ᵀ (2 ≠ 3)",
            () -> Ops.matmul(MATRIX, MATRIX, true, true)),
        shape(
            linear,
            "linear: the last axis of x must be as long as a row of the weight: x [3], weight [3,"
                + " 2] (3 ≠ 2)",
            () -> Ops.linear(VECTOR, Ops.transpose(MATRIX), VECTOR)),
        shape(
            linear,
            "linear: no such axis: axis -1 of [] (-1 not in [0, 0))",
            () -> Ops.linear(SCALAR, MATRIX, VECTOR)),
        shape(
            linear,
            "linear: the weight must have the axes [out, in]: [3] (1 axes ≠ 2)",
            () -> Ops.linear(VECTOR, VECTOR, VECTOR)),
        shape(
            "linear(Tensor, Tensor, Tensor, FusedActivation)",
            "linear: the weight must have the axes [out, in]: [3] (1 axes ≠ 2)",
            () -> Ops.linear(VECTOR, VECTOR, VECTOR, FusedActivation.TANH)),
        shape(
            linear,
            "linear: one bias is needed for each row of the weight: weight [2, 3], bias [3] ([2] ≠"
                + " [3])",
            () -> Ops.linear(VECTOR, MATRIX, VECTOR)),
        dtype(
            linear,
            "linear: element types differ: F64[3] and F32[2, 3] (F64 ≠ F32); convert one with"
                + " to(F64)",
            () -> Ops.linear(VECTOR, F32_MATRIX, F32_VECTOR)));
  }
}
