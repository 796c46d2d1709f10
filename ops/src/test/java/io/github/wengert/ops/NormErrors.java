package io.github.wengert.ops;

import static io.github.wengert.ops.ErrorCase.EMPTY;
import static io.github.wengert.ops.ErrorCase.F32_VECTOR;
import static io.github.wengert.ops.ErrorCase.MATRIX;
import static io.github.wengert.ops.ErrorCase.SCALAR;
import static io.github.wengert.ops.ErrorCase.VECTOR;
import static io.github.wengert.ops.ErrorCase.attribute;
import static io.github.wengert.ops.ErrorCase.dtype;
import static io.github.wengert.ops.ErrorCase.shape;

import java.util.List;

/** Misuses of normalisations. */
final class NormErrors {
  private static final String LAYER = "layerNorm(Tensor, int, double)";
  private static final String LAYER_AFFINE = "layerNorm(Tensor, Tensor, Tensor, double)";
  private static final String TRAINING = "batchNorm(Tensor, double)";
  private static final String EVALUATION = "batchNorm(Tensor, Tensor, Tensor, double)";
  private static final String SCALE_SHIFT = "scaleShift(Tensor, Tensor, Tensor, int)";
  private static final Tensor PAIR = Tensor.of(DType.F64, 1.0, 2.0);

  private NormErrors() {}

  static List<ErrorCase> cases() {
    return List.of(
        shape(
            LAYER,
            "layerNorm: there is no such number of axes: the last 3 of [2, 3] (3 not in [1, 2])",
            () -> Ops.layerNorm(MATRIX, 3, 1e-5)),
        shape(
            LAYER,
            "layerNorm: there is no such number of axes: the last 0 of [2, 3] (0 not in [1, 2])",
            () -> Ops.layerNorm(MATRIX, 0, 1e-5)),
        shape(
            LAYER,
            "layerNorm: nothing to normalise: [0, 3] (0 elements < 1)",
            () -> Ops.layerNorm(EMPTY, 2, 1e-5)),
        attribute(
            LAYER,
            "layerNorm: eps must be positive: (0.0 not in (0, ∞))",
            () -> Ops.layerNorm(MATRIX, 1, 0)),
        shape(
            LAYER_AFFINE,
            "layerNorm: the weight has another shape than axes [1, 2) of x: x [2, 3] ([2] ≠ [3])",
            () -> Ops.layerNorm(MATRIX, PAIR, VECTOR, 1e-5)),
        shape(
            LAYER_AFFINE,
            "layerNorm: the bias has another shape than axes [1, 2) of x: x [2, 3] ([2] ≠ [3])",
            () -> Ops.layerNorm(MATRIX, VECTOR, PAIR, 1e-5)),
        shape(
            LAYER_AFFINE,
            "layerNorm: there is no such number of axes: the last 0 of [2, 3] (0 not in [1, 2])",
            () -> Ops.layerNorm(MATRIX, SCALAR, SCALAR, 1e-5)),
        dtype(
            LAYER_AFFINE,
            "layerNorm: element types differ: F64[2, 3] and F32[3] (F64 ≠ F32);"
                + " convert one with to(F64)",
            () -> Ops.layerNorm(MATRIX, F32_VECTOR, VECTOR, 1e-5)),
        shape(
            TRAINING,
            "batchNorm: the axes must be [n, channels, ..]: [3] (1 axes < 2)",
            () -> Ops.batchNorm(VECTOR, 1e-5)),
        shape(
            TRAINING,
            "batchNorm: too few elements for a variance: each channel of [1, 3] (1 elements < 2)",
            () -> Ops.batchNorm(Ops.expandDims(VECTOR, 0), 1e-5)),
        attribute(
            TRAINING,
            "batchNorm: eps must be positive: (NaN not in (0, ∞))",
            () -> Ops.batchNorm(MATRIX, Double.NaN)),
        shape(
            EVALUATION,
            "batchNorm: the mean has another shape than axes [1, 2) of x: x [2, 3] ([2] ≠ [3])",
            () -> Ops.batchNorm(MATRIX, PAIR, VECTOR, 1e-5)),
        shape(
            EVALUATION,
            "batchNorm: the variance has another shape than axes [1, 2) of x: x [2, 3] ([2] ≠ [3])",
            () -> Ops.batchNorm(MATRIX, VECTOR, PAIR, 1e-5)),
        attribute(
            EVALUATION,
            "batchNorm: eps must be positive: (-1.0 not in (0, ∞))",
            () -> Ops.batchNorm(MATRIX, VECTOR, VECTOR, -1)),
        attribute(
            EVALUATION,
            "batchNorm: a variance must not be negative: channel 1 of [3] (-2.0 < 0)",
            () -> Ops.batchNorm(MATRIX, VECTOR, Tensor.of(DType.F64, 1.0, -2, 3), 1e-5)),
        shape(
            SCALE_SHIFT,
            "scaleShift: the bias has another shape than axes [1, 2) of x: x [2, 3] ([2] ≠ [3])",
            () -> Ops.scaleShift(MATRIX, VECTOR, PAIR, 1)),
        shape(
            SCALE_SHIFT,
            "scaleShift: the weight has more axes than there are: x [2, 3] from axis 1 on,"
                + " weight [2, 3] (2 > 1)",
            () -> Ops.scaleShift(MATRIX, MATRIX, MATRIX, 1)),
        shape(
            SCALE_SHIFT,
            "scaleShift: no such axis: axis 2 of [2, 3] (2 not in [-2, 2))",
            () -> Ops.scaleShift(MATRIX, VECTOR, VECTOR, 2)));
  }
}
