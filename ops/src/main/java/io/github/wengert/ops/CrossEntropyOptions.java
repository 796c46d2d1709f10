package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the cross-entropy of class labels is computed.
 *
 * <p>With smoothing ε and weights w the loss of one sample of class t among C is {@code −(1 − ε)
 * w_t ln p_t − ε/C Σ_c w_c ln p_c}. The mean divides by {@code Σ w_t} over the samples that are not
 * ignored, which is their number if there are no weights.
 *
 * @param reduction what becomes of the samples' losses
 * @param labelSmoothing the share ε of the target that is spread over all classes, in [0, 1].
 *     Source: Szegedy et al., Rethinking the Inception Architecture, 2016, section 7
 * @param classWeights a weight ≥ 0 for each class, {@code [classes]}, or null if all are 1; a
 *     constant
 * @param ignoredLabel a label whose samples are left out, if any
 */
public record CrossEntropyOptions(
    Reduction reduction,
    double labelSmoothing,
    @Nullable Tensor classWeights,
    OptionalInt ignoredLabel) {
  /** The mean over all samples, without smoothing or weights. */
  public static final CrossEntropyOptions DEFAULT =
      new CrossEntropyOptions(Reduction.MEAN, 0, null, OptionalInt.empty());

  /**
   * Checks the smoothing.
   *
   * @throws AttributeException if {@code labelSmoothing} is not in [0, 1]
   */
  public CrossEntropyOptions {
    requireNonNull(reduction, "crossEntropy: reduction must not be null");
    requireNonNull(ignoredLabel, "crossEntropy: ignoredLabel must not be null");
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new AttributeException(
          "crossEntropy: the label smoothing must be a fraction: (%s not in [0, 1])"
              .formatted(labelSmoothing));
    }
  }

  /** Returns these options with another reduction. */
  public CrossEntropyOptions withReduction(Reduction changed) {
    return new CrossEntropyOptions(changed, labelSmoothing, classWeights, ignoredLabel);
  }

  /**
   * Returns these options with another share ε of the target spread over all classes.
   *
   * @throws AttributeException if {@code changed} is not in [0, 1]
   */
  public CrossEntropyOptions withLabelSmoothing(double changed) {
    return new CrossEntropyOptions(reduction, changed, classWeights, ignoredLabel);
  }

  /** Returns these options with a weight for each class, {@code [classes]}. */
  public CrossEntropyOptions withClassWeights(Tensor changed) {
    requireNonNull(changed, "crossEntropy: classWeights must not be null");
    return new CrossEntropyOptions(reduction, labelSmoothing, changed, ignoredLabel);
  }

  /** Returns these options with a label whose samples are left out. */
  public CrossEntropyOptions withIgnoredLabel(int changed) {
    return new CrossEntropyOptions(
        reduction, labelSmoothing, classWeights, OptionalInt.of(changed));
  }

  /**
   * Returns what the samples of a batch weigh together, {@code Σ w_t} over those that are not
   * ignored: what the mean divides by.
   *
   * @param labels the class of each sample
   * @throws IndexException if a label is not ignored and has no class weight
   */
  public double weight(Indices labels) {
    Nulls.require("crossEntropy", "labels", labels);
    if (classWeights != null) {
      Traced.read(classWeights, "weight");
    }
    return IntStream.range(0, labels.elements())
        .filter(i -> !isIgnored(labels.get(i)))
        .mapToDouble(i -> weightOf(labels, i))
        .sum();
  }

  private double weightOf(Indices labels, int position) {
    if (classWeights == null) {
      return 1;
    }
    int label = labels.get(position);
    if (label < 0 || label >= classWeights.elements()) {
      throw new IndexException(
          "crossEntropy: a label is out of range: label %d of %s (%d not in [0, %d))"
              .formatted(position, labels.shape(), label, classWeights.elements()));
    }
    return classWeights.get(label);
  }

  /** Whether samples of a label are left out. */
  boolean isIgnored(int label) {
    return ignoredLabel.isPresent() && ignoredLabel.getAsInt() == label;
  }
}
