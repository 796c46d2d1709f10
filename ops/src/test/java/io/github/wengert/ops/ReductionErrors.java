package io.github.wengert.ops;

import static io.github.wengert.ops.ErrorCase.EMPTY;
import static io.github.wengert.ops.ErrorCase.MATRIX;
import static io.github.wengert.ops.ErrorCase.SCALAR;
import static io.github.wengert.ops.ErrorCase.VECTOR;
import static io.github.wengert.ops.ErrorCase.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Misuses of reductions. */
final class ReductionErrors {
  private ReductionErrors() {}

  private interface Reducer {
    Tensor apply(Tensor x, int... axes);
  }

  private interface Picker {
    Object apply(Tensor x, int axis);
  }

  static List<ErrorCase> cases() {
    List<ErrorCase> cases = new ArrayList<>();
    Map<String, Reducer> reducers = new LinkedHashMap<>();
    reducers.put("sum", Ops::sum);
    reducers.put("sumKeepingAxes", Ops::sumKeepingAxes);
    reducers.put("mean", Ops::mean);
    reducers.put("meanKeepingAxes", Ops::meanKeepingAxes);
    reducers.put("max", Ops::max);
    reducers.put("maxKeepingAxes", Ops::maxKeepingAxes);
    reducers.put("min", Ops::min);
    reducers.put("minKeepingAxes", Ops::minKeepingAxes);
    reducers.put("prod", Ops::prod);
    reducers.put("prodKeepingAxes", Ops::prodKeepingAxes);
    reducers.put("norm", Ops::norm);
    reducers.put("normKeepingAxes", Ops::normKeepingAxes);
    reducers.put("logSumExp", Ops::logSumExp);
    reducers.put("logSumExpKeepingAxes", Ops::logSumExpKeepingAxes);
    reducers.put("variance", Ops::variance);
    reducers.put("varianceKeepingAxes", Ops::varianceKeepingAxes);
    reducers.put("sampleVariance", Ops::sampleVariance);
    reducers.put("sampleVarianceKeepingAxes", Ops::sampleVarianceKeepingAxes);
    reducers.put("std", Ops::std);
    reducers.put("stdKeepingAxes", Ops::stdKeepingAxes);
    reducers.put("sampleStd", Ops::sampleStd);
    reducers.put("sampleStdKeepingAxes", Ops::sampleStdKeepingAxes);
    reducers.forEach((method, reducer) -> addReducer(cases, method, reducer));

    Map<String, Picker> pickers = new LinkedHashMap<>();
    pickers.put("argmax", Ops::argmax);
    pickers.put("argmin", Ops::argmin);
    pickers.put("maxAt", Ops::maxAt);
    pickers.put("minAt", Ops::minAt);
    pickers.forEach((method, picker) -> addPicker(cases, method, picker));
    return cases;
  }

  private static void addReducer(List<ErrorCase> cases, String method, Reducer reducer) {
    String operation = method.replace("KeepingAxes", "");
    String signature = method + "(Tensor, int[])";
    cases.add(
        shape(
            signature,
            operation + ": no such axis: axis 2 of [2, 3] (2 not in [-2, 2))",
            () -> reducer.apply(MATRIX, 2)));
    cases.add(
        shape(
            signature,
            operation + ": no such axis: axis 0 of [] (0 not in [0, 0))",
            () -> reducer.apply(SCALAR, 0)));
    cases.add(
        shape(
            signature,
            operation + ": an axis is named twice: axes [1, 0, -1] of [2, 3] (1 = -1)",
            () -> reducer.apply(MATRIX, 1, 0, -1)));
    switch (operation) {
      case "sum", "prod", "norm" -> {} // of nothing is 0, 1 and 0
      case "variance", "std" ->
          cases.add(
              shape(
                  signature,
                  operation + ": too few elements: axes [0] of [0, 3] (0 elements < 1)",
                  () -> reducer.apply(EMPTY, 0)));
      case "sampleVariance", "sampleStd" ->
          cases.add(
              shape(
                  signature,
                  operation + ": too few elements: axes [0] of [1] (1 elements < 2)",
                  () -> reducer.apply(Tensor.of(DType.F64, 5.0))));
      default ->
          cases.add(
              shape(
                  signature,
                  operation + ": nothing to reduce: axes [0, 1] of [0, 3] (0 elements < 1)",
                  () -> reducer.apply(EMPTY)));
    }
  }

  private static void addPicker(List<ErrorCase> cases, String method, Picker picker) {
    String signature = method + "(Tensor, int)";
    cases.add(
        shape(
            signature,
            method + ": no such axis: axis -2 of [3] (-2 not in [-1, 1))",
            () -> picker.apply(VECTOR, -2)));
    cases.add(
        shape(
            signature,
            method + ": nothing to search: axis 0 of [0, 3] (0 elements < 1)",
            () -> picker.apply(EMPTY, 0)));
  }
}
