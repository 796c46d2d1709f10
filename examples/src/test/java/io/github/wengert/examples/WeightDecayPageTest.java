package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Embedding;
import io.github.wengert.nn.Mlp;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Adam;
import io.github.wengert.optim.AdamW;
import io.github.wengert.optim.OptimizerConfig;
import io.github.wengert.optim.Sgd;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The code and the numbers of the page on weight decay are those of the library. */
final class WeightDecayPageTest {
  private static final Page PAGE = Page.of("docs/weight-decay.md", WeightDecayPageTest.class);

  private final Mlp net = Mlp.of(Key.of(0), 4, 10, 3);

  @Test
  void tables_are_spared() {
    Sequential net =
        Sequential.of(
            Embedding.of("words", 9, 4, DType.F32, Key.of(1)), Dense.of("out", 4, 2, Key.of(2)));
    // page
    Sgd spared =
        Sgd.on(net.parameters())
            .weightDecay(1e-4)
            .group(w -> w.role() == ParameterRole.TABLE, its -> its.weightDecay(0))
            .build();
    // end
    assertThat(spared.decayHalfLife(net.parameters().getFirst())).isInfinite();
    assertThat(spared.decayHalfLife(net.parameters().get(1))).isFinite();
  }

  @Test
  void a_group_is_left_without_decay() {
    // page
    AdamW adamW =
        AdamW.on(net.parameters())
            .learningRate(1e-3)
            .weightDecay(0.1)
            .group(w -> w.name().startsWith("layers.0."), its -> its.weightDecay(0))
            .build();
    // end
    Parameter first = net.parameters().getFirst();
    assertThat(first.name()).startsWith("layers.0.");
    assertThat(adamW.decayHalfLife(first)).isInfinite();
    assertPage("`adamW.decayHalfLife()` is " + steps(adamW.decayHalfLife()) + " steps");
  }

  @Test
  void the_half_lives_of_the_page_are_those_of_the_optimizers() {
    // page
    Sgd sgd = Sgd.on(net.parameters()).learningRate(0.1).momentum(0.9).weightDecay(5e-4).build();
    double coupled = sgd.decayHalfLife();
    double decoupled = sgd.config().decoupledDecay(true).build().decayHalfLife();
    // end
    assertPage(
        "Here it is %s steps coupled and %s decoupled".formatted(steps(coupled), steps(decoupled)));
    for (String product : List.of("1e-3", "1e-4", "1e-5", "1e-6")) {
      double halfLife =
          Sgd.on(net.parameters())
              .learningRate(1)
              .weightDecay(Double.parseDouble(product))
              .build()
              .decayHalfLife();
      assertPage("| %s | %s |".formatted(product, steps(halfLife)));
    }
  }

  private static String steps(double halfLife) {
    return String.format(Locale.ROOT, "%,.0f", halfLife);
  }

  @Test
  void the_weights_of_the_page_are_where_ten_steps_lead() {
    assertRow("plain descent", Sgd::on, ps -> Sgd.on(ps).decoupledDecay(true));
    assertRow(
        "momentum 0.9",
        ps -> Sgd.on(ps).momentum(0.9),
        ps -> Sgd.on(ps).momentum(0.9).decoupledDecay(true));
    assertRow("Adam", Adam::on, AdamW::on);
  }

  private static void assertRow(
      String rule,
      Function<List<Parameter>, OptimizerConfig<?>> coupled,
      Function<List<Parameter>, OptimizerConfig<?>> decoupled) {
    assertPage(
        String.format(
            Locale.ROOT,
            "| %s | %.6f | %.6f | %.6f |",
            rule,
            tenSteps(coupled, 0, 0.5),
            tenSteps(coupled, 0.5, 0),
            tenSteps(decoupled, 0.5, 0)));
  }

  private static double tenSteps(
      Function<List<Parameter>, OptimizerConfig<?>> rule, double decay, double penalty) {
    Parameter w =
        Parameter.of("w", ParameterRole.WEIGHT, Tensor.of(DType.F64, Shape.of(1, 1), 1.0));
    var optimizer = rule.apply(List.of(w)).learningRate(0.1).weightDecay(decay).build();
    for (int step = 0; step < 10; step++) {
      optimizer.step(() -> Ops.sum(Ops.add(Ops.mul(w, 0.25), Ops.mul(Ops.square(w), penalty / 2))));
    }
    return w.item();
  }

  private static void assertPage(String text) {
    assertThat(PAGE.text()).contains(text);
  }

  @Test
  void the_code_of_the_page_is_the_code_above() {
    assertThat(PAGE.shownCode()).hasSize(3).isEqualTo(PAGE.runCode());
  }
}
