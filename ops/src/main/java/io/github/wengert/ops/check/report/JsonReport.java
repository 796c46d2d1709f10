package io.github.wengert.ops.check.report;

import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.Wording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A report as JSON; {@link GradientReport#toJson} says what is in it. */
final class JsonReport {
  private final StringBuilder json = new StringBuilder();

  private JsonReport() {}

  static String of(GradientReport report) {
    JsonReport writer = new JsonReport();
    writer.report(report);
    return writer.json.append('\n').toString();
  }

  private void report(GradientReport report) {
    GradientSettings settings = report.settings();
    json.append("{\n  \"format\": 2,\n  \"name\": ").append(quoted(report.name()));
    json.append(",\n  \"outcome\": ").append(quoted(report.outcome().name()));
    json.append(",\n  \"right\": ").append(report.isRight());
    json.append(",\n  \"settings\": {\"mode\": ").append(quoted(settings.mode().name()));
    json.append(", \"order\": ").append(settings.order());
    json.append(", \"tolerance\": ").append(number(settings.tolerance()));
    json.append(", \"samples\": ").append(settings.samples());
    json.append(", \"directions\": ").append(settings.directions());
    json.append(", \"seed\": ").append(settings.seed());
    json.append(", \"acceptedUndecided\": ").append(number(settings.acceptedUndecided()));
    json.append(", \"timeLimit\": ").append(quoted(settings.timeLimit().toString()));
    json.append(", \"mostEvaluations\": ").append(settings.mostEvaluations());
    json.append(", \"domain\": [").append(number(settings.domain().low()));
    json.append(", ").append(number(settings.domain().high())).append("]");
    json.append(", \"culpritSearch\": ").append(settings.culpritSearch());
    json.append("},\n  \"subgradient\": ").append(quoted(report.subgradient().name()));
    json.append(",\n  \"dtype\": ").append(quoted(report.dtype().name()));
    json.append(",\n  \"compared\": ").append(report.compared());
    json.append(",\n  \"skipped\": ").append(report.skipped());
    json.append(",\n  \"counts\": ");
    counts(report.counts());
    json.append(",\n  \"remarks\": ");
    list(report.remarks(), "\n    ", remark -> json.append(quoted(remark)));
    json.append(",\n  \"doubts\": ");
    list(report.doubts(), "\n    ", doubt -> json.append(quoted(doubt)));
    json.append(",\n  \"inputs\": ");
    list(report.inputs(), "\n    ", this::input);
    json.append(",\n  \"findings\": ");
    list(report.findings(), "\n    ", this::finding);
    json.append(",\n  \"culprit\": ");
    culprit(report.culprit());
    json.append("\n}");
  }

  private void input(InputSummary input) {
    json.append("{\"order\": ").append(input.order());
    json.append(", \"input\": ").append(quoted(input.input()));
    json.append(", \"compared\": ").append(input.compared()).append(", \"counts\": ");
    counts(input.counts());
    json.append(", \"skipped\": ");
    object(input.skipped());
    json.append(", \"remarks\": ");
    list(input.remarks(), "", remark -> json.append(quoted(remark)));
    json.append(", \"doubts\": ");
    list(input.doubts(), "", doubt -> json.append(quoted(doubt)));
    json.append(", \"resolution\": ").append(quoted(input.resolution()));
    json.append('}');
  }

  private void finding(Finding f) {
    json.append("{\"order\": ").append(f.order());
    json.append(", \"input\": ").append(quoted(f.input())).append(", \"index\": ");
    list(f.index(), "", json::append);
    json.append(", \"verdict\": ").append(quoted(f.verdict().name()));
    json.append(", \"analytic\": ").append(number(f.analytic()));
    json.append(", \"numeric\": ").append(number(f.numeric()));
    json.append(", \"error\": ").append(number(f.error()));
    json.append(", \"relativeError\": ").append(number(f.relativeError()));
    json.append(", \"left\": ").append(number(f.left()));
    json.append(", \"right\": ").append(number(f.right()));
    json.append(", \"step\": ").append(number(f.step()));
    json.append(", \"judgement\": ").append(quoted(f.judgement())).append(", \"operations\": ");
    list(f.operations(), "", operation -> json.append(quoted(operation)));
    json.append(", \"reason\": ").append(quoted(f.reason()));
    json.append(", \"curve\": ");
    list(
        f.curve(),
        "",
        point ->
            json.append('[')
                .append(number(point.t()))
                .append(", ")
                .append(number(point.value()))
                .append(']'));
    json.append('}');
  }

  private void culprit(@Nullable Culprit culprit) {
    if (culprit == null) {
      json.append("null");
      return;
    }
    json.append("{\"kind\": ").append(quoted(culprit.kind().name()));
    json.append(", \"operation\": ").append(quoted(culprit.operation()));
    json.append(", \"place\": ").append(quoted(culprit.place()));
    json.append(", \"source\": ");
    source(culprit.source());
    json.append(", \"operands\": ");
    list(culprit.operands(), "", operand -> json.append(quoted(operand)));
    json.append(", \"wrong\": ").append(culprit.wrong());
    json.append(", \"applications\": ").append(culprit.applications());
    json.append(", \"others\": ").append(culprit.others());
    json.append(", \"remarks\": ");
    list(culprit.remarks(), "\n    ", remark -> json.append(quoted(remark)));
    json.append(", \"smallest\": ").append(quoted(culprit.smallest()));
    json.append('}');
  }

  private void source(@Nullable StackTraceElement source) {
    if (source == null) {
      json.append("null");
      return;
    }
    String file = source.getFileName();
    json.append("{\"class\": ").append(quoted(source.getClassName()));
    json.append(", \"method\": ").append(quoted(source.getMethodName()));
    json.append(", \"file\": ").append(file == null ? "null" : quoted(file));
    json.append(", \"line\": ").append(source.getLineNumber());
    json.append('}');
  }

  private void counts(Map<Verdict, Long> counts) {
    Map<String, Long> byName = new LinkedHashMap<>();
    counts.forEach((verdict, count) -> byName.put(verdict.name(), count));
    object(byName);
  }

  private void object(Map<String, Long> counts) {
    json.append('{');
    String separator = "";
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.append(separator).append(quoted(count.getKey())).append(": ").append(count.getValue());
      separator = ", ";
    }
    json.append('}');
  }

  private <T> void list(Iterable<T> elements, String indent, Consumer<T> write) {
    json.append('[');
    String separator = "";
    for (T element : elements) {
      json.append(separator).append(indent);
      write.accept(element);
      separator = indent.isEmpty() ? ", " : ",";
    }
    json.append(']');
  }

  /** JSON has no word for what is not finite. */
  private static String number(double x) {
    return Double.isFinite(x) ? Double.toString(x) : "\"" + x + "\"";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          // Line separators end a line in JavaScript, and a lone surrogate is no UTF-8.
          boolean plain = c >= ' ' && c != '\u2028' && c != '\u2029' && !isLone(text, i);
          quoted.append(plain ? c : Wording.format("\\u%04x", (int) c));
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
