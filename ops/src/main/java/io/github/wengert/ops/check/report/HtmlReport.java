package io.github.wengert.ops.check.report;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.Wording;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one web page that needs nothing but itself, well-formed as XML too. */
final class HtmlReport {
  private static final int MOST_ROWS = 100;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #ffffff; --ink: #1c2330; --soft: #5b6472;
        --line: #d9dee6; --panel: #f6f8fa; --good: #1a7f4b; --kink: #2f6fb7; --doubt: #8a6500;
        --bad: #c02b2b; --chip: #ffffff; }
      @media (prefers-color-scheme: dark) { :root { --page: #14181f; --ink: #e4e8ee;
        --soft: #9aa4b2; --line: #323a46; --panel: #1c222b; --good: #4cc38a; --kink: #6cb0f5;
        --doubt: #e0b040; --bad: #ff7b72; --chip: #14181f; } }
      body { margin: 2rem auto; max-width: 76rem; padding: 0 1.5rem; background: var(--page);
        color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.5rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
      .chips { margin: .75rem 0; display: flex; flex-wrap: wrap; gap: .5rem; }
      .chip { border-radius: 1rem; padding: .1rem .75rem; color: var(--chip); font-weight: 600; }
      .soft { color: var(--soft); }
      .remarks li { margin: .2rem 0; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th { text-align: left; font-weight: 600; color: var(--soft); }
      th, td { padding: .25rem 1.25rem .25rem 0; border-bottom: 1px solid var(--line);
        vertical-align: top; white-space: nowrap; }
      td.wrap { white-space: normal; }
      .number { text-align: right; }
      .verdict { font-weight: 600; }
      .good { color: var(--good); } .kink { color: var(--kink); }
      .doubt { color: var(--doubt); } .bad { color: var(--bad); }
      .chip.good { background: var(--good); color: var(--chip); }
      .chip.kink { background: var(--kink); color: var(--chip); }
      .chip.doubt { background: var(--doubt); color: var(--chip); }
      .chip.bad { background: var(--bad); color: var(--chip); }
      .pictures { display: grid; gap: 1rem;
        grid-template-columns: repeat(auto-fill, minmax(min(34rem, 100%), 1fr)); }
      figure { margin: 0; padding: .75rem; background: var(--panel); border-radius: .5rem; }
      figcaption { overflow-wrap: anywhere; margin-bottom: .5rem; }
      svg { width: 100%; height: auto; display: block; font: 12px system-ui, sans-serif; }
      svg text { fill: var(--soft); }
      svg .frame { fill: none; stroke: var(--line); }
      svg .grid { stroke: var(--line); }
      svg .curve { fill: none; stroke: var(--ink); stroke-width: 2; }
      svg .cloud { fill: var(--ink); }
      svg .numeric { stroke: var(--good); stroke-width: 7; opacity: .45; }
      svg .analytic { stroke: var(--bad); stroke-width: 2.5; stroke-dasharray: 7 4; }
      svg .point { fill: var(--page); stroke: var(--ink); stroke-width: 2; }
      """;

  private final StringBuilder html = new StringBuilder();
  private final GradientReport report;

  private HtmlReport(GradientReport report) {
    this.report = report;
  }

  static String of(GradientReport report) {
    HtmlReport page = new HtmlReport(report);
    page.write();
    return page.html.toString();
  }

  private void write() {
    String name = escaped(report.name());
    line("<!DOCTYPE html>");
    line("<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">");
    line("<head><meta charset=\"utf-8\"/>");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    line("<title>Gradient check: " + name + "</title>");
    line("<style>\n" + STYLE + CulpritSection.STYLE + "</style></head>");
    line("<body>");
    line("<h1>Gradient check: " + name + "</h1>");
    writeSummary();
    if (report.culprit() != null) {
      line(CulpritSection.of(report.culprit()));
    }
    writeInputs();
    writeFindings();
    writePictures();
    line("<h2>What the words mean</h2>");
    writeMeanings();
    line("</body></html>");
  }

  private void line(String text) {
    html.append(text).append('\n');
  }

  // ------------------------------------------------------------------------------------ summary

  private void writeSummary() {
    Outcome outcome = report.outcome();
    line("<p class=\"verdict " + style(outcome) + "\">" + outcome.words() + "</p>");
    line("<div class=\"chips\">");
    for (Map.Entry<Verdict, Long> count : List.copyOf(report.counts().entrySet()).reversed()) {
      line(
          Wording.format(
              "<span class=\"chip %s\">%,d %s</span>",
              style(count.getKey()), count.getValue(), count.getKey()));
    }
    if (report.skipped() > 0) {
      line(Wording.format("<span class=\"chip doubt\">%,d not compared</span>", report.skipped()));
    }
    line("</div>");
    GradientSettings settings = report.settings();
    line(
        Wording.format(
            "<p class=\"soft\">%,d derivatives compared · mode %s · up to order %d · tolerance %s"
                + " · %,d samples · %,d directions · seed %d · up to %s undecided accepted"
                + " · at most %s%s · subgradient %s · %s</p>",
            report.compared(),
            settings.mode().name().toLowerCase(Locale.ROOT),
            settings.order(),
            settings.tolerance(),
            settings.samples(),
            settings.directions(),
            settings.seed(),
            Wording.percent(settings.acceptedUndecided()),
            Wording.duration(settings.timeLimit()),
            settings.mostEvaluations() == Long.MAX_VALUE
                ? ""
                : Wording.format(" and %,d evaluations", settings.mostEvaluations()),
            report.subgradient(),
            report.dtype() == DType.F32
                ? "float32 gradients compared with float64, and these with differences"
                : "float64"));
    writeSentences(report.remarks(), "remarks");
    writeSentences(report.doubts(), "remarks doubt");
    writeSentences(report.resolutions(), "remarks soft");
    if (outcome == Outcome.UNDECIDED) {
      line("<p class=\"soft\">" + escaped(Advice.howToAccept(report)) + "</p>");
    }
  }

  private void writeSentences(List<String> sentences, String style) {
    if (!sentences.isEmpty()) {
      line("<ul class=\"" + style + "\">");
      sentences.forEach(sentence -> line("<li>" + escaped(sentence) + "</li>"));
      line("</ul>");
    }
  }

  private void writeInputs() {
    line("<h2>By input</h2>");
    line("<div class=\"scroll\"><table><thead><tr><th>input</th><th class=\"number\">order</th>");
    line("<th class=\"number\">compared</th><th>verdicts</th></tr></thead><tbody>");
    for (InputSummary input : report.inputs()) {
      StringBuilder verdicts = new StringBuilder();
      for (Map.Entry<Verdict, Long> count : List.copyOf(input.counts().entrySet()).reversed()) {
        verdicts.append(
            Wording.format(
                "<span class=\"%s\">%,d %s</span> ",
                style(count.getKey()), count.getValue(), count.getKey()));
      }
      if (input.skippedCount() > 0) {
        verdicts.append(
            Wording.format("<span class=\"doubt\">%,d not compared</span> ", input.skippedCount()));
      }
      line(
          Wording.format(
              "<tr><td>%s</td><td class=\"number\">%d</td><td class=\"number\">%,d</td>"
                  + "<td class=\"wrap\">%s</td></tr>",
              escaped(input.input()), input.order(), input.compared(), verdicts));
    }
    line("</tbody></table></div>");
  }

  // ----------------------------------------------------------------------------------- findings

  private void writeFindings() {
    line("<h2>The worst derivatives</h2>");
    line("<div class=\"scroll\"><table><thead><tr><th>where</th><th>verdict</th>");
    line("<th class=\"number\">analytic</th><th class=\"number\">numeric</th>");
    line("<th class=\"number\">±</th><th class=\"number\">relative error</th><th>notes say</th>");
    line("<th class=\"number\">h</th><th>branch of</th><th>reason</th></tr></thead><tbody>");
    report.findings().stream().limit(MOST_ROWS).forEach(f -> line(row(f)));
    line("</tbody></table></div>");
    long more = report.compared() - MOST_ROWS;
    if (more > 0) {
      line(Wording.format("<p class=\"soft\">… and %,d that are no worse.</p>", more));
    }
  }

  private static String row(Finding f) {
    return "<tr><td>"
        + escaped(f.place())
        + "</td><td class=\"verdict "
        + style(f.verdict())
        + "\">"
        + f.verdict()
        + "</td>"
        + numberCell(Wording.number(f.analytic(), 9))
        + numberCell(FindingWording.numeric(f))
        + numberCell(FindingWording.error(f))
        + numberCell(FindingWording.relativeError(f))
        + "<td>"
        + f.judgement()
        + "</td>"
        + numberCell(FindingWording.step(f))
        + "<td class=\"wrap\">"
        + escaped(String.join(", ", f.operations()))
        + "</td><td class=\"wrap\">"
        + escaped(f.reason())
        + "</td></tr>";
  }

  private static String numberCell(String text) {
    return "<td class=\"number\">" + text + "</td>";
  }

  private void writePictures() {
    List<Finding> pictured = report.findings().stream().filter(f -> !f.curve().isEmpty()).toList();
    if (pictured.isEmpty()) {
      return;
    }
    line("<h2>Pictures</h2>");
    line("<div class=\"pictures\">");
    for (int i = 0; i < pictured.size(); i++) {
      Finding f = pictured.get(i);
      line(
          "<figure><figcaption><strong>"
              + escaped(f.place())
              + "</strong>: <span class=\"verdict "
              + style(f.verdict())
              + "\">"
              + f.verdict()
              + "</span>, analytic "
              + Wording.number(f.analytic(), 6)
              + numeric(f)
              + "</figcaption>");
      html.append(CurvePicture.of(f, i));
      line("</figure>");
    }
    line("</div>");
  }

  private static String numeric(Finding f) {
    if (Double.isNaN(f.numeric())) {
      return "";
    }
    return ", numeric " + FindingWording.numeric(f) + " ± " + FindingWording.error(f);
  }

  private void writeMeanings() {
    line("<div class=\"scroll\"><table><tbody>");
    for (Verdict verdict : Verdict.values()) {
      line(
          "<tr><td class=\"verdict "
              + style(verdict)
              + "\">"
              + verdict
              + "</td><td class=\"wrap\">"
              + verdict.words()
              + "</td></tr>");
    }
    line("</tbody></table></div>");
    line("<p class=\"soft\">The relative error is |analytic − numeric| / max(|analytic|,");
    line("|numeric|), and its words are those of CS231n's notes: up to 1e-7 happy, above 1e-4");
    line(
        "uncomfortable without kinks, above 1e-2 wrong. The verdict goes by ±, the error that the");
    line("numeric derivative admits, and h is the step that it rests on. At a kink the numeric");
    line("derivative is two: the slope from the left … the slope from the right.</p>");
  }

  private static String style(Outcome outcome) {
    return switch (outcome) {
      case RIGHT -> "good";
      case UNDECIDED -> "doubt";
      case WRONG -> "bad";
    };
  }

  private static String style(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "good";
      case KINK -> "kink";
      case IMPRECISE -> "doubt";
      case NONFINITE, KINK_OUTSIDE, NONDETERMINISTIC, WRONG -> "bad";
    };
  }

  /** Returns a text as it stands in XML; characters that XML cannot hold become U+FFFD. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= ' ' && c < 0x7F)
        || (c > 0x9F && c < 0xD800)
        || (c > 0xDFFF && c < 0xFFFE)
        || c > 0xFFFF;
  }
}
