package io.github.wengert.examples;

import io.github.wengert.nn.LayerException;
import io.github.wengert.ops.OpException;
import io.github.wengert.optim.DivergedException;
import io.github.wengert.optim.OptimException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * How commands run: what they find out goes to one stream, and a line about what went wrong to
 * another. The exit code is 0 if it went well, 1 if training failed, 2 for wrong options or data.
 */
final class Commands {
  private Commands() {}

  /** Runs a command and returns the exit code. */
  static int run(Callable<Integer> command, PrintStream out, PrintStream err, String... args) {
    CommandLine commandLine = new CommandLine(command);
    commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(
        (e, ignored) -> fail(e.getCommandLine(), e.getMessage(), CommandLine.ExitCode.USAGE));
    commandLine.setExecutionExceptionHandler((e, failed, ignored) ->
        switch (e) {
          case LayerException _,
              OpException _,
              OptimException _,
              DataException _,
              UncheckedIOException _ ->
              fail(failed, e.getMessage(), CommandLine.ExitCode.USAGE);
          case DivergedException _ -> fail(failed, e.getMessage(), CommandLine.ExitCode.SOFTWARE);
          default -> throw e;
        });
    return commandLine.execute(args);
  }

  private static int fail(CommandLine commandLine, @Nullable String message, int exitCode) {
    commandLine.getErr().printf("%s: %s%nTry --help.%n", commandLine.getCommandName(), message);
    return exitCode;
  }

  /** Refuses an option's number unless it is 1 or more. */
  static void requirePositive(@Nullable CommandSpec spec, String option, int value) {
    if (value < 1 && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "%s must be positive: (%d < 1)".formatted(option, value));
    }
  }
}
