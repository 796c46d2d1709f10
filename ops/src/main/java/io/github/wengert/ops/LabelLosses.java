package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.List;
import java.util.function.IntPredicate;

/** Losses of class scores; see {@link Losses}. */
final class LabelLosses {
  private LabelLosses() {}

  static Tensor crossEntropy(Tensor logits, Indices labels, CrossEntropyOptions options) {
    requireLabels("crossEntropy", logits, labels, options::isIgnored);
    Tensor classWeights = classWeights(logits, options);
    CrossEntropy.requireClass(logits.shape());
    Tensor weights = sampleWeights(labels, classWeights, options);
    double divisor =
        options.reduction() == Reduction.MEAN ? requirePositiveDivisor(options.weight(labels)) : 1;
    if (options.reduction() != Reduction.NONE && isOneClassEach(classWeights, options)) {
      Indices positions = withoutIgnored(labels, options);
      double rounded = Tensor.scalar(logits.dtype(), divisor).item();
      return Autograd.apply(new LabelCrossEntropy(positions, rounded), weights, logits);
    }
    Tensor target = target(logits.shape(), labels, classWeights, options);
    Tensor losses = Autograd.apply(new CrossEntropy(), logits, target);
    return options.reduction() == Reduction.MEAN
        ? Ops.div(Ops.sum(losses), divisor)
        : options.reduction().of("crossEntropy", losses);
  }

  /**
   * Whether all that is wanted of a sample is its label. An infinite weight times a share of 0 is
   * not 0, so then the other classes matter too.
   */
  private static boolean isOneClassEach(Tensor classWeights, CrossEntropyOptions options) {
    boolean finite = true;
    for (int c = 0; c < classWeights.elements(); c++) {
      finite &= Double.isFinite(classWeights.get(c));
    }
    return finite && options.labelSmoothing() == 0;
  }

  /** Returns the weight of each sample's class, 0 for an ignored one. */
  private static Tensor sampleWeights(
      Indices labels, Tensor classWeights, CrossEntropyOptions options) {
    Tensor weights = Tensor.zeros(classWeights.dtype(), labels.shape());
    for (int i = 0; i < labels.elements(); i++) {
      int label = labels.get(i);
      if (!options.isIgnored(label)) {
        weights.set(i, classWeights.get(label));
      }
    }
    return weights;
  }

  /** Returns labels of which all are classes: an ignored one may be any number. */
  private static Indices withoutIgnored(Indices labels, CrossEntropyOptions options) {
    return options.ignoredLabel().isEmpty()
        ? labels
        : Indices.generate(
            labels.shape(), i -> options.isIgnored(labels.get(i)) ? 0 : labels.get(i));
  }

  /** Returns the distribution that is wanted of each sample, times the weight of each class. */
  private static Tensor target(
      Shape shape, Indices labels, Tensor classWeights, CrossEntropyOptions options) {
    Tensor target = Tensor.zeros(classWeights.dtype(), shape);
    int classes = shape.size(1);
    double spread = options.labelSmoothing() / classes;
    for (int i = 0; i < labels.elements(); i++) {
      int label = labels.get(i);
      if (!options.isIgnored(label)) {
        for (int c = 0; c < classes; c++) {
          double share = (c == label ? 1 - options.labelSmoothing() : 0) + spread;
          target.set(i * classes + c, share * classWeights.get(c));
        }
      }
    }
    return target;
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
    Traced.read(weights, "crossEntropy");
    Targets.requireWeights("crossEntropy", weights);
    return weights;
  }

  static Tensor crossEntropy(Tensor logits, Tensor target, Reduction reduction) {
    CrossEntropy loss = new CrossEntropy();
    List<Tensor> operands = Nulls.operands("crossEntropy", logits, target);
    loss.dtype(operands);
    reduction.requireElements("crossEntropy", loss.shape(operands));
    Targets.requireMasses("crossEntropy", target);
    return reduction.of("crossEntropy", Autograd.apply(loss, logits, target));
  }

  static Tensor nll(Tensor logProbabilities, Indices labels, Reduction reduction) {
    requireLabels("nll", logProbabilities, labels, label -> false);
    return reduction.of("nll", Ops.neg(scoresOf(logProbabilities, labels)));
  }

  static Tensor multiMargin(
      Tensor logits, Indices labels, int p, double margin, Reduction reduction) {
    requireLabels("multiMargin", logits, labels, label -> false);
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
    Tensor violations =
        BranchMasks.keep(isOther, Ops.relu(Ops.add(Ops.sub(logits, right), margin)));
    Tensor powers = p == 1 ? violations : Ops.square(violations);
    return reduction.of("multiMargin", Ops.div(Ops.sum(powers, 1), classes));
  }

  /** Returns each sample's score for its own class: {@code [n, classes] → [n]}. */
  private static Tensor scoresOf(Tensor scores, Indices labels) {
    Indices column = labels.reshape(Shape.of(labels.elements(), 1));
    return Ops.squeeze(Ops.gather(scores, 1, column), 1);
  }

  private static void requireLabels(
      String operation, Tensor scores, Indices labels, IntPredicate isIgnored) {
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
      if ((label < 0 || label >= classes) && !isIgnored.test(label)) {
        throw new IndexException(
            "%s: a label is out of range: label %d of %s (%d not in [0, %d))"
                .formatted(operation, i, labels.shape(), label, classes));
      }
    }
  }
}
