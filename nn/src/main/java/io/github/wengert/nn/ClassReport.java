package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Precision, recall and F1 of each class, and their averages, read from a {@link ConfusionMatrix}.
 * To have those of several batches, add up the matrices.
 *
 * <p>The precision of a class that was never predicted is 0/0, as is the recall of one that has no
 * sample, and the F1 of one that is neither. They are NaN, and so is then the macro average; or any
 * number that you choose, such as 0, in {@link ConfusionMatrix#report(double)}.
 *
 * @param classes the scores of each class
 * @param macro the mean over all classes, each counting the same
 * @param micro the scores of all decisions together: the precision is the share of decisions that
 *     are right, the recall the share of samples; all three are the accuracy unless samples are
 *     {@linkplain ConfusionMatrix#undecided undecided}
 * @param weighted the mean over the classes that have samples, weighted by their number
 */
public record ClassReport(List<Scores> classes, Scores macro, Scores micro, Scores weighted) {
  /**
   * How well a classifier finds a class, or an average over classes.
   *
   * @param precision of the samples that were taken for the class, the share that is of it, in [0,
   *     1]
   * @param recall of the samples of the class, the share that was taken for it, in [0, 1]
   * @param f1 the harmonic mean of both, {@code 2 TP / (2 TP + FP + FN)}, in [0, 1]
   * @param support the number of samples of the class
   */
  public record Scores(double precision, double recall, double f1, long support) {
    /** Returns the scores from counts of true positives, of predictions and of samples. */
    static Scores of(long truePositives, long predicted, long support, double undefined) {
      return new Scores(
          Fractions.of(truePositives, predicted, undefined),
          Fractions.of(truePositives, support, undefined),
          Fractions.of(2 * truePositives, predicted + support, undefined),
          support);
    }
  }

  /** Refuses null. */
  public ClassReport {
    requireNonNull(classes, "classReport: classes must not be null");
    classes = List.copyOf(classes);
    requireNonNull(macro, "classReport: macro must not be null");
    requireNonNull(micro, "classReport: micro must not be null");
    requireNonNull(weighted, "classReport: weighted must not be null");
  }

  static ClassReport of(ConfusionMatrix matrix, double undefined) {
    ImmutableList.Builder<Scores> builder = ImmutableList.builder();
    for (int c = 0; c < matrix.classes(); c++) {
      builder.add(Scores.of(matrix.count(c, c), matrix.predicted(c), matrix.support(c), undefined));
    }
    ImmutableList<Scores> classes = builder.build();
    long samples = matrix.samples();
    return new ClassReport(
        classes,
        average(classes, scores -> 1, samples, undefined),
        Scores.of(matrix.correct(), samples - matrix.undecided(), samples, undefined),
        average(classes, Scores::support, samples, undefined));
  }

  private static Scores average(
      List<Scores> classes, ToDoubleFunction<Scores> weight, long samples, double undefined) {
    return new Scores(
        average(classes, weight, Scores::precision, undefined),
        average(classes, weight, Scores::recall, undefined),
        average(classes, weight, Scores::f1, undefined),
        samples);
  }

  private static double average(
      List<Scores> classes,
      ToDoubleFunction<Scores> weight,
      ToDoubleFunction<Scores> score,
      double undefined) {
    double sum = 0;
    double weights = 0;
    for (Scores scores : classes) {
      double w = weight.applyAsDouble(scores);
      if (w > 0) { // 0 · NaN would be NaN
        sum += w * score.applyAsDouble(scores);
        weights += w;
      }
    }
    return weights == 0 ? undefined : sum / weights;
  }

  /** Returns a table with a line for each class and each average. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("class     precision  recall      f1  support");
    for (int c = 0; c < classes.size(); c++) {
      append(table, Integer.toString(c), classes.get(c));
    }
    append(table, "macro", macro);
    append(table, "micro", micro);
    append(table, "weighted", weighted);
    return table.toString();
  }

  private static void append(StringBuilder table, String name, Scores scores) {
    table.append(
        String.format(
            Locale.ROOT,
            "%n%-8s  %9.4f  %6.4f  %6.4f  %7d",
            name,
            scores.precision(),
            scores.recall(),
            scores.f1(),
            scores.support()));
  }
}
