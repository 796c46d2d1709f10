package io.github.wengert.ops;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.check.GradientCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives of high order, and of long computations. */
class DeepDerivativesTest {
  private static Tensor mlp(List<Tensor> net) {
    Tensor hidden = tanh(add(matmul(net.get(0), net.get(1), false, true), net.get(2)));
    Tensor scores = add(matmul(hidden, net.get(3), false, true), net.get(4));
    return Losses.crossEntropy(scores, Indices.of(1, 0, 1));
  }

  @Test
  void third_derivative_of_a_network_agrees_with_differences() {
    GradientCheck.DEFAULT
        .withOrder(3)
        .check(
            "mlp",
            DeepDerivativesTest::mlp,
            Samples.smooth(1, 3, 4),
            Samples.smooth(2, 5, 4),
            Samples.smooth(3, 5),
            Samples.smooth(4, 2, 5),
            Samples.smooth(5, 2))
        .orThrow();
  }

  @Test
  void a_chain_of_a_million_operations_differentiates() {
    int length = 1_000_000;
    double factor = 1 + 1e-6;
    Tensor gradient =
        Autograd.<Tensor>grad(
                x -> {
                  Tensor y = x;
                  for (int i = 0; i < length; i++) {
                    y = mul(y, factor);
                  }
                  return y;
                })
            .apply(Tensor.scalar(DType.F64, 1));
    assertThat(gradient.item()).isCloseTo(Math.E, org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void a_value_used_many_times_gathers_all_contributions() {
    int uses = 10_000;
    Tensor gradient =
        Autograd.<Tensor>grad(
                x -> {
                  Tensor y = Tensor.scalar(DType.F64, 0);
                  for (int i = 0; i < uses; i++) {
                    y = add(y, sum(x));
                  }
                  return y;
                })
            .apply(Tensor.of(DType.F64, 1.0, 2.0));
    assertThat(gradient.toDoubleArray()).containsExactly(uses, uses);
  }
}
