package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.List;
import java.util.OptionalInt;

/** Losses of class scores; see {@link Losses}. */
final class LabelLosses {
  private LabelLosses() {}

  static Tensor crossEntropy(Tensor logits, Indices labels, CrossEntropyOptions options) {
    requireLabels("crossEntropy", logits, labels, options.ignoredLabel());
    Tensor weights = classWeights(logits, options);
    Tensor target = Tensor.zeros(logits.dtype(), logits.shape());
    int classes = logits.shape().size(1);
    double divisor = 0;
    for (int i = 0; i < labels.elements(); i++) {
      int label = labels.get(i);
      if (isIgnored(label, options.ignoredLabel())) {
        continue;
      }
      for (int c = 0; c < classes; c++) {
        double spread = options.labelSmoothing() / classes;
        double share = (c == label ? 1 - options.labelSmoothing() : 0) + spread;
        target.set(i * classes + c, share * weights.get(c));
      }
      divisor += weights.get(label);
    }
    Tensor losses = Autograd.apply(new CrossEntropy(), logits, target);
    return options.reduction() == Reduction.MEAN
        ? Ops.div(Ops.sum(losses), requirePositiveDivisor(divisor))
        : options.reduction().of("crossEntropy", losses);
  }

  private static double requirePositiveDivisor(double divisor) {
    if (!(divisor > 0)) {
      throw new ShapeException(
          "crossEntropy: no sample is left to take the mean of: the sum of weights (%s ≤ 0)"
              .formatted(divisor));
    }
    return divisor;
  }

  private static Tensor classWeights(Tensor logits, CrossEntropyOptions options) {
    Shape classes = logits.shape().slice(1, 2);
    Tensor weights = options.classWeights();
    if (weights == null) {
      return Tensor.ones(logits.dtype(), classes);
    }
    if (!weights.shape().equals(classes)) {
      throw new ShapeException(
          "crossEntropy: one weight is needed for each class: weights %s, logits %s (%s ≠ %s)"
              .formatted(weights.shape(), logits.shape(), weights.shape(), classes));
    }
    DType.common("crossEntropy", List.of(logits, weights));
    return weights;
  }

  static Tensor crossEntropy(Tensor logits, Tensor target, Reduction reduction) {
    return reduction.of("crossEntropy", Autograd.apply(new CrossEntropy(), logits, target));
  }

  static Tensor nll(Tensor logProbabilities, Indices labels, Reduction reduction) {
    requireLabels("nll", logProbabilities, labels, OptionalInt.empty());
    return reduction.of("nll", Ops.neg(scoresOf(logProbabilities, labels)));
  }

  static Tensor multiMargin(
      Tensor logits, Indices labels, int p, double margin, Reduction reduction) {
    requireLabels("multiMargin", logits, labels, OptionalInt.empty());
    if (p != 1 && p != 2) {
      throw new AttributeException(
          "multiMargin: the power must be 1 or 2: (%d not in {1, 2})".formatted(p));
    }
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new AttributeException(
          "multiMargin: the margin must not be negative: (%s not in [0, ∞))".formatted(margin));
    }
    int classes = logits.shape().size(1);
    Tensor isOther = Tensor.ones(logits.dtype(), logits.shape());
    for (int i = 0; i < labels.elements(); i++) {
      isOther.set(i * classes + labels.get(i), 0);
    }
    Tensor right = Ops.expandDims(scoresOf(logits, labels), 1);
    Tensor violations = Masks.keep(isOther, Ops.relu(Ops.add(Ops.sub(logits, right), margin)));
    Tensor powers = p == 1 ? violations : Ops.square(violations);
    return reduction.of("multiMargin", Ops.div(Ops.sum(powers, 1), classes));
  }

  /** Returns each sample's score for its own class: {@code [n, classes] → [n]}. */
  private static Tensor scoresOf(Tensor scores, Indices labels) {
    Indices column = labels.reshape(Shape.of(labels.elements(), 1));
    return Ops.squeeze(Ops.gather(scores, 1, column), 1);
  }

  private static boolean isIgnored(int label, OptionalInt ignored) {
    return ignored.isPresent() && ignored.getAsInt() == label;
  }

  private static void requireLabels(
      String operation, Tensor scores, Indices labels, OptionalInt ignored) {
    if (scores.rank() != 2) {
      throw new ShapeException(
          "%s: scores must have the axes [n, classes]: %s (%d axes ≠ 2)"
              .formatted(operation, scores.shape(), scores.rank()));
    }
    int samples = scores.shape().size(0);
    if (labels.shape().rank() != 1) {
      throw new ShapeException(
          "%s: labels must have the axis [n]: labels %s (%d axes ≠ 1)"
              .formatted(operation, labels.shape(), labels.shape().rank()));
    }
    if (labels.elements() != samples) {
      throw new ShapeException(
          "%s: one label is needed for each sample: scores %s, labels %s (%d ≠ %d)"
              .formatted(operation, scores.shape(), labels.shape(), samples, labels.elements()));
    }
    int classes = scores.shape().size(1);
    for (int i = 0; i < samples; i++) {
      int label = labels.get(i);
      if ((label < 0 || label >= classes) && !isIgnored(label, ignored)) {
        throw new IndexException(
            "%s: a label is out of range: label %d of %s (%d not in [0, %d))"
                .formatted(operation, i, labels.shape(), label, classes));
      }
    }
  }
}
