package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the checker did with planted bugs and right functions, as a table with a row for each kind.
 */
final class CheckerTable {
  private static final List<String> HEAD =
      List.of("", "cases", "checks", "failures", "IMPRECISE", "evaluations a derivative");

  private final Map<String, Map<String, Row>> groups = new LinkedHashMap<>();

  /** Fixes the order of the rows, whatever is checked first. */
  void announce(String group, Iterable<String> kinds) {
    kinds.forEach(kind -> row(group, kind));
  }

  /**
   * Adds a check.
   *
   * @param failed whether it was a miss or a false alarm
   * @param evaluations how often the function ran
   */
  void add(
      String group,
      String kind,
      String name,
      GradientReport report,
      boolean failed,
      long evaluations) {
    Row row = row(group, kind);
    row.names.add(name);
    row.checks++;
    row.failures += failed ? 1 : 0;
    row.derivatives += report.compared();
    row.imprecise += report.count(Verdict.IMPRECISE);
    row.evaluations += evaluations;
  }

  private Row row(String group, String kind) {
    return groups
        .computeIfAbsent(group, g -> new LinkedHashMap<>())
        .computeIfAbsent(kind, k -> new Row());
  }

  /** Returns which share of the derivatives in some groups is IMPRECISE. */
  double imprecise(List<String> of) {
    return sum(of).share();
  }

  /** Returns how many derivatives were compared in some groups. */
  long derivatives(List<String> of) {
    return sum(of).derivatives;
  }

  private Row sum(List<String> of) {
    Row sum = new Row();
    of.forEach(group -> groups.getOrDefault(group, Map.of()).values().forEach(sum::add));
    return sum;
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, toString());
  }

  /** Returns it in Markdown. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(line(HEAD));
    text.append("|---|--:|--:|--:|--:|--:|\n");
    groups.forEach((group, rows) -> {
      text.append(line(sum(List.of(group)).cells("**" + group + "**")));
      rows.forEach((kind, row) -> text.append(line(row.cells(kind))));
    });
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** What is counted. */
  private static final class Row {
    private final Set<String> names = new TreeSet<>();
    private long checks;
    private long failures;
    private long derivatives;
    private long imprecise;
    private long evaluations;

    void add(Row other) {
      names.addAll(other.names);
      checks += other.checks;
      failures += other.failures;
      derivatives += other.derivatives;
      imprecise += other.imprecise;
      evaluations += other.evaluations;
    }

    double share() {
      return (double) imprecise / Math.max(1, derivatives);
    }

    List<String> cells(String title) {
      List<String> cells = new ArrayList<>(List.of(title));
      cells.add("%d".formatted(names.size()));
      cells.add("%,d".formatted(checks));
      cells.add("%d".formatted(failures));
      cells.add("%.2f %%".formatted(100 * share()));
      cells.add("%.0f".formatted((double) evaluations / Math.max(1, derivatives)));
      return ImmutableList.copyOf(cells);
    }
  }
}
