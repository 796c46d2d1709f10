package io.github.wengert.examples.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One engine with one row, in a process of its own: the engines' natives clash in one. It answers
 * each line of its input with a line, and blocks in between, so that it takes nothing from the
 * others.
 *
 * <pre>
 *   loss STEPS WEIGHT_DECAY       the loss before the last of so many steps, from the start
 *   round SECONDS LEAST_STEPS     the median of the seconds of a step, and the number of steps
 * </pre>
 */
final class EngineChild {
  private final Engine engine;
  private final TrainingRow row;
  private final int threads;

  private EngineChild(Engine engine, TrainingRow row, int threads) {
    this.engine = engine;
    this.row = row;
    this.threads = threads;
  }

  /** Serves until the input ends; the arguments are the engine, the row, the threads. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // what the engines have to say
    EngineChild child =
        new EngineChild(
            Engine.valueOf(args[0]), TrainingRow.valueOf(args[1]), Integer.parseInt(args[2]));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (TrainingStep step = child.step(TrainingStep.WEIGHT_DECAY)) {
      StepTimer timer = new StepTimer(step::run);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        answers.println(child.answer(line.split(" "), timer));
      }
    }
    System.exit(0); // an engine may have left threads behind
  }

  private TrainingStep step(double weightDecay) {
    return engine.step(row, new StepData(row), weightDecay, threads);
  }

  private String answer(String[] words, StepTimer timer) {
    return switch (words[0]) {
      case "loss" ->
          Double.toString(loss(Integer.parseInt(words[1]), Double.parseDouble(words[2])));
      case "round" -> {
        StepTimer.Round round =
            timer.round(Double.parseDouble(words[1]), Integer.parseInt(words[2]));
        yield round.seconds() + " " + round.runs();
      }
      default -> throw new IllegalArgumentException("no such request: " + words[0]);
    };
  }

  private double loss(int steps, double weightDecay) {
    try (TrainingStep step = step(weightDecay)) {
      for (int i = 1; i < steps; i++) {
        step.run();
      }
      return step.runForLoss();
    }
  }
}
