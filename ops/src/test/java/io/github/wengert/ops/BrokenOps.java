package io.github.wengert.ops;

import static io.github.wengert.ops.check.ContractCheck.ACCUMULATION;
import static io.github.wengert.ops.check.ContractCheck.COMPUTES;
import static io.github.wengert.ops.check.ContractCheck.COTANGENT_SPACE;
import static io.github.wengert.ops.check.ContractCheck.COTANGENT_UNTOUCHED;
import static io.github.wengert.ops.check.ContractCheck.DETERMINISTIC;
import static io.github.wengert.ops.check.ContractCheck.DIFFERENTIABLE;
import static io.github.wengert.ops.check.ContractCheck.ELEMENT_TYPE;
import static io.github.wengert.ops.check.ContractCheck.INPUTS_UNTOUCHED;
import static io.github.wengert.ops.check.ContractCheck.LINEAR;
import static io.github.wengert.ops.check.ContractCheck.NEW_RESULT;
import static io.github.wengert.ops.check.ContractCheck.ONE_PULLBACK_PER_INPUT;
import static io.github.wengert.ops.check.ContractCheck.PARAMETER;
import static io.github.wengert.ops.check.ContractCheck.PRECISION;
import static io.github.wengert.ops.check.ContractCheck.RECORDING;
import static io.github.wengert.ops.check.ContractCheck.RESULT_UNTOUCHED;
import static io.github.wengert.ops.check.ContractCheck.SHAPE;
import static io.github.wengert.ops.check.ContractCheck.STATELESS;
import static io.github.wengert.ops.check.ContractCheck.THREADS;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.check.ContractCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Operations {@code y = a · b} that break one promise each; the mistakes are such as people make.
 */
final class BrokenOps {
  /**
   * A wrong operation.
   *
   * @param broken the promise that a check must name
   */
  record Planted(Primitive<Tensor> operation, ContractCheck broken) {
    @Override
    public String toString() {
      return operation.name() + " breaks " + broken;
    }
  }

  private record Op(
      String name,
      Function<List<Tensor>, Tensor> value,
      BiFunction<List<Tensor>, Tensor, List<@Nullable Pullback<Tensor>>> rule)
      implements Primitive<Tensor> {
    @Override
    public Tensor forward(List<Tensor> inputs) {
      return value.apply(inputs);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return rule.apply(inputs, output);
    }
  }

  private final List<Planted> planted = new ArrayList<>();

  private BrokenOps() {}

  static List<Planted> all() {
    BrokenOps builder = new BrokenOps();
    builder.results();
    builder.buffers();
    builder.states();
    builder.pullbacks();
    return builder.planted;
  }

  /** Returns the operation that breaks nothing. */
  static Primitive<Tensor> product() {
    return new Op("product", BrokenOps::value, BrokenOps::rule);
  }

  private static Tensor value(List<Tensor> x) {
    return Ops.mul(x.get(0), x.get(1));
  }

  private static List<@Nullable Pullback<Tensor>> rule(List<Tensor> x, Tensor y) {
    return List.of(g -> Ops.mul(g, x.get(1)), g -> Ops.mul(g, x.get(0)));
  }

  private void value(ContractCheck broken, String name, Function<List<Tensor>, Tensor> value) {
    planted.add(new Planted(new Op(name, value, BrokenOps::rule), broken));
  }

  private void rule(
      ContractCheck broken,
      String name,
      BiFunction<List<Tensor>, Tensor, List<@Nullable Pullback<Tensor>>> rule) {
    planted.add(new Planted(new Op(name, BrokenOps::value, rule), broken));
  }

  /** A mistake in the pullback of the first input. */
  private void first(ContractCheck broken, String name, Pullback<Tensor> pullback) {
    rule(broken, name, (x, y) -> List.of(pullback, g -> Ops.mul(g, x.get(0))));
  }

  private void results() {
    value(ELEMENT_TYPE, "alwaysSingle", x -> Ops.to(value(x), DType.F32));
    value(COMPUTES, "singleOnly", x -> Ops.mul(value(x), Tensor.scalar(DType.F32, 1)));
    value(COMPUTES, "doubleOnly", x -> Ops.mul(value(x), Tensor.scalar(DType.F64, 1)));
    value(NEW_RESULT, "returnsItsOperand", x -> x.get(0));
    Tensor constant = Tensor.of(DType.F64, 1.0, 2, 3);
    value(NEW_RESULT, "returnsAConstant", x -> Ops.to(constant, x.get(0).dtype()));
    value(NEW_RESULT, "returnsOneObject", x -> constant);
    value(
        PARAMETER,
        "sharesTheParametersArray",
        x -> new Tensor(x.get(0).shape(), x.get(0).dtype(), x.get(0).array()));
    value(
        SHAPE,
        "shapeByElementType",
        x -> x.get(0).dtype() == DType.F32 ? Ops.expandDims(value(x), 0) : value(x));
    value(
        PRECISION,
        "coarseInSinglePrecision",
        x -> x.get(0).dtype() == DType.F32 ? Ops.mul(value(x), 1.001) : value(x));
    value(
        COMPUTES,
        "throwsAnError",
        x -> {
          throw new AssertionError("never computes");
        });
  }

  private void buffers() {
    value(
        INPUTS_UNTOUCHED,
        "worksInPlace",
        x -> {
          Tensor y = value(x);
          x.get(0).set(0, y.get(0));
          return y;
        });
    value(
        INPUTS_UNTOUCHED,
        "keepsARunningMeanInAParameter",
        x -> {
          if (x.get(1) instanceof Parameter mean) {
            mean.assign(Ops.mul(mean, 0.9));
          }
          return value(x);
        });
    rule(
        INPUTS_UNTOUCHED,
        "pullbackUsesTheInputAsABuffer",
        (x, y) ->
            List.of(
                g -> {
                  Tensor result = Ops.mul(g, x.get(1));
                  x.get(1).set(0, 0);
                  return result;
                },
                g -> Ops.mul(g, x.get(0))));
    rule(
        RESULT_UNTOUCHED,
        "pullbackUsesTheResultAsABuffer",
        (x, y) ->
            List.of(
                g -> {
                  y.set(0, g.get(0));
                  return Ops.mul(g, x.get(1));
                },
                g -> Ops.mul(g, x.get(0))));
    rule(
        COTANGENT_UNTOUCHED,
        "pullbackScalesTheCotangentInPlace",
        (x, y) ->
            List.of(
                g -> {
                  for (int i = 0; i < g.elements(); i++) {
                    g.set(i, g.get(i) * x.get(1).get(i));
                  }
                  return g;
                },
                g -> Ops.mul(g, x.get(0))));
    Tensor single = Tensor.zeros(DType.F32, Shape.of(3));
    Tensor wide = Tensor.zeros(DType.F64, Shape.of(3));
    rule(
        ACCUMULATION,
        "pullbackReturnsOneBuffer",
        (x, y) ->
            List.of(
                g -> {
                  Tensor buffer = g.dtype() == DType.F32 ? single : wide;
                  for (int i = 0; i < g.elements(); i++) {
                    buffer.set(i, g.get(i) * x.get(1).get(i));
                  }
                  return buffer;
                },
                g -> Ops.mul(g, x.get(0))));
  }

  private void states() {
    AtomicInteger calls = new AtomicInteger();
    value(DETERMINISTIC, "countsItsCalls", x -> Ops.mul(value(x), calls.incrementAndGet()));
    Key key = Key.of(1);
    AtomicInteger draws = new AtomicInteger();
    value(
        DETERMINISTIC,
        "drawsNoise",
        x -> Ops.add(value(x), 1e-12 * key.normal(draws.incrementAndGet())));
    List<Tensor> last = new ArrayList<>();
    planted.add(
        new Planted(
            new Op(
                "remembersItsLastInputs",
                x -> {
                  Tensor y = value(x);
                  synchronized (last) {
                    last.clear();
                    last.addAll(x);
                  }
                  return y;
                },
                (x, y) -> List.of(g -> Ops.mul(g, last.get(1)), g -> Ops.mul(g, last.get(0)))),
            STATELESS));
    rule(
        STATELESS,
        "pullbacksMustRunInOrder",
        (x, y) -> {
          List<Tensor> earlier = new ArrayList<>();
          return List.of(
              g -> {
                earlier.add(g);
                return Ops.mul(g, x.get(1));
              },
              g -> Ops.mul(earlier.isEmpty() ? Ops.neg(g) : g, x.get(0)));
        });
    value(
        RECORDING,
        "rounderWhileRecording",
        x -> isRecording() ? Ops.mul(Ops.div(value(x), 3), 3.0000001) : value(x));
    ThreadLocal<Double> setting = ThreadLocal.withInitial(() -> 0.5);
    setting.set(1.0);
    value(
        THREADS,
        "dependsOnTheThread",
        x -> {
          if (Thread.currentThread().threadId() != HOME) {
            return Ops.mul(value(x), setting.get());
          }
          return value(x);
        });
  }

  private static final long HOME = Thread.currentThread().threadId();

  /** Looks whether the caller of forward is the engine's recording. */
  private static boolean isRecording() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames.anyMatch(frame ->
                frame.getClassName().equals(Autograd.class.getPackageName() + ".Tape")
                    && frame.getMethodName().equals("record")));
  }

  private void pullbacks() {
    rule(ONE_PULLBACK_PER_INPUT, "forgetsAPullback", (x, y) -> List.of(g -> Ops.mul(g, x.get(1))));
    rule(
        ONE_PULLBACK_PER_INPUT,
        "onePullbackTooMany",
        (x, y) -> Arrays.asList(g -> Ops.mul(g, x.get(1)), g -> Ops.mul(g, x.get(0)), null));
    first(COTANGENT_SPACE, "cotangentOfAnotherShape", g -> Ops.sum(g));
    first(COTANGENT_SPACE, "cotangentInSinglePrecision", g -> Ops.to(g, DType.F32));
    first(LINEAR, "squaresTheCotangent", g -> Ops.square(g));
    first(LINEAR, "clipsTheCotangent", g -> Ops.clamp(g, -10, 10));
    first(LINEAR, "addsToTheCotangent", g -> Ops.add(g, 1e-3));
    first(LINEAR, "normalisesTheCotangent", g -> Ops.div(g, Ops.sum(Ops.abs(g))));
    first(LINEAR, "dropsSmallCotangents", g -> Ops.where(large(g), g, Ops.mul(g, 0)));
    first(DIFFERENTIABLE, "computesOutsideOfTheTape", g -> Ops.stopGradient(g));
    first(
        DIFFERENTIABLE,
        "returnsAnArrayOfItsOwn",
        g -> Tensor.of(DType.F64, g.shape(), g.toDoubleArray()));
  }

  private static Tensor large(Tensor g) {
    return Masks.of(g, v -> Math.abs(v) > 1e-6 ? 1 : 0);
  }
}
