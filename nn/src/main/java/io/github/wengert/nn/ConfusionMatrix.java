package io.github.wengert.nn;

import com.google.common.base.Strings;
import io.github.wengert.ops.Indices;
import java.util.Arrays;
import java.util.Objects;

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
    if (!predicted.shape().equals(labels.shape())) {
      throw new LayerException(
          "confusionMatrix: one prediction is needed for each label: (%s ≠ %s)"
              .formatted(predicted.shape(), labels.shape()));
    }
    requireClasses("prediction", predicted, classes);
    requireClasses("label", labels, classes);
    long[] counts = new long[Math.multiplyExact(classes, classes)];
    for (int i = 0; i < labels.elements(); i++) {
      counts[labels.get(i) * classes + predicted.get(i)]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  private static void requireClasses(String what, Indices values, int classes) {
    for (int i = 0; i < values.elements(); i++) {
      if (values.get(i) < 0 || values.get(i) >= classes) {
        throw new LayerException(
            "confusionMatrix: %s %d is out of range: (%d not in [0, %d))"
                .formatted(what, i, values.get(i), classes));
      }
    }
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
