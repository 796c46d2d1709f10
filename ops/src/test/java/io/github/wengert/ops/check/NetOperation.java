package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.meanKeepingAxes;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.transpose;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.Rule.Backward;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An operation of a net: made of library operations, whose own rules are right, and with rules of
 * its own, which are right unless they are replaced.
 */
record NetOperation(
    String name, Function<List<Tensor>, Tensor> value, ImmutableList<Backward> rules) {
  static final double EPS = 1e-3;

  static final NetOperation MATMUL =
      of(
          "matmul",
          xs -> matmul(xs.get(0), xs.get(1)),
          (xs, y, g) -> matmul(g, transpose(xs.get(1))),
          (xs, y, g) -> matmul(transpose(xs.get(0)), g));

  static final NetOperation BIAS =
      of("bias", xs -> add(xs.get(0), xs.get(1)), (xs, y, g) -> g, (xs, y, g) -> sum(g, 0));

  static final NetOperation RESIDUAL =
      of("residual", xs -> add(xs.get(0), xs.get(1)), (xs, y, g) -> g, (xs, y, g) -> g);

  static final NetOperation TANH = unit("tanh", Ops::tanh, (x, y, g) -> mul(g, sub(1, square(y))));

  static final NetOperation SIGMOID =
      unit("sigmoid", Ops::sigmoid, (x, y, g) -> mul(g, mul(y, sub(1, y))));

  static final NetOperation SOFTPLUS =
      unit("softplus", Ops::softplus, (x, y, g) -> mul(g, sigmoid(x)));

  static final NetOperation SILU =
      unit("silu", Ops::silu, (x, y, g) -> mul(g, add(sigmoid(x), mul(y, sub(1, sigmoid(x))))));

  static final NetOperation LEAKY =
      unit(
          "leakyRelu",
          x -> Ops.leakyRelu(x, 0.1),
          (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : 0.1)));

  static final NetOperation ELU =
      unit(
          "elu",
          x -> Ops.elu(x, 0.7),
          (x, y, g) -> Ops.where(Rule.map(x, v -> v > 0 ? 1 : 0), g, mul(g, add(y, 0.7))));

  static final NetOperation GELU =
      unit("gelu", Ops::gelu, (x, y, g) -> mul(g, add(Ops.normalCdf(x), mul(x, density(x)))));

  static final NetOperation NORM =
      unit(
          "norm",
          x -> div(sub(x, meanKeepingAxes(x, 1)), deviation(x)),
          (x, y, g) ->
              div(
                  sub(sub(g, meanKeepingAxes(g, 1)), mul(y, meanKeepingAxes(mul(g, y), 1))),
                  deviation(x)));

  static final NetOperation MAX_POOL =
      unit("maxPool", x -> Ops.max(paired(x), 2), (x, y, g) -> spread(x, y, g, false));

  static final NetOperation MEAN_POOL =
      unit(
          "meanPool",
          x -> Ops.mean(paired(x), 2),
          (x, y, g) -> reshape(mul(twice(g), 0.5), x.shape().size(0), x.shape().size(1)));

  static final NetOperation CROSS_ENTROPY =
      unit(
          "crossEntropy",
          x -> Ops.neg(div(sum(mul(Ops.logSoftmax(x, 1), labels(x))), x.shape().size(0))),
          (x, y, g) -> mul(div(sub(Ops.softmax(x, 1), labels(x)), x.shape().size(0)), g));

  static final NetOperation SQUARED_ERROR =
      unit(
          "squaredError",
          x -> Ops.mean(square(sub(x, labels(x)))),
          (x, y, g) -> mul(mul(sub(x, labels(x)), 2.0 / x.elements()), g));

  static NetOperation of(String name, Function<List<Tensor>, Tensor> value, Backward... backward) {
    return new NetOperation(name, value, ImmutableList.copyOf(backward));
  }

  static NetOperation unit(String name, UnaryOperator<Tensor> f, Rule.UnaryBackward rule) {
    return of(name, xs -> f.apply(xs.getFirst()), asBackward(rule));
  }

  /** Returns this operation with another rule for one of its inputs. */
  NetOperation with(int input, Backward rule) {
    Backward[] changed = rules.toArray(Backward[]::new);
    changed[input] = rule;
    return new NetOperation(name, value, ImmutableList.copyOf(changed));
  }

  /** Returns this operation of one input with another rule. */
  NetOperation with(Rule.UnaryBackward rule) {
    return with(0, asBackward(rule));
  }

  /** Returns this operation with one of its right cotangents changed. */
  NetOperation changing(int input, UnaryOperator<Tensor> cotangent) {
    Backward right = rules.get(input);
    return with(input, (xs, y, g) -> cotangent.apply(right.apply(xs, y, g)));
  }

  String nameAt(int layer) {
    return "layer%d.%s".formatted(layer, name);
  }

  /** Applies it with its own rules, under its name. */
  Tensor byRules(int layer, Tensor... xs) {
    return Rule.named(nameAt(layer), value, rules.toArray(Backward[]::new)).apply(List.of(xs));
  }

  /** Applies the library operations that it is made of. */
  Tensor byLibrary(Tensor... xs) {
    return value.apply(List.of(xs));
  }

  static Tensor deviation(Tensor x) {
    return Ops.sqrt(add(Ops.varianceKeepingAxes(x, 1), EPS));
  }

  /** Returns one label for each row, in turns, as [n, classes]. */
  static Tensor labels(Tensor x) {
    int classes = x.shape().size(1);
    double[] all = new double[x.elements()];
    Arrays.setAll(all, i -> i % classes == i / classes * 2 % classes ? 1 : 0);
    return Tensor.of(DType.F64, x.shape(), all);
  }

  /** Returns g for the winner of each pair, or for the first. */
  static Tensor spread(Tensor x, Tensor y, Tensor g, boolean toFirst) {
    double[] elements = Opaque.numbers(x);
    double[] mask = new double[elements.length];
    for (int i = 0; i < mask.length; i += 2) {
      mask[toFirst || elements[i] > elements[i + 1] ? i : i + 1] = 1;
    }
    return mul(
        Tensor.of(DType.F64, x.shape(), mask),
        reshape(twice(g), x.shape().size(0), x.shape().size(1)));
  }

  static Tensor twice(Tensor g) {
    return Ops.stack(List.of(g, g), 2);
  }

  private static Tensor paired(Tensor x) {
    return reshape(x, x.shape().size(0), x.shape().size(1) / 2, 2);
  }

  static Tensor density(Tensor x) {
    return div(exp(mul(square(x), -0.5)), Math.sqrt(2 * Math.PI));
  }

  private static Backward asBackward(Rule.UnaryBackward rule) {
    return (xs, y, g) -> rule.apply(xs.getFirst(), y, g);
  }
}
