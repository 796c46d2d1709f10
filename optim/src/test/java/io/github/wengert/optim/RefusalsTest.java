package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.BatchLoss;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.testing.HostileCalls;
import io.github.wengert.testing.HostileValues;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the public functions of the module are called with, they say what is wrong with it. */
final class RefusalsTest {
  private static final HostileCalls CALLS =
      new HostileCalls(RefusalsTest::valuesOf, RefusalsTest::receiversOf);

  @TestFactory
  Stream<DynamicTest> nothing_is_thrown_but_what_says_why() {
    return CALLS.testsOf(HostileCalls.publicClassesBeside(Trainer.class));
  }

  @Test
  void all_public_classes_are_called() {
    assertThat(HostileCalls.publicClassesBeside(Trainer.class))
        .contains(Trainer.class, Dataset.Split.class, Sgd.Config.class, Schedule.class)
        .doesNotContain(RunningEvaluation.class);
  }

  @Test
  void a_schedule_gives_a_rate_for_each_step_that_there_can_be() {
    List<Schedule> schedules =
        List.of(
            Schedule.constant(0.1),
            Schedule.step(0.1, 1, 0.5),
            Schedule.multiStep(0.1, 0.5, 1, Long.MAX_VALUE),
            Schedule.exponential(0.1, 0.5),
            Schedule.linear(0, 0.1, Long.MAX_VALUE),
            Schedule.polynomial(0.1, 0, Long.MAX_VALUE, 2),
            Schedule.cosine(0.1, Long.MAX_VALUE),
            Schedule.cosineRestarts(0.1, 0, 1, Integer.MAX_VALUE),
            Schedule.cosineRestarts(0.1, 0, Long.MAX_VALUE, 1),
            Schedule.oneCycle(0.1, Long.MAX_VALUE),
            Schedule.constant(0.1).afterWarmUp(Long.MAX_VALUE),
            Schedule.constant(0.1).then(Long.MAX_VALUE, Schedule.constant(0.2)),
            Schedule.constant(0.1).times(0.5),
            ReduceOnPlateau.of(0.1));
    for (Schedule schedule : schedules) {
      for (long step : new long[] {0, 1, Integer.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
        assertThat(schedule.rate(step)).as("%s at %d", schedule, step).isBetween(0.0, 0.2);
      }
      assertThatThrownBy(() -> schedule.rate(-1)).isInstanceOf(HyperparameterException.class);
    }
  }

  // ---------------------------------------------------------------------------------- arguments

  private static List<?> valuesOf(java.lang.reflect.Parameter parameter) {
    String type = parameter.getParameterizedType().getTypeName();
    if (parameter.getName().equals("epochs")) {
      return List.of(1, 0, -1, Integer.MIN_VALUE); // the largest one would take its time
    }
    if (type.contains("WithAuxiliary")) {
      Parameter w = weight();
      return List.<Supplier<?>>of(
          () -> new WithAuxiliary<>(Ops.sum(Ops.square(w)), "aux"), () -> null);
    }
    if (type.contains("util.List<io.github.wengert.ops.Parameter>")) {
      return List.of(List.of(weight()), List.of());
    }
    if (type.contains("Iterable<io.github.wengert.ops.Parameter>")) {
      return List.of(
          List.of(weight()), List.of(), Arrays.asList(weight(), null), List.of(empty(), weight()));
    }
    if (type.contains("Predicate<")) {
      return List.<Predicate<Parameter>>of(w -> true, w -> false);
    }
    if (type.contains("UnaryOperator<io.github.wengert.optim.GroupSettings>")) {
      return List.<UnaryOperator<GroupSettings>>of(its -> its.weightDecay(0.1), its -> null);
    }
    if (type.contains("ToDoubleFunction<")) {
      return List.<ToDoubleFunction<Epoch>>of(Epoch::number, epoch -> Double.NaN);
    }
    return receiversOf(parameter.getType());
  }

  private static List<?> receiversOf(Class<?> type) {
    List<?> values = HostileValues.of(type);
    if (!values.isEmpty()) {
      return values;
    }
    if (type == int[].class) {
      return List.of(
          new int[] {0}, new int[0], new int[] {-1}, new int[] {0, Integer.MAX_VALUE}, new int[2]);
    }
    if (type == long[].class) {
      return List.of(
          new long[] {1},
          new long[0],
          new long[] {-1},
          new long[] {Long.MAX_VALUE, 0},
          new long[2]);
    }
    List<?> ofOps = valuesOfOps(type);
    return ofOps.isEmpty() ? valuesOfOptim(type) : ofOps;
  }

  private static List<?> valuesOfOps(Class<?> type) {
    if (type == Tensor.class) {
      return List.of(
          Tensor.zeros(DType.F32, Shape.of(4, 2)),
          Tensor.of(DType.F64, 1.0),
          Tensor.scalar(DType.F64, Double.NaN),
          Tensor.zeros(DType.F64, Shape.of(0, 3)),
          Tensor.full(DType.F64, Shape.of(4, 2, 2), Double.NaN));
    }
    if (type == Indices.class) {
      return List.of(
          Indices.of(0, 1, 0, 1),
          Indices.of(),
          Indices.of(Integer.MAX_VALUE),
          Indices.of(Shape.of(2, 2), 0, 0, -1, 0));
    }
    if (type == Parameter.class) {
      return List.of(weight(), empty());
    }
    if (type == Key.class) {
      return List.of(Key.of(1));
    }
    if (type == Model.class) {
      return List.of(
          new Linear(weight()),
          new Plain(x -> null),
          new Plain(x -> Tensor.of(DType.F64, Double.NaN)));
    }
    if (type == BatchLoss.class) {
      return List.<BatchLoss<Indices>>of(
          Losses::crossEntropy,
          (scores, labels) -> null,
          (scores, labels) -> Tensor.of(DType.F64, 1.0));
    }
    if (type == Gradients.class) {
      return List.of(
          Given.gradient(weight(), 1, 2, 3, 4),
          Given.gradient(weight(), Double.NaN, 1, Double.POSITIVE_INFINITY, 1));
    }
    if (type == Map.class) {
      return List.of(
          Map.of(),
          Map.of("steps", Tensor.scalar(DType.F64, Double.NaN)),
          Map.of("steps", Tensor.scalar(DType.F64, 1e300)),
          Map.of("steps", Tensor.of(DType.F64, 1.0, 2.0)),
          Collections.singletonMap("steps", null),
          Collections.singletonMap(null, Tensor.of(DType.F64, 1.0)));
    }
    if (type == Supplier.class) {
      Parameter w = weight();
      return List.<Supplier<Tensor>>of(
          () -> Ops.sum(Ops.square(w)),
          () -> null,
          () -> Tensor.of(DType.F64, 1.0, 2.0),
          () -> Ops.sum(Ops.mul(w, Double.NaN)));
    }
    if (type == Consumer.class) {
      return List.<Consumer<?>>of(told -> {});
    }
    return List.of();
  }

  private static List<?> valuesOfOptim(Class<?> type) {
    if (type == Schedule.class) {
      return List.<Schedule>of(
          Schedule.constant(0.1), step -> Double.NaN, step -> -1, Schedule.cosine(0.1, 10));
    }
    if (type == OneCycle.class) {
      return List.of(Schedule.oneCycle(0.1, 10));
    }
    if (type == ReduceOnPlateau.class) {
      return List.of(ReduceOnPlateau.of(0.1));
    }
    if (type == ReduceOnPlateau.Config.class) {
      return List.of(ReduceOnPlateau.from(0.1));
    }
    if (type == EpochListener.class) {
      return List.<EpochListener>of(epoch -> {}, EarlyStopping.of(List.of(weight()), 0, 0));
    }
    if (type == EpochListener[].class) {
      return List.of(new EpochListener[0], new EpochListener[] {epoch -> {}, null});
    }
    if (type == EarlyStopping.class) {
      return List.of(EarlyStopping.of(List.of(weight()), 1, 0));
    }
    if (type == Evaluation.class) {
      return List.of(new Evaluation(1, 0.5), new Evaluation(Double.NaN, Double.NaN));
    }
    if (type == Epoch.class) {
      return List.of(new Epoch(1, 2, new Evaluation(1, 0.5), new Evaluation(1, 0.5)));
    }
    if (type == Progress.class) {
      return List.of(new Progress(1, 2, 3, 4, 0.5, 0.5));
    }
    if (type == Dataset.class) {
      return List.of(data(0), data(Double.NaN));
    }
    if (type == Dataset.Split.class) {
      return List.of(new Dataset.Split(data(0), data(1)));
    }
    if (type == Batches.class) {
      return List.of(new Batches(data(0), 3, Key.of(1)), new Batches(data(0), 1, Key.of(1)));
    }
    if (type == Trainer.class) {
      Linear model = new Linear(weight());
      return List.of(
          new Trainer(model, Sgd.of(model.parameters(), 0.1), Losses::crossEntropy),
          new Trainer(new Plain(x -> null), Sgd.of(List.of(weight()), 0.1), Losses::crossEntropy),
          new Trainer(model, Sgd.of(model.parameters(), 0.1), (scores, labels) -> null),
          new Trainer(new Plain(x -> x), Sgd.of(List.of(weight()), 0.1), Losses::crossEntropy));
    }
    if (type == DivergedException.class) {
      return List.of(new DivergedException("x"));
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return List.of(new DatasetException("x"));
    }
    return valuesOfOptimizers(type);
  }

  private static List<?> valuesOfOptimizers(Class<?> type) {
    if (type == Optimizer.class || type == FirstOrderOptimizer.class || type == Sgd.class) {
      return List.of(
          Sgd.of(List.of(weight()), 0.1), Sgd.on(List.of(weight())).momentum(0.9).build());
    }
    if (type == Sgd.Config.class || type == OptimizerConfig.class) {
      return List.of(Sgd.on(List.of(weight())));
    }
    if (type == Adam.class) {
      return List.of(Adam.on(List.of(weight())).build());
    }
    if (type == Adam.Config.class) {
      return List.of(Adam.on(List.of(weight())));
    }
    if (type == AdamW.class) {
      return List.of(AdamW.on(List.of(weight())).build());
    }
    if (type == AdamW.Config.class) {
      return List.of(AdamW.on(List.of(weight())));
    }
    if (type == RmsProp.class) {
      return List.of(RmsProp.on(List.of(weight())).build());
    }
    if (type == RmsProp.Config.class) {
      return List.of(RmsProp.on(List.of(weight())));
    }
    if (type == Adagrad.class) {
      return List.of(Adagrad.on(List.of(weight())).build());
    }
    if (type == Adagrad.Config.class) {
      return List.of(Adagrad.on(List.of(weight())));
    }
    if (type == Accumulation.class) {
      return List.of(Accumulation.of(Sgd.of(List.of(weight()), 0.1), 2));
    }
    if (type == Clipping.class) {
      return List.of(Clipping.byNorm(1), Clipping.byValue(1));
    }
    if (type == GroupSettings.class) {
      return List.of(Sgd.on(List.of(weight())).common().defaults());
    }
    if (type == Lbfgs.class) {
      return List.of(
          Lbfgs.of(List.of(weight())),
          Lbfgs.on(List.of(weight())).history(Integer.MAX_VALUE).build());
    }
    if (type == Lbfgs.Config.class) {
      return List.of(Lbfgs.on(List.of(weight())));
    }
    if (type == LbfgsResult.class) {
      return List.of(new LbfgsResult(LbfgsResult.Reason.CHANGE, 1, 2, 3, 4));
    }
    if (type == LbfgsIteration.class) {
      return List.of(new LbfgsIteration(1, 2, 3, 4, 5));
    }
    if (type == MaxNorm.class) {
      return List.of(MaxNorm.of(List.of(weight()), 1));
    }
    return List.of();
  }

  // ------------------------------------------------------------------------------------ helpers

  private static Parameter weight() {
    return Parameter.of(
        "w", ParameterRole.WEIGHT, Tensor.of(DType.F64, Shape.of(2, 2), 0.1, 0.2, 0.3, 0.4));
  }

  private static Parameter empty() {
    return Parameter.of("empty", ParameterRole.WEIGHT, Tensor.zeros(DType.F32, Shape.of(0, 2)));
  }

  private static Dataset data(double first) {
    return new Dataset(
        Tensor.of(DType.F64, Shape.of(4, 2), first, 1, 2, 3, 4, 5, 6, 7),
        Indices.of(0, 1, 0, 1),
        2);
  }

  private record Linear(Parameter weight) implements Model {
    @Override
    public Tensor apply(Tensor x) {
      return Ops.matmul(x, weight);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(weight);
    }
  }

  /** A function without parameters. */
  private record Plain(UnaryOperator<Tensor> function) implements Model {
    @Override
    public Tensor apply(Tensor x) {
      return function.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }

  @Test
  void null_is_refused_by_name() {
    Parameter w = Given.weight(1);
    Sgd sgd = Sgd.of(List.of(w), 1);
    Gradients<Tensor> none = null;
    refusedNull("sgd: gradients must not be null", () -> sgd.step(none));
    refusedNull("sgd: state must not be null", () -> sgd.restore(null));
    refusedNull("sgd: parameter must not be null", () -> sgd.decayHalfLife(null));
    refusedNull(
        "accumulation: gradients must not be null", () -> Accumulation.of(sgd, 2).step(none));
    refusedNull("clipping: gradients must not be null", () -> Clipping.byNorm(1).apply(none));
    refusedNull("clipping: gradients must not be null", () -> Clipping.norm(none));
  }

  private static void refusedNull(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message);
  }
}
