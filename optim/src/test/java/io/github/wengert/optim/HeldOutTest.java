package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training with an eye on samples that are held out. */
final class HeldOutTest {
  private record Linear(Parameter weight) implements Model {
    @Override
    public Tensor apply(Tensor x) {
      return Ops.matmul(x, weight, false, true);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(weight);
    }
  }

  /** Points of the plane whose labels are noisy; class 1 is mostly above the diagonal. */
  private static Dataset points(int seed, int count) {
    Tensor points = RandomTensors.normal(Key.of(seed), DType.F64, Shape.of(count, 2), 0, 1);
    Tensor noise = RandomTensors.normal(Key.of(~seed), DType.F64, Shape.of(count), 0, 1);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = points.at(i, 1) + noise.at(i) > points.at(i, 0) ? 1 : 0;
    }
    return new Dataset(points, Indices.of(labels), 2);
  }

  private final Linear model =
      new Linear(Parameter.of("w", Tensor.zeros(DType.F64, Shape.of(2, 2))));
  private final Trainer trainer =
      new Trainer(model, Sgd.of(model.parameters(), 0.5), Losses::crossEntropy);
  private final Batches batches = new Batches(points(1, 60), 20, Key.of(2));
  private final Dataset heldOut = points(3, 50);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50, Integer.MAX_VALUE})
  void an_evaluation_does_not_depend_on_the_batch_size(int batchSize) {
    model.weight().assign(Tensor.ofRows(new double[][] {{1, -0.5}, {-0.25, 2}}));
    int version = model.weight().version();
    Tensor scores = model.apply(heldOut.inputs());
    Evaluation evaluation = trainer.evaluate(heldOut, batchSize);
    double whole = Losses.crossEntropy(scores, heldOut.labels()).item();
    int correct = 0;
    for (int i = 0; i < 50; i++) {
      correct += (scores.at(i, 1) > scores.at(i, 0) ? 1 : 0) == heldOut.labels().get(i) ? 1 : 0;
    }
    assertThat(evaluation.loss()).isCloseTo(whole, within(1e-12));
    assertThat(evaluation.accuracy()).isEqualTo(correct / 50.0).isGreaterThan(0.5);
    assertThat(model.weight().version()).isEqualTo(version);
  }

  @Test
  void listeners_are_told_after_each_epoch() {
    List<Epoch> told = new ArrayList<>();
    List<Progress> steps = new ArrayList<>();
    List<Epoch> returned = trainer.train(batches, 3, steps::add, heldOut, told::add);
    assertThat(told).extracting(Epoch::number).containsExactly(1, 2, 3);
    assertThat(told).allMatch(epoch -> epoch.epochs() == 3).isEqualTo(returned);
    assertThat(told.getLast().test()).isEqualTo(trainer.evaluate(heldOut, 20));
    assertThat(told.getLast().test().loss()).isLessThan(Math.log(2));
    assertThat(steps).hasSize(9);
    assertThat(told.getLast().train())
        .isEqualTo(new Evaluation(steps.getLast().loss(), steps.getLast().accuracy()));
  }

  @Test
  void evaluating_does_not_change_what_is_learned() {
    trainer.train(batches, 4, heldOut);
    Tensor watched = model.weight().snapshot();
    model.weight().assign(Tensor.zeros(DType.F64, Shape.of(2, 2)));
    trainer.train(batches, 4, progress -> {});
    assertThat(model.weight().hasSameBits(watched)).isTrue();
  }

  @Test
  void training_ends_when_held_out_samples_get_no_better() {
    EarlyStopping stopping = EarlyStopping.of(model.parameters(), 2, 1e-3);
    List<Epoch> told = trainer.train(batches, 1000, heldOut, stopping);
    assertThat(told).hasSizeBetween(4, 100).hasSize(stopping.bestNumber() + 3);
    stopping.restoreBest();
    assertThat(trainer.evaluate(heldOut, 20)).isEqualTo(told.get(stopping.bestNumber() - 1).test());
    assertThat(trainer.evaluate(heldOut, 20).loss()).isEqualTo(stopping.best());
  }

  @Test
  void a_plateau_of_held_out_samples_reduces_a_rate() {
    ReduceOnPlateau plateau = ReduceOnPlateau.from(0.5).patience(1).absoluteThreshold(1e-3).build();
    trainer.train(batches, 50, heldOut, epoch -> plateau.observe(epoch.test().loss()));
    assertThat(plateau.rate(0)).isLessThan(0.5);
  }

  @Test
  void what_is_below_one_is_refused() {
    assertThatThrownBy(() -> trainer.train(batches, 0, heldOut))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("train: the number of epochs is out of range: (0 not in [1, ∞))");
    assertThatThrownBy(() -> trainer.evaluate(heldOut, 0))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("evaluate: the batch size is out of range: (0 not in [1, ∞))");
  }

  @Test
  void one_score_for_each_sample_tells_class_1_by_its_sign() {
    Tensor scores = Tensor.of(0.5, -0.5, 0, 2);
    assertThat(Evaluation.countCorrect(scores, Indices.of(1, 0, 0, 0))).isEqualTo(3);
    assertThat(Evaluation.countCorrect(scores, Indices.of(0, 1, 1, 0))).isZero();
  }
}
