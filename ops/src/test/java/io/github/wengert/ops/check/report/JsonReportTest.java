package io.github.wengert.ops.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JsonReportTest {
  private static JsonObject parsed(GradientReport report) {
    return JsonParser.parseString(report.toJson()).getAsJsonObject();
  }

  @Test
  void everything_is_there_under_its_name() {
    JsonObject report =
        parsed(Reports.of("f").pass("x", 0, 1).kink(Verdict.KINK_OUTSIDE, 2, 0, 1, 3, 4).build());
    assertThat(report.keySet())
        .containsExactly(
            "format",
            "name",
            "outcome",
            "right",
            "settings",
            "subgradient",
            "dtype",
            "compared",
            "skipped",
            "counts",
            "remarks",
            "doubts",
            "inputs",
            "findings",
            "culprit");
    assertThat(report.get("culprit").isJsonNull()).isTrue();
    assertThat(report.get("format").getAsInt()).isEqualTo(2);
    assertThat(report.get("name").getAsString()).isEqualTo("f");
    assertThat(report.get("outcome").getAsString()).isEqualTo("WRONG");
    assertThat(report.get("right").getAsBoolean()).isFalse();
    assertThat(report.get("compared").getAsLong()).isEqualTo(2);
    assertThat(report.get("counts")).hasToString("{\"PASS\":1,\"KINK_OUTSIDE\":1}");
    assertThat(report.get("remarks").getAsJsonArray()).hasSize(1);
    assertThat(report.get("settings"))
        .hasToString(
            "{\"mode\":\"AUTO\",\"order\":2,\"tolerance\":1.0E-7,\"samples\":100,\"directions\":4,"
                + "\"seed\":1,\"acceptedUndecided\":0.0,\"timeLimit\":\"PT10M\","
                + "\"mostEvaluations\":9223372036854775807,"
                + "\"domain\":[\"-Infinity\",\"Infinity\"],\"culpritSearch\":true}");
    assertThat(report.get("subgradient").getAsString()).isEqualTo("DEFAULT");
    assertThat(report.get("dtype").getAsString()).isEqualTo("F64");
    JsonObject input = report.get("inputs").getAsJsonArray().get(0).getAsJsonObject();
    assertThat(input.keySet())
        .containsExactly(
            "order", "input", "compared", "counts", "skipped", "remarks", "doubts", "resolution");
    JsonObject finding = report.get("findings").getAsJsonArray().get(0).getAsJsonObject();
    assertThat(finding.keySet())
        .containsExactly(
            "order",
            "input",
            "index",
            "verdict",
            "analytic",
            "numeric",
            "error",
            "relativeError",
            "left",
            "right",
            "step",
            "judgement",
            "operations",
            "reason",
            "curve");
    assertThat(finding.get("index")).hasToString("[3,4]");
    assertThat(finding.get("operations")).hasToString("[\"relu\"]");
    assertThat(finding.get("verdict").getAsString()).isEqualTo("KINK_OUTSIDE");
    JsonArray curve = finding.get("curve").getAsJsonArray();
    assertThat(curve).hasSize(9);
    assertThat(curve.get(0)).hasToString("[-1.0,2.0]");
  }

  private static JsonObject culprit(Culprit culprit) {
    return parsed(Reports.withCulprit(Reports.of("f").wrong("x", 2, 1, 0).build(), culprit))
        .getAsJsonObject("culprit");
  }

  @ParameterizedTest
  @EnumSource
  void the_culprit_is_there_under_its_names(Culprit.Kind kind) {
    Culprit culprit = Reports.culprit(kind);
    JsonObject json = culprit(culprit);
    assertThat(json.keySet())
        .containsExactly(
            "kind",
            "operation",
            "place",
            "source",
            "operands",
            "wrong",
            "applications",
            "others",
            "remarks",
            "smallest");
    assertThat(json.get("kind").getAsString()).isEqualTo(kind.name());
    assertThat(json.get("operation").getAsString()).isEqualTo(culprit.operation());
    assertThat(json.get("place").getAsString()).isEqualTo(culprit.place());
    assertThat(json.get("operands").getAsJsonArray()).hasSize(culprit.operands().size());
    assertThat(json.get("wrong").getAsInt()).isEqualTo(culprit.wrong());
    assertThat(json.get("applications").getAsInt()).isEqualTo(culprit.applications());
    assertThat(json.get("others").getAsInt()).isEqualTo(3456);
    assertThat(json.get("remarks")).hasToString("[\"a remark\",\"another remark\"]");
    assertThat(json.get("smallest").getAsString()).isEqualTo(culprit.smallest());
  }

  @Test
  void the_source_of_a_culprit_may_be_known_in_part_or_not_at_all() {
    assertThat(culprit(Reports.culprit(Culprit.Kind.OPERATION)).get("source"))
        .hasToString(
            "{\"class\":\"org.example.Net\",\"method\":\"forward\",\"file\":\"Net.java\","
                + "\"line\":41}");
    assertThat(culprit(Reports.culprit(Culprit.Kind.SWEEP)).get("source").isJsonNull()).isTrue();
    Culprit generated =
        new Culprit(
            Culprit.Kind.OPERATION,
            "square",
            new StackTraceElement("Generated", "\"f\"", null, -1),
            ImmutableList.of(),
            1,
            1,
            0,
            ImmutableList.of(),
            "");
    assertThat(generated.place()).isEqualTo("Generated.\"f\"(unknown source)");
    assertThat(culprit(generated).getAsJsonObject("source").get("file").isJsonNull()).isTrue();
    assertThat(culprit(generated).getAsJsonObject("source").get("method").getAsString())
        .isEqualTo("\"f\"");
  }

  @Test
  void numbers_are_exact() {
    for (double x : new double[] {Math.PI, 1e-320, -0.0, 1e308, 0.1 + 0.2}) {
      JsonObject finding = firstFinding(Reports.of("f").wrong("x", x, 1e-7 * x, 0).build());
      assertThat(finding.get("analytic").getAsDouble()).isEqualTo(x);
      assertThat(finding.get("numeric").getAsDouble()).isEqualTo(1e-7 * x);
    }
  }

  private static JsonObject firstFinding(GradientReport report) {
    return parsed(report).get("findings").getAsJsonArray().get(0).getAsJsonObject();
  }

  @Test
  void what_is_not_finite_is_a_word() {
    JsonObject finding =
        firstFinding(
            Reports.of("f").undecided(Verdict.NONFINITE, Double.NEGATIVE_INFINITY, 0).build());
    assertThat(finding.get("analytic")).hasToString("\"-Infinity\"");
    assertThat(finding.get("numeric")).hasToString("\"NaN\"");
    assertThat(finding.get("error")).hasToString("\"Infinity\"");
    assertThat(finding.get("error").getAsDouble()).isInfinite();
  }

  @Test
  void any_text_comes_back() {
    String nasty = "\"quoted\" \\ \n\r\t\u0000\u0007 é ∂ \u2028 \ud83d\ude00";
    JsonObject report = parsed(Reports.of(nasty).pass(nasty, 0).build());
    assertThat(report.get("name").getAsString()).isEqualTo(nasty);
    assertThat(Reports.of("\ud800").build().toJson()).contains("\"\\ud800\"");
  }

  @Test
  void a_report_without_findings_is_one_too() {
    JsonObject report = parsed(Reports.of("").build());
    assertThat(report.get("findings").getAsJsonArray()).isEmpty();
    assertThat(report.get("counts")).hasToString("{}");
  }
}
