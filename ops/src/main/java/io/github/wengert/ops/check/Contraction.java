package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * The sum of the inner products of some tensors with random ones. These are the same for both
 * element types, numbers of single precision.
 */
final class Contraction {
  private Contraction() {}

  static Tensor of(List<Tensor> tensors, Key key) {
    Tensor sum = Tensor.scalar(DType.F64, 0);
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      Tensor random = RandomTensors.normal(key.split(i), DType.F64, tensor.shape(), 0, 1);
      Tensor d = Ops.to(Ops.to(random, DType.F32), tensor.dtype());
      sum = Ops.add(sum, Ops.to(Ops.sum(Ops.mul(d, tensor)), DType.F64));
    }
    return sum;
  }
}
