package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A penalty {@code ½ λ ‖w‖²} in the loss and decay of the weight itself, {@code w ← (1 − ηλ) w}:
 * one and the same for plain descent, and two things for any rule that remembers.
 */
final class WeightDecayTest {
  private static final double LAMBDA = 0.2;
  private static final int STEPS = 20;
  private static final Tensor X = RandomTensors.normal(Key.of(1), DType.F64, Shape.of(6, 4), 0, 1);

  /** A rule with a penalty and with decay. */
  private record Pair(
      String name,
      Function<List<Parameter>, OptimizerConfig<?>> coupled,
      Function<List<Parameter>, OptimizerConfig<?>> decoupled) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Pair> rules() {
    return Stream.of(
        new Pair(
            "momentum",
            ps -> Sgd.on(ps).momentum(0.9),
            ps -> Sgd.on(ps).momentum(0.9).decoupledDecay(true)),
        new Pair(
            "nesterov",
            ps -> Sgd.on(ps).momentum(0.9).nesterov(true),
            ps -> Sgd.on(ps).momentum(0.9).nesterov(true).decoupledDecay(true)),
        new Pair("adam", Adam::on, AdamW::on),
        new Pair("rmsProp", RmsProp::on, ps -> RmsProp.on(ps).decoupledDecay(true)),
        new Pair("adagrad", Adagrad::on, ps -> Adagrad.on(ps).decoupledDecay(true)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void coupled_decay_is_the_penalty_in_the_loss(Pair rule) {
    assertSame(train(rule.coupled(), LAMBDA, 0), train(rule.coupled(), 0, LAMBDA));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void decoupled_decay_shrinks_the_weight_beside_the_step(Pair rule) {
    assertSame(train(rule.decoupled(), LAMBDA, 0), trainAndShrink(rule.coupled()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_penalty_and_decoupled_decay_differ(Pair rule) {
    assertThat(distance(train(rule.coupled(), 0, LAMBDA), train(rule.decoupled(), LAMBDA, 0)))
        .isGreaterThan(0.01);
  }

  @Test
  void for_plain_descent_all_three_are_one() {
    double[] decayed = train(Sgd::on, LAMBDA, 0);
    assertThat(train(ps -> Sgd.on(ps).decoupledDecay(true), LAMBDA, 0)).isEqualTo(decayed);
    assertSame(train(Sgd::on, 0, LAMBDA), decayed);
    assertSame(trainAndShrink(Sgd::on), decayed);
    assertThat(distance(train(Sgd::on, 0, 0), decayed)).isGreaterThan(0.01);
  }

  private static Parameter start() {
    return Parameter.of(
        "w",
        ParameterRole.WEIGHT,
        RandomTensors.normal(Key.of(2), DType.F64, Shape.of(3, 4), 0, 1));
  }

  private static Tensor loss(Parameter w, double penalty) {
    Tensor data = Ops.mean(Ops.tanh(Ops.matmul(X, w, false, true)));
    return penalty == 0 ? data : Ops.add(data, Ops.mul(Ops.sum(Ops.square(w)), penalty / 2));
  }

  private static double[] train(
      Function<List<Parameter>, OptimizerConfig<?>> rule, double decay, double penalty) {
    Parameter w = start();
    FirstOrderOptimizer optimizer =
        rule.apply(List.of(w)).learningRate(0.05).weightDecay(decay).build();
    for (int step = 0; step < STEPS; step++) {
      optimizer.step(() -> loss(w, penalty));
    }
    return w.toDoubleArray();
  }

  /** Steps without decay, each with {@code − ηλ w} of the weight before it. */
  private static double[] trainAndShrink(Function<List<Parameter>, OptimizerConfig<?>> rule) {
    Parameter w = start();
    FirstOrderOptimizer optimizer = rule.apply(List.of(w)).learningRate(0.05).build();
    for (int step = 0; step < STEPS; step++) {
      Tensor before = w.snapshot();
      optimizer.step(() -> loss(w, 0));
      w.assign(Ops.sub(w.snapshot(), Ops.mul(before, 0.05 * LAMBDA)));
    }
    return w.toDoubleArray();
  }

  private static void assertSame(double[] found, double[] expected) {
    assertThat(found).usingComparatorWithPrecision(1e-13).containsExactly(expected);
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  // ---------------------------------------------------------------------------------- half-life

  @Test
  void the_half_life_of_decoupled_decay_is_that_of_the_weight_alone() {
    for (boolean nesterov : new boolean[] {false, true}) {
      Parameter w = Given.weight(1);
      Sgd sgd =
          Sgd.on(List.of(w))
              .learningRate(0.1)
              .weightDecay(0.5)
              .momentum(0.9)
              .nesterov(nesterov)
              .decoupledDecay(true)
              .build();
      assertHalves(w, sgd, sgd.decayHalfLife());
      assertThat(sgd.decayHalfLife(w)).isEqualTo(sgd.decayHalfLife());
    }
  }

  @Test
  void adamW_forgets_at_the_pace_of_its_decay() {
    Parameter w = Given.weight(1);
    AdamW adamW = AdamW.on(List.of(w)).learningRate(0.1).weightDecay(0.5).build();
    assertHalves(w, adamW, adamW.decayHalfLife());
    assertThat(adamW.decayHalfLife(w)).isEqualTo(adamW.decayHalfLife());
  }

  /** With gradients of 0. */
  private static void assertHalves(Parameter w, FirstOrderOptimizer optimizer, double halfLife) {
    assertThat(halfLife).isCloseTo(Math.log(2) / -Math.log(1 - 0.05), within(1e-9));
    for (int step = 0; step < 100; step++) {
      optimizer.step(Given.gradient(w, 0));
    }
    assertThat(w.item()).isCloseTo(Math.pow(0.5, 100 / halfLife), within(1e-12));
  }

  @Test
  void a_half_life_counts_steps_of_the_next_rate_and_knows_biases() {
    Parameter w = Given.weight(1);
    Parameter bias = Given.bias(1);
    AdamW adamW =
        AdamW.on(List.of(w, bias))
            .learningRate(step -> step == 0 ? 0.1 : 0.01)
            .weightDecay(0.5)
            .build();
    assertThat(adamW.decayHalfLife()).isCloseTo(13.5134, within(1e-3));
    assertThat(adamW.decayHalfLife(bias)).isInfinite();
    adamW.step(() -> Ops.add(Ops.sum(w), Ops.sum(bias)));
    assertThat(adamW.decayHalfLife()).isCloseTo(138.28, within(1e-2));
  }
}
