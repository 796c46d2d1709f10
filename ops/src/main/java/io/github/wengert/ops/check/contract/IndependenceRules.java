package io.github.wengert.ops.check.contract;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.Vjp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The rules that the result of an operation depends on nothing but its inputs. */
final class IndependenceRules {
  private static final int CALLS = 3;
  private static final int THREADS = 4;

  /** How far single precision may be off, relative to the largest element. */
  private static final double SINGLE = 1e-5;

  private IndependenceRules() {}

  /** A result and the cotangents of the inputs, copied. */
  private record Run(Tensor result, List<@Nullable Tensor> cotangents) {
    static Run of(OpAtPoint op, List<Tensor> inputs) {
      Tensor y = op.result(inputs);
      Tensor result = TensorDifferences.copy(y);
      List<@Nullable Tensor> cotangents = new ArrayList<>();
      for (Tensor cotangent : op.cotangents(inputs, op.random(y, 0))) {
        cotangents.add(cotangent == null ? null : TensorDifferences.copy(cotangent));
      }
      return new Run(result, cotangents);
    }

    RuleOutcome compare(String when, Run other) {
      String forward = TensorDifferences.difference(other.result, result);
      return forward != null
          ? RuleOutcome.no("the result %s: %s".formatted(when, forward))
          : RuleOutcome.ofDifference(
              "the cotangents " + when, TensorDifferences.difference(other.cotangents, cotangents));
    }
  }

  static RuleOutcome deterministic(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Run first = Run.of(op, inputs);
    for (int call = 1; call < CALLS; call++) {
      RuleOutcome answer = first.compare("of another call", Run.of(op, inputs));
      if (!answer.holds()) {
        return answer;
      }
    }
    return RuleOutcome.YES;
  }

  /** Between a call and its pullbacks other calls happen: that is what a tape does. */
  static RuleOutcome stateless(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Run alone = Run.of(op, inputs);
    Tensor y = op.result(inputs);
    Tensor g = op.random(y, 0);
    List<@Nullable Pullback<Tensor>> pullbacks = op.pullbacks(inputs, y);
    callElsewhere(op, inputs);
    List<@Nullable Tensor> cotangents = new ArrayList<>();
    for (int i = pullbacks.size() - 1; i >= 0; i--) {
      Pullback<Tensor> pullback = pullbacks.get(i);
      cotangents.addFirst(pullback == null ? null : pullback.apply(g));
    }
    return alone.compare("after other calls in between", new Run(y, cotangents));
  }

  private static void callElsewhere(OpAtPoint op, List<Tensor> inputs) {
    List<Tensor> others = inputs.stream().map(x -> Ops.add(Ops.mul(x, 0.5), 0.25)).toList();
    try {
      Run.of(op, others);
    } catch (IllegalArgumentException e) {
      // The operation need not take these values; then there is no call in between.
    }
  }

  static RuleOutcome recording(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Run unrecorded = Run.of(op, inputs);
    Vjp<Tensor> vjp = Autograd.vjp(op::result, inputs);
    Tensor g = op.random(vjp.value(), 0);
    RuleOutcome recorded = compareDense("recorded", unrecorded, vjp.value(), vjp.pullback(g));
    if (!recorded.holds()) {
      return recorded;
    }
    List<Tensor> nested = new ArrayList<>();
    Autograd.vjp(
        xs -> {
          Vjp<Tensor> inner = Autograd.vjp(op::result, xs);
          nested.add(inner.value());
          nested.addAll(inner.pullback(g));
          return inner.value();
        },
        inputs);
    return compareDense(
        "in a nested scope", unrecorded, nested.getFirst(), nested.subList(1, nested.size()));
  }

  /** The engine says zero where the operation says that there is no derivative. */
  private static RuleOutcome compareDense(
      String when, Run expected, Tensor result, List<Tensor> cotangents) {
    List<@Nullable Tensor> sparse = new ArrayList<>();
    for (int i = 0; i < cotangents.size(); i++) {
      boolean none = i < expected.cotangents.size() && expected.cotangents.get(i) == null;
      sparse.add(none ? null : cotangents.get(i));
    }
    return expected.compare(when, new Run(result, sparse));
  }

  /**
   * The result is compared with the caller's; the cotangents among the threads only, since a policy
   * for kinks is bound to the caller's thread.
   */
  static RuleOutcome threads(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor expected = TensorDifferences.copy(op.result(inputs));
    List<Future<Run>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < 2 * THREADS; i++) {
        futures.add(executor.submit(() -> Run.of(op, inputs)));
      }
    }
    Run first = get(futures.getFirst());
    RuleOutcome sameResult =
        RuleOutcome.ofDifference(
            "the result on another thread", TensorDifferences.difference(first.result(), expected));
    if (!sameResult.holds()) {
      return sameResult;
    }
    for (Future<Run> future : futures) {
      RuleOutcome answer = first.compare("on another thread", get(future));
      if (!answer.holds()) {
        return answer;
      }
    }
    return RuleOutcome.YES;
  }

  private static Run get(Future<Run> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("on another thread: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static RuleOutcome precision(OpAtPoint op) {
    OpAtPoint doubles = op.in(DType.F64);
    Tensor y = op.result(op.inputs());
    Tensor g = op.random(y, 0);
    Tensor exact = doubles.result(doubles.inputs());
    String forward =
        TensorDifferences.difference(y, exact, SINGLE * TensorDifferences.largest(exact));
    if (forward != null) {
      return RuleOutcome.no("the result in F32, compared with F64: " + forward);
    }
    double worst = relative(y, exact);
    List<@Nullable Tensor> single = op.cotangents(op.inputs(), g);
    Tensor wide = Ops.to(g, exact.dtype());
    List<@Nullable Tensor> reference = doubles.cotangents(doubles.inputs(), wide);
    for (int i = 0; i < single.size(); i++) {
      Tensor a = single.get(i);
      Tensor b = reference.get(i);
      if (a != null && b != null) {
        String backward = TensorDifferences.difference(a, b, SINGLE * TensorDifferences.largest(b));
        if (backward != null) {
          return RuleOutcome.no(
              "the cotangent of input %d in F32, compared with F64: %s".formatted(i, backward));
        }
        worst = Math.max(worst, relative(a, b));
      }
    }
    return RuleOutcome.yes(
        "F32 agrees with F64 up to %.1e of the largest element".formatted(worst));
  }

  private static double relative(Tensor actual, Tensor expected) {
    double scale = TensorDifferences.largest(expected);
    Tensor difference = Ops.sub(Ops.to(actual, DType.F64), Ops.to(expected, DType.F64));
    return scale == 0 ? 0 : TensorDifferences.largest(difference) / scale;
  }
}
