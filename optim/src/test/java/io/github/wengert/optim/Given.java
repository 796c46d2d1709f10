package io.github.wengert.optim;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** Parameters and gradients with given numbers. */
final class Given {
  private Given() {}

  /** A weight of one unit, {@code [1, in]}. */
  static Parameter weight(double... elements) {
    return Parameter.of("weight", Tensor.of(DType.F64, Shape.of(1, elements.length), elements));
  }

  static Parameter bias(double... elements) {
    return Parameter.of("bias", Tensor.of(DType.F64, elements));
  }

  /** The gradients of Σ w g, which are g. */
  static Gradients<Tensor> gradient(Parameter w, double... elements) {
    Tensor g = Tensor.of(DType.F64, w.shape(), elements);
    return Autograd.differentiate(List.of(w), () -> Ops.sum(Ops.mul(w, g)));
  }
}
