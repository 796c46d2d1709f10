package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With momentum, decay that goes through the velocity is not decay of the weight itself. */
final class MomentumDecayTest {
  @Test
  void coupled_decay_is_what_the_loss_penalty_gives() {
    Parameter w = Given.weight(1);
    Sgd sgd = Sgd.on(List.of(w)).learningRate(0.1).momentum(0.9).weightDecay(0.5).build();
    Parameter penalised = Given.weight(1);
    Sgd plain = Sgd.on(List.of(penalised)).learningRate(0.1).momentum(0.9).build();
    for (int step = 0; step < 10; step++) {
      sgd.step(Given.gradient(w, 0.25));
      plain.step(Given.gradient(penalised, 0.25 + 0.5 * penalised.item()));
    }
    assertThat(w.item()).isCloseTo(penalised.item(), within(1e-14));
  }

  @Test
  void shrinking_the_weight_in_each_step_is_something_else() {
    Parameter w = Given.weight(1);
    Sgd sgd = Sgd.on(List.of(w)).learningRate(0.1).momentum(0.9).weightDecay(0.5).build();
    Parameter shrunk = Given.weight(1);
    Sgd plain = Sgd.on(List.of(shrunk)).learningRate(0.1).momentum(0.9).build();
    for (int step = 0; step < 10; step++) {
      sgd.step(Given.gradient(w, 0.25));
      double decay = 0.1 * 0.5 * shrunk.item();
      plain.step(Given.gradient(shrunk, 0.25));
      shrunk.assign(Given.weight(shrunk.item() - decay));
    }
    assertThat(Math.abs(w.item() - shrunk.item())).isGreaterThan(0.1);
  }
}
