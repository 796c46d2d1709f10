package io.github.wengert.examples;

import io.github.wengert.nn.ConfusionMatrix;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Model;
import io.github.wengert.optim.Dataset;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a trained classifier makes of the samples that were held out. */
final class TestReport {
  /** So many samples at a time: what a network computes of all at once may not fit the memory. */
  private static final int BATCH = 500;

  private TestReport() {}

  /** Returns how often each class was taken for each. */
  static ConfusionMatrix confusion(Model model, Dataset test) {
    ConfusionMatrix matrix = ConfusionMatrix.of(Indices.of(), Indices.of(), test.classes());
    for (int start = 0; start < test.size(); start += BATCH) {
      int end = Math.min(test.size(), start + BATCH);
      Dataset batch = test.select(IntStream.range(start, end).toArray());
      matrix = matrix.plus(ConfusionMatrix.of(model.apply(batch.inputs()), batch.labels()));
    }
    return matrix;
  }

  /** Prints the confusion matrix, the accuracy and the parameters' checksum. */
  static void print(PrintStream out, Model model, Dataset test) {
    ConfusionMatrix matrix = confusion(model, test);
    out.printf("%s%n%n", matrix);
    out.printf(
        Locale.ROOT,
        "test accuracy %.2f %% (%,d of %,d), parameters %s%n",
        100 * matrix.accuracy(),
        matrix.correct(),
        matrix.samples(),
        Checksum.of(model.parameters()));
  }
}
