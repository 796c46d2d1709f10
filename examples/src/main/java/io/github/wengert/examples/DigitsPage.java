package io.github.wengert.examples;

import com.google.common.base.Joiner;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;

/** The page that shows how well each kind of hidden unit learns the digits by each optimizer. */
final class DigitsPage {
  /** How the page is made. */
  static final String COMMAND =
      "mvn -q -B compile -Prun -pl examples -am -Dmain=DigitsTableMain"
          + " -Dargs=\"--output docs/digits.md\"";

  private static final List<DigitsOptimizer> OPTIMIZERS = List.of(DigitsOptimizer.values());
  private static final List<HiddenUnits> UNITS = List.of(HiddenUnits.values());

  private DigitsPage() {}

  /**
   * Returns the page in Markdown.
   *
   * @param accuracy the test accuracy of a combination, in [0, 1]; asked for once, row by row
   */
  static String of(DigitsRecipe recipe, ToDoubleBiFunction<HiddenUnits, DigitsOptimizer> accuracy) {
    String table =
        row("hidden units", titles())
            + "|---|"
            + "---:|".repeat(OPTIMIZERS.size())
            + "\n"
            + row("*learning rate*", rates())
            + UNITS.stream().map(units -> row(units, accuracy)).collect(Collectors.joining());
    return """
    # Digits: each hidden unit with each optimizer

    Test accuracy in %%: the mean of %d trainings, each with a different fifth of the 1,797 scanned digits held out. A network of %d
    hidden units learns the others in %d epochs of mini-batches of %d, by cross-entropy with label smoothing
    %s and a constant learning rate. Only AdamW decays the weights. A maxout unit has %d pieces. To reproduce the page, run

    ```
    %s
    ```

    %s
    Sigmoid units pass back small gradients, so their learning rates are %s times those of the table.
    """
        .formatted(
            recipe.trainings(),
            recipe.hidden(),
            recipe.epochs(),
            recipe.batch(),
            number(DigitsRecipe.LABEL_SMOOTHING),
            DigitsRecipe.PIECES,
            COMMAND,
            table,
            number(DigitsOptimizer.SIGMOID_FACTOR));
  }

  private static List<String> titles() {
    return OPTIMIZERS.stream().map(DigitsOptimizer::title).toList();
  }

  private static List<String> rates() {
    return OPTIMIZERS.stream().map(optimizer -> number(optimizer.rate())).toList();
  }

  private static String row(
      HiddenUnits units, ToDoubleBiFunction<HiddenUnits, DigitsOptimizer> accuracy) {
    return row(
        units.toString(),
        OPTIMIZERS.stream()
            .map(optimizer -> percent(accuracy.applyAsDouble(units, optimizer)))
            .toList());
  }

  private static String row(String head, List<String> cells) {
    return "| " + head + " | " + Joiner.on(" | ").join(cells) + " |\n";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String number(double x) {
    return x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
  }
}
