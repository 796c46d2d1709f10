package io.github.wengert.ops.check.report;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.check.text.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as plain text: the counts, what the failures have in common, what is to blame, why some
 * could not be decided, then a table of the worst.
 */
final class TextReport {
  private static final int MOST_LISTED = 10;
  private static final int MOST_REMARKS = 8;

  private TextReport() {}

  static String of(GradientReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Wording.format(
            "%s: %s of %,d derivatives (seed %d)%s",
            report.name(),
            counts(report),
            report.compared() + report.skipped(),
            report.seed(),
            report.outcome() == Outcome.UNDECIDED ? ": UNDECIDED" : ""));
    if (report.dtype() == DType.F32) {
      lines.add("  float32 gradients compared with float64, and these with differences");
    }
    if (report.subgradient() != Subgradient.DEFAULT) {
      lines.add("  at kinks the subgradient policy " + report.subgradient() + " is in force");
    }
    addLimited(report.remarks(), "remarks", lines);
    if (report.culprit() != null) {
      report.culprit().lines().forEach(line -> lines.add("  " + line));
    }
    addLimited(report.doubts(), "doubts", lines);
    addLimited(report.resolutions(), "inputs", lines);
    List<Finding> notable =
        report.findings().stream().filter(f -> !isSaidElsewhere(f.verdict())).toList();
    if (!notable.isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(
          List.of("where", "analytic", "numeric", "±", "rel. error", "h", "verdict", "branch of"));
      notable.stream().limit(MOST_LISTED).forEach(f -> rows.add(cells(f)));
      lines.addAll(table(rows));
      long more = -MOST_LISTED;
      for (Verdict verdict : report.counts().keySet()) {
        more += isSaidElsewhere(verdict) ? 0 : report.count(verdict);
      }
      if (more > 0) {
        lines.add(Wording.format("  … and %,d more", more));
      }
    }
    return String.join("\n", lines);
  }

  /** If runs differ there is no number to show for any derivative; a remark says so. */
  private static boolean isSaidElsewhere(Verdict verdict) {
    return verdict == Verdict.PASS || verdict == Verdict.NONDETERMINISTIC;
  }

  /** The worst verdicts come first, and what was not compared last. */
  private static String counts(GradientReport report) {
    List<String> counts = new ArrayList<>();
    List.copyOf(report.counts().entrySet())
        .reversed()
        .forEach(count -> counts.add(Wording.format("%,d %s", count.getValue(), count.getKey())));
    if (report.skipped() > 0) {
      counts.add(Wording.format("%,d not compared", report.skipped()));
    }
    return counts.isEmpty() ? "none" : String.join(", ", counts);
  }

  private static void addLimited(List<String> sentences, String what, List<String> lines) {
    sentences.stream().limit(MOST_REMARKS).forEach(sentence -> lines.add("  " + sentence));
    if (sentences.size() > MOST_REMARKS) {
      lines.add(Wording.format("  … and %,d more %s", sentences.size() - MOST_REMARKS, what));
    }
  }

  private static List<String> cells(Finding f) {
    String judgement = f.judgement();
    return List.of(
        f.place(),
        Wording.number(f.analytic(), 9),
        FindingWording.numeric(f),
        FindingWording.error(f),
        FindingWording.relativeError(f) + (judgement.isEmpty() ? "" : " (" + judgement + ")"),
        FindingWording.step(f),
        f.verdict().toString(),
        String.join(", ", f.operations()));
  }

  private static List<String> table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    if (rows.stream().skip(1).allMatch(row -> row.getLast().isEmpty())) {
      columns--; // no branch is known of any
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        line.append("  ").append(row.get(c)).repeat(" ", widths[c] - row.get(c).length());
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
