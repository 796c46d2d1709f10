package io.github.wengert.examples.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures rows: in each, the engines take turns, so that a slow moment of the machine hits all.
 */
final class StepComparison {
  private static final int STEPS = 10;
  private static final int DECAYED_STEPS = 3;

  /** So strong that a step without it, or without it on biases, shows in the loss. */
  private static final double STRONG_DECAY = 1;

  private static final double PEAK_SECONDS = 0.2;

  private final List<Engine> engines;
  private final Plan plan;
  private final PrintStream progress;

  StepComparison(List<Engine> engines, Plan plan, PrintStream progress) {
    this.engines = engines;
    this.plan = plan;
    this.progress = progress;
  }

  List<RowResult> measure(List<TrainingRow> rows) throws IOException {
    FmaPeak.measure(plan.threads(), 2); // until it is compiled
    List<RowResult> results = new ArrayList<>();
    for (TrainingRow row : rows) {
      progress.printf("[%d/%d] %s:", results.size() + 1, rows.size(), row);
      RowResult result = measure(row);
      results.add(result);
      for (EngineResult r : result.engines()) {
        progress.printf(Locale.ROOT, " %s %.1f us", r.engine().option(), 1e6 * r.median());
      }
      progress.println();
    }
    return results;
  }

  private RowResult measure(TrainingRow row) throws IOException {
    Map<Engine, EngineProcess> processes = new EnumMap<>(Engine.class);
    Map<Engine, EngineResult> results = new EnumMap<>(Engine.class);
    List<String> failures = new ArrayList<>();
    try {
      for (Engine engine : engines) {
        if (engine.has(row)) {
          processes.put(engine, EngineProcess.start(engine, row, plan));
        }
      }
      for (EngineProcess process : processes.values()) {
        try {
          results.put(process.engine(), prepare(process));
        } catch (EngineException e) {
          failures.add(String.valueOf(e.getMessage()));
        }
      }
      double before = FmaPeak.measure(plan.threads(), PEAK_SECONDS);
      for (int round = 0; round < plan.rounds(); round++) {
        for (EngineResult result : results.values()) {
          EngineProcess process = processes.get(result.engine());
          result.add(process.round(plan.seconds(), Plan.LEAST_STEPS));
        }
      }
      double after = FmaPeak.measure(plan.threads(), PEAK_SECONDS);
      return new RowResult(row, List.copyOf(results.values()), failures, (before + after) / 2);
    } finally {
      for (EngineProcess process : processes.values()) {
        process.close();
      }
    }
  }

  /** Compares what they compute first, which warms up too; then a turn that does not count. */
  private EngineResult prepare(EngineProcess process) throws IOException {
    double decayedLoss = process.loss(DECAYED_STEPS, STRONG_DECAY);
    double loss = process.loss(STEPS, TrainingStep.WEIGHT_DECAY);
    process.round(plan.warmupSeconds(), Plan.LEAST_STEPS);
    return new EngineResult(process.engine(), loss, decayedLoss);
  }
}
