package io.github.wengert.ops.check;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.Vjp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** That the result of an operation depends on nothing but its inputs. */
final class IndependenceRules {
  private static final int CALLS = 3;
  private static final int THREADS = 4;

  /** How far single precision may be off, relative to the largest element. */
  private static final double SINGLE = 1e-5;

  private IndependenceRules() {}

  /** A result and the cotangents of the inputs, copied. */
  private record Run(Tensor result, List<@Nullable Tensor> cotangents) {
    static Run of(Trial trial, List<Tensor> inputs) {
      Tensor y = trial.result(inputs);
      Tensor result = Bits.copy(y);
      List<@Nullable Tensor> cotangents = new ArrayList<>();
      for (Tensor cotangent : trial.cotangents(inputs, trial.random(y, 0))) {
        cotangents.add(cotangent == null ? null : Bits.copy(cotangent));
      }
      return new Run(result, cotangents);
    }

    Answer compare(String when, Run other) {
      String forward = Bits.difference(other.result, result);
      return forward != null
          ? Answer.no("the result %s: %s".formatted(when, forward))
          : Answer.ofDifference(
              "the cotangents " + when, Bits.difference(other.cotangents, cotangents));
    }
  }

  static Answer deterministic(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Run first = Run.of(trial, inputs);
    for (int call = 1; call < CALLS; call++) {
      Answer answer = first.compare("of another call", Run.of(trial, inputs));
      if (!answer.holds()) {
        return answer;
      }
    }
    return Answer.YES;
  }

  /** Between a call and its pullbacks other calls happen: that is what a tape does. */
  static Answer stateless(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Run alone = Run.of(trial, inputs);
    Tensor y = trial.result(inputs);
    Tensor g = trial.random(y, 0);
    List<@Nullable Pullback<Tensor>> pullbacks = trial.pullbacks(inputs, y);
    callElsewhere(trial, inputs);
    List<@Nullable Tensor> cotangents = new ArrayList<>();
    for (int i = pullbacks.size() - 1; i >= 0; i--) {
      Pullback<Tensor> pullback = pullbacks.get(i);
      cotangents.addFirst(pullback == null ? null : pullback.apply(g));
    }
    return alone.compare("after other calls in between", new Run(y, cotangents));
  }

  private static void callElsewhere(Trial trial, List<Tensor> inputs) {
    List<Tensor> others = inputs.stream().map(x -> Ops.add(Ops.mul(x, 0.5), 0.25)).toList();
    try {
      Run.of(trial, others);
    } catch (IllegalArgumentException e) {
      // The operation need not take these values; then there is no call in between.
    }
  }

  static Answer recording(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Run unrecorded = Run.of(trial, inputs);
    Vjp<Tensor> vjp = Autograd.vjp(trial::result, inputs);
    Tensor g = trial.random(vjp.value(), 0);
    Answer recorded = compareDense("recorded", unrecorded, vjp.value(), vjp.pullback(g));
    if (!recorded.holds()) {
      return recorded;
    }
    List<Tensor> nested = new ArrayList<>();
    Autograd.vjp(
        xs -> {
          Vjp<Tensor> inner = Autograd.vjp(trial::result, xs);
          nested.add(inner.value());
          nested.addAll(inner.pullback(g));
          return inner.value();
        },
        inputs);
    return compareDense(
        "in a nested scope", unrecorded, nested.getFirst(), nested.subList(1, nested.size()));
  }

  /** The engine says zero where the operation says that there is no derivative. */
  private static Answer compareDense(
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
  static Answer threads(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor expected = Bits.copy(trial.result(inputs));
    List<Future<Run>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < 2 * THREADS; i++) {
        futures.add(executor.submit(() -> Run.of(trial, inputs)));
      }
    }
    Run first = get(futures.getFirst());
    Answer sameResult =
        Answer.ofDifference(
            "the result on another thread", Bits.difference(first.result(), expected));
    if (!sameResult.holds()) {
      return sameResult;
    }
    for (Future<Run> future : futures) {
      Answer answer = first.compare("on another thread", get(future));
      if (!answer.holds()) {
        return answer;
      }
    }
    return Answer.YES;
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

  static Answer precision(Trial trial) {
    Trial doubles = trial.in(DType.F64);
    Tensor y = trial.result(trial.inputs());
    Tensor g = trial.random(y, 0);
    Tensor exact = doubles.result(doubles.inputs());
    String forward = Bits.difference(y, exact, SINGLE * Bits.largest(exact));
    if (forward != null) {
      return Answer.no("the result in F32, compared with F64: " + forward);
    }
    double worst = relative(y, exact);
    List<@Nullable Tensor> single = trial.cotangents(trial.inputs(), g);
    Tensor wide = Ops.to(g, exact.dtype());
    List<@Nullable Tensor> reference = doubles.cotangents(doubles.inputs(), wide);
    for (int i = 0; i < single.size(); i++) {
      Tensor a = single.get(i);
      Tensor b = reference.get(i);
      if (a != null && b != null) {
        String backward = Bits.difference(a, b, SINGLE * Bits.largest(b));
        if (backward != null) {
          return Answer.no(
              "the cotangent of input %d in F32, compared with F64: %s".formatted(i, backward));
        }
        worst = Math.max(worst, relative(a, b));
      }
    }
    return Answer.yes("F32 agrees with F64 up to %.1e of the largest element".formatted(worst));
  }

  private static double relative(Tensor actual, Tensor expected) {
    double scale = Bits.largest(expected);
    Tensor difference = Ops.sub(Ops.to(actual, DType.F64), Ops.to(expected, DType.F64));
    return scale == 0 ? 0 : Bits.largest(difference) / scale;
  }
}
