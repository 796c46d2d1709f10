package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several micro-batches are one batch. */
final class AccumulationTest {
  private static final Tensor X = RandomTensors.normal(Key.of(1), DType.F64, Shape.of(12, 4), 0, 1);
  private static final Tensor Y = RandomTensors.normal(Key.of(2), DType.F64, Shape.of(12, 3), 0, 1);

  /** Twelve samples, which the trainer cuts into batches of 5, 5 and 2. */
  private static final Dataset DATA =
      new Dataset(X, Indices.of(0, 1, 2, 0, 0, 1, 2, 0, 0, 0, 1, 0), 3);

  /** Samples of classes 0 and 1 weigh 1 and 5, those of class 2 nothing. */
  private static final CrossEntropy WEIGHTED =
      new CrossEntropy(
          CrossEntropyOptions.DEFAULT
              .withClassWeights(Tensor.of(DType.F64, 1.0, 5.0, 7.0))
              .withIgnoredLabel(2));

  private static Parameter start() {
    return Parameter.of("w", RandomTensors.normal(Key.of(3), DType.F64, Shape.of(3, 4), 0, 1));
  }

  /** The mean of squares over rows [from, to). */
  private static Supplier<Tensor> loss(Parameter w, int from, int to) {
    return () ->
        Ops.mean(
            Ops.square(
                Ops.sub(
                    Ops.matmul(Ops.slice(X, 0, from, to), w, false, true),
                    Ops.slice(Y, 0, from, to))));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void micro_batches_make_the_step_of_the_whole_batch(Variants.Variant variant) {
    Parameter whole = start();
    Parameter parts = start();
    Variants.Variant clipped = variant.with(c -> c.weightDecay(0.1).clipNorm(1));
    FirstOrderOptimizer reference = clipped.build(whole);
    FirstOrderOptimizer optimizer = clipped.build(parts);
    Accumulation accumulation = Accumulation.of(optimizer, 3);
    for (int step = 0; step < 5; step++) {
      reference.step(loss(whole, 0, 12));
      for (int batch = 0; batch < 3; batch++) {
        accumulation.step(loss(parts, 4 * batch, 4 * batch + 4));
      }
    }
    assertThat(optimizer.steps()).isEqualTo(5);
    double[] expected = whole.toDoubleArray();
    double[] found = parts.toDoubleArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-11));
    }
    assertThat(found).isNotEqualTo(start().toDoubleArray());
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void micro_batches_of_several_sizes_make_the_step_of_the_whole_batch(Variants.Variant variant) {
    Parameter whole = start();
    Parameter parts = start();
    FirstOrderOptimizer reference = variant.build(whole);
    Accumulation accumulation = Accumulation.of(variant.build(parts), 3);
    int[] bounds = {0, 5, 11, 12};
    for (int step = 0; step < 5; step++) {
      reference.step(loss(whole, 0, 12));
      for (int batch = 0; batch < 3; batch++) {
        int from = bounds[batch];
        int to = bounds[batch + 1];
        accumulation.step(
            Autograd.differentiate(List.of(parts), loss(parts, from, to)), (to - from) / 2.0);
      }
    }
    assertThat(parts.toDoubleArray()).containsExactly(whole.toDoubleArray(), within(1e-11));
    assertThat(accumulation.pending()).isZero();
  }

  @Test
  void equal_weights_change_no_bit() {
    Parameter w = start();
    Parameter same = start();
    Accumulation weighted = Accumulation.of(Sgd.of(List.of(w), 0.1), 3);
    Accumulation plain = Accumulation.of(Sgd.of(List.of(same), 0.1), 3);
    for (int batch = 0; batch < 3; batch++) {
      weighted.step(Autograd.differentiate(List.of(w), loss(w, 4 * batch, 4 * batch + 4)), 1.0 / 3);
      plain.step(loss(same, 4 * batch, 4 * batch + 4));
    }
    assertThat(w.hasSameBits(same)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_accumulated_epoch_of_weighted_samples_is_one_step_of_all(boolean bounded) {
    Parameter whole = start();
    Parameter parts = start();
    new Trainer(new LinearModel(whole), Sgd.of(List.of(whole), 1), WEIGHTED)
        .train(new Batches(DATA, 12, Key.of(4)), 1, progress -> {});
    Optimizer accumulation = Accumulation.of(Sgd.of(List.of(parts), 1), 4);
    new Trainer(
            new LinearModel(parts),
            bounded ? MaxNorm.of(List.of(parts), 100).after(accumulation) : accumulation,
            WEIGHTED)
        .train(new Batches(DATA, 5, Key.of(4)), 1, progress -> {});
    assertThat(parts.toDoubleArray()).containsExactly(whole.toDoubleArray(), within(1e-14));
    assertThat(parts.version()).isOne();
  }

  @Test
  void losses_that_are_sums_are_averaged_over_micro_batches() {
    Parameter whole = start();
    Parameter parts = start();
    CrossEntropy sum = new CrossEntropy(CrossEntropyOptions.DEFAULT.withReduction(Reduction.SUM));
    new Trainer(new LinearModel(whole), Sgd.of(List.of(whole), 0.1), sum)
        .train(new Batches(DATA, 12, Key.of(4)), 1, progress -> {});
    new Trainer(new LinearModel(parts), Accumulation.of(Sgd.of(List.of(parts), 0.3), 3), sum)
        .train(new Batches(DATA, 5, Key.of(4)), 1, progress -> {});
    assertThat(parts.toDoubleArray()).containsExactly(whole.toDoubleArray(), within(1e-14));
  }

  @Test
  void nothing_changes_before_the_last_micro_batch() {
    Parameter w = Given.weight(1);
    Accumulation accumulation = Accumulation.of(Sgd.of(List.of(w), 0.5), 2);
    accumulation.step(Given.gradient(w, 1));
    assertThat(w.version()).isZero();
    assertThat(accumulation.pending()).isOne();
    accumulation.step(Given.gradient(w, 2));
    assertThat(w.item()).isEqualTo(1 - 0.5 * 1.5);
    assertThat(accumulation.pending()).isZero();
    assertThat(accumulation.parameters()).containsExactly(w);
  }

  @Test
  void one_micro_batch_is_the_step_itself() {
    Parameter w = start();
    Parameter same = start();
    Accumulation.of(Sgd.of(List.of(w), 0.1), 1).step(loss(w, 0, 12));
    Sgd.of(List.of(same), 0.1).step(loss(same, 0, 12));
    assertThat(w.hasSameBits(same)).isTrue();
  }

  @Test
  void what_is_dropped_does_not_count() {
    Parameter w = Given.weight(1);
    Accumulation accumulation = Accumulation.of(Sgd.of(List.of(w), 1), 2);
    accumulation.step(Given.gradient(w, 100));
    accumulation.drop();
    accumulation.step(Given.gradient(w, 1));
    accumulation.step(Given.gradient(w, 1));
    assertThat(w.item()).isZero();
  }

  @Test
  void what_is_left_at_the_end_of_an_epoch_makes_a_step_with_its_mean() {
    Parameter w = Given.weight(1);
    Sgd sgd = Sgd.of(List.of(w), 1);
    Accumulation accumulation = Accumulation.of(sgd, 4);
    accumulation.step(Given.gradient(w, 1));
    accumulation.step(() -> Ops.sum(w)); // arrays that were lent are not looked at again
    accumulation.step(() -> Ops.mul(Ops.sum(w), 4));
    assertThat(accumulation.finish()).isTrue();
    assertThat(w.item()).isEqualTo(1 - (1 + 1 + 4) / 3.0);
    assertThat(sgd.steps()).isOne();
    assertThat(accumulation.pending()).isZero();
    assertThat(accumulation.finish()).isFalse();
    assertThat(sgd.steps()).isOne();
    accumulation.step(Given.gradient(w, 100));
    accumulation.drop();
    assertThat(accumulation.finish()).isFalse();
    assertThat(sgd.finish()).isFalse(); // others have nothing to finish
  }

  @Test
  void what_wraps_an_accumulation_finishes_it() {
    Parameter w = Given.weight(1);
    Optimizer optimizer =
        MaxNorm.of(List.of(w), 2).after(Accumulation.of(Sgd.of(List.of(w), 1), 4));
    optimizer.step(Given.gradient(w, -8));
    assertThat(optimizer.finish()).isTrue();
    assertThat(w.item()).isEqualTo(2);
  }

  @Test
  void a_step_that_is_refused_leaves_the_parameters_and_begins_anew() {
    Parameter w = Given.weight(1);
    Accumulation accumulation =
        Accumulation.of(Sgd.on(List.of(w)).learningRate(1).clipNorm(10).build(), 2);
    accumulation.step(Given.gradient(w, Double.NaN));
    assertThatThrownBy(() -> accumulation.step(Given.gradient(w, 1)))
        .isInstanceOf(GradientsException.class);
    assertThat(w.version()).isZero();
    accumulation.step(Given.gradient(w, 1));
    accumulation.step(Given.gradient(w, 1));
    assertThat(w.item()).isZero();
  }

  @Test
  void a_missing_gradient_is_named_and_nothing_is_taken_up() {
    Parameter w = Given.weight(1);
    Parameter b = Given.bias(1);
    Accumulation accumulation = Accumulation.of(Sgd.of(List.of(w, b), 1), 2);
    assertThatThrownBy(
            () -> accumulation.step(Autograd.differentiate(List.of(w), () -> Ops.sum(w))))
        .isInstanceOf(GradientsException.class)
        .hasMessage(
            "accumulation: there is no gradient for a parameter: \"bias\" (1 of 2 parameters);"
                + " differentiate by it, or leave it out");
    assertThat(accumulation.pending()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_weight_out_of_range_is_refused_and_nothing_is_taken_up(double weight) {
    Parameter w = Given.weight(1);
    Accumulation accumulation = Accumulation.of(Sgd.of(List.of(w), 1), 2);
    String message =
        "accumulation: the weight is out of range: (%s not in (0, ∞))".formatted(weight);
    assertThatThrownBy(() -> accumulation.step(Given.gradient(w, 1), weight))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(message);
    assertThatThrownBy(() ->
            accumulation.stepWithAuxiliary(
                () -> {
                  throw new AssertionError("the loss is not computed");
                },
                weight))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(message);
    assertThat(accumulation.pending()).isZero();
  }

  @Test
  void no_micro_batch_is_refused() {
    Sgd sgd = Sgd.of(List.of(Given.weight(1)), 1);
    assertThatThrownBy(() -> Accumulation.of(sgd, 0))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("accumulation: the number of micro-batches is out of range: (0 not in [1, ∞))");
  }
}
