package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;

/** Parameters as one vector, one after the other, row by row. */
record FlatParameters(ImmutableList<Parameter> parameters) {
  /** Returns the contents. */
  double[] values() {
    return parameters.stream()
        .flatMapToDouble(parameter -> Arrays.stream(parameter.toDoubleArray()))
        .toArray();
  }

  /** Replaces the contents; what is F32 is rounded. */
  void assign(double[] values) {
    int from = 0;
    for (Parameter parameter : parameters) {
      int to = from + parameter.elements();
      parameter.assign(tensor(parameter, Arrays.copyOfRange(values, from, to)));
      from = to;
    }
  }

  private static Tensor tensor(Parameter like, double[] values) {
    if (like.dtype() == DType.F64) {
      return Tensor.of(DType.F64, like.shape(), values);
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return Tensor.of(like.shape(), rounded);
  }

  /** Returns the gradients by the parameters. */
  double[] gradient(Gradients<Tensor> gradients) {
    return parameters.stream()
        .flatMapToDouble(parameter -> Arrays.stream(gradients.of(parameter).toDoubleArray()))
        .toArray();
  }
}
