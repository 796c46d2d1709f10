package io.github.wengert.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks of all modules, measures whole processes, and writes one table. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    version = "Wengert bench",
    sortOptions = false,
    usageHelpAutoWidth = false,
    description = "Runs all benchmarks and writes one Markdown table.")
final class BenchMain implements Callable<Integer> {
  private static final String PROCESSES = "processes";

  @Option(
      names = "--quick",
      description = "Few cases, measured briefly: done in 3 minutes, and not as precise.")
  private boolean quick;

  @Option(
      names = "--sections",
      defaultValue = ".*",
      paramLabel = "REGEX",
      description = "Only sections whose title has a match, and the FMA peak. Default: all.")
  private Pattern sections = Pattern.compile("");

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that share the work of an operation. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--output",
      defaultValue = "target/benchmarks.md",
      paramLabel = "FILE",
      description = "Where the table goes. Default: ${DEFAULT-VALUE}.")
  private Path output = Path.of("");

  private BenchMain() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchMain()).execute(args));
  }

  @Override
  public Integer call() throws RunnerException, IOException, InterruptedException {
    List<Measured> measured = new ArrayList<>();
    for (ChainedOptionsBuilder options : plan()) {
      options
          .addProfiler(GCProfiler.class)
          .jvmArgsAppend(ChildJvm.VECTORS, "-Dwengert.threads=" + threads)
          .shouldFailOnError(true);
      new Runner(options.build()).run().forEach(result -> measured.add(new Measured(result)));
    }
    measured.sort(Measured.ORDER);
    double peak = threads * measured.getFirst().flopsPerSecond();
    List<BenchRow> rows = new ArrayList<>();
    measured.forEach(m -> rows.add(m.row(peak)));
    if (sections.matcher(PROCESSES).find()) {
      ProcessFigures figures = quick ? new ProcessFigures(5, 4) : new ProcessFigures(21, 20);
      rows.addAll(figures.rows());
    }
    String table = head() + BenchTable.of(rows);
    Files.writeString(output, table);
    System.out.printf(Locale.ROOT, "%n%s%nwritten to %s%n", table, output.toAbsolutePath());
    return CommandLine.ExitCode.OK;
  }

  /** Everything at once, unless only a part is wanted; the peak is always a part of it. */
  private List<ChainedOptionsBuilder> plan() {
    if (!quick && sections.pattern().equals(".*")) {
      return List.of(new OptionsBuilder());
    }
    return Arrays.stream(Suite.values())
        .filter(suite -> suite != Suite.OTHERS)
        .filter(suite -> suite == Suite.PEAK || sections.matcher(suite.title()).find())
        .map(suite -> quick ? suite.quick() : suite.complete())
        .toList();
  }

  private String head() {
    return """
    Java %s with vectors on %s (%d processors), %d thread%s%s.

    """
        .formatted(
            Runtime.version(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            threads,
            threads == 1 ? "" : "s",
            quick ? ", a quick run" : "");
  }
}
