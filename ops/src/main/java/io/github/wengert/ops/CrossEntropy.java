package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy of target distributions and the softmax of logits, row by row: {@code yᵢ = −Σ_c
 * tᵢ_c (zᵢ_c − ln Σ e^zᵢ)}; {@code [n, classes], [n, classes] → [n]}. A target of 0 adds nothing,
 * not even if its logit is −∞. Rows of the target need not sum to 1, which is how weights enter.
 *
 * <p>VJP: {@code z̄ = ȳ (softmax(z) Σ_c t − t)}, {@code t̄ = −ȳ ln softmax(z)}. A sample whose
 * targets are all 0 is left out: its {@code z̄} is 0, whatever its logits and {@code ȳ} are.
 *
 * <p>Computed from the logits through log-sum-exp. Source: CS231n, Linear classification, "Softmax
 * classifier".
 */
record CrossEntropy() implements BuiltinOp {
  @Override
  public String name() {
    return "crossEntropy";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape logits = inputs.get(0).shape();
    Shape target = inputs.get(1).shape();
    if (logits.rank() != 2) {
      throw new ShapeException(
          "crossEntropy: logits must have the axes [n, classes]: %s (%d axes ≠ 2)"
              .formatted(logits, logits.rank()));
    }
    if (!logits.equals(target)) {
      throw new ShapeException(
          "crossEntropy: logits and target distributions differ in shape: (%s ≠ %s)"
              .formatted(logits, target));
    }
    requireClass(logits);
    return logits.slice(0, 1);
  }

  /** Refuses logits {@code [n, 0]}. */
  static void requireClass(Shape logits) {
    if (logits.size(1) == 0) {
      throw new ShapeException(
          "crossEntropy: there must be a class: logits %s (0 classes < 1)".formatted(logits));
    }
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor logits = inputs.get(0);
    Tensor logProbabilities = new LogSoftmax(1).forward(List.of(logits));
    Tensor terms = BranchMasks.of(inputs.get(1), logProbabilities, (t, l) -> t == 0 ? 0 : -t * l);
    int rows = logits.shape().size(0);
    out.dtype().kernels().sum(terms.array(), rows, logits.shape().size(1), 1, out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor logits = inputs.get(0);
    Tensor target = inputs.get(1);
    return List.of(
        g -> {
          Tensor leftOut = leftOut(target);
          if (leftOut != null) {
            return slopesWithout(leftOut, logits, target, g);
          }
          Tensor mass = Ops.sumKeepingAxes(target, 1);
          Tensor slope = Ops.sub(Ops.mul(Ops.softmax(logits, 1), mass), target);
          return Ops.mul(Ops.expandDims(g, 1), slope);
        },
        g -> Ops.neg(Ops.mul(Ops.expandDims(g, 1), Ops.logSoftmax(logits, 1))));
  }

  /**
   * Returns the pullback by the logits where some rows are left out. Only what is infinite or NaN
   * is replaced there: the derivative by a target of 0 is that of any other.
   */
  private static Tensor slopesWithout(Tensor leftOut, Tensor logits, Tensor target, Tensor g) {
    Shape shape = target.shape();
    Tensor masses = Ops.broadcastTo(Ops.sumKeepingAxes(target, 1), shape);
    Tensor slope = Ops.sub(BranchMasks.weigh(masses, probabilities(leftOut, logits)), target);
    Tensor cotangents = Ops.broadcastTo(Ops.expandDims(g, 1), shape);
    return Ops.where(
        leftOut,
        BranchMasks.weigh(slope, cotangents),
        Ops.mul(BranchMasks.drop(leftOut, cotangents), slope));
  }

  /** Returns the softmax of logits; a constant where it is NaN and its row is left out. */
  private static Tensor probabilities(Tensor leftOut, Tensor logits) {
    Tensor constant = Ops.softmax(Ops.stopGradient(logits), 1);
    Tensor dead = BranchMasks.of(leftOut, constant, (l, p) -> l != 0 && Double.isNaN(p) ? 1 : 0);
    return Ops.where(dead, constant, Ops.softmax(BranchMasks.drop(dead, logits), 1));
  }

  /** Returns a mask of the rows whose targets are all 0, or null if there are none. */
  private static @Nullable Tensor leftOut(Tensor target) {
    Tensor mask = null;
    int classes = target.shape().size(1);
    for (int from = 0; from < target.elements(); from += classes) {
      if (isZero(target, from, from + classes)) {
        Traced.read(target, "crossEntropy");
        mask = mask == null ? Tensor.zeros(target.dtype(), target.shape()) : mask;
        for (int i = from; i < from + classes; i++) {
          mask.set(i, 1);
        }
      }
    }
    return mask;
  }

  private static boolean isZero(Tensor target, int from, int to) {
    for (int i = from; i < to; i++) {
      if (target.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
