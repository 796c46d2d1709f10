package io.github.wengert.optim;

import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.UnusedLeafException;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A step that computes the gradients itself is the step with these gradients, to the bit. */
class ClosureStepTest {
  private final Parameter a =
      Parameter.of("w", ParameterRole.WEIGHT, Tensor.of(DType.F64, 1.0, -2.0, 3.0));
  private final Parameter b = Parameter.of("w", ParameterRole.WEIGHT, a);

  private static Supplier<Tensor> loss(Parameter w) {
    return () -> sum(square(mul(w, Tensor.of(DType.F64, 0.5, 1.5, -1.0))));
  }

  @Test
  void step_by_step_both_give_the_same_parameters_and_losses() {
    Sgd closure = Sgd.on(List.of(a)).learningRate(0.05).momentum(0.9).weightDecay(0.01).build();
    Sgd plain = Sgd.on(List.of(b)).learningRate(0.05).momentum(0.9).weightDecay(0.01).build();
    for (int step = 0; step < 20; step++) {
      var gradients = Autograd.<Tensor>differentiate(List.of(b), loss(b));
      plain.step(gradients);
      assertThat(closure.step(loss(a)).hasSameBits(gradients.value())).isTrue();
      assertThat(a.hasSameBits(b)).isTrue();
    }
    assertThat(closure.steps()).isEqualTo(20);
  }

  @Test
  void a_parameter_that_took_no_part_is_refused_or_left_where_it_is() {
    Sgd sgd = Sgd.of(List.of(a, b), 0.05);
    assertThatThrownBy(() -> sgd.step(loss(a)))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessageContaining("ask for Unused.ZERO");
    assertThat(a.hasSameBits(b)).isTrue();
    Optimizer all =
        MaxNorm.of(List.of(a), 100).after(Accumulation.of(sgd, 1)); // each hands the choice on
    for (Optimizer optimizer : List.of(sgd, all)) {
      Parameter before = Parameter.of("before", ParameterRole.WEIGHT, a);
      assertThat(optimizer.step(loss(a), Unused.ZERO).hasSameBits(loss(before).get())).isTrue();
      assertThat(a.hasSameBits(before)).isFalse();
      assertThat(b.toDoubleArray()).containsExactly(1.0, -2.0, 3.0);
    }
  }

  @Test
  void an_optimizer_that_allows_unused_parameters_does_so_in_every_step() {
    Sgd sgd = Sgd.on(List.of(a, b)).learningRate(0.05).unused(Unused.ZERO).build();
    Optimizer all = MaxNorm.of(List.of(a), 100).after(Accumulation.of(sgd, 1));
    for (Optimizer optimizer : List.of(sgd, all)) {
      optimizer.step(loss(a));
      optimizer.stepWithAuxiliary(() -> new WithAuxiliary<>(loss(a).get(), a), 2);
      assertThat(b.toDoubleArray()).containsExactly(1.0, -2.0, 3.0);
      assertThatThrownBy(() -> optimizer.step(loss(a), Unused.REJECT))
          .isInstanceOf(UnusedLeafException.class);
    }
    assertThat(sgd.steps()).isEqualTo(4);
    assertThat(sgd).hasToString("Sgd(learning rate 0.05, unused parameters allowed, 2 parameters)");
  }

  @Test
  void lbfgs_has_the_choice_too() {
    Lbfgs.Config config = Lbfgs.on(List.of(a, b));
    assertThatThrownBy(() -> config.build().minimize(loss(a)))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessageContaining("ask for Unused.ZERO");
    assertThat(config.unused(Unused.ZERO).build().minimize(loss(a)).converged()).isTrue();
    assertThat(b.toDoubleArray()).containsExactly(1.0, -2.0, 3.0);
  }

  @Test
  void an_optimizer_over_no_parameters_is_refused_wherever_it_comes_from() {
    Optimizer none =
        new Optimizer() {
          @Override
          public List<Parameter> parameters() {
            return List.of();
          }

          @Override
          public void step(Gradients<Tensor> gradients) {}
        };
    Model model =
        new Model() {
          @Override
          public Tensor apply(Tensor x) {
            return x;
          }

          @Override
          public List<Parameter> parameters() {
            return List.of();
          }
        };
    assertThatThrownBy(() -> Sgd.of(List.of(), 0.1))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("sgd: there is nothing to change: (0 parameters < 1)");
    assertThatThrownBy(() -> Accumulation.of(none, 2))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("accumulation: there is nothing to change: (0 parameters < 1)");
    assertThatThrownBy(() -> new Trainer(model, none, Losses::crossEntropy))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("trainer: there is nothing to change: (0 parameters < 1)");
    assertThatThrownBy(() -> EarlyStopping.of(model, 1, 0))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "earlyStopping: there is nothing to keep of the best epoch: (0 parameters < 1)");
    assertThatThrownBy(() -> none.step(loss(a)))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("step: there is nothing to change: (0 parameters < 1)");
  }

  @Test
  void a_loss_that_throws_changes_nothing() {
    Sgd sgd = Sgd.of(List.of(a), 0.05);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            sgd.step(() -> {
              throw new IllegalStateException("no loss");
            }));
    assertThat(a.hasSameBits(b)).isTrue();
    assertThat(sgd.steps()).isZero();
    sgd.step(loss(a));
    assertThat(sgd.steps()).isEqualTo(1);
  }
}
