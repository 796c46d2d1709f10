package io.github.wengert.optim;

import io.github.wengert.ops.Parameter;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every optimizer with each of its options: what suites walk. */
final class Variants {
  private Variants() {}

  /**
   * An optimizer with some options.
   *
   * @param on configures it for parameters
   */
  record Variant(String name, Function<List<Parameter>, OptimizerConfig<?>> on) {
    FirstOrderOptimizer build(Parameter... parameters) {
      return on.apply(List.of(parameters)).build();
    }

    /** Returns this with one more setting. */
    Variant with(UnaryOperator<OptimizerConfig<?>> setting) {
      return new Variant(name, parameters -> setting.apply(on.apply(parameters)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Variant> all() {
    return Stream.of(
        new Variant("sgd", Sgd::on),
        new Variant("sgd momentum", ps -> Sgd.on(ps).momentum(0.9)),
        new Variant("sgd dampening", ps -> Sgd.on(ps).momentum(0.9).dampening(0.5)),
        new Variant("sgd nesterov", ps -> Sgd.on(ps).momentum(0.9).nesterov(true)),
        new Variant("sgd decoupled", ps -> Sgd.on(ps).momentum(0.9).decoupledDecay(true)),
        new Variant("adam", Adam::on),
        new Variant("adam amsgrad", ps -> Adam.on(ps).amsgrad(true)),
        new Variant("adamW", AdamW::on),
        new Variant("adamW amsgrad", ps -> AdamW.on(ps).amsgrad(true)),
        new Variant("rmsProp", RmsProp::on),
        new Variant("rmsProp momentum", ps -> RmsProp.on(ps).momentum(0.9)),
        new Variant("rmsProp centred", ps -> RmsProp.on(ps).centred(true)),
        new Variant("rmsProp both", ps -> RmsProp.on(ps).centred(true).momentum(0.9)),
        new Variant("rmsProp decoupled", ps -> RmsProp.on(ps).decoupledDecay(true)),
        new Variant("adagrad", Adagrad::on),
        new Variant(
            "adagrad options", ps -> Adagrad.on(ps).initialAccumulator(0.5).learningRateDecay(0.1)),
        new Variant("adagrad decoupled", ps -> Adagrad.on(ps).decoupledDecay(true)));
  }
}
