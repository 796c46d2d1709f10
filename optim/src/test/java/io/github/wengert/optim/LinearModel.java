package io.github.wengert.optim;

import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * The scores {@code x Wᵀ}.
 *
 * @param weight W, {@code [classes, in]}
 */
record LinearModel(Parameter weight) implements Model {
  @Override
  public Tensor apply(Tensor x) {
    return Ops.matmul(x, weight, false, true);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }
}
