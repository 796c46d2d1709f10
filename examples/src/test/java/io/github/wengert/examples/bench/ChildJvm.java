package io.github.wengert.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A JVM of its own with a class of this package as its program, and with nothing on its class path
 * but the library's modules and what they need. The program answers by its first line.
 *
 * @param flags the flags for the JVM
 */
record ChildJvm(List<String> flags) {
  /** What the vector kernels need. */
  static final String VECTORS = "--add-modules=jdk.incubator.vector";

  /**
   * What a program answered.
   *
   * @param line its first line
   * @param seconds the time from the start of the process to that line
   */
  record Answer(String line, double seconds) {}

  /**
   * Runs a program to its end.
   *
   * @throws IllegalStateException if it fails, or says nothing: the message ends with its errors
   */
  Answer run(Class<?> program, String... args) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(program, args));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      String line = answers.readLine();
      double seconds = (System.nanoTime() - start) * 1e-9;
      String errors =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exitCode = process.waitFor();
      if (exitCode != 0 || line == null) {
        throw new IllegalStateException(
            "%s: exit code %d: %s".formatted(program.getSimpleName(), exitCode, errors));
      }
      return new Answer(line, seconds);
    }
  }

  private List<String> command(Class<?> program, String... args) {
    RuntimePath library = RuntimePath.of("io.github.wengert.nn", "io.github.wengert.optim");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", library.classPath(folderOf(program)), program.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** The folder with the compiled class; a class that patches a module does not know it. */
  private static Path folderOf(Class<?> program) {
    String file = program.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(program.getResource('/' + file), file).toString();
    try {
      return Path.of(new URI(url.substring(0, url.length() - file.length())));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url, e);
    }
  }
}
