package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The comparison as a Markdown table. */
final class StepTable {
  private static final String NOTHING = "–";

  private final List<Engine> engines;
  private final Plan plan;

  StepTable(List<Engine> engines, Plan plan) {
    this.engines = engines;
    this.plan = plan;
  }

  String of(List<RowResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Training steps in µs, %d thread%s: median of %d rounds of %s s (min–max).",
            plan.threads(),
            plan.threads() == 1 ? "" : "s",
            plan.rounds(),
            plan.seconds()));
    lines.add("");
    List<String> head = new ArrayList<>(List.of("net, batch"));
    engines.forEach(engine -> head.add(engine.title()));
    head.addAll(
        List.of("best peer ÷ ours", "libtorch ÷ ours", "our GFLOP/s, of FMA peak", "losses"));
    lines.add(line(head));
    lines.add("|---|" + "---:|".repeat(head.size() - 2) + "---|");
    results.forEach(result -> lines.add(line(cells(result))));
    results.forEach(result -> lines.addAll(notes(result)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private List<String> cells(RowResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.row().toString());
    for (Engine engine : engines) {
      String without = engine.has(result.row()) ? "failed" : NOTHING;
      cells.add(result.of(engine).map(StepTable::time).orElse(without));
    }
    Optional<EngineResult> ours = result.of(Engine.WENGERT);
    cells.add(ratio(result, result.bestPeer(), ours));
    cells.add(ratio(result, result.of(Engine.LIBTORCH), ours));
    cells.add(ours.map(r -> rate(result, r)).orElse(NOTHING));
    cells.add(result.agrees() ? "agree" : "DIFFER");
    return cells;
  }

  private static String time(EngineResult result) {
    return "%s (%s–%s)"
        .formatted(micros(result.median()), micros(result.min()), micros(result.max()));
  }

  private static String micros(double seconds) {
    double micros = 1e6 * seconds;
    return String.format(Locale.ROOT, micros < 100 ? "%.2f" : "%.0f", micros);
  }

  private static String ratio(
      RowResult result, Optional<EngineResult> peer, Optional<EngineResult> ours) {
    if (peer.isEmpty() || ours.isEmpty()) {
      return NOTHING;
    }
    if (!result.agrees()) {
      return "does not count";
    }
    return String.format(Locale.ROOT, "%.2f", peer.get().median() / ours.get().median());
  }

  private static String rate(RowResult result, EngineResult ours) {
    double rate = 1e-9 * result.row().flops() / ours.median();
    return String.format(
        Locale.ROOT, "%.1f, %.0f %% of %.0f", rate, 100 * rate / result.peak(), result.peak());
  }

  private static List<String> notes(RowResult result) {
    List<String> notes = new ArrayList<>();
    result.failures().forEach(failure -> notes.add("\n%s: %s".formatted(result.row(), failure)));
    if (!result.agrees()) {
      result.engines().forEach(r -> notes.add("\n%s: %s".formatted(result.row(), r)));
    }
    return notes;
  }
}
