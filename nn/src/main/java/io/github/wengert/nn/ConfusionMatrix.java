package io.github.wengert.nn;

import com.google.common.base.Strings;
import io.github.wengert.ops.Indices;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each: the metric of a classifier that the others, such as its
 * accuracy, are read from.
 */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] counts;

  private ConfusionMatrix(int classes, long[] counts) {
    this.classes = classes;
    this.counts = counts;
  }

  /**
   * Returns the matrix of predictions.
   *
   * @param predicted the class that was predicted for each sample, {@code [n]}
   * @param labels the class of each sample, {@code [n]}
   * @param classes the number of classes, at least 1
   * @throws LayerException if there are not as many predictions as labels, or if one is not in
   *     {@code [0, classes)}
   */
  public static ConfusionMatrix of(Indices predicted, Indices labels, int classes) {
    if (classes < 1) {
      throw new LayerException(
          "confusionMatrix: there must be a class: (%d classes < 1)".formatted(classes));
    }
    MetricInputs.requireAlike("confusionMatrix", predicted.shape(), labels);
    MetricInputs.requireClasses("confusionMatrix", "prediction", predicted, classes);
    MetricInputs.requireClasses("confusionMatrix", "label", labels, classes);
    long[] counts = new long[Math.multiplyExact(classes, classes)];
    for (int i = 0; i < labels.elements(); i++) {
      counts[labels.get(i) * classes + predicted.get(i)]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  /** Returns the number of classes. */
  public int classes() {
    return classes;
  }

  /**
   * Returns how many samples of class {@code label} were taken for {@code predicted}.
   *
   * @throws IndexOutOfBoundsException if one of them is not in {@code [0, classes)}
   */
  public long count(int label, int predicted) {
    Objects.checkIndex(label, classes);
    Objects.checkIndex(predicted, classes);
    return counts[label * classes + predicted];
  }

  /**
   * Returns how many samples of class {@code c} there are.
   *
   * @throws IndexOutOfBoundsException if {@code c} is not in {@code [0, classes)}
   */
  public long support(int c) {
    return IntStream.range(0, classes).mapToLong(predicted -> count(c, predicted)).sum();
  }

  /**
   * Returns how many samples were taken for class {@code c}.
   *
   * @throws IndexOutOfBoundsException if {@code c} is not in {@code [0, classes)}
   */
  public long predicted(int c) {
    return IntStream.range(0, classes).mapToLong(label -> count(label, c)).sum();
  }

  /**
   * Returns the matrix of the samples of both.
   *
   * @throws LayerException if the other has another number of classes
   */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (classes != other.classes) {
      throw new LayerException(
          "confusionMatrix: only those of the same classes add up: (%d ≠ %d)"
              .formatted(classes, other.classes));
    }
    long[] sums = new long[counts.length];
    Arrays.setAll(sums, i -> counts[i] + other.counts[i]);
    return new ConfusionMatrix(classes, sums);
  }

  /** Returns precision, recall and F1 of each class and their averages; what is 0/0 is NaN. */
  public ClassReport report() {
    return report(Double.NaN);
  }

  /**
   * Returns precision, recall and F1 of each class and their averages.
   *
   * @param undefined what stands for 0/0, such as 0 for a class that was never predicted
   */
  public ClassReport report(double undefined) {
    return ClassReport.of(this, undefined);
  }

  /** Returns the number of samples. */
  public long samples() {
    return Arrays.stream(counts).sum();
  }

  /** Returns the number of samples whose class was predicted. */
  public long correct() {
    long correct = 0;
    for (int c = 0; c < classes; c++) {
      correct += count(c, c);
    }
    return correct;
  }

  /** Returns the share of samples whose class was predicted, in [0, 1]; NaN if there is none. */
  public double accuracy() {
    return (double) correct() / samples();
  }

  /** Whether {@code other} has the same counts. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** Returns the matrix with a row for each class and a column for each prediction; 0 is a dot. */
  @Override
  public String toString() {
    long most = Arrays.stream(counts).max().orElse(0);
    int width = Math.max(Long.toString(most).length(), Integer.toString(classes - 1).length()) + 1;
    StringBuilder table = new StringBuilder("class \\ predicted\n");
    table.append(" ".repeat(width));
    for (int c = 0; c < classes; c++) {
      table.append(Strings.padStart(Integer.toString(c), width, ' '));
    }
    for (int label = 0; label < classes; label++) {
      table.append('\n').append(Strings.padStart(Integer.toString(label), width, ' '));
      for (int c = 0; c < classes; c++) {
        long count = count(label, c);
        table.append(Strings.padStart(count == 0 ? "." : Long.toString(count), width, ' '));
      }
    }
    return table.toString();
  }
}
