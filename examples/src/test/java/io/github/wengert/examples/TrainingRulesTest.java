package io.github.wengert.examples;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.autograd.Autograd.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.nn.BatchNorm;
import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Dropout;
import io.github.wengert.nn.Initializer;
import io.github.wengert.nn.Layer;
import io.github.wengert.nn.LayerCheck;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parallelism;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.ops.TrainingException;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.optim.Accumulation;
import io.github.wengert.optim.Adam;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.Lbfgs;
import io.github.wengert.optim.LbfgsResult;
import io.github.wengert.optim.MaxNorm;
import io.github.wengert.optim.Optimizer;
import io.github.wengert.optim.Sgd;
import io.github.wengert.optim.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dropout and batch normalisation train when a network is trained, and nobody can forget it. */
final class TrainingRulesTest {
  private static final Key KEY = Key.of(5);

  private final Tensor x = RandomTensors.normal(Key.of(1), DType.F64, Shape.of(12, 4), 0, 1);
  private final Indices labels = Indices.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
  private final Dropout dropout = new Dropout(0.5);
  private final BatchNorm norm = BatchNorm.builder("norm", 6).dtype(DType.F64).build();
  private final Dense in = Dense.of("in", 4, 6, Initializer.HE, DType.F64, Key.of(2));
  private final Dense out = Dense.of("out", 6, 3, Initializer.HE, DType.F64, Key.of(3));
  private final Layer dropping = Sequential.of(in, dropout, out);
  private final Layer normalising = Sequential.of(in, norm, out);

  /** What came out of the dropout, each time that a loss was computed. */
  private final List<String> masks = new ArrayList<>();

  private Tensor loss(Layer net) {
    return Losses.crossEntropy(net.apply(x), labels);
  }

  /** A loss that notes which units were dropped. */
  private Tensor noted() {
    Tensor hidden = dropout.apply(Ops.add(Ops.stopGradient(in.apply(x)), 1));
    masks.add(
        Arrays.stream(hidden.toDoubleArray())
            .mapToObj(each -> each == 0 ? "0" : "1")
            .collect(Collectors.joining()));
    return Losses.crossEntropy(dropping.apply(x), labels);
  }

  private static String bits(List<Parameter> parameters) {
    StringBuilder all = new StringBuilder();
    parameters.forEach(p -> all.append(Arrays.toString(p.toDoubleArray())));
    return all.toString();
  }

  // ------------------------------------------------------------------------------------ a step

  @Test
  void a_step_from_a_loss_drops_other_units_each_time() {
    Sgd sgd = Sgd.of(dropping.parameters(), 1e-9);
    for (int step = 0; step < 4; step++) {
      sgd.step(this::noted);
    }
    assertThat(masks).doesNotHaveDuplicates().allMatch(mask -> mask.contains("0"));
  }

  @Test
  void a_step_from_a_loss_moves_running_statistics_once_and_evaluation_uses_them() {
    Tensor before = norm.runningMean().snapshot();
    Tensor mean = Ops.mean(in.apply(x), 0);
    Sgd.of(normalising.parameters(), 1e-9).step(() -> loss(normalising));
    assertThat(norm.runningMean().toDoubleArray())
        .containsExactly(
            Ops.add(Ops.mul(before, 0.9), Ops.mul(mean, 0.1)).toDoubleArray(), within(1e-15));
    Tensor running = norm.runningMean().snapshot();
    normalising.apply(x);
    assertThat(running.hasSameBits(norm.runningMean().snapshot())).isTrue();
  }

  @Test
  void outside_of_steps_a_network_is_evaluated() {
    Tensor ones = Tensor.ones(DType.F64, Shape.of(8));
    assertThat(dropout.apply(ones)).isSameAs(ones);
    assertThat(Training.current()).isEmpty();
  }

  /** Each optimizer, and each one that wraps another. */
  static Stream<Optimizers> optimizers() {
    return Stream.of(
        ps -> Sgd.on(ps).learningRate(0.1).key(KEY).build(),
        ps -> Sgd.on(ps).learningRate(0.1).momentum(0.9).key(KEY).build(),
        ps -> Adam.on(ps).key(KEY).build(),
        ps -> MaxNorm.of(ps, 3).after(Sgd.on(ps).key(KEY).build()),
        ps -> Accumulation.of(Sgd.on(ps).key(KEY).build(), 3),
        ps -> MaxNorm.of(ps, 3).after(Accumulation.of(Sgd.on(ps).key(KEY).build(), 2)));
  }

  interface Optimizers {
    Optimizer on(List<Parameter> parameters);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void the_same_key_gives_the_same_bits_at_any_number_of_threads(Optimizers optimizers) {
    List<Tensor> start = dropping.parameters().stream().map(Parameter::snapshot).toList();
    Set<String> bits = new HashSet<>();
    int before = Parallelism.threads();
    for (int threads = 1; threads <= 4; threads++) {
      for (int i = 0; i < start.size(); i++) {
        dropping.parameters().get(i).assign(start.get(i));
      }
      masks.clear();
      Parallelism.threads(threads);
      try {
        Optimizer optimizer = optimizers.on(dropping.parameters());
        for (int step = 0; step < 6; step++) {
          optimizer.step(() -> {
            List<Tensor> parts = parallel(3, p -> loss(dropping));
            return Ops.add(Ops.add(noted(), parts.get(0)), Ops.add(parts.get(1), parts.get(2)));
          });
        }
      } finally {
        Parallelism.threads(before);
      }
      assertThat(masks).hasSize(6).doesNotHaveDuplicates();
      bits.add(bits(dropping.parameters()) + masks);
    }
    assertThat(bits).hasSize(1);
  }

  @Test
  void another_key_drops_other_units() {
    for (long seed = 0; seed < 3; seed++) {
      Sgd.on(dropping.parameters()).key(Key.of(seed)).build().step(this::noted);
    }
    Sgd.on(dropping.parameters()).build().step(this::noted); // by default, that of seed 0
    assertThat(masks.subList(0, 3)).doesNotHaveDuplicates();
  }

  @Test
  void a_restored_optimizer_goes_on_with_the_same_masks() {
    Sgd first = Sgd.on(dropping.parameters()).learningRate(0.1).momentum(0.9).build();
    first.step(this::noted);
    first.step(this::noted);
    ImmutableMap<String, Tensor> state = ImmutableMap.copyOf(first.state());
    List<Tensor> contents = dropping.parameters().stream().map(Parameter::snapshot).toList();
    masks.clear();
    first.step(this::noted);
    first.step(this::noted);
    String expected = bits(dropping.parameters()) + masks;

    masks.clear();
    for (int i = 0; i < contents.size(); i++) {
      dropping.parameters().get(i).assign(contents.get(i));
    }
    Sgd second = first.config().build();
    second.restore(state);
    second.step(this::noted);
    second.step(this::noted);
    assertThat(bits(dropping.parameters()) + masks).isEqualTo(expected);
  }

  @Test
  void a_step_that_fails_changes_no_state_and_its_repetition_drops_the_same_units() {
    Sgd sgd = Sgd.of(normalising.parameters(), 0.1);
    Tensor before = norm.runningMean().snapshot();
    assertThatThrownBy(() ->
            sgd.step(() -> {
              noted();
              loss(normalising);
              throw new IllegalStateException("no loss");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(norm.runningMean().snapshot().hasSameBits(before)).isTrue();
    sgd.step(() -> {
      noted();
      return loss(normalising);
    });
    assertThat(masks.get(0)).isEqualTo(masks.get(1));
  }

  // --------------------------------------------------------------------------- the user's word

  @Test
  void a_scope_around_a_step_counts_more_than_the_key_of_the_optimizer() {
    Sgd sgd = Sgd.of(dropping.parameters(), 1e-9);
    Training.in(KEY, this::noted);
    Training.in(KEY, () -> sgd.step(this::noted));
    sgd.step(KEY, this::noted);
    assertThat(Set.copyOf(masks)).hasSize(1);
  }

  @Test
  void a_step_within_an_evaluation_leaves_statistics_frozen() {
    Sgd sgd = Sgd.of(normalising.parameters(), 0.1);
    Tensor before = norm.runningMean().snapshot();
    Tensor weight = in.parameters().getFirst().snapshot();
    Tensor evaluated = loss(normalising);
    assertThat(Training.evaluate(() -> sgd.step(() -> loss(normalising))).hasSameBits(evaluated))
        .isTrue();
    assertThat(norm.runningMean().snapshot().hasSameBits(before)).isTrue();
    assertThat(in.parameters().getFirst().snapshot().hasSameBits(weight)).isFalse();
  }

  @Test
  void a_look_at_other_data_within_a_step_evaluates() {
    Sgd sgd = Sgd.of(dropping.parameters(), 1e-9);
    Tensor evaluated = dropping.apply(x);
    sgd.step(() -> {
      assertThat(Training.evaluate(() -> dropping.apply(x)).hasSameBits(evaluated)).isTrue();
      return noted();
    });
    assertThat(masks.getFirst()).contains("0"); // behind it, the step trains
  }

  // ---------------------------------------------------------------------------- differentiate

  @Test
  void differentiating_by_parameters_without_a_word_is_refused() {
    assertThatThrownBy(() -> differentiate(dropping.parameters(), () -> loss(dropping)))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "dropout: it trains differently, and nothing says whether it trains: differentiated by"
                + " parameter \"in.weight\" (0 training scopes < 1); let an optimizer's step(() ->"
                + " loss) train it, or say Training.in(key, () -> …) or Training.evaluate(() ->"
                + " …)");
    assertThatThrownBy(() -> differentiate(normalising.parameters(), () -> loss(normalising)))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("batchNorm \"norm\": it trains differently");
    assertThatThrownBy(() ->
            differentiate(dropping.parameters(), () -> parallel(2, p -> loss(dropping)).getFirst()))
        .isInstanceOf(TrainingException.class);
    assertThatThrownBy(
            () -> // a scope further out records, and an inner one does not
            differentiate(
                    dropping.parameters(),
                    () -> Autograd.grad((Tensor v) -> loss(dropping)).apply(x)))
        .isInstanceOf(TrainingException.class);
  }

  @Test
  void differentiating_by_parameters_goes_by_the_users_word() {
    Gradients<Tensor> evaluated =
        Training.evaluate(() -> differentiate(dropping.parameters(), () -> loss(dropping)));
    assertThat(evaluated.value().hasSameBits(loss(dropping))).isTrue();
    Gradients<Tensor> trained =
        Training.in(KEY, () -> differentiate(dropping.parameters(), () -> loss(dropping)));
    assertThat(trained.value().hasSameBits(evaluated.value())).isFalse();
    // The word may stand in the loss, too.
    Gradients<Tensor> inside =
        differentiate(dropping.parameters(), () -> Training.in(KEY, () -> loss(dropping)));
    assertThat(inside.value().hasSameBits(trained.value())).isTrue();
  }

  @Test
  void differentiating_by_inputs_evaluates() {
    Tensor evaluated = loss(dropping);
    Supplier<Tensor> loss = () -> Losses.crossEntropy(dropping.apply(x), labels);
    assertThat(differentiate(List.of(x), loss).value().hasSameBits(evaluated)).isTrue();
    assertThat(
            Autograd.valueAndGradient(v -> Losses.crossEntropy(dropping.apply(v), labels), x)
                .value()
                .hasSameBits(evaluated))
        .isTrue();
  }

  @Test
  void checks_evaluate_unless_told() {
    GradientCheck.DEFAULT.check("dropping", dropping.parameters(), () -> loss(dropping)).orThrow();
    LayerCheck.DEFAULT.check("normalising", normalising, x).orThrow();
    GradientCheck.DEFAULT
        .check("training", dropping.parameters(), () -> Training.in(KEY, () -> loss(dropping)))
        .orThrow();
  }

  // ------------------------------------------------------------------- optimizers of one's own

  /** An optimizer of a user's, which says nothing of training. */
  private record Own(List<Parameter> learned, Sgd sgd) implements Optimizer {
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
  void an_optimizer_without_a_key_refuses_unless_it_is_given_one() {
    Own own = new Own(dropping.parameters(), Sgd.of(dropping.parameters(), 0.1));
    assertThatThrownBy(() -> own.step(this::noted)).isInstanceOf(TrainingException.class);
    assertThatThrownBy(() -> Accumulation.of(own, 2).step(this::noted))
        .isInstanceOf(TrainingException.class);
    own.step(KEY, this::noted);
    assertThat(masks).hasSize(1).allMatch(mask -> mask.contains("0"));
    assertThat(own.trainingKey()).isEqualTo(Optional.empty());
  }

  // ------------------------------------------------------------------------------------ L-BFGS

  @Test
  void lbfgs_refuses_dropout_until_told_to_keep_one_mask() {
    Lbfgs lbfgs = Lbfgs.on(dropping.parameters()).iterations(3).build();
    assertThatThrownBy(() -> lbfgs.minimize(this::noted))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Training.in(key, () -> …), which keeps one choice");
    LbfgsResult result = Training.in(KEY, () -> lbfgs.minimize(this::noted));
    assertThat(result.evaluations()).isGreaterThan(2);
    assertThat(masks.stream().distinct()).hasSize(1);
    Training.evaluate(() -> lbfgs.minimize(() -> loss(dropping)));
  }

  @Test
  void lbfgs_trains_batch_normalisation_and_ends_with_the_statistics_of_its_last_point() {
    Tensor mean = norm.runningMean().snapshot();
    Lbfgs lbfgs = Lbfgs.on(normalising.parameters()).iterations(4).build();
    List<Boolean> evaluated = new ArrayList<>();
    lbfgs.minimize(
        () -> loss(normalising), progress -> evaluated.add(Training.current().isEmpty()));
    Tensor batch = Ops.mean(in.apply(x), 0);
    assertThat(norm.runningMean().toDoubleArray())
        .containsExactly(
            Ops.add(Ops.mul(mean, 0.9), Ops.mul(batch, 0.1)).toDoubleArray(), within(1e-15));
    assertThat(evaluated).isNotEmpty().containsOnly(true);
  }

  // ----------------------------------------------------------------------------------- trainer

  @Test
  void a_trainer_trains_by_its_own_key_and_evaluates_whatever_is_around() {
    Dataset data = new Dataset(x, labels, 3);
    Sgd sgd = Sgd.of(dropping.parameters(), 0.1);
    Trainer trainer = new Trainer(dropping, sgd, CrossEntropyLoss.DEFAULT, KEY);
    double evaluated = trainer.evaluate(data, 12).loss();
    assertThat(Training.in(KEY, () -> trainer.evaluate(data, 12)).loss()).isEqualTo(evaluated);
    List<Double> losses = new ArrayList<>();
    trainer.train(new Batches(data, 12, KEY), 1, progress -> losses.add(progress.loss()));
    assertThat(losses).hasSize(1).doesNotContain(evaluated);
    assertThat(trainer.evaluate(data, 12).loss()).isEqualTo(loss(dropping).item());
  }
}
