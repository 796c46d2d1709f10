package io.github.wengert.ops.check.function;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum of the inner products of some tensors with random ones. These are the same for both
 * element types, numbers of single precision.
 */
public final class Contraction {
  private Contraction() {}

  static Tensor of(List<Tensor> tensors, Key key) {
    return of(
        tensors,
        IntStream.range(0, tensors.size())
            .mapToObj(i -> direction(tensors.get(i).shape(), key, i))
            .toList());
  }

  static Tensor of(List<Tensor> tensors, List<Tensor> directions) {
    Tensor sum = Tensor.scalar(DType.F64, 0);
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      Tensor d = Ops.to(directions.get(i), tensor.dtype());
      sum = Ops.add(sum, Ops.to(Ops.sum(Ops.mul(d, tensor)), DType.F64));
    }
    return sum;
  }

  /** Returns what the {@code i}-th tensor is multiplied with. */
  public static Tensor direction(Shape shape, Key key, int i) {
    return Ops.to(RandomTensors.normal(key.split(i), DType.F64, shape, 0, 1), DType.F32);
  }
}
