package io.github.wengert.ops.check;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.ValueAndGradient;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operation promises about its pullbacks. */
final class PullbackRules {
  /** Powers of two, so that scaling is exact: large ones find a clipped cotangent. */
  private static final double[][] FACTORS = {{-1024, 0.5}, {0x1p-20, -0x1p-22}};

  private PullbackRules() {}

  /** Returns how far off a sum may be, relative to its largest part. */
  private static double tolerance(Trial trial) {
    return trial.dtype() == DType.F32 ? 1e-4 : 1e-11;
  }

  static Answer onePerInput(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    int pullbacks = trial.pullbacks(inputs, trial.result(inputs)).size();
    return pullbacks == inputs.size()
        ? Answer.YES
        : Answer.no(
            "the numbers of pullbacks and of inputs differ: (%d ≠ %d)"
                .formatted(pullbacks, inputs.size()));
  }

  static Answer space(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    List<@Nullable Tensor> cotangents =
        trial.cotangents(inputs, trial.random(trial.result(inputs), 0));
    for (int i = 0; i < Math.min(inputs.size(), cotangents.size()); i++) {
      Tensor cotangent = cotangents.get(i);
      String difference = cotangent == null ? null : Bits.spaceDifference(cotangent, inputs.get(i));
      if (difference != null) {
        return Answer.no("the cotangent of input %d and that input: %s".formatted(i, difference));
      }
    }
    return Answer.YES;
  }

  static Answer cotangentUntouched(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    Tensor cotangent = Bits.copy(trial.random(y, 0));
    Tensor before = Bits.copy(cotangent);
    trial.cotangents(inputs, cotangent);
    return Answer.ofDifference(
        "a pullback changed the cotangent, which is borrowed", Bits.difference(cotangent, before));
  }

  static Answer resultUntouched(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    Tensor before = Bits.copy(y);
    trial
        .pullbacks(inputs, y)
        .forEach(pullback -> {
          if (pullback != null) {
            pullback.apply(trial.random(y, 0));
          }
        });
    return Answer.ofDifference("a pullback changed the result", Bits.difference(y, before));
  }

  static Answer linear(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    Tensor g = trial.random(y, 0);
    Tensor h = trial.random(y, 1);
    List<@Nullable Tensor> ofG = copies(trial.cotangents(inputs, g));
    List<@Nullable Tensor> ofH = copies(trial.cotangents(inputs, h));
    for (double[] factors : FACTORS) {
      double a = factors[0];
      double b = factors[1];
      List<@Nullable Tensor> ofSum = trial.cotangents(inputs, combine(a, g, b, h));
      for (int i = 0; i < ofG.size(); i++) {
        Tensor p = ofG.get(i);
        Tensor q = ofH.get(i);
        Tensor sum = ofSum.get(i);
        if (p != null && q != null && sum != null) {
          double scale = Math.abs(a) * Bits.largest(p) + Math.abs(b) * Bits.largest(q);
          String difference = Bits.difference(sum, combine(a, p, b, q), tolerance(trial) * scale);
          if (difference != null) {
            return Answer.no(
                "input %d: p(%s g + %s h) is not %s p(g) + %s p(h): %s"
                    .formatted(i, a, b, a, b, difference));
          }
        }
      }
    }
    return zeroToZero(trial, inputs, y);
  }

  private static Answer zeroToZero(Trial trial, List<Tensor> inputs, Tensor y) {
    List<@Nullable Tensor> ofZero = trial.cotangents(inputs, Tensor.zeros(y.dtype(), y.shape()));
    for (int i = 0; i < ofZero.size(); i++) {
      Tensor zero = ofZero.get(i);
      if (zero != null && Bits.largest(zero) > 0) {
        return Answer.no("input %d: p(0) is not 0: (%s ≠ 0)".formatted(i, Bits.largest(zero)));
      }
    }
    return Answer.YES;
  }

  private static Tensor combine(double a, Tensor g, double b, Tensor h) {
    return Ops.add(Ops.mul(g, a), Ops.mul(h, b));
  }

  /** What a pullback returns may be a buffer that its next call writes to. */
  private static List<@Nullable Tensor> copies(List<@Nullable Tensor> tensors) {
    List<@Nullable Tensor> copies = new ArrayList<>();
    for (Tensor tensor : tensors) {
      copies.add(tensor == null ? null : Bits.copy(tensor));
    }
    return copies;
  }

  /**
   * The pullbacks, contracted with random tensors, are a linear function of g, so that Euler's
   * theorem holds: {@code ⟨∇h(g), g⟩ = h(g)}. If they are not recorded, the left side is 0.
   */
  static Answer differentiable(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor g = trial.random(trial.result(inputs), 0);
    double scale = 0;
    List<@Nullable Tensor> plain = trial.cotangents(inputs, g);
    for (int i = 0; i < plain.size(); i++) {
      Tensor cotangent = plain.get(i);
      if (cotangent != null) {
        scale += product(Ops.abs(cotangent), Ops.abs(trial.random(cotangent, i + 1))).item();
      }
    }
    if (scale == 0 || !Double.isFinite(scale)) {
      return Answer.yes("there is nothing to differentiate");
    }
    ValueAndGradient<Tensor> pair =
        Autograd.valueAndGradient(t -> contraction(trial, trial.cotangents(inputs, t)), g);
    double expected = pair.value().item();
    double actual = product(pair.gradient(), g).item();
    return Math.abs(actual - expected) <= 2 * tolerance(trial) * scale
        ? Answer.YES
        : Answer.no(
            "the derivative of the pullbacks by the cotangent is not that of a linear function:"
                + " (%s ≠ %s); write them in differentiable operations on the cotangent"
                    .formatted(actual, expected));
  }

  private static Tensor contraction(Trial trial, List<@Nullable Tensor> cotangents) {
    Tensor sum = Tensor.scalar(trial.dtype(), 0);
    for (int i = 0; i < cotangents.size(); i++) {
      Tensor cotangent = cotangents.get(i);
      if (cotangent != null) {
        sum = Ops.add(sum, product(cotangent, trial.random(cotangent, i + 1)));
      }
    }
    return sum;
  }

  private static Tensor product(Tensor a, Tensor b) {
    return Ops.sum(Ops.mul(a, b));
  }

  static Answer accumulation(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    Tensor[] c = {trial.random(y, 0), trial.random(y, 1), trial.random(y, 2)};
    Function<List<Tensor>, Tensor> thrice =
        xs ->
            Ops.add(
                Ops.add(Ops.mul(trial.result(xs), c[0]), Ops.mul(trial.result(xs), c[1])),
                Ops.mul(trial.result(xs), c[2]));
    List<Tensor> total = Autograd.vjp(thrice, inputs).pullback(Tensor.ones(y.dtype(), y.shape()));
    List<List<@Nullable Tensor>> single = new ArrayList<>();
    for (Tensor cotangent : c) {
      single.add(copies(trial.cotangents(inputs, cotangent)));
    }
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      String difference =
          sumDifference(trial, total.get(i), single.stream().map(s -> s.get(input)).toList());
      if (difference != null) {
        return Answer.no("three uses of input %d: %s".formatted(i, difference));
      }
    }
    return operandsTakenTwice(trial, inputs);
  }

  private static @Nullable String sumDifference(
      Trial trial, Tensor total, List<? extends @Nullable Tensor> parts) {
    Tensor sum = Tensor.zeros(total.dtype(), total.shape());
    double scale = 0;
    for (Tensor part : parts) {
      if (part != null) {
        sum = Ops.add(sum, part);
        scale += Bits.largest(part);
      }
    }
    return Bits.difference(total, sum, tolerance(trial) * scale);
  }

  /** {@code f(x, x)}: the gradient by x is the sum over both places. */
  private static Answer operandsTakenTwice(Trial trial, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      for (int j = i + 1; j < inputs.size(); j++) {
        if (inputs.get(i).shape().equals(inputs.get(j).shape())) {
          String difference = taken(trial, inputs, i, j);
          if (difference != null) {
            return Answer.no("one value as inputs %d and %d: %s".formatted(i, j, difference));
          }
        }
      }
    }
    return Answer.YES;
  }

  private static @Nullable String taken(Trial trial, List<Tensor> inputs, int i, int j) {
    List<Tensor> same = new ArrayList<>(inputs);
    same.set(j, inputs.get(i));
    Tensor y;
    try {
      y = trial.result(same);
    } catch (IllegalArgumentException e) {
      return null; // the operation need not take such a value there
    }
    Tensor cotangent = trial.random(y, 0);
    List<@Nullable Tensor> parts = copies(trial.cotangents(same, cotangent));
    Function<Tensor, Tensor> ofOne =
        x -> {
          List<Tensor> both = new ArrayList<>(inputs);
          both.set(i, x);
          both.set(j, x);
          return trial.result(both);
        };
    Tensor total = Autograd.vjp(ofOne::apply, inputs.get(i), cotangent);
    return sumDifference(
        trial, total, Stream.of(parts.get(i), parts.get(j)).filter(Objects::nonNull).toList());
  }
}
