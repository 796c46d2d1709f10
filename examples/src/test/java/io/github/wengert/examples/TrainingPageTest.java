package io.github.wengert.examples;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.ops.DType.F32;
import static io.github.wengert.ops.Losses.crossEntropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.nn.Activation;
import io.github.wengert.nn.BatchNorm;
import io.github.wengert.nn.BinaryCrossEntropyLoss;
import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Dropout;
import io.github.wengert.nn.HingeLoss;
import io.github.wengert.nn.Initializer;
import io.github.wengert.nn.Layer;
import io.github.wengert.nn.Loss;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.ops.TrainingException;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.DivergedException;
import io.github.wengert.optim.EarlyStopping;
import io.github.wengert.optim.Epoch;
import io.github.wengert.optim.Evaluation;
import io.github.wengert.optim.LastBatch;
import io.github.wengert.optim.Sgd;
import io.github.wengert.optim.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The code of the page on training is what stands here between two marks; and what it promises. */
final class TrainingPageTest {
  private static final Page PAGE = Page.of("docs/training.md", TrainingPageTest.class);

  private static final Key key = Key.of(3);
  private static final Dataset.Split digits = Digits.samples().split(1, F32);
  private static final Tensor weights = Tensor.of(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f);

  @Test
  void a_network_learns_the_digits_in_ten_lines() {
    // page
    Dataset.Split digits = Digits.samples().split(1, F32);
    Sequential net =
        Sequential.of(
            Dense.of("layers.0", 64, 100, Initializer.HE, key.split("net")),
            BatchNorm.of("layers.1", 100),
            Activation.RELU,
            Dense.of("layers.2", 100, 10, key.split("net")));
    Sgd sgd = Sgd.on(net.parameters()).learningRate(0.1).momentum(0.9).build();
    Trainer trainer = new Trainer(net, sgd, CrossEntropyLoss.DEFAULT);

    EarlyStopping stopping = EarlyStopping.of(net, 5, 0);
    trainer.train(new Batches(digits.train(), 32, key), 100, digits.test(), stopping);
    stopping.restoreBest();
    double accuracy = trainer.evaluate(digits.test(), 500).accuracy();
    // end
    assertThat(accuracy).isGreaterThan(0.95);
  }

  @Test
  void a_step_trains_and_an_application_evaluates() {
    Tensor x = digits.train().inputs();
    Indices labels = digits.train().labels();
    // page
    Dropout dropout = new Dropout(0.5);
    Sequential net =
        Sequential.of(
            Dense.of("in", 64, 100, key), Activation.RELU, dropout, Dense.of("out", 100, 10, key));
    Sgd sgd = Sgd.on(net.parameters()).learningRate(0.1).key(Key.of(7)).build();
    for (int step = 0; step < 10; step++) {
      sgd.step(() -> crossEntropy(net.apply(x), labels));
    }
    Tensor scores = net.apply(x);
    // end
    assertThat(scores.hasSameBits(net.apply(x))).isTrue();
    // page
    Gradients<Tensor> g =
        Training.in(
            key.split("step 11"),
            () -> differentiate(net.parameters(), () -> crossEntropy(net.apply(x), labels)));
    sgd.step(g);
    // end
    assertThatThrownBy(
            () -> differentiate(net.parameters(), () -> crossEntropy(net.apply(x), labels)))
        .isInstanceOf(TrainingException.class)
        .satisfies(e -> assertThat(PAGE.text()).contains("\n" + e.getMessage() + "\n"));
  }

  @Test
  void the_last_batch_can_be_dropped() {
    // page
    Batches batches = new Batches(digits.train(), 32, key).withLast(LastBatch.DROP);
    // end
    assertThat(batches.count()).isEqualTo(digits.train().size() / 32);
  }

  private static Sequential normalized() {
    return Sequential.of(
        Dense.of("layers.0", 64, 20, Initializer.HE, key),
        BatchNorm.of("layers.1", 20),
        Activation.RELU,
        Dense.of("layers.2", 20, 10, key));
  }

  @Test
  void what_is_restored_evaluates_as_the_best_epoch_did() {
    for (boolean isToldTheModel : new boolean[] {false, true}) {
      Sequential net = normalized();
      Sgd sgd = Sgd.on(net.parameters()).learningRate(0.5).momentum(0.9).build();
      Trainer trainer = new Trainer(net, sgd, CrossEntropyLoss.DEFAULT);
      EarlyStopping stopping =
          isToldTheModel ? EarlyStopping.of(net, 2, 0) : EarlyStopping.of(net.parameters(), 2, 0);
      List<Epoch> told =
          trainer.train(new Batches(digits.train(), 32, key), 100, digits.test(), stopping);
      stopping.restoreBest();
      assertThat(told).hasSize(stopping.bestNumber() + 3);
      assertThat(trainer.evaluate(digits.test(), 32))
          .isEqualTo(told.get(stopping.bestNumber() - 1).validation());
    }
  }

  @Test
  void a_mean_with_weights_is_the_same_for_each_batch_size() {
    Sequential net = normalized();
    Sgd sgd = Sgd.of(net.parameters(), 0.1);
    // page
    Loss<Indices> loss = CrossEntropyLoss.DEFAULT.withClassWeights(weights).withIgnoredLabel(9);
    Evaluation evaluation = new Trainer(net, sgd, loss).evaluate(digits.test(), 7);
    // end
    Tensor scores = net.apply(digits.test().inputs());
    double whole = loss.apply(scores, digits.test().labels()).item();
    for (int batchSize : new int[] {1, 2, 100, digits.test().size()}) {
      Evaluation other = new Trainer(net, sgd, loss).evaluate(digits.test(), batchSize);
      assertThat(other.loss()).isCloseTo(whole, within(1e-5));
      assertThat(other.accuracy()).isEqualTo(evaluation.accuracy());
    }
    assertThat(evaluation.loss()).isCloseTo(whole, within(1e-5));
  }

  @Test
  void one_logit_for_each_sample_tells_its_class_by_the_sign() {
    Tensor points = RandomTensors.normal(Key.of(41), F32, Shape.of(200, 2), 0, 1);
    int[] labels =
        IntStream.range(0, 200).map(i -> points.at(i, 1) > points.at(i, 0) ? 1 : 0).toArray();
    Dataset data = new Dataset(points, Indices.of(labels), 2);
    for (Loss<Indices> loss :
        List.of(BinaryCrossEntropyLoss.DEFAULT.ofLabels(), HingeLoss.DEFAULT.ofLabels())) {
      Dense net = Dense.of("net", 2, 1, key);
      Trainer trainer = new Trainer(net, Sgd.of(net.parameters(), 1), loss);
      List<Double> accuracies = new ArrayList<>();
      trainer.train(new Batches(data, 20, key), 60, step -> accuracies.add(step.accuracy()));
      assertThat(accuracies.getLast()).isGreaterThan(0.97);
      net.weight().assign(Tensor.of(Shape.of(1, 2), -3f, 3f));
      net.bias().assign(Tensor.of(0f));
      assertThat(trainer.evaluate(data, 64).accuracy()).isOne();
    }
  }

  @Test
  void batch_normalisation_meets_no_single_sample() {
    Dataset data = digits.train().select(IntStream.range(0, 65).toArray());
    Sequential net = normalized();
    Trainer trainer = new Trainer(net, Sgd.of(net.parameters(), 0.1), CrossEntropyLoss.DEFAULT);
    trainer.train(new Batches(data, 32, key), 2, progress -> {});
    Batches kept = new Batches(data, 32, key).withLast(LastBatch.KEEP);
    assertThatThrownBy(() -> trainer.train(kept, 2, progress -> {}))
        .hasMessage(
            "train: the last batch has only one sample, which the model refuses: epoch 1, step 3;"
                + " leave it out or merge it: LastBatch.DROP, LastBatch.MERGE (batchNorm: too few"
                + " elements for a variance: each channel of [1, 20] (1 elements < 2))");
  }

  @Test
  void an_input_that_is_no_number_is_named_as_the_page_says() {
    float[] inputs = digits.train().inputs().toFloatArray();
    inputs[64 * 123 + 1] = Float.NaN;
    Dataset spoilt =
        new Dataset(
            Tensor.of(digits.train().inputs().shape(), inputs), digits.train().labels(), 10);
    Sequential net = normalized();
    assertDivergesAsThePageSays(net, 0.1, spoilt);
    assertThat(net.buffers()).allMatch(buffer -> Double.isFinite(buffer.at(0)));
  }

  @Test
  void a_learning_rate_that_is_too_high_is_suspected_as_the_page_says() {
    assertDivergesAsThePageSays(Dense.of("net", 64, 10, key), 1e38, digits.train());
  }

  private static void assertDivergesAsThePageSays(Layer net, double rate, Dataset data) {
    Trainer trainer = new Trainer(net, Sgd.of(net.parameters(), rate), CrossEntropyLoss.DEFAULT);
    assertThatThrownBy(() -> trainer.train(new Batches(data, 32, key), 1, progress -> {}))
        .isInstanceOf(DivergedException.class)
        .satisfies(e -> assertThat(PAGE.text()).contains("```\n" + e.getMessage() + "\n```"));
  }

  @Test
  void the_code_of_the_page_is_the_code_above() {
    assertThat(PAGE.shownCode()).hasSize(5).isEqualTo(PAGE.runCode());
  }
}
