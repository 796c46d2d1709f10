package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.broadcastTo;
import static io.github.wengert.ops.Ops.clamp;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.transpose;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.Rule.Backward;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Operations with a wrong derivative, and the place in {@link CulpritNet} where each stands. */
record CulpritPlant(String name, String slot, Supplier<Function<List<Tensor>, Tensor>> operation) {
  /** What all of them are called. */
  static final String NAME = "planted";

  @Override
  public String toString() {
    return name + " as " + slot;
  }

  CulpritNet net() {
    return new CulpritNet(slot, operation.get());
  }

  private static Function<List<Tensor>, Tensor> op(
      Function<List<Tensor>, Tensor> value, Backward... backward) {
    Rule rule = new Rule(NAME, value, ImmutableList.copyOf(backward));
    return xs -> Ops.custom(rule, xs.toArray(Tensor[]::new));
  }

  private static CulpritPlant unary(
      String name, String slot, UnaryOperator<Tensor> f, Rule.UnaryBackward backward) {
    return new CulpritPlant(
        name,
        slot,
        () -> op(xs -> f.apply(xs.getFirst()), (xs, y, g) -> backward.apply(xs.getFirst(), y, g)));
  }

  private static CulpritPlant product(String name, String slot, Backward a, Backward b) {
    return new CulpritPlant(
        name, slot, () -> op(xs -> matmul(xs.get(0), xs.get(1), false, true), a, b));
  }

  private static CulpritPlant sum2(String name, String slot, Backward a, Backward b) {
    return new CulpritPlant(name, slot, () -> op(xs -> add(xs.get(0), xs.get(1)), a, b));
  }

  private static Tensor slope(Tensor y) {
    return sub(1, square(y));
  }

  static List<CulpritPlant> all() {
    List<CulpritPlant> all = new ArrayList<>();
    all.addAll(activations());
    all.addAll(products());
    all.addAll(sums());
    all.addAll(states());
    all.addAll(losses());
    return all;
  }

  private static List<CulpritPlant> activations() {
    return List.of(
        unary("twice the slope", "act1", Ops::tanh, (x, y, g) -> mul(g, mul(slope(y), 2))),
        unary("twice the slope", "act3", Ops::tanh, (x, y, g) -> mul(g, mul(slope(y), 2))),
        unary("twice the slope", "act5", Ops::tanh, (x, y, g) -> mul(g, mul(slope(y), 2))),
        unary("wrong sign", "act2", Ops::tanh, (x, y, g) -> neg(mul(g, slope(y)))),
        unary("wrong sign", "act4", Ops::sigmoid, (x, y, g) -> neg(mul(g, mul(y, sub(1, y))))),
        unary("a square forgotten", "act2", Ops::tanh, (x, y, g) -> mul(g, sub(1, y))),
        unary("x for y", "act5", Ops::sigmoid, (x, y, g) -> mul(g, mul(x, sub(1, x)))),
        unary(
            "clipped cotangent",
            "act3",
            Ops::tanh,
            (x, y, g) -> mul(clamp(g, -0.01, 0.01), slope(y))),
        unary("cotangent without sign", "act4", Ops::tanh, (x, y, g) -> mul(abs(g), slope(y))),
        unary("cotangent ignored", "act2", Ops::tanh, (x, y, g) -> slope(y)),
        unary(
            "a small constant added", "act1", Ops::tanh, (x, y, g) -> add(mul(g, slope(y)), 1e-4)),
        unary("off by a thousandth", "act3", Ops::tanh, (x, y, g) -> mul(mul(g, slope(y)), 1.001)),
        unary(
            "wrong at negative inputs",
            "act2",
            Ops::tanh,
            (x, y, g) -> mul(mul(g, slope(y)), Rule.map(x, v -> v < 0 ? 0.5 : 1))),
        unary(
            "wrong beyond 1",
            "act5",
            Ops::tanh,
            (x, y, g) -> mul(mul(g, slope(y)), Rule.map(x, v -> v > 1 ? 0.9 : 1))),
        unary("relu without its mask", "act3", Ops::relu, (x, y, g) -> g),
        unary(
            "relu masked by x ≥ ½",
            "act1",
            Ops::relu,
            (x, y, g) -> mul(g, Rule.map(x, v -> v >= 0.5 ? 1 : 0))),
        unary(
            "leaky relu with slope 0",
            "act5",
            x -> Ops.leakyRelu(x, 0.1),
            (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : 0))),
        unary(
            "softmax by its diagonal",
            "act4",
            x -> Ops.softmax(x, 1),
            (x, y, g) -> mul(g, mul(y, sub(1, y)))),
        unary(
            "mean with the gradient of a sum",
            "act2",
            x -> sub(x, Ops.meanKeepingAxes(x, 1)),
            (x, y, g) -> sub(g, Ops.sumKeepingAxes(g, 1))),
        unary(
            "norm taken as constant",
            "act4",
            x -> div(x, sqrt(add(Ops.sumKeepingAxes(square(x), 1), 1))),
            (x, y, g) -> div(g, sqrt(add(Ops.sumKeepingAxes(square(x), 1), 1)))),
        unary(
            "one column shifted",
            "act1",
            Ops::tanh,
            (x, y, g) ->
                mul(
                    Ops.concat(List.of(Ops.slice(g, 1, 1, 5), Ops.slice(g, 1, 0, 1)), 1),
                    slope(y))),
        unary("frozen output", "act3", Ops::tanh, (x, y, g) -> mul(g, slope(stopGradient(y)))),
        unary("frozen input", "act5", Ops::square, (x, y, g) -> mul(g, mul(stopGradient(x), 2))),
        unary(
            "frozen cotangent", "act2", Ops::square, (x, y, g) -> mul(stopGradient(g), mul(x, 2))),
        unary(
            "derivative computed off the tape",
            "act4",
            Ops::tanh,
            (x, y, g) -> mul(g, Rule.map(x, v -> 1 - Math.tanh(v) * Math.tanh(v)))),
        unary(
            "NaN in the gradient",
            "act2",
            Ops::tanh,
            (x, y, g) -> mul(g, sqrt(sub(square(y), 0.5)))),
        unary("0/0 in the gradient", "act3", Ops::relu, (x, y, g) -> mul(g, div(y, mul(y, 1)))),
        unary("log of a negative number", "act1", Ops::log, (x, y, g) -> div(g, x)));
  }

  private static List<CulpritPlant> products() {
    Backward byX = (xs, y, g) -> matmul(g, xs.get(1));
    Backward byW = (xs, y, g) -> matmul(g, xs.get(0), true, false);
    return List.of(
        product("weight transposed", "mul3", (xs, y, g) -> matmul(g, xs.get(1), false, true), byW),
        product(
            "weight gradient transposed",
            "mul2",
            byX,
            (xs, y, g) -> transpose(matmul(g, xs.get(0), true, false))),
        product(
            "weight gradient as a mean",
            "mul4",
            byX,
            (xs, y, g) -> div(matmul(g, xs.get(0), true, false), 4)),
        product("input gradient twice", "mul5", (xs, y, g) -> mul(matmul(g, xs.get(1)), 2), byW),
        product("no weight gradient", "mul1", byX, (xs, y, g) -> mul(xs.get(1), 0)),
        product(
            "weight gradient of the wrong sign",
            "mul6",
            byX,
            (xs, y, g) -> neg(matmul(g, xs.get(0), true, false))),
        product(
            "weight gradient of the first sample",
            "mul2",
            byX,
            (xs, y, g) ->
                matmul(Ops.slice(g, 0, 0, 1), Ops.slice(xs.get(0), 0, 0, 1), true, false)));
  }

  private static List<CulpritPlant> sums() {
    Backward pass = (xs, y, g) -> g;
    return List.of(
        sum2(
            "bias gradient of the first row",
            "bias2",
            pass,
            (xs, y, g) -> reshape(Ops.slice(g, 0, 0, 1), xs.get(1).shape())),
        sum2("bias gradient as a mean", "bias4", pass, (xs, y, g) -> Ops.mean(g, 0)),
        sum2(
            "bias gradient summed over all",
            "bias5",
            pass,
            (xs, y, g) -> broadcastTo(sum(g), xs.get(1).shape())),
        sum2("skip without its gradient", "skip2", pass, (xs, y, g) -> mul(g, 0)),
        sum2("skip counted twice", "skip3", pass, (xs, y, g) -> mul(g, 2)),
        sum2("branch halved", "skip4", (xs, y, g) -> mul(g, 0.5), pass),
        sum2(
            "skip through the wrong operand", "skip5", (xs, y, g) -> mul(g, tanh(xs.get(1))), pass),
        new CulpritPlant(
            "norm without its mean",
            "norm",
            () ->
                op(
                    xs -> Ops.layerNorm(xs.get(0), xs.get(1), xs.get(2), 1e-5),
                    (xs, y, g) -> mul(g, xs.get(1)),
                    (xs, y, g) -> sum(mul(g, Ops.layerNorm(xs.get(0), 1, 1e-5)), 0),
                    (xs, y, g) -> sum(g, 0))),
        new CulpritPlant(
            "norm with a wrong gain",
            "norm",
            () ->
                op(
                    xs -> Ops.layerNorm(xs.get(0), xs.get(1), xs.get(2), 1e-5),
                    (xs, y, g) -> normGradient(xs.get(0), mul(g, xs.get(1))),
                    (xs, y, g) -> sum(mul(g, xs.get(0)), 0),
                    (xs, y, g) -> sum(g, 0))));
  }

  private static Tensor normGradient(Tensor x, Tensor g) {
    Tensor centred = sub(x, Ops.meanKeepingAxes(x, 1));
    Tensor deviation = sqrt(add(Ops.meanKeepingAxes(square(centred), 1), 1e-5));
    Tensor n = div(centred, deviation);
    Tensor part = sub(g, Ops.meanKeepingAxes(g, 1));
    return div(sub(part, mul(n, Ops.meanKeepingAxes(mul(g, n), 1))), deviation);
  }

  private static List<CulpritPlant> states() {
    return List.of(
        new CulpritPlant(
            "a new mask each time",
            "act2",
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return op(
                  xs -> mul(xs.getFirst(), mask(calls.incrementAndGet(), xs.getFirst())),
                  (xs, y, g) -> g);
            }),
        new CulpritPlant(
            "random in the pullback",
            "act4",
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return op(
                  xs -> tanh(xs.getFirst()),
                  (xs, y, g) -> mul(g, mask(calls.incrementAndGet(), g)));
            }),
        new CulpritPlant(
            "right twice",
            "act5",
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return op(
                  xs -> tanh(xs.getFirst()),
                  (xs, y, g) -> mul(mul(g, slope(y)), calls.incrementAndGet() > 2 ? 2.0 : 1.0));
            }),
        new CulpritPlant(
            "value captured by the first call",
            "act3",
            () -> {
              List<Tensor> first = new ArrayList<>();
              return op(
                  xs -> {
                    if (first.isEmpty()) {
                      first.add(xs.getFirst());
                    }
                    return square(xs.getFirst());
                  },
                  (xs, y, g) -> mul(g, mul(first.getFirst(), 2)));
            }),
        new CulpritPlant(
            "one buffer for two calls",
            "act2",
            () -> {
              Tensor[] saved = new Tensor[1];
              Function<List<Tensor>, Tensor> op =
                  op(
                      xs -> {
                        saved[0] = xs.getFirst();
                        return tanh(xs.getFirst());
                      },
                      (xs, y, g) -> mul(g, slope(tanh(saved[0]))));
              return xs -> op.apply(List.of(add(op.apply(xs), 1)));
            }));
  }

  private static List<CulpritPlant> losses() {
    Indices labels = Indices.of(0, 2, 1, 2);
    return List.of(
        unary(
            "a sum's gradient for a mean",
            "loss",
            x -> Losses.crossEntropy(x, labels),
            (x, y, g) -> mul(g, sub(Ops.softmax(x, 1), oneHot()))),
        unary(
            "without the labels",
            "loss",
            x -> Losses.crossEntropy(x, labels),
            (x, y, g) -> div(mul(g, Ops.softmax(x, 1)), 4)));
  }

  private static Tensor oneHot() {
    return Tensor.ofRows(DType.F64, new double[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}});
  }

  private static Tensor mask(int call, Tensor like) {
    return RandomTensors.dropoutMask(Key.of(call), DType.F64, like.shape(), 0.5);
  }
}
