package io.github.wengert.ops.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as plain text: the counts, then a table. */
final class TextReport {
  private static final int MOST_LISTED = 10;

  private TextReport() {}

  static String of(GradientReport report) {
    String counts =
        report.counts().entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    StringBuilder text =
        new StringBuilder(
            "%s: %s of %,d derivatives (seed %d)"
                .formatted(
                    report.name(),
                    counts.isEmpty() ? "none" : counts,
                    report.compared(),
                    report.seed()));
    List<Finding> listed =
        report.findings().stream()
            .filter(finding -> finding.verdict() != Verdict.PASS)
            .limit(MOST_LISTED)
            .toList();
    if (listed.isEmpty()) {
      return text.toString();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("where", "analytic", "numeric", "±", "rel. error", "h", "verdict", "branch of"));
    for (Finding finding : listed) {
      rows.add(cells(finding));
    }
    return text.append(table(rows)).toString();
  }

  private static List<String> cells(Finding f) {
    String numeric =
        f.left() == f.right()
            ? "%.9g".formatted(f.numeric())
            : "%.6g … %.6g".formatted(f.left(), f.right());
    return List.of(
        f.place(),
        "%.9g".formatted(f.analytic()),
        numeric,
        "%.0e".formatted(f.error()),
        "%.1e".formatted(f.relativeError()),
        "%.0e".formatted(f.step()),
        f.verdict() + " (" + f.judgement() + ")",
        String.join(", ", f.operations()));
  }

  private static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        line.append("  ").append(row.get(c)).repeat(" ", widths[c] - row.get(c).length());
      }
      text.append('\n').append(line.toString().stripTrailing());
    }
    return text.toString();
  }
}
