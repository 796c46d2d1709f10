package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers out of range are refused by name, as soon as they are said. */
final class HyperparametersTest {
  private static final String SHARE = "[0, 1)";
  private static final String NOT_NEGATIVE = "[0, ∞)";
  private static final String EPSILON = "[1.2e-38, ∞)";

  private record Option(
      String optimizer, String what, String range, DoubleFunction<OptimizerConfig<?>> set) {
    @Override
    public String toString() {
      return optimizer + " " + what;
    }
  }

  static Stream<Option> options() {
    Adam.Config adam = Adam.on(List.of());
    AdamW.Config adamW = AdamW.on(List.of());
    RmsProp.Config rmsProp = RmsProp.on(List.of());
    Adagrad.Config adagrad = Adagrad.on(List.of());
    return Stream.of(
        new Option("adam", "learning rate", "(0, ∞)", adam::learningRate),
        new Option("adam", "weight decay", NOT_NEGATIVE, adam::weightDecay),
        new Option("adam", "beta1", SHARE, adam::beta1),
        new Option("adam", "beta2", SHARE, adam::beta2),
        new Option("adam", "epsilon", EPSILON, adam::epsilon),
        new Option("adamW", "learning rate", "(0, ∞)", adamW::learningRate),
        new Option("adamW", "weight decay", NOT_NEGATIVE, adamW::weightDecay),
        new Option("adamW", "beta1", SHARE, adamW::beta1),
        new Option("adamW", "beta2", SHARE, adamW::beta2),
        new Option("adamW", "epsilon", EPSILON, adamW::epsilon),
        new Option("rmsProp", "learning rate", "(0, ∞)", rmsProp::learningRate),
        new Option("rmsProp", "weight decay", NOT_NEGATIVE, rmsProp::weightDecay),
        new Option("rmsProp", "alpha", SHARE, rmsProp::alpha),
        new Option("rmsProp", "momentum", SHARE, rmsProp::momentum),
        new Option("rmsProp", "epsilon", EPSILON, rmsProp::epsilon),
        new Option("adagrad", "learning rate", "(0, ∞)", adagrad::learningRate),
        new Option("adagrad", "weight decay", NOT_NEGATIVE, adagrad::weightDecay),
        new Option("adagrad", "learning rate decay", NOT_NEGATIVE, adagrad::learningRateDecay),
        new Option("adagrad", "initial accumulator", NOT_NEGATIVE, adagrad::initialAccumulator),
        new Option("adagrad", "epsilon", EPSILON, adagrad::epsilon));
  }

  @ParameterizedTest
  @MethodSource("options")
  void a_number_out_of_range_is_refused(Option option) {
    for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refuses(option, bad);
    }
    switch (option.range()) {
      case SHARE -> refuses(option, 1);
      case EPSILON -> refuses(option, 1e-40);
      default -> {}
    }
  }

  private static void refuses(Option option, double bad) {
    assertThatThrownBy(() -> option.set().apply(bad))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "%s: the %s is out of range: (%s not in %s)",
            option.optimizer(), option.what(), bad, option.range());
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void a_gradient_of_zero_moves_nothing(Variants.Variant variant) {
    for (DType dtype : DType.values()) {
      Parameter w = Parameter.of("w", ParameterRole.WEIGHT, Tensor.ones(dtype, Shape.of(1, 1)));
      FirstOrderOptimizer optimizer = variant.with(c -> c.weightDecay(0)).build(w);
      for (int step = 0; step < 3; step++) {
        optimizer.step(() -> Ops.sum(Ops.mul(w, 0)));
      }
      assertThat(w.item()).isOne();
    }
  }

  @Test
  void a_learning_rate_alone_leaves_the_usual_settings() {
    List<Parameter> parameters = List.of(Given.weight(1));
    assertThat(Adam.of(parameters, 0.3))
        .hasToString(Adam.on(parameters).learningRate(0.3).build().toString());
    assertThat(AdamW.of(parameters, 0.3))
        .hasToString(AdamW.on(parameters).learningRate(0.3).build().toString());
    assertThat(RmsProp.of(parameters, 0.3))
        .hasToString(RmsProp.on(parameters).learningRate(0.3).build().toString());
    assertThat(Adagrad.of(parameters, 0.3))
        .hasToString(Adagrad.on(parameters).learningRate(0.3).build().toString());
    assertThatThrownBy(() -> Adam.of(parameters, 0))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("adam: the learning rate is out of range: (0.0 not in (0, ∞))");
  }
}
