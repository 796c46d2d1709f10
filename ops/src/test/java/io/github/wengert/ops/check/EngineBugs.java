package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.PlantedBug.nonfinite;
import static io.github.wengert.ops.check.PlantedBug.secondOrder;
import static io.github.wengert.ops.check.PlantedBug.stateful;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Bugs in what surrounds a formula: cotangents, reuse, higher orders, state, randomness. */
final class EngineBugs {
  private EngineBugs() {}

  static List<PlantedBug> cotangents() {
    return List.of(
        wrong(
            "pullback with the cotangent's magnitude",
            normal(24),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(abs(g), sub(1, square(y))))),
        wrong(
            "pullback with the cotangent squared",
            normal(4),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(square(g), sub(1, square(y))))),
        wrong(
            "pullback that ignores its cotangent",
            normal(4),
            Rule.unary(Ops::tanh, (x, y, g) -> sub(1, square(y)))),
        wrong(
            "pullback that clips its cotangent",
            normal(24),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(Ops.clamp(g, -0.1, 0.1), sub(1, square(y))))),
        wrong(
            "pullback that adds a constant",
            normal(4),
            Rule.unary(Ops::tanh, (x, y, g) -> add(mul(g, sub(1, square(y))), 1e-3))),
        wrong(
            "overwriting instead of adding in a fused diamond",
            normal(4),
            Rule.unary(
                x -> mul(x, sigmoid(x)),
                (x, y, g) -> mul(g, mul(x, mul(sigmoid(x), sub(1, sigmoid(x))))))),
        wrong(
            "right on a chain, wrong if both operands are one",
            normal(4),
            xs -> {
              Tensor x = xs.getFirst();
              return PRODUCT.apply(List.of(x, x));
            }),
        wrong(
            "a skip connection without its gradient",
            normal(4),
            xs -> add(stopGradient(xs.getFirst()), tanh(xs.getFirst()))),
        wrong(
            "stopGradient on a norm",
            normal(4),
            xs -> div(xs.getFirst(), stopGradient(Ops.sqrt(sum(square(xs.getFirst())))))),
        nonfinite(
            "NaN in the gradient",
            uniform(-1, 1, 3),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(g, Ops.sqrt(sub(-2, square(y)))))),
        nonfinite("sqrt(x²) has a NaN at 0", at(0, 1, -1), xs -> Ops.sqrt(square(xs.getFirst()))));
  }

  /** A product whose rule looks whether it got one value twice, and gets that wrong. */
  private static final Function<List<Tensor>, Tensor> PRODUCT =
      Rule.binary(Ops::mul, (a, b, g) -> mul(g, b), (a, b, g) -> a == b ? mul(g, 0) : mul(g, a));

  static List<PlantedBug> higherOrders() {
    return List.of(
        secondOrder(
            "frozen output",
            normal(3),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(g, sub(1, square(stopGradient(y)))))),
        secondOrder(
            "frozen input",
            normal(3),
            Rule.unary(Ops::square, (x, y, g) -> mul(g, mul(stopGradient(x), 2)))),
        secondOrder(
            "frozen cotangent",
            normal(3),
            Rule.unary(Ops::square, (x, y, g) -> mul(stopGradient(g), mul(x, 2)))),
        secondOrder(
            "derivative computed outside of the tape",
            normal(3),
            Rule.unary(Ops::exp, (x, y, g) -> mul(g, Rule.map(x, Math::exp)))),
        secondOrder(
            "wrong derivative of the derivative",
            normal(3),
            Rule.unary(
                Ops::tanh,
                (x, y, g) ->
                    mul(
                        g,
                        Rule.unary(
                                t -> sub(1, square(tanh(t))), (t, z, h) -> mul(h, mul(tanh(t), -2)))
                            .apply(List.of(x))))),
        secondOrder(
            "product with one factor frozen",
            all(normal(3), normal(3)),
            Rule.binary(Ops::mul, (a, b, g) -> mul(g, stopGradient(b)), (a, b, g) -> mul(g, a))));
  }

  static List<PlantedBug> states() {
    return List.of(
        stateful(
            "value captured when the model was made",
            Verdict.WRONG,
            normal(3),
            () -> {
              Tensor stale = Tensor.of(DType.F64, 0.1, 0.2, 0.3);
              return Rule.unary(Ops::square, (x, y, g) -> mul(g, mul(stale, 2)));
            }),
        stateful(
            "value captured by the first call",
            Verdict.WRONG,
            normal(3),
            () -> {
              List<Tensor> first = new ArrayList<>();
              return Rule.unary(
                  x -> {
                    if (first.isEmpty()) {
                      first.add(x);
                    }
                    return square(x);
                  },
                  (x, y, g) -> mul(g, mul(first.getFirst(), 2)));
            }),
        stateful(
            "one buffer for two calls",
            Verdict.WRONG,
            normal(3),
            () -> {
              Tensor[] saved = new Tensor[1];
              var op =
                  Rule.unary(
                      x -> {
                        saved[0] = x;
                        return square(x);
                      },
                      (x, y, g) -> mul(g, mul(saved[0], 2)));
              return xs -> op.apply(List.of(add(op.apply(xs), 1)));
            }),
        stateful(
            "dropout mask not reused in the backward pass",
            Verdict.WRONG,
            normal(24),
            () -> Rule.unary(x -> mul(x, mask(0, x)), (x, y, g) -> mul(g, mask(1, x)))),
        stateful(
            "dropout with a new mask for each call",
            Verdict.NONDETERMINISTIC,
            normal(24),
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return xs -> mul(xs.getFirst(), mask(calls.getAndIncrement(), xs.getFirst()));
            }),
        stateful(
            "randomness in the backward pass only",
            Verdict.NONDETERMINISTIC,
            normal(24),
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return Rule.unary(
                  x -> mul(x, 1), (x, y, g) -> mul(g, mask(calls.getAndIncrement(), g)));
            }),
        stateful(
            "running statistics in the output",
            Verdict.NONDETERMINISTIC,
            normal(4),
            () -> {
              double[] running = {0};
              return xs -> {
                Tensor x = xs.getFirst();
                running[0] = 0.9 * running[0] + 0.1 * Ops.mean(x).item();
                return sub(x, running[0]);
              };
            }),
        stateful(
            "gradient that accumulates from call to call",
            Verdict.NONDETERMINISTIC,
            normal(4),
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return Rule.unary(x -> mul(x, 2), (x, y, g) -> mul(g, 2.0 * calls.incrementAndGet()));
            }));
  }

  private static Tensor mask(int call, Tensor like) {
    return RandomTensors.dropoutMask(Key.of(call), DType.F64, like.shape(), 0.5);
  }
}
