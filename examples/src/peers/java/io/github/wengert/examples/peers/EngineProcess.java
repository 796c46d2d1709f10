package io.github.wengert.examples.peers;

import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The other end of an {@link EngineChild}. */
final class EngineProcess implements AutoCloseable {
  private static final int SHOWN_LINES = 12;
  private static final Splitter WORDS = Splitter.on(' ');

  private final Engine engine;
  private final Path log;
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;

  private EngineProcess(Engine engine, Path log, Process process) {
    this.engine = engine;
    this.log = log;
    this.process = process;
    requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static EngineProcess start(Engine engine, TrainingRow row, Plan plan) throws IOException {
    Path log = Files.createTempFile("peers-" + engine.option(), ".log");
    int threads = plan.threads();
    Process process =
        Child.of(
                engine.flags(threads),
                engine.environment(row, threads),
                plan.width(),
                EngineChild.class,
                List.of(engine.name(), row.name(), Integer.toString(threads)))
            .redirectError(log.toFile())
            .start();
    return new EngineProcess(engine, log, process);
  }

  Engine engine() {
    return engine;
  }

  /** The loss before the last of so many steps from the start. */
  double loss(int steps, double weightDecay) throws IOException {
    return Double.parseDouble(ask("loss " + steps + " " + weightDecay));
  }

  StepTimer.Round round(double seconds, int leastSteps) throws IOException {
    List<String> words = WORDS.splitToList(ask("round " + seconds + " " + leastSteps));
    return new StepTimer.Round(
        Double.parseDouble(words.getFirst()), Long.parseLong(words.getLast()));
  }

  private String ask(String request) throws IOException {
    requests.println(request);
    String answer = answers.readLine();
    if (answer == null) {
      List<String> lines = Files.readAllLines(log);
      throw new EngineException(
          "%s: the process ended at \"%s\": %s"
              .formatted(
                  engine.title(),
                  request,
                  String.join("\n  ", lines.subList(0, Math.min(SHOWN_LINES, lines.size())))));
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }
}
