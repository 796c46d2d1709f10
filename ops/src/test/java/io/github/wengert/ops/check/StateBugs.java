package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.check.PlantedBug.stateful;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.normal;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/** Gradients that depend on what was computed before. */
final class StateBugs {
  private StateBugs() {}

  /** By how often something was called. */
  static List<PlantedBug> counters() {
    return List.of(
        byPullback("right twice and wrong from the third call on", n -> n >= 3 ? 2 : 1),
        byPullback("wrong from the tenth call on", n -> n >= 10 ? 1.01 : 1),
        byPullback("wrong from the thirtieth call on", n -> n >= 30 ? 0.5 : 1),
        byPullback("wrong on the first call only", n -> n == 1 ? 2 : 1),
        byPullback("wrong on every other call", n -> n % 2 == 0 ? -1 : 1),
        byPullback("wrong on every fifth call", n -> n % 5 == 0 ? 0 : 1),
        byPullback("zero from the second call on: the tape was freed", n -> n >= 2 ? 0 : 1),
        byPullback("drifts by 1e-4 from call to call", n -> 1 + 1e-4 * n),
        byPullback("decays by a tenth from call to call", n -> Math.pow(0.9, n - 1)),
        stateful(
            "value that drifts by 1e-5 from call to call",
            Verdict.NONDETERMINISTIC,
            normal(4),
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return xs -> mul(Ops.tanh(xs.getFirst()), 1 + 1e-5 * calls.getAndIncrement());
            }),
        onOneTape("second pullback of one tape adds to the first", n -> n + 1),
        onOneTape("second pullback of one tape gets zeros", n -> n == 0 ? 1 : 0));
  }

  /** By what was looked up, and with which key. */
  static List<PlantedBug> caches() {
    return List.of(
        cached("derivative cached by the shape alone", x -> x.shape()),
        cached("derivative cached by the first element", x -> Opaque.numbers(x)[0]),
        cached("derivative cached by the last element", x -> Opaque.numbers(x)[3]),
        cached("derivative cached by the sum, rounded", x -> Math.rint(Ops.sum(x).item())),
        cached("derivative cached by the signs", x -> signs(x)),
        stateful(
            "gradient at the previous input",
            Verdict.WRONG,
            normal(4),
            () -> {
              Tensor[] previous = new Tensor[1];
              return Rule.unary(
                  Ops::square,
                  (x, y, g) -> {
                    Tensor used = previous[0] == null ? x : previous[0];
                    previous[0] = Ops.stopGradient(x);
                    return mul(g, mul(used, 2));
                  });
            }),
        stateful(
            "pullback reads what the last forward pass saved",
            Verdict.WRONG,
            normal(4),
            () -> {
              Tensor[] saved = new Tensor[1];
              return Rule.unary(
                  x -> {
                    saved[0] = Ops.stopGradient(x);
                    return square(x);
                  },
                  (x, y, g) -> mul(g, mul(saved[0], 2)));
            }),
        stateful(
            "one scratch buffer for both cotangents",
            Verdict.WRONG,
            all(normal(3), normal(3)),
            () -> {
              double[] scratch = new double[3];
              return Rule.binary(
                  Ops::mul,
                  (a, b, g) -> intoScratch(scratch, mul(g, b)),
                  (a, b, g) -> intoScratch(scratch, mul(g, a)));
            }),
        stateful(
            "cotangent of the call before added",
            Verdict.WRONG,
            normal(4),
            () -> {
              Tensor[] before = new Tensor[1];
              return Rule.unary(
                  Ops::square,
                  (x, y, g) -> {
                    Tensor all = before[0] == null ? g : Ops.add(g, mul(before[0], 0.1));
                    before[0] = Ops.stopGradient(g);
                    return mul(all, mul(x, 2));
                  });
            }));
  }

  private static PlantedBug byPullback(String name, IntToDoubleFunction factor) {
    return stateful(
        name,
        Verdict.NONDETERMINISTIC,
        normal(4),
        () -> {
          AtomicInteger calls = new AtomicInteger();
          return Rule.unary(
              Ops::tanh,
              (x, y, g) ->
                  mul(mul(g, sub(1, square(y))), factor.applyAsDouble(calls.incrementAndGet())));
        });
  }

  private static PlantedBug cached(String name, Function<Tensor, Object> key) {
    return stateful(
        name,
        Verdict.WRONG,
        normal(4),
        () -> {
          Map<Object, Tensor> cache = new HashMap<>();
          UnaryOperator<Tensor> slope = x -> mul(Ops.stopGradient(x), 2);
          return Rule.unary(
              Ops::square,
              (x, y, g) -> mul(g, cache.computeIfAbsent(key.apply(x), k -> slope.apply(x))));
        });
  }

  private static Object signs(Tensor x) {
    StringBuilder all = new StringBuilder();
    for (double v : Opaque.numbers(x)) {
      all.append(v < 0 ? '-' : '+');
    }
    return all.toString();
  }

  /** Adds to a buffer that nobody empties between the two cotangents. */
  private static Tensor intoScratch(double[] scratch, Tensor cotangent) {
    double[] elements = Opaque.numbers(cotangent);
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] += elements[i];
    }
    return Tensor.of(DType.F64, cotangent.shape(), scratch.clone());
  }

  private static PlantedBug onOneTape(String name, IntToDoubleFunction factor) {
    return stateful(name, Verdict.NONDETERMINISTIC, normal(4), () -> squareOnOneTape(factor));
  }

  /**
   * Returns a square whose rule counts how often one recorded value was pulled back before.
   *
   * @param factor by what it is off then
   */
  static Function<List<Tensor>, Tensor> squareOnOneTape(IntToDoubleFunction factor) {
    Tensor[] last = new Tensor[1];
    AtomicInteger calls = new AtomicInteger();
    return Rule.unary(
        Ops::square,
        (x, y, g) -> {
          if (last[0] != y) {
            last[0] = y;
            calls.set(0);
          }
          return mul(mul(g, x), 2 * factor.applyAsDouble(calls.getAndIncrement()));
        });
  }
}
