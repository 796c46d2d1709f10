package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import java.util.List;

/**
 * Loss functions, which measure the error of predictions as a scalar. Import them statically.
 *
 * <p>A loss of n samples is their mean unless another {@link Reduction} is asked for. Losses of
 * classifiers are computed from logits (scores before a softmax or sigmoid), through log-sum-exp,
 * and are finite for finite logits of any size.
 */
public final class Losses {
  private Losses() {}

  /**
   * Returns the mean cross-entropy {@code −ln softmax(z)_t} of class labels.
   *
   * <p>Source: CS231n, Linear classification, "Softmax classifier".
   *
   * @param logits the scores, {@code [n, classes]}
   * @param labels the class of each sample, {@code [n]}
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if a label is not in {@code [0, classes)}
   */
  public static Tensor crossEntropy(Tensor logits, Indices labels) {
    return crossEntropy(logits, labels, CrossEntropyOptions.DEFAULT);
  }

  /**
   * Returns the cross-entropy of class labels, with label smoothing, class weights, an ignored
   * label or another reduction; see {@link CrossEntropyOptions}.
   *
   * @param logits the scores, {@code [n, classes]}
   * @param labels the class of each sample, {@code [n]}
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if a label is not in {@code [0, classes)} and not the ignored one
   * @throws AttributeException if a class weight is negative or NaN
   */
  public static Tensor crossEntropy(Tensor logits, Indices labels, CrossEntropyOptions options) {
    requireNonNull(logits, "crossEntropy: logits must not be null");
    requireNonNull(labels, "crossEntropy: labels must not be null");
    requireNonNull(options, "crossEntropy: options must not be null");
    return LabelLosses.crossEntropy(logits, labels, options);
  }

  /**
   * Returns the cross-entropy {@code −Σ_c t_c ln softmax(z)_c} of target distributions, which may
   * be differentiated too.
   *
   * @param logits the scores, {@code [n, classes]}
   * @param target a distribution for each sample, {@code [n, classes]}; its sum may be another
   *     number than 1, which weighs the sample
   * @throws ShapeException if the shapes do not fit
   * @throws AttributeException if a target is not in [0, ∞)
   */
  public static Tensor crossEntropy(Tensor logits, Tensor target, Reduction reduction) {
    requireNonNull(reduction, "crossEntropy: reduction must not be null");
    return LabelLosses.crossEntropy(logits, target, reduction);
  }

  /**
   * Returns the negative log-likelihood {@code −l_t} of class labels.
   *
   * @param logProbabilities the logarithms of the classes' probabilities, {@code [n, classes]}
   * @param labels the class of each sample, {@code [n]}
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if a label is not in {@code [0, classes)}
   */
  public static Tensor nll(Tensor logProbabilities, Indices labels, Reduction reduction) {
    requireNonNull(logProbabilities, "nll: logProbabilities must not be null");
    requireNonNull(labels, "nll: labels must not be null");
    requireNonNull(reduction, "nll: reduction must not be null");
    return LabelLosses.nll(logProbabilities, labels, reduction);
  }

  /**
   * Returns the multi-class margin loss {@code Σ_{c≠t} max(0, margin − z_t + z_c)ᵖ / classes} of
   * each sample: the loss of a multi-class support vector machine. At a margin of exactly 0 the
   * derivative is 0.
   *
   * <p>Source: CS231n, Linear classification, "Multiclass SVM loss", there without the division by
   * the number of classes.
   *
   * @param logits the scores, {@code [n, classes]}
   * @param labels the class of each sample, {@code [n]}
   * @param p the power, 1 or 2
   * @param margin by how much the right score shall lead, ≥ 0; 1 is usual
   * @throws ShapeException if the shapes do not fit
   * @throws IndexException if a label is not in {@code [0, classes)}
   * @throws AttributeException if {@code p} or {@code margin} is out of range
   */
  public static Tensor multiMargin(
      Tensor logits, Indices labels, int p, double margin, Reduction reduction) {
    requireNonNull(logits, "multiMargin: logits must not be null");
    requireNonNull(labels, "multiMargin: labels must not be null");
    requireNonNull(reduction, "multiMargin: reduction must not be null");
    return LabelLosses.multiMargin(logits, labels, p, margin, reduction);
  }

  /**
   * Returns the binary cross-entropy {@code −t ln σ(z) − (1 − t) ln(1 − σ(z))}.
   *
   * @param logits the scores, any shape
   * @param target the probabilities of the positive class, in [0, 1], of the same shape; they may
   *     be differentiated too
   * @throws ShapeException if the shapes differ
   * @throws AttributeException if a target is not in [0, 1]
   */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor target, Reduction reduction) {
    requireNonNull(logits, "binaryCrossEntropy: logits must not be null");
    return binaryCrossEntropy(logits, target, Tensor.scalar(logits.dtype(), 1), reduction);
  }

  /**
   * Returns the binary cross-entropy with a weight on the positive class: {@code −w t ln σ(z) − (1
   * − t) ln(1 − σ(z))}.
   *
   * @param logits the scores, any shape
   * @param target the probabilities of the positive class, in [0, 1], of the same shape
   * @param positiveWeight the weight w, &gt; 0, broadcast to the shape of the logits
   * @throws ShapeException if the shapes do not fit
   * @throws AttributeException if a target is not in [0, 1], or a weight not in (0, ∞)
   */
  public static Tensor binaryCrossEntropy(
      Tensor logits, Tensor target, Tensor positiveWeight, Reduction reduction) {
    requireNonNull(reduction, "binaryCrossEntropy: reduction must not be null");
    requireAlike("binaryCrossEntropy", "logits", logits, "target", target);
    requireNonNull(positiveWeight, "binaryCrossEntropy: positiveWeight must not be null");
    DType.common("binaryCrossEntropy", List.of(logits, positiveWeight));
    requireBroadcastable(positiveWeight, logits);
    Targets.requirePositiveWeights("binaryCrossEntropy", positiveWeight);
    Targets.requireProbabilities("binaryCrossEntropy", target);
    // 1 − σ(z) is σ(−z): each logarithm is exact in its own tail, and so is its derivative.
    // A class that is not wanted at all is left out, even if its logarithm is infinite.
    Tensor weight = Ops.mul(positiveWeight, target);
    Tensor positive = BranchMasks.weigh(weight, Ops.logSigmoid(logits));
    Tensor negative = BranchMasks.weigh(Ops.sub(1, target), Ops.logSigmoid(Ops.neg(logits)));
    return reduction.of("binaryCrossEntropy", Ops.neg(Ops.add(positive, negative)));
  }

  private static void requireBroadcastable(Tensor weight, Tensor logits) {
    Shape both = Shape.broadcast("binaryCrossEntropy", "shapes", weight.shape(), logits.shape());
    if (!both.equals(logits.shape())) {
      throw new ShapeException(
          "binaryCrossEntropy: the weight must not outgrow the logits: weight %s, logits %s (%d > %d)"
              .formatted(weight.shape(), logits.shape(), both.elements(), logits.elements()));
    }
  }

  /**
   * Returns the binary hinge loss {@code max(0, 1 − t s)}: the loss of a binary support vector
   * machine. At a margin of exactly 0 the derivative is 0.
   *
   * <p>Source: CS231n, Neural Networks part 1, "Single neuron as a linear classifier".
   *
   * @param scores the scores s, any shape
   * @param labels the labels t, −1 or +1, of the same shape
   * @throws ShapeException if the shapes differ
   * @throws IndexException if a label is neither −1 nor +1
   */
  public static Tensor hinge(Tensor scores, Tensor labels, Reduction reduction) {
    requireNonNull(reduction, "hinge: reduction must not be null");
    requireAlike("hinge", "scores", scores, "labels", labels);
    requireSigns(labels);
    return reduction.of("hinge", Ops.relu(Ops.sub(1, Ops.mul(labels, scores))));
  }

  private static void requireSigns(Tensor labels) {
    for (int i = 0; i < labels.elements(); i++) {
      if (Math.abs(labels.get(i)) != 1) {
        throw new IndexException(
            "hinge: a label must be −1 or +1: label %d (%s ≠ ±1)".formatted(i, labels.get(i)));
      }
    }
  }

  /**
   * Returns the squared error {@code (x − t)²}.
   *
   * @param prediction the predictions x, any shape
   * @param target the targets t, of the same shape
   * @throws ShapeException if the shapes differ
   */
  public static Tensor mse(Tensor prediction, Tensor target, Reduction reduction) {
    requireNonNull(reduction, "mse: reduction must not be null");
    requireAlike("mse", "prediction", prediction, "target", target);
    if (reduction == Reduction.NONE) {
      return Ops.square(Ops.sub(prediction, target));
    }
    reduction.requireElements("mse", prediction.shape());
    double divisor = reduction == Reduction.MEAN ? prediction.elements() : 1;
    return Autograd.apply(new SquaredError(divisor), prediction, target);
  }

  /**
   * Returns the absolute error {@code |x − t|}. Where both are equal the derivative is 0.
   *
   * @param prediction the predictions x, any shape
   * @param target the targets t, of the same shape
   * @throws ShapeException if the shapes differ
   */
  public static Tensor l1(Tensor prediction, Tensor target, Reduction reduction) {
    requireNonNull(reduction, "l1: reduction must not be null");
    requireAlike("l1", "prediction", prediction, "target", target);
    return reduction.of("l1", Ops.abs(Ops.sub(prediction, target)));
  }

  /**
   * Returns the Huber loss: {@code ½ d²} for {@code |d| = |x − t| ≤ δ}, else {@code δ (|d| − ½ δ)}.
   *
   * <p>Source: Huber, Robust Estimation of a Location Parameter, 1964.
   *
   * @param prediction the predictions x, any shape
   * @param target the targets t, of the same shape
   * @param delta where the square becomes a line, &gt; 0
   * @throws ShapeException if the shapes differ
   * @throws AttributeException if {@code delta} is not positive
   */
  public static Tensor huber(Tensor prediction, Tensor target, double delta, Reduction reduction) {
    requireNonNull(reduction, "huber: reduction must not be null");
    requireAlike("huber", "prediction", prediction, "target", target);
    Huber huber = new Huber(delta);
    return reduction.of("huber", Autograd.apply(huber, Ops.sub(prediction, target)));
  }

  /**
   * Returns the terms of the Kullback-Leibler divergence, {@code t (ln t − l)}, which are 0 for t =
   * 0. The slope of {@code t ln t} at 0, which is infinite, is taken as 0. {@link Reduction#MEAN}
   * divides by the number of elements, not of rows.
   *
   * @param logProbabilities the predicted log-probabilities l, any shape
   * @param target the probabilities t, ≥ 0, of the same shape
   * @throws ShapeException if the shapes differ
   * @throws AttributeException if a target is not in [0, ∞)
   */
  public static Tensor klDivergence(Tensor logProbabilities, Tensor target, Reduction reduction) {
    requireNonNull(reduction, "klDivergence: reduction must not be null");
    requireAlike("klDivergence", "logProbabilities", logProbabilities, "target", target);
    Targets.requireMasses("klDivergence", target);
    // For t = 0 the logarithm is taken of 1, so that its slope is finite. A weight of 0 leaves out
    // what is infinite, and keeps the derivative −1 of the slopes −l and −t by each other.
    Tensor isZero = BranchMasks.of(target, t -> t == 0 ? 1 : 0);
    Tensor ones = Tensor.ones(target.dtype(), target.shape());
    Tensor logTarget = Ops.log(Ops.where(isZero, ones, target));
    Tensor difference = Ops.sub(logTarget, logProbabilities);
    return reduction.of("klDivergence", BranchMasks.weigh(target, difference));
  }

  private static void requireAlike(
      String operation, String nameA, Tensor a, String nameB, Tensor b) {
    Nulls.require(operation, nameA, a);
    Nulls.require(operation, nameB, b);
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          "%s: %s and %s differ in shape: (%s ≠ %s)"
              .formatted(operation, nameA, nameB, a.shape(), b.shape()));
    }
    DType.common(operation, List.of(a, b));
  }
}
