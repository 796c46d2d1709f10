import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the benchmarks on the class path that match JMH's usual command line, if there are any:
 * unlike JMH's own main class, this one does not fail in a module without a match. Run by the
 * profile {@code jmh}.
 */
final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    if (ClassLoader.getSystemResource("META-INF/BenchmarkList") == null) {
      return;
    }
    for (String arg : args) {
      if (arg.equals("-h") || arg.equals("-l") || arg.equals("-lp")) {
        org.openjdk.jmh.Main.main(args);
        return;
      }
    }
    try {
      new Runner(new CommandLineOptions(args)).run();
    } catch (NoBenchmarksException e) {
      // Another module's benchmark was meant.
    }
  }
}
