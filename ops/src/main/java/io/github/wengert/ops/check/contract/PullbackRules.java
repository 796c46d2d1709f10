package io.github.wengert.ops.check.contract;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.ValueAndGradient;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules about the pullbacks of an operation. */
final class PullbackRules {
  /** Powers of two, so that scaling is exact: large ones find a clipped cotangent. */
  private static final double[][] FACTORS = {{-1024, 0.5}, {0x1p-20, -0x1p-22}};

  private PullbackRules() {}

  /** Returns how far off a sum may be, relative to its largest part. */
  private static double tolerance(OpAtPoint op) {
    return op.dtype() == DType.F32 ? 1e-4 : 1e-11;
  }

  static RuleOutcome onePerInput(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    int pullbacks = op.pullbacks(inputs, op.result(inputs)).size();
    return pullbacks == inputs.size()
        ? RuleOutcome.YES
        : RuleOutcome.no(
            "the numbers of pullbacks and of inputs differ: (%d ≠ %d)"
                .formatted(pullbacks, inputs.size()));
  }

  static RuleOutcome space(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    List<@Nullable Tensor> cotangents = op.cotangents(inputs, op.random(op.result(inputs), 0));
    for (int i = 0; i < Math.min(inputs.size(), cotangents.size()); i++) {
      Tensor cotangent = cotangents.get(i);
      String difference =
          cotangent == null ? null : TensorDifferences.spaceDifference(cotangent, inputs.get(i));
      if (difference != null) {
        return RuleOutcome.no(
            "the cotangent of input %d and that input: %s".formatted(i, difference));
      }
    }
    return RuleOutcome.YES;
  }

  static RuleOutcome cotangentUntouched(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    Tensor cotangent = TensorDifferences.copy(op.random(y, 0));
    Tensor before = TensorDifferences.copy(cotangent);
    op.cotangents(inputs, cotangent);
    return RuleOutcome.ofDifference(
        "a pullback changed the cotangent, which is borrowed",
        TensorDifferences.difference(cotangent, before));
  }

  static RuleOutcome resultUntouched(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    Tensor before = TensorDifferences.copy(y);
    op.pullbacks(inputs, y)
        .forEach(pullback -> {
          if (pullback != null) {
            pullback.apply(op.random(y, 0));
          }
        });
    return RuleOutcome.ofDifference(
        "a pullback changed the result", TensorDifferences.difference(y, before));
  }

  static RuleOutcome linear(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    Tensor g = op.random(y, 0);
    Tensor h = op.random(y, 1);
    List<@Nullable Tensor> ofG = copies(op.cotangents(inputs, g));
    List<@Nullable Tensor> ofH = copies(op.cotangents(inputs, h));
    for (double[] factors : FACTORS) {
      double a = factors[0];
      double b = factors[1];
      List<@Nullable Tensor> ofSum = op.cotangents(inputs, combine(a, g, b, h));
      for (int i = 0; i < ofG.size(); i++) {
        Tensor p = ofG.get(i);
        Tensor q = ofH.get(i);
        Tensor sum = ofSum.get(i);
        if (p != null && q != null && sum != null) {
          double scale =
              Math.abs(a) * TensorDifferences.largest(p)
                  + Math.abs(b) * TensorDifferences.largest(q);
          String difference =
              TensorDifferences.difference(sum, combine(a, p, b, q), tolerance(op) * scale);
          if (difference != null) {
            return RuleOutcome.no(
                "input %d: p(%s g + %s h) is not %s p(g) + %s p(h): %s"
                    .formatted(i, a, b, a, b, difference));
          }
        }
      }
    }
    return zeroToZero(op, inputs, y);
  }

  private static RuleOutcome zeroToZero(OpAtPoint op, List<Tensor> inputs, Tensor y) {
    List<@Nullable Tensor> ofZero = op.cotangents(inputs, Tensor.zeros(y.dtype(), y.shape()));
    for (int i = 0; i < ofZero.size(); i++) {
      Tensor zero = ofZero.get(i);
      if (zero != null && TensorDifferences.largest(zero) > 0) {
        return RuleOutcome.no(
            "input %d: p(0) is not 0: (%s ≠ 0)".formatted(i, TensorDifferences.largest(zero)));
      }
    }
    return RuleOutcome.YES;
  }

  private static Tensor combine(double a, Tensor g, double b, Tensor h) {
    return Ops.add(Ops.mul(g, a), Ops.mul(h, b));
  }

  /** What a pullback returns may be a buffer that its next call writes to. */
  private static List<@Nullable Tensor> copies(List<@Nullable Tensor> tensors) {
    List<@Nullable Tensor> copies = new ArrayList<>();
    for (Tensor tensor : tensors) {
      copies.add(tensor == null ? null : TensorDifferences.copy(tensor));
    }
    return copies;
  }

  /**
   * The pullbacks, contracted with random tensors, are a linear function of g, so that Euler's
   * theorem holds: {@code ⟨∇h(g), g⟩ = h(g)}. If they are not recorded, the left side is 0.
   */
  static RuleOutcome differentiable(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor g = op.random(op.result(inputs), 0);
    double scale = 0;
    List<@Nullable Tensor> plain = op.cotangents(inputs, g);
    for (int i = 0; i < plain.size(); i++) {
      Tensor cotangent = plain.get(i);
      if (cotangent != null) {
        scale += product(Ops.abs(cotangent), Ops.abs(op.random(cotangent, i + 1))).item();
      }
    }
    if (scale == 0 || !Double.isFinite(scale)) {
      return RuleOutcome.yes("there is nothing to differentiate");
    }
    ValueAndGradient<Tensor> pair =
        Autograd.valueAndGradient(t -> contraction(op, op.cotangents(inputs, t)), g);
    double expected = pair.value().item();
    double actual = product(pair.gradient(), g).item();
    return Math.abs(actual - expected) <= 2 * tolerance(op) * scale
        ? RuleOutcome.YES
        : RuleOutcome.no(
            "the derivative of the pullbacks by the cotangent is not that of a linear function:"
                + " (%s ≠ %s); write them in differentiable operations on the cotangent"
                    .formatted(actual, expected));
  }

  private static Tensor contraction(OpAtPoint op, List<@Nullable Tensor> cotangents) {
    Tensor sum = Tensor.scalar(op.dtype(), 0);
    for (int i = 0; i < cotangents.size(); i++) {
      Tensor cotangent = cotangents.get(i);
      if (cotangent != null) {
        sum = Ops.add(sum, product(cotangent, op.random(cotangent, i + 1)));
      }
    }
    return sum;
  }

  private static Tensor product(Tensor a, Tensor b) {
    return Ops.sum(Ops.mul(a, b));
  }

  static RuleOutcome accumulation(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    Tensor[] c = {op.random(y, 0), op.random(y, 1), op.random(y, 2)};
    Function<List<Tensor>, Tensor> thrice =
        xs ->
            Ops.add(
                Ops.add(Ops.mul(op.result(xs), c[0]), Ops.mul(op.result(xs), c[1])),
                Ops.mul(op.result(xs), c[2]));
    List<Tensor> total = Autograd.vjp(thrice, inputs).pullback(Tensor.ones(y.dtype(), y.shape()));
    List<List<@Nullable Tensor>> single = new ArrayList<>();
    for (Tensor cotangent : c) {
      single.add(copies(op.cotangents(inputs, cotangent)));
    }
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      String difference =
          sumDifference(op, total.get(i), single.stream().map(s -> s.get(input)).toList());
      if (difference != null) {
        return RuleOutcome.no("three uses of input %d: %s".formatted(i, difference));
      }
    }
    return operandsTakenTwice(op, inputs);
  }

  private static @Nullable String sumDifference(
      OpAtPoint op, Tensor total, List<? extends @Nullable Tensor> parts) {
    Tensor sum = Tensor.zeros(total.dtype(), total.shape());
    double scale = 0;
    for (Tensor part : parts) {
      if (part != null) {
        sum = Ops.add(sum, part);
        scale += TensorDifferences.largest(part);
      }
    }
    return TensorDifferences.difference(total, sum, tolerance(op) * scale);
  }

  /** {@code f(x, x)}: the gradient by x is the sum over both places. */
  private static RuleOutcome operandsTakenTwice(OpAtPoint op, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      for (int j = i + 1; j < inputs.size(); j++) {
        if (inputs.get(i).shape().equals(inputs.get(j).shape())) {
          String difference = taken(op, inputs, i, j);
          if (difference != null) {
            return RuleOutcome.no("one value as inputs %d and %d: %s".formatted(i, j, difference));
          }
        }
      }
    }
    return RuleOutcome.YES;
  }

  private static @Nullable String taken(OpAtPoint op, List<Tensor> inputs, int i, int j) {
    List<Tensor> same = new ArrayList<>(inputs);
    same.set(j, inputs.get(i));
    Tensor y;
    try {
      y = op.result(same);
    } catch (IllegalArgumentException e) {
      return null; // the operation need not take such a value there
    }
    Tensor cotangent = op.random(y, 0);
    List<@Nullable Tensor> parts = copies(op.cotangents(same, cotangent));
    Function<Tensor, Tensor> ofOne =
        x -> {
          List<Tensor> both = new ArrayList<>(inputs);
          both.set(i, x);
          both.set(j, x);
          return op.result(both);
        };
    Tensor total = Autograd.vjp(ofOne::apply, inputs.get(i), cotangent);
    return sumDifference(
        op, total, Stream.of(parts.get(i), parts.get(j)).filter(Objects::nonNull).toList());
  }
}
