package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.internal.UpdateRules;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A layer in one operation is the layer in two, to the bit, in value, gradients and branches. */
class FusedActivationTest {
  private final Tensor x = Ops.to(Samples.smooth(1, 7, 5), DType.F32);
  private final Parameter w = Parameter.of("w", Ops.to(Samples.smooth(2, 6, 5), DType.F32));
  private final Parameter b = Parameter.of("b", zeroScoreForOneUnit());
  private final List<Parameter> parameters = List.of(w, b);

  /** The first row of the weight is 0 as well, so the first unit is at the kink. */
  private Tensor zeroScoreForOneUnit() {
    for (int i = 0; i < 5; i++) {
      UpdateRules.rules().setElement(w, i, 0);
    }
    Tensor bias = Ops.to(Samples.smooth(3, 6), DType.F32);
    return Ops.mul(bias, Tensor.of(0f, 1, 1, 1, 1, 1));
  }

  private Tensor loss(Tensor y) {
    return Ops.sum(Ops.mul(y, Ops.square(y)));
  }

  private static void assertSame(
      Gradients<Tensor> one, Gradients<Tensor> two, List<Parameter> parameters) {
    assertThat(one.value().hasSameBits(two.value())).isTrue();
    for (Parameter p : parameters) {
      assertThat(one.of(p).hasSameBits(two.of(p))).as(p.name()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void fused_and_composed_layers_give_the_same_bits(FusedActivation f) {
    Supplier<Tensor> fused = () -> loss(Ops.linear(x, w, b, f));
    Supplier<Tensor> composed = () -> loss(f.of(Ops.linear(x, w, b)));
    assertSame(
        Autograd.differentiate(parameters, fused),
        Autograd.differentiate(parameters, composed),
        parameters);
  }

  @ParameterizedTest
  @EnumSource
  void another_subgradient_is_respected(Subgradient policy) {
    Supplier<Tensor> fused = () -> loss(Ops.linear(x, w, b, FusedActivation.RELU));
    Supplier<Tensor> composed = () -> loss(Ops.relu(Ops.linear(x, w, b)));
    assertSame(
        policy.in(() -> Autograd.differentiate(parameters, fused)),
        policy.in(() -> Autograd.differentiate(parameters, composed)),
        parameters);
  }

  @ParameterizedTest
  @EnumSource
  void branches_are_reported_as_those_of_the_function(FusedActivation f) {
    assertThat(BranchLog.logging(() -> Ops.linear(x, w, b, f)).branches())
        .isEqualTo(BranchLog.logging(() -> f.of(Ops.linear(x, w, b))).branches());
  }
}
