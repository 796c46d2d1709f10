package io.github.wengert.ops.check.junit;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

// @start region="cube"
class CubeTest implements OpContractTest {
  /** y = x³ */
  record Cube() implements Primitive<Tensor> {
    @Override
    public String name() {
      return "cube";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return Ops.pow(inputs.getFirst(), 3);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> Ops.mul(g, Ops.mul(Ops.square(inputs.getFirst()), 3)));
    }
  }

  @Override
  public Primitive<Tensor> operation() {
    return new Cube();
  }

  @Override
  public List<List<Tensor>> points() {
    return List.of(
        List.of(Tensor.scalar(DType.F64, -1.5)),
        List.of(Tensor.of(DType.F64, Shape.of(3, 1), 0.5, 0.0, -2)),
        List.of(Tensor.zeros(DType.F64, Shape.of(0, 3))));
  }
}
// @end
