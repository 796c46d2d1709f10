package io.github.wengert.examples.peers;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares training steps, or matrix products alone, with other engines'. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    version = "Wengert peers",
    sortOptions = false,
    usageHelpAutoWidth = false,
    description =
        "Measures training steps by Wengert and other engines in turns, and prints a Markdown"
            + " table of medians and ratios. With --products, matrix products alone.")
final class PeersMain implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "NAME",
      description = "Some of ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Engine> engines = List.of(Engine.values());

  @Option(
      names = "--rows",
      defaultValue = ".*",
      paramLabel = "REGEX",
      description =
          "Rows whose title, such as \"3072-100-10 ReLU, 128\", has a match. Default: all.")
  private Pattern rows = Pattern.compile("");

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads of each engine. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Turns of each engine. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "0.5",
      paramLabel = "S",
      description = "Length of a turn, at least 3 steps. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warmup",
      defaultValue = "6",
      paramLabel = "S",
      description = "Length of the turn before, which does not count. Default: ${DEFAULT-VALUE}.")
  private double warmup;

  @Option(names = "--quick", description = "Few and short turns: the whole table in 3 minutes.")
  private boolean quick;

  @Option(
      names = "--products",
      description = "Matrix products against OpenBLAS, instead of training steps.")
  private boolean products;

  @Option(
      names = "--random",
      defaultValue = "0",
      paramLabel = "N",
      description = "Matrix products of N random shapes, and the 10 worst of them.")
  private int random;

  @Option(
      names = "--width",
      defaultValue = "all",
      paramLabel = "WIDTH",
      description =
          "Widest vectors of all engines: all that the processor has, or avx2. Default:"
              + " ${DEFAULT-VALUE}.")
  private Width width = Width.ALL;

  @Option(names = "--output", paramLabel = "FILE", description = "Also write the table there.")
  private @Nullable Path output;

  private final PrintStream out = utf8(FileDescriptor.out);
  private final PrintStream err = utf8(FileDescriptor.err);

  private PeersMain() {}

  /**
   * Runs the comparison.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new PeersMain());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commandLine.execute(args));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan =
        quick ? Plan.quick(threads, width) : new Plan(threads, rounds, seconds, warmup, width);
    String table = products || random > 0 ? products(plan) : steps(plan);
    out.print(table);
    if (output != null) {
      Files.writeString(output, table);
    }
    return table.isEmpty() ? FAILED : CommandLine.ExitCode.OK;
  }

  private String steps(Plan plan) throws IOException {
    List<TrainingRow> chosen =
        Arrays.stream(TrainingRow.values())
            .filter(row -> rows.matcher(row.toString()).find())
            .toList();
    return new StepTable(engines, plan).of(new StepComparison(engines, plan, err).measure(chosen));
  }

  /** In a process of its own, whose environment OpenBLAS finds clean. */
  private String products(Plan plan) throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(Child.ourFlags(threads));
    flags.addAll(Child.NATIVE_FLAGS);
    List<String> args =
        List.of(
            Integer.toString(plan.threads()),
            Integer.toString(plan.rounds()),
            Double.toString(plan.seconds()),
            Double.toString(plan.warmupSeconds()),
            Integer.toString(random),
            width.name());
    Process process =
        Child.of(flags, Child.threadsOfNatives(threads), width, ProductsChild.class, args)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? table : "";
  }
}
