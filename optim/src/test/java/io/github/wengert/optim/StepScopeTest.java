package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.ops.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step from a loss is a training scope of its own, unless somebody opened one. */
final class StepScopeTest {
  private static final Key KEY = Key.of(9);

  private final Parameter w = Given.weight(1, 2);
  private final Parameter count =
      Parameter.of("count", ParameterRole.STATE, Tensor.of(DType.F64, 0.0));
  private final List<Long> drawn = new ArrayList<>();

  /** The loss of a layer that draws a random number and counts how often it was trained. */
  private Tensor loss() {
    Training training = Training.current("layer").orElseThrow();
    drawn.add(training.nextKey().bits(0));
    training.afterwards(count, latest -> Ops.add(latest, 1));
    return Ops.sum(Ops.square(w));
  }

  private static long first(Key key) {
    return key.split(0).bits(0);
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void each_step_has_the_key_of_the_optimizer_split_by_the_steps_before(Variants.Variant variant) {
    FirstOrderOptimizer optimizer = variant.with(c -> c.key(KEY)).build(w);
    optimizer.step(this::loss);
    optimizer.step(Autograd.differentiate(List.of(w), () -> Ops.sum(w)));
    optimizer.step(this::loss);
    Map<String, Tensor> state = optimizer.state();
    FirstOrderOptimizer restored = variant.with(c -> c.key(KEY)).build(w);
    restored.restore(state);
    restored.step(this::loss);
    assertThat(drawn)
        .containsExactly(first(KEY.split(0)), first(KEY.split(2)), first(KEY.split(3)));
    assertThat(count.item()).isEqualTo(3);
  }

  @Test
  void by_default_the_key_is_that_of_seed_0() {
    Sgd.of(List.of(w), 0.1).step(this::loss);
    assertThat(drawn).containsExactly(first(Key.of(0).split(0)));
  }

  @Test
  void micro_batches_split_the_key_of_the_step_that_they_make() {
    MaxNorm bound = MaxNorm.of(List.of(w), 9);
    List<Optimizer> both =
        List.of(
            bound.after(Accumulation.of(Sgd.on(List.of(w)).key(KEY).build(), 2)),
            Accumulation.of(bound.after(Sgd.on(List.of(w)).key(KEY).build()), 2));
    for (Optimizer optimizer : both) {
      drawn.clear();
      for (int i = 0; i < 3; i++) {
        optimizer.step(this::loss);
      }
      assertThat(drawn)
          .containsExactly(
              first(KEY.split(0).split(0)),
              first(KEY.split(0).split(1)),
              first(KEY.split(1).split(0)));
    }
  }

  @Test
  void a_scope_that_is_open_counts() {
    Sgd sgd = Sgd.on(List.of(w)).build();
    Training.in(KEY, () -> sgd.step(this::loss));
    sgd.step(KEY, this::loss);
    assertThat(drawn).containsExactly(first(KEY), first(KEY));
    Training.evaluate(() ->
        sgd.step(() -> {
          assertThat(Training.current()).isEmpty();
          return Ops.sum(w);
        }));
  }

  @Test
  void an_optimizer_that_refuses_the_step_changes_no_state() {
    Sgd sgd = Sgd.on(List.of(w)).refuseNonFinite(true).build();
    assertThatThrownBy(() -> sgd.step(() -> Ops.mul(loss(), Double.NaN)))
        .isInstanceOf(GradientsException.class);
    assertThat(count.item()).isZero();
    assertThat(sgd.steps()).isZero();
    sgd.step(this::loss);
    assertThat(drawn.get(1)).isEqualTo(drawn.get(0)); // the same step again
  }

  /** An optimizer of a user's own, with a key or without. */
  private record Own(Sgd sgd, Optional<Key> trainingKey) implements Optimizer {
    @Override
    public List<Parameter> parameters() {
      return sgd.parameters();
    }

    @Override
    public void step(Gradients<Tensor> gradients) {
      sgd.step(gradients);
    }
  }

  @Test
  void an_optimizer_of_ones_own_trains_with_a_key_and_refuses_without() {
    Sgd sgd = Sgd.of(List.of(w), 0.1);
    assertThatThrownBy(() -> new Own(sgd, Optional.empty()).step(this::loss))
        .isInstanceOf(TrainingException.class);
    new Own(sgd, Optional.of(KEY)).step(this::loss);
    new Own(sgd, Optional.empty()).step(KEY, this::loss);
    assertThat(drawn).containsExactly(first(KEY), first(KEY));
  }

  @Test
  void gradients_that_an_optimizer_of_ones_own_keeps_are_its_own() {
    List<Tensor> kept = new ArrayList<>();
    Optimizer keeping =
        new Optimizer() {
          @Override
          public List<Parameter> parameters() {
            return List.of(w);
          }

          @Override
          public void step(Gradients<Tensor> gradients) {
            kept.add(gradients.of(w));
            w.assign(Ops.mul(w, 0.5));
          }
        };
    for (Optimizer optimizer :
        List.of(keeping, Accumulation.of(keeping, 1), MaxNorm.of(List.of(w), 9).after(keeping))) {
      kept.clear();
      w.assign(Tensor.ofRows(DType.F64, new double[] {1, 2}));
      optimizer.step(() -> Ops.sum(Ops.square(w)));
      optimizer.step(() -> Ops.sum(Ops.square(w)));
      assertThat(kept.get(0).toDoubleArray()).containsExactly(2, 4);
      assertThat(kept.get(1).toDoubleArray()).containsExactly(1, 2);
    }
  }
}
