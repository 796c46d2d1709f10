package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.UnusedLeafException;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainerTest {
  /** A linear classifier: all that a model needs to be. */
  private record Linear(Parameter weight, Parameter bias) implements Model {
    static Linear zero() {
      return new Linear(
          Parameter.of("weight", ParameterRole.WEIGHT, Tensor.zeros(DType.F32, Shape.of(2, 2))),
          Parameter.of("bias", ParameterRole.BIAS, Tensor.zeros(DType.F32, Shape.of(2))));
    }

    @Override
    public Tensor apply(Tensor x) {
      return Ops.linear(x, weight, bias);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(weight, bias);
    }
  }

  /** Points of the plane; class 1 is above the diagonal. */
  private static Dataset halves() {
    Tensor points = RandomTensors.normal(Key.of(41), DType.F32, Shape.of(200, 2), 0, 1);
    int[] labels = new int[200];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = points.at(i, 1) > points.at(i, 0) ? 1 : 0;
    }
    return new Dataset(points, Indices.of(labels), 2);
  }

  private static List<Progress> train(Linear model, int epochs) {
    Sgd sgd = Sgd.on(model.parameters()).learningRate(0.2).momentum(0.9).build();
    List<Progress> told = new ArrayList<>();
    new Trainer(model, sgd, Losses::crossEntropy)
        .train(new Batches(halves(), 30, Key.of(2)), epochs, told::add);
    return told;
  }

  @Test
  void a_model_learns() {
    List<Progress> told = train(Linear.zero(), 10);
    assertThat(told.getFirst().loss()).isCloseTo(Math.log(2), within(1e-6));
    assertThat(told.getLast().loss()).isLessThan(0.2);
    assertThat(told.getLast().accuracy()).isGreaterThan(0.95);
  }

  @Test
  void the_listener_is_told_after_each_step() {
    List<Progress> told = train(Linear.zero(), 2);
    assertThat(told).hasSize(14);
    assertThat(told.get(6)).matches(Progress::isEndOfEpoch);
    assertThat(told.get(7)).matches(progress -> progress.epoch() == 2 && progress.step() == 1);
    assertThat(told).allMatch(progress -> progress.epochs() == 2 && progress.steps() == 7);
  }

  @Test
  void the_same_keys_give_the_same_bits() {
    Linear first = Linear.zero();
    Linear second = Linear.zero();
    assertThat(train(first, 3)).isEqualTo(train(second, 3));
    assertThat(first.weight().hasSameBits(second.weight())).isTrue();
  }

  @Test
  void loss_and_accuracy_are_means_over_the_samples_of_the_epoch() {
    Linear model = Linear.zero();
    Sgd still = Sgd.of(model.parameters(), Double.MIN_VALUE);
    Dataset data = halves();
    List<Progress> told = new ArrayList<>();
    new Trainer(model, still, Losses::crossEntropy)
        .train(new Batches(data, 30, Key.of(2)), 1, told::add);
    long zeros = Arrays.stream(data.labels().toArray()).filter(c -> c == 0).count();
    assertThat(told.getLast().accuracy()).isEqualTo(zeros / 200.0); // ties go to class 0
    assertThat(told.getLast().loss()).isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void a_loss_that_is_not_finite_stops_training() {
    Linear model = Linear.zero();
    model.bias().assign(Tensor.of(Float.NaN, 0f));
    assertThatThrownBy(() -> train(model, 1))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "train: the loss is not finite: epoch 1, step 1 (NaN); lower the learning rate");
    assertThat(model.weight().version()).isZero();
  }

  /** The halves of the plane, with one input replaced. */
  private static Dataset halvesWith(int sample, int feature, float input) {
    float[] inputs = halves().inputs().toFloatArray();
    inputs[2 * sample + feature] = input;
    return new Dataset(Tensor.of(Shape.of(200, 2), inputs), halves().labels(), 2);
  }

  private static int stepOf(int sample, Batches batches) {
    int step = 0;
    for (int[] positions : batches.positions(1)) {
      step++;
      if (Arrays.stream(positions).anyMatch(position -> position == sample)) {
        return step;
      }
    }
    throw new AssertionError("no batch has sample " + sample);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void an_input_that_is_not_finite_is_named_by_its_place_in_the_data_set(float input) {
    Linear model = Linear.zero();
    Batches batches = new Batches(halvesWith(123, 1, input), 30, Key.of(2));
    Trainer trainer = new Trainer(model, Sgd.of(model.parameters(), 0.2), Losses::crossEntropy);
    assertThatThrownBy(() -> trainer.train(batches, 1, progress -> {}))
        .isInstanceOfSatisfying(
            DivergedException.class,
            e -> {
              assertThat(e.sample()).hasValue(123);
              assertThat(e.feature()).hasValue(1);
            })
        .hasMessage(
            "train: the loss is not finite: epoch 1, step %d (NaN), since an input is not:"
                    .formatted(stepOf(123, batches))
                + " sample 123, feature 1 (%s); correct it, or leave the sample out"
                    .formatted((double) input));
    assertThat(model.weight().at(0, 0)).isFinite();
  }

  @Test
  void an_input_that_spoilt_the_parameters_in_an_earlier_step_is_named_too() {
    Dataset data = halvesWith(123, 1, Float.NEGATIVE_INFINITY);
    Linear linear = Linear.zero();
    linear.weight().assign(Tensor.ones(DType.F32, Shape.of(2, 2)));
    Model model =
        new Model() {
          @Override
          public Tensor apply(Tensor x) {
            // row by row: relu(−∞ w) = 0, but the derivative by w is 0 · −∞
            return linear.apply(Ops.relu(Ops.linear(x, linear.weight(), linear.bias())));
          }

          @Override
          public List<Parameter> parameters() {
            return linear.parameters();
          }
        };
    Batches batches = new Batches(data, 30, Key.of(2));
    Trainer trainer = new Trainer(model, Sgd.of(model.parameters(), 0.01), Losses::crossEntropy);
    assertThatThrownBy(() -> trainer.train(batches, 2, progress -> {}))
        .isInstanceOfSatisfying(DivergedException.class, e -> assertThat(e.sample()).hasValue(123))
        .hasMessageContaining(
            "and neither is an input of another batch: sample 123, feature 1 (-Infinity);");
  }

  /** Refuses a single sample, as batch normalisation does. */
  private record Pairs(Linear linear) implements Model {
    @Override
    public Tensor apply(Tensor x) {
      if (x.shape().size(0) < 2) {
        throw new IllegalArgumentException("pairs: (1 < 2)");
      }
      return linear.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
      return linear.parameters();
    }
  }

  @Test
  void a_last_batch_of_one_sample_does_not_end_a_training_unless_it_is_asked_for() {
    Pairs model = new Pairs(Linear.zero());
    Trainer trainer = new Trainer(model, Sgd.of(model.parameters(), 0.2), Losses::crossEntropy);
    Batches batches = new Batches(halves(), 199, Key.of(2));
    trainer.train(batches, 2, progress -> {});
    trainer.train(batches.withLast(LastBatch.MERGE), 2, progress -> {});
    trainer.train(batches.withLast(LastBatch.DROP), 2, progress -> {});
    assertThatThrownBy(() -> trainer.train(batches.withLast(LastBatch.KEEP), 2, progress -> {}))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "train: the last batch has only one sample, which the model refuses: epoch 1, step 2;"
                + " leave it out or merge it: LastBatch.DROP, LastBatch.MERGE (pairs: (1 < 2))")
        .hasRootCauseMessage("pairs: (1 < 2)");
    assertThatThrownBy(() -> trainer.train(new Batches(halves(), 1, Key.of(2)), 2, progress -> {}))
        .hasMessage("pairs: (1 < 2)");
  }

  /** Counts its training steps, and notes the random number that each of them met. */
  private record Observed(Linear linear, Parameter steps, List<Long> draws) implements Model {
    static Observed zero() {
      Parameter steps =
          Parameter.of("steps", ParameterRole.WEIGHT, Tensor.zeros(DType.F32, Shape.SCALAR));
      return new Observed(Linear.zero(), steps, new ArrayList<>());
    }

    @Override
    public Tensor apply(Tensor x) {
      Training training = Training.current().orElseThrow();
      draws.add(training.nextKey().bits(0));
      training.afterwards(steps, Ops.add(training.latest(steps), 1));
      return linear.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
      return linear.parameters();
    }

    @Override
    public List<Parameter> buffers() {
      return List.of(steps);
    }

    Trainer trainer(Optimizer optimizer, Key key) {
      return new Trainer(this, optimizer, Losses::crossEntropy, key);
    }

    Observed train(Optimizer optimizer, Key key) {
      trainer(optimizer, key).train(new Batches(halves(), 30, Key.of(2)), 2, progress -> {});
      return this;
    }
  }

  @Test
  void each_step_is_training_with_random_numbers_of_its_own() {
    Observed model = Observed.zero();
    model.train(Sgd.of(model.parameters(), 0.1), Key.of(5));
    assertThat(model.draws()).hasSize(14).doesNotHaveDuplicates();
    assertThat(model.steps().item()).isEqualTo(14);
    Observed again = Observed.zero();
    again.train(Sgd.of(again.parameters(), 0.1), Key.of(5));
    assertThat(again.draws()).isEqualTo(model.draws());
  }

  /** Computes each loss three times, as a line search would. */
  private record Searching(Sgd sgd) implements Optimizer {
    @Override
    public List<Parameter> parameters() {
      return sgd.parameters();
    }

    @Override
    public void step(Gradients<Tensor> gradients) {
      sgd.step(gradients);
    }

    @Override
    public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(Supplier<WithAuxiliary<Tensor, A>> loss) {
      for (int trial = 0; trial < 2; trial++) {
        assertThat(loss.get().result().item()).isFinite();
      }
      return sgd.stepWithAuxiliary(loss);
    }
  }

  /** Steps at the end of each epoch only. */
  private static final class Late implements Optimizer {
    private final Sgd sgd;
    private final List<Gradients<Tensor>> waiting = new ArrayList<>();
    private final List<Integer> finished = new ArrayList<>();

    Late(Sgd sgd) {
      this.sgd = sgd;
    }

    @Override
    public List<Parameter> parameters() {
      return sgd.parameters();
    }

    @Override
    public void step(Gradients<Tensor> gradients) {
      waiting.add(gradients);
    }

    @Override
    public boolean finish() {
      finished.add(waiting.size());
      waiting.forEach(sgd::step);
      waiting.clear();
      return true;
    }
  }

  @Test
  void gradients_that_wait_at_the_end_of_an_epoch_make_a_step_before_the_evaluation() {
    Linear model = Linear.zero();
    Late late = new Late(Sgd.of(model.parameters(), 0.1));
    Trainer trainer = new Trainer(model, late, Losses::crossEntropy);
    List<Epoch> told = trainer.train(new Batches(halves(), 30, Key.of(2)), 2, halves());
    assertThat(late.finished).containsExactly(7, 7);
    assertThat(told.getFirst().validation().loss()).isLessThan(Math.log(2) - 0.01);
    assertThat(told.getLast().validation()).isEqualTo(trainer.evaluate(halves(), 30));
  }

  @Test
  void an_optimizer_that_computes_a_loss_again_meets_the_same_random_numbers() {
    Observed model = Observed.zero();
    model.train(new Searching(Sgd.of(model.parameters(), 0.1)), Key.of(5));
    assertThat(model.draws()).hasSize(42);
    for (int i = 0; i < 42; i++) {
      assertThat(model.draws().get(i)).isEqualTo(model.draws().get(i / 3 * 3));
    }
    assertThat(model.steps().item()).isEqualTo(14);
  }

  @Test
  void state_stays_as_it_was_if_a_step_fails() {
    Observed model = Observed.zero();
    List<Parameter> withOthers = new ArrayList<>(model.parameters());
    withOthers.addAll(Linear.zero().parameters());
    Sgd ofOthersToo = Sgd.of(withOthers, 0.1);
    assertThatThrownBy(() -> model.train(ofOthersToo, Key.of(5)))
        .isInstanceOf(UnusedLeafException.class);
    assertThat(model.draws()).hasSize(1);
    assertThat(model.steps().version()).isZero();
  }

  @Test
  void an_optimizer_of_another_model_is_refused() {
    Sgd other = Sgd.on(Linear.zero().parameters()).unused(Unused.ZERO).build();
    assertThatThrownBy(() -> new Trainer(Linear.zero(), other, Losses::crossEntropy))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "trainer: the optimizer changes nothing of the model: \"weight\", \"bias\" (0 of 2"
                + " parameters); are they those of another model?");
  }

  @Test
  void an_optimizer_of_a_part_of_the_model_is_accepted() {
    Linear model = Linear.zero();
    Sgd head = Sgd.of(List.of(model.bias()), 0.1);
    assertThat(new Trainer(model, head, Losses::crossEntropy).optimizer()).isEqualTo(head);
  }

  @Test
  void no_epoch_is_refused() {
    assertThatThrownBy(() -> train(Linear.zero(), 0))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("train: the number of epochs is out of range: (0 not in [1, ∞))");
  }
}
