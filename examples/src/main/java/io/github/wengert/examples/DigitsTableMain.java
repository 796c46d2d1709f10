package io.github.wengert.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns the digits with each kind of hidden unit by each optimizer, and writes a table. */
@Command(
    name = "digits-table",
    mixinStandardHelpOptions = true,
    version = "Wengert digits table",
    sortOptions = false,
    usageHelpAutoWidth = false,
    description =
        "Trains a network on handwritten digits with each kind of hidden unit and each optimizer,"
            + " and writes a page with the test accuracies.")
final class DigitsTableMain implements Callable<Integer> {
  /** What the page tells of. */
  static final DigitsRecipe RECIPE = new DigitsRecipe(256, 40, 32, 3);

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the page there. Default: show it.")
  private @Nullable Path output;

  private final PrintStream out;

  private DigitsTableMain(PrintStream out) {
    this.out = out;
  }

  /**
   * Makes the page.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    PrintStream out = Terminal.out();
    System.exit(Commands.run(new DigitsTableMain(out), out, Terminal.err(), args));
  }

  @Override
  public Integer call() throws IOException {
    Samples digits = Digits.samples();
    String page =
        DigitsPage.of(
            RECIPE,
            (units, optimizer) -> {
              double accuracy = RECIPE.accuracy(digits, units, optimizer);
              out.printf(
                  Locale.ROOT, "%s, %s: %.2f %%%n", units, optimizer.title(), 100 * accuracy);
              return accuracy;
            });
    if (output == null) {
      out.printf("%n%s", page);
    } else {
      Files.writeString(output, page);
    }
    return CommandLine.ExitCode.OK;
  }
}
