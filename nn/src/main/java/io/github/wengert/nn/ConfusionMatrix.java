package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Strings;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The counts of samples by class and predicted class, from which a classifier's other metrics, such
 * as its accuracy, follow.
 *
 * <p>A sample with a score that is NaN is predicted as no class: it is {@linkplain #undecided
 * undecided}, which lowers the recall of its class and the accuracy, but no class's precision.
 */
public final class ConfusionMatrix {
  /** A full matrix of longs takes 8 GiB with this many classes. */
  private static final int MOST_CLASSES = 1 << 15;

  private final int classes;

  /** By class, the count of each prediction and, last, of none; a row of zeros may be null. */
  private final long[] @Nullable [] rows;

  private ConfusionMatrix(int classes, long[] @Nullable [] rows) {
    this.classes = classes;
    this.rows = rows;
  }

  /**
   * Returns the matrix of the classes with the largest scores; the first of several is taken.
   *
   * @param scores {@code [n, classes]}; or {@code [n, 1]} of two classes, of which a score above 0
   *     is for class 1
   * @param labels the class of each sample, {@code [n]}
   * @throws LayerException if the shapes do not fit, or a label is no class
   */
  public static ConfusionMatrix of(Tensor scores, Indices labels) {
    Tensor columns = MetricInputs.classScores("confusionMatrix", scores, labels);
    int classes = columns.shape().size(1);
    requireClassCount(classes);
    return count(MetricInputs.classesOf(columns), labels, classes);
  }

  /**
   * Returns the matrix of predictions.
   *
   * @param predicted the class that was predicted for each sample, {@code [n]}
   * @param labels the class of each sample, {@code [n]}
   * @param classes the number of classes, in [1, 32768]
   * @throws LayerException if there are not as many predictions as labels, or if one is not in
   *     {@code [0, classes)}
   */
  public static ConfusionMatrix of(Indices predicted, Indices labels, int classes) {
    requireNonNull(predicted, "confusionMatrix: predicted must not be null");
    requireNonNull(labels, "confusionMatrix: labels must not be null");
    requireClassCount(classes);
    MetricInputs.requireAlike("confusionMatrix", predicted.shape(), labels);
    MetricInputs.requireClasses("confusionMatrix", "prediction", predicted, classes);
    MetricInputs.requireClasses("confusionMatrix", "label", labels, classes);
    return count(predicted.toArray(), labels, classes);
  }

  private static void requireClassCount(int classes) {
    if (classes < 1) {
      throw new LayerException(
          "confusionMatrix: there must be a class: (%d classes < 1)".formatted(classes));
    }
    if (classes > MOST_CLASSES) {
      throw new LayerException(
          "confusionMatrix: there are too many classes for a table: (%d > %d)"
              .formatted(classes, MOST_CLASSES));
    }
  }

  /** Returns the matrix of predictions, of which −1 is none. */
  private static ConfusionMatrix count(int[] predicted, Indices labels, int classes) {
    long[] @Nullable [] rows = new long[classes][];
    for (int i = 0; i < predicted.length; i++) {
      int label = labels.get(i);
      long[] row = rows[label];
      if (row == null) {
        row = new long[classes + 1];
        rows[label] = row;
      }
      row[predicted[i] < 0 ? classes : predicted[i]]++;
    }
    return new ConfusionMatrix(classes, rows);
  }

  /** Returns the number of classes. */
  public int classes() {
    return classes;
  }

  /**
   * Returns how many samples of class {@code label} were predicted as {@code predicted}.
   *
   * @throws LayerException if one of them is not in {@code [0, classes)}
   */
  public long count(int label, int predicted) {
    requireClass("label", label);
    requireClass("prediction", predicted);
    return cell(label, predicted);
  }

  /**
   * Returns how many samples of class {@code label} were predicted as no class, since a score is
   * NaN.
   *
   * @throws LayerException if {@code label} is not in {@code [0, classes)}
   */
  public long undecided(int label) {
    requireClass("label", label);
    return cell(label, classes);
  }

  private long cell(int label, int column) {
    long[] row = rows[label];
    return row == null ? 0 : row[column];
  }

  private void requireClass(String what, int c) {
    if (c < 0 || c >= classes) {
      throw new LayerException(
          "confusionMatrix: the %s is no class: (%d not in [0, %d))".formatted(what, c, classes));
    }
  }

  /**
   * Returns how many samples of class {@code c} there are.
   *
   * @throws LayerException if {@code c} is not in {@code [0, classes)}
   */
  public long support(int c) {
    requireClass("class", c);
    long[] row = rows[c];
    return row == null ? 0 : Arrays.stream(row).sum();
  }

  /**
   * Returns how many samples were predicted as class {@code c}.
   *
   * @throws LayerException if {@code c} is not in {@code [0, classes)}
   */
  public long predicted(int c) {
    requireClass("class", c);
    return IntStream.range(0, classes).mapToLong(label -> cell(label, c)).sum();
  }

  /**
   * Returns the matrix of the samples of both.
   *
   * @throws LayerException if the other has another number of classes
   */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    requireNonNull(other, "confusionMatrix: other must not be null");
    if (classes != other.classes) {
      throw new LayerException(
          "confusionMatrix: only those of the same classes add up: (%d ≠ %d)"
              .formatted(classes, other.classes));
    }
    long[] @Nullable [] sums = new long[classes][];
    Arrays.setAll(sums, label -> sum(rows[label], other.rows[label]));
    return new ConfusionMatrix(classes, sums);
  }

  /** Returns the sum of two rows, which are shared and never written to. */
  private static long @Nullable [] sum(long @Nullable [] a, long @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    long[] sums = new long[a.length];
    Arrays.setAll(sums, i -> a[i] + b[i]);
    return sums;
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
    return IntStream.range(0, classes).mapToLong(this::support).sum();
  }

  /** Returns the number of samples that were predicted as no class, since a score is NaN. */
  public long undecided() {
    return IntStream.range(0, classes).mapToLong(this::undecided).sum();
  }

  /** Returns the number of samples whose class was predicted. */
  public long correct() {
    long correct = 0;
    for (int c = 0; c < classes; c++) {
      correct += cell(c, c);
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
    return other instanceof ConfusionMatrix that && Arrays.deepEquals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(rows);
  }

  /**
   * Returns the matrix with a row for each class and a column for each prediction; 0 is a dot. If
   * there are samples that are undecided, they have a last column, {@code ?}.
   */
  @Override
  public String toString() {
    boolean undecided = undecided() > 0;
    int columns = undecided ? classes + 1 : classes;
    long most =
        Arrays.stream(rows).filter(Objects::nonNull).flatMapToLong(Arrays::stream).max().orElse(0);
    int width = Math.max(Long.toString(most).length(), Integer.toString(classes - 1).length()) + 1;
    StringBuilder table = new StringBuilder("class \\ predicted\n");
    table.append(" ".repeat(width));
    for (int c = 0; c < columns; c++) {
      table.append(Strings.padStart(c == classes ? "?" : Integer.toString(c), width, ' '));
    }
    for (int label = 0; label < classes; label++) {
      table.append('\n').append(Strings.padStart(Integer.toString(label), width, ' '));
      for (int c = 0; c < columns; c++) {
        long count = cell(label, c);
        table.append(Strings.padStart(count == 0 ? "." : Long.toString(count), width, ' '));
      }
    }
    return table.toString();
  }
}
