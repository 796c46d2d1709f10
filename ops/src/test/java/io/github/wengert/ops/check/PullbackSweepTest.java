package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Applications;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PullbackSweepTest {
  private static PullbackSweep sweep(Function<List<Tensor>, Tensor> f, Tensor... xs) {
    Applications<Tensor> applications = Applications.of(f, List.of(xs));
    Tensor y = applications.result();
    return PullbackSweep.of(applications, Tensor.ones(y.dtype(), y.shape()));
  }

  @Test
  void cotangents_of_a_value_that_is_used_three_times_are_added_up() {
    Tensor x = Tensor.of(DType.F64, 0.5, -1);
    PullbackSweep sweep =
        sweep(
            xs -> {
              Tensor y = Ops.mul(xs.getFirst(), 3);
              return Ops.add(Ops.add(Ops.mul(y, 2), y), Ops.mul(y, 10));
            },
            x);
    assertThat(sweep.steps().getFirst().cotangent().toDoubleArray()).containsExactly(13, 13);
    Tensor gradient = sweep.gradients().getFirst();
    assertThat(gradient != null ? gradient.toDoubleArray() : null).containsExactly(39, 39);
  }

  @Test
  void a_network_gets_the_gradients_that_the_engine_gives() {
    CulpritNet net = new CulpritNet("", xs -> xs.getFirst());
    List<Tensor> point = CulpritNet.point(4);
    PullbackSweep sweep = sweep(net, point.toArray(Tensor[]::new));
    List<Tensor> engine = Autograd.vjp(net, point).pullback(Tensor.scalar(DType.F64, 1));
    for (int i = 0; i < engine.size(); i++) {
      Tensor own = sweep.gradients().get(i);
      assertThat(own != null && !Bits.differBeyondRounding(own, engine.get(i))).isTrue();
    }
  }

  @Test
  void what_the_result_does_not_depend_on_has_no_cotangent() {
    PullbackSweep sweep =
        sweep(
            xs -> {
              Ops.exp(xs.get(1));
              return Ops.mul(xs.get(0), Tensor.of(DType.F64, 2.0));
            },
            Tensor.of(DType.F64, 1.0),
            Tensor.of(DType.F64, 2.0));
    assertThat(sweep.steps()).hasSize(1);
    assertThat(sweep.steps().getFirst().active()).containsExactly(0);
    assertThat(sweep.gradients().get(1)).isNull();
  }
}
