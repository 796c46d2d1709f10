package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Holds the gradients of a layer, by parameters and input, against differences of its output. */
final class FiniteDifferences {
  private static final double STEP = 1e-4;

  private FiniteDifferences() {}

  static void check(Model layer, Tensor input, boolean byInput) {
    Parameter x = Parameter.of("input", input);
    List<Parameter> leaves = new ArrayList<>(layer.parameters());
    if (byInput) {
      leaves.add(x);
    }
    Tensor weights = RandomTensors.normal(Key.of(77), DType.F64, layer.apply(input).shape(), 0, 1);
    Supplier<Tensor> loss = () -> Ops.sum(Ops.mul(layer.apply(x), weights));
    Gradients<Tensor> gradients = Autograd.differentiate(leaves, loss);
    for (Parameter leaf : leaves) {
      double[] gradient = gradients.of(leaf).toDoubleArray();
      for (int i = 0; i < leaf.elements(); i++) {
        assertThat(gradient[i])
            .as("%s, element %d", leaf.name(), i)
            .isCloseTo(difference(leaf, i, loss), within(1e-8));
      }
    }
  }

  /** The five-point stencil, exact up to terms of the fifth order. */
  private static double difference(Parameter leaf, int element, Supplier<Tensor> loss) {
    double near = at(leaf, element, STEP, loss) - at(leaf, element, -STEP, loss);
    double far = at(leaf, element, 2 * STEP, loss) - at(leaf, element, -2 * STEP, loss);
    return (8 * near - far) / (12 * STEP);
  }

  private static double at(Parameter leaf, int element, double offset, Supplier<Tensor> loss) {
    Tensor original = leaf.snapshot();
    double[] moved = original.toDoubleArray();
    moved[element] += offset;
    leaf.assign(Tensor.of(DType.F64, leaf.shape(), moved));
    double value = loss.get().item();
    leaf.assign(original);
    return value;
  }
}
