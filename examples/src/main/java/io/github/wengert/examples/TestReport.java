package io.github.wengert.examples;

import io.github.wengert.nn.ConfusionMatrix;
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
    return IntStream.iterate(0, start -> start < test.size(), start -> start + BATCH)
        .mapToObj(start -> confusion(model, test, start, Math.min(test.size(), start + BATCH)))
        .reduce(ConfusionMatrix::plus)
        .orElseThrow();
  }

  private static ConfusionMatrix confusion(Model model, Dataset test, int start, int end) {
    Dataset batch = test.select(IntStream.range(start, end).toArray());
    return ConfusionMatrix.of(model.apply(batch.inputs()), batch.labels());
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
