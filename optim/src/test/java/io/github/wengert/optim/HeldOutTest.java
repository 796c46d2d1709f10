package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training with an eye on samples that are held out. */
final class HeldOutTest {
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

  private final LinearModel model =
      new LinearModel(Parameter.of("w", Tensor.zeros(DType.F64, Shape.of(2, 2))));
  private final Trainer trainer =
      new Trainer(model, Sgd.of(model.parameters(), 0.5), Losses::crossEntropy);
  private final Batches batches = new Batches(points(1, 60), 20, Key.of(2));
  private final Dataset heldOut = points(3, 50);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50, Integer.MAX_VALUE})
  void an_evaluation_does_not_depend_on_the_batch_size(int batchSize) {
    model.weight().assign(Tensor.ofRows(DType.F64, new double[][] {{1, -0.5}, {-0.25, 2}}));
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

  /** Σ w ℓ and Σ w, sample by sample. */
  private static double[] sums(CrossEntropyOptions options, Tensor scores, Indices labels) {
    double[] sums = new double[2];
    for (int i = 0; i < labels.elements(); i++) {
      int label = labels.get(i);
      double w = options.weight(Indices.of(label));
      double own = scores.at(i, label);
      double other = scores.at(i, 1 - label);
      sums[0] += w * Math.log1p(Math.exp(other - own));
      sums[1] += w;
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 49, 50, Integer.MAX_VALUE})
  void weights_of_classes_and_ignored_labels_count_the_same_in_each_batch_size(int batchSize) {
    model.weight().assign(Tensor.ofRows(DType.F64, new double[][] {{1, -0.5}, {-0.25, 2}}));
    Tensor scores = model.apply(heldOut.inputs());
    CrossEntropyOptions weighted =
        CrossEntropyOptions.DEFAULT.withClassWeights(Tensor.of(DType.F64, 0.125, 10.0));
    for (CrossEntropyOptions options :
        List.of(weighted, CrossEntropyOptions.DEFAULT.withIgnoredLabel(1))) {
      CrossEntropy loss = new CrossEntropy(options);
      double[] sums = sums(loss.options(), scores, heldOut.labels());
      Trainer with = new Trainer(model, Sgd.of(model.parameters(), 0.5), loss);
      assertThat(with.evaluate(heldOut, batchSize).loss())
          .isCloseTo(sums[0] / sums[1], within(1e-12));
      CrossEntropy sum = new CrossEntropy(options.withReduction(Reduction.SUM));
      Trainer withSum = new Trainer(model, Sgd.of(model.parameters(), 0.5), sum);
      assertThat(withSum.evaluate(heldOut, batchSize).loss())
          .isCloseTo(sums[0] / sums[1], within(1e-12));
      assertThat(with.evaluate(heldOut, batchSize).accuracy())
          .isEqualTo(trainer.evaluate(heldOut, 50).accuracy());
    }
  }

  @Test
  void the_loss_of_an_epoch_weighs_its_samples_too() {
    CrossEntropy loss =
        new CrossEntropy(
            CrossEntropyOptions.DEFAULT.withClassWeights(Tensor.of(DType.F64, 0.125, 10.0)));
    Dataset data = batches.data();
    model.weight().assign(Tensor.ofRows(DType.F64, new double[][] {{1, -0.5}, {-0.25, 2}}));
    double[] sums = sums(loss.options(), model.apply(data.inputs()), data.labels());
    List<Progress> steps = new ArrayList<>();
    new Trainer(model, Sgd.of(model.parameters(), Double.MIN_VALUE), loss)
        .train(new Batches(data, 7, Key.of(3)), 1, steps::add);
    assertThat(steps.getLast().loss()).isCloseTo(sums[0] / sums[1], within(1e-12));
  }

  @Test
  void a_batch_whose_labels_are_all_ignored_is_skipped() {
    CrossEntropy loss = new CrossEntropy(CrossEntropyOptions.DEFAULT.withIgnoredLabel(1));
    Sgd sgd = Sgd.of(model.parameters(), 0.5);
    Trainer with = new Trainer(model, sgd, loss);
    List<Progress> steps = new ArrayList<>();
    Batches single = new Batches(batches.data(), 1, Key.of(3));
    with.train(single, 1, steps::add);
    long zeros = Arrays.stream(single.data().labels().toArray()).filter(c -> c == 0).count();
    assertThat(steps).hasSize(60);
    assertThat(sgd.steps()).isEqualTo(zeros).isBetween(1L, 59L);
    assertThat(steps.getLast().loss()).isFinite();
  }

  @Test
  void a_loss_that_is_not_reduced_is_refused() {
    CrossEntropy loss = new CrossEntropy(CrossEntropyOptions.DEFAULT.withReduction(Reduction.NONE));
    assertThatThrownBy(() -> new Trainer(model, Sgd.of(model.parameters(), 0.5), loss))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "trainer: the loss of a batch must be one number: (reduction NONE ≠ MEAN or SUM)");
  }

  /** Counts, in a buffer, the steps in which it was trained; they shift its scores. */
  private record Shifted(LinearModel linear, Parameter shift) implements Model {
    @Override
    public Tensor apply(Tensor x) {
      Training.current()
          .ifPresent(training ->
              training.afterwards(
                  shift, Ops.add(training.latest(shift), Tensor.of(DType.F64, 0.0, -0.02))));
      return Ops.add(linear.apply(x), shift);
    }

    @Override
    public List<Parameter> parameters() {
      return linear.parameters();
    }

    @Override
    public List<Parameter> buffers() {
      return List.of(shift);
    }
  }

  @Test
  void what_is_restored_evaluates_as_the_best_epoch_did() {
    Shifted shifted = new Shifted(model, Parameter.of("shift", Tensor.of(DType.F64, 0.0, 0.0)));
    Trainer with = new Trainer(shifted, Sgd.of(model.parameters(), 0.5), Losses::crossEntropy);
    EarlyStopping stopping = EarlyStopping.of(shifted.parameters(), 3, 0);
    List<Epoch> told = with.train(batches, 1000, heldOut, stopping);
    assertThat(shifted.shift().at(1)).isNotZero();
    stopping.restoreBest();
    assertThat(with.evaluate(heldOut, 20)).isEqualTo(told.get(stopping.bestNumber() - 1).test());
    assertThat(told).hasSizeGreaterThan(stopping.bestNumber());
  }

  @Test
  void held_out_inputs_that_are_not_finite_are_named() {
    double[] inputs = heldOut.inputs().toDoubleArray();
    inputs[2 * 17 + 1] = Double.NaN;
    Dataset spoilt =
        new Dataset(Tensor.of(DType.F64, heldOut.inputs().shape(), inputs), heldOut.labels(), 2);
    assertThatThrownBy(() -> trainer.train(batches, 3, spoilt))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "evaluate: an input is not finite: sample 17, feature 1 (NaN);"
                + " correct it, or leave the sample out");
  }

  @Test
  void a_model_that_gives_no_numbers_is_evaluated_as_such() {
    model.weight().assign(Tensor.full(DType.F64, Shape.of(2, 2), Double.NaN));
    Evaluation evaluation = trainer.evaluate(heldOut, 20);
    assertThat(evaluation.loss()).isNaN();
    assertThat(evaluation.accuracy()).isZero();
  }

  @Test
  void scores_that_are_no_numbers_count_as_wrong() {
    Tensor rows =
        Tensor.ofRows(DType.F64, new double[] {Double.NaN, 1}, new double[] {1, Double.NaN});
    assertThat(Evaluation.countCorrect(rows, Indices.of(0, 1))).isZero();
    assertThat(Evaluation.countCorrect(rows, Indices.of(1, 0))).isZero();
    Tensor single = Tensor.of(DType.F64, Double.NaN, Double.NaN);
    assertThat(Evaluation.countCorrect(single, Indices.of(0, 1))).isZero();
    Tensor column = single.reshape(2, 1);
    assertThat(Evaluation.countCorrect(column, Indices.of(0, 1))).isZero();
  }

  @Test
  void scores_that_are_no_rows_are_refused() {
    assertThatThrownBy(() ->
            Evaluation.countCorrect(Tensor.of(DType.F64, Shape.of(1, 2), 1, 2), Indices.of(0, 1)))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "accuracy: one row of scores is needed for each sample: scores [1, 2], labels [2]"
                + " (1 ≠ 2)");
  }

  @Test
  void a_column_of_scores_tells_class_1_by_its_sign() {
    Tensor scores = Tensor.of(DType.F64, Shape.of(4, 1), 0.5, -0.5, 0, 2);
    assertThat(Evaluation.countCorrect(scores, Indices.of(1, 0, 0, 0))).isEqualTo(3);
    assertThat(Evaluation.countCorrect(scores, Indices.of(0, 1, 1, 0))).isZero();
    assertThat(Evaluation.countCorrect(scores, Indices.of(1, 0, 0, 1))).isEqualTo(4);
  }

  @Test
  void one_score_for_each_sample_tells_class_1_by_its_sign() {
    Tensor scores = Tensor.of(DType.F64, 0.5, -0.5, 0, 2);
    assertThat(Evaluation.countCorrect(scores, Indices.of(1, 0, 0, 0))).isEqualTo(3);
    assertThat(Evaluation.countCorrect(scores, Indices.of(0, 1, 1, 0))).isZero();
  }
}
