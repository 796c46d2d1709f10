package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning rates, schedules and decay by group. */
final class ParameterGroupsTest {
  private final Parameter body = named("body.weight", 1, 1);
  private final Parameter head = named("head.weight", 1, 1);
  private final Parameter bias = named("head.bias", 1);
  private final List<Parameter> all = List.of(body, head, bias);

  private static Parameter named(String name, int... extents) {
    ParameterRole role = name.endsWith("bias") ? ParameterRole.BIAS : ParameterRole.WEIGHT;
    return Parameter.of(name, role, Tensor.full(DType.F64, Shape.of(extents), 8));
  }

  /** Gradients of 1 for each. */
  private Gradients<Tensor> ones() {
    return Autograd.differentiate(
        all, () -> Ops.add(Ops.add(Ops.sum(body), Ops.sum(head)), Ops.sum(bias)));
  }

  private static boolean inHead(Parameter w) {
    return w.name().startsWith("head.");
  }

  @Test
  void a_group_has_a_rate_of_its_own() {
    Sgd sgd =
        Sgd.on(all)
            .learningRate(1)
            .group(ParameterGroupsTest::inHead, its -> its.learningRate(2))
            .build();
    sgd.step(ones());
    assertThat(body.item()).isEqualTo(7);
    assertThat(head.item()).isEqualTo(6);
    assertThat(bias.item()).isEqualTo(6);
    assertThat(sgd.learningRate()).isEqualTo(1);
    assertThat(sgd.learningRate(body)).isEqualTo(1);
    assertThat(sgd.learningRate(head)).isEqualTo(2);
  }

  @Test
  void the_first_group_that_matches_counts() {
    Sgd.on(all)
        .learningRate(1)
        .group(w -> w == bias, its -> its.learningRate(4))
        .group(ParameterGroupsTest::inHead, its -> its.learningRate(2))
        .build()
        .step(ones());
    assertThat(bias.item()).isEqualTo(4);
    assertThat(head.item()).isEqualTo(6);
  }

  @Test
  void a_group_starts_from_the_settings_of_the_others_whatever_is_said_first() {
    Sgd sgd =
        Sgd.on(all)
            .group(ParameterGroupsTest::inHead, its -> its.decayBiases(true))
            .learningRate(0.5)
            .weightDecay(0.25)
            .build();
    sgd.step(ones()); // 8 − 0.5 (1 + 0.25 · 8)
    assertThat(body.item()).isEqualTo(6.5);
    assertThat(head.item()).isEqualTo(6.5);
    assertThat(bias.item()).isEqualTo(6.5);
    assertThat(sgd.decayHalfLife(bias)).isEqualTo(sgd.decayHalfLife(body));
  }

  @Test
  void a_group_is_decayed_by_itself() {
    Sgd sgd =
        Sgd.on(all)
            .learningRate(0.5)
            .weightDecay(0.25)
            .group(ParameterGroupsTest::inHead, its -> its.weightDecay(0))
            .build();
    sgd.step(ones());
    assertThat(body.item()).isEqualTo(6.5);
    assertThat(head.item()).isEqualTo(7.5);
    assertThat(sgd.decayHalfLife(head)).isInfinite();
    assertThat(sgd.decayHalfLife(body)).isEqualTo(sgd.decayHalfLife()).isFinite();
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void a_schedule_is_asked_once_for_each_step_by_its_number(Variants.Variant variant) {
    List<Long> asked = new ArrayList<>();
    Schedule halving =
        step -> {
          asked.add(step);
          return Math.pow(0.5, (double) step);
        };
    FirstOrderOptimizer scheduled =
        variant.with(c -> c.learningRate(halving)).build(body, head, bias);
    for (int step = 0; step < 3; step++) {
      scheduled.step(ones());
    }
    assertThat(asked).containsExactly(0L, 1L, 2L);
    assertThat(scheduled.learningRate()).isEqualTo(0.125);
  }

  @Test
  void the_rate_of_a_schedule_is_that_of_the_step() {
    Sgd sgd = Sgd.on(all).learningRate(step -> step + 1.0).build();
    sgd.step(ones());
    sgd.step(ones());
    assertThat(body.item()).isEqualTo(8 - 1 - 2);
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void biases_are_not_decayed_unless_asked(Variants.Variant variant) {
    Gradients<Tensor> zeros = ones().map((w, g) -> Ops.mul(g, 0));
    variant.with(c -> c.learningRate(0.5).weightDecay(0.25)).build(body, bias).step(zeros);
    assertThat(body.item()).isLessThan(8);
    assertThat(bias.item()).isEqualTo(8);
    variant
        .with(c -> c.learningRate(0.5).weightDecay(0.25).decayBiases(true))
        .build(bias)
        .step(zeros);
    assertThat(bias.item()).isLessThan(8);
  }

  // ------------------------------------------------------------------------------------- errors

  @Test
  void a_group_without_a_parameter_is_refused() {
    assertRefused(
        config -> config.group(w -> w.name().equals("tail"), its -> its),
        "sgd: a group has no parameter: group 1 of 1 (0 of 3 parameters)");
    assertRefused(
        config ->
            config.group(w -> true, its -> its).group(ParameterGroupsTest::inHead, its -> its),
        "sgd: a group has no parameter: group 2 of 2 (0 of 3 parameters)");
  }

  @Test
  void numbers_of_a_group_are_checked() {
    assertRefused(
        config -> config.group(w -> true, its -> its.learningRate(-1)),
        "sgd: the learning rate is out of range: (-1.0 not in (0, ∞))");
    assertRefused(
        config -> config.group(w -> true, its -> its.weightDecay(Double.NaN)),
        "sgd: the weight decay is out of range: (NaN not in [0, ∞))");
  }

  private void assertRefused(UnaryOperator<Sgd.Config> setting, String message) {
    assertThatThrownBy(() -> setting.apply(Sgd.on(all)).build())
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "-1.0", "Infinity"})
  void a_schedule_that_gives_no_rate_stops_the_step_before_anything_changes(double rate) {
    Sgd sgd =
        Sgd.on(all)
            .momentum(0.9)
            .learningRate(1)
            .group(
                ParameterGroupsTest::inHead, its -> its.learningRate(step -> step == 0 ? 1 : rate))
            .build();
    sgd.step(ones());
    var before = sgd.state();
    double weight = body.item();
    assertThatThrownBy(() -> sgd.step(ones()))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("sgd: the learning rate of step 1 is out of range: (%s not in [0, ∞))", rate);
    assertThat(body.item()).isEqualTo(weight);
    assertThat(sgd.steps()).isEqualTo(1);
    before.forEach(
        (name, tensor) -> assertThat(tensor.hasSameBits(sgd.state().get(name))).as(name).isTrue());
  }

  @Test
  void a_parameter_of_somebody_else_has_no_rate() {
    Sgd sgd = Sgd.of(List.of(body), 1);
    assertThatThrownBy(() -> sgd.learningRate(head))
        .isInstanceOf(GradientsException.class)
        .hasMessage(
            "sgd: parameter \"head.weight\" is none that the optimizer changes: (0 of 1"
                + " parameters)");
  }
}
