package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.util.xml.XmlStringPrettyFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HtmlReportTest {
  /** Returns the page after parsing it as XML, which accepts nothing that is not well-formed. */
  private static String page(GradientReport report) {
    String html = report.toHtml();
    parse(html.substring("<!DOCTYPE html>\n".length())); // which AssertJ's parser mistrusts
    return html;
  }

  /** AssertJ's parser, as this module does not read java.xml. */
  @SuppressWarnings("deprecation")
  private static void parse(String xml) {
    assertThat(XmlStringPrettyFormatter.xmlPrettyFormat(xml)).isNotEmpty();
  }

  private static List<String> all(String page, String pattern) {
    return Pattern.compile(pattern).matcher(page).results().map(MatchResult::group).toList();
  }

  @Test
  void what_is_not_well_formed_is_noticed() {
    assertThatThrownBy(() -> parse("<p>a<br></p>")).isNotNull();
    assertThatThrownBy(() -> parse("<p>a & b</p>")).isNotNull();
  }

  @Test
  void the_counts_are_chips_and_the_worst_come_first() {
    String page =
        page(Reports.of("f").pass("x", 0).wrong("x", 1, 2, 1).wrong("x", 2, 4, 2).build());
    assertThat(all(page, "<span class=\"chip.*"))
        .containsExactly(
            "<span class=\"chip bad\">2 WRONG</span>", "<span class=\"chip good\">1 PASS</span>");
    assertThat(page)
        .contains("<title>Gradient check: f</title>", "This gradient is not right.")
        .contains("up to order 2", "seed 1")
        .contains(
            "<li>2 of 3 derivatives by x are wrong, all by the factor 1/2: is a 2 missing?</li>");
  }

  @ParameterizedTest
  @EnumSource
  void every_verdict_makes_a_page(Verdict verdict) {
    GradientReport report =
        Reports.of("f")
            .undecided(verdict, Double.NaN, 0)
            .undecided(verdict, Double.POSITIVE_INFINITY, 1)
            .kink(verdict, 3, -1e300, 1e300, 2)
            .smooth(verdict, "x", 0, 0, 3)
            .build();
    String page = page(report);
    assertThat(page.contains("<svg")).isEqualTo(verdict.speaksAgainst());
    assertThat(page).doesNotContain("NaN\"", "NaN …", "Infinity\"");
  }

  @Test
  void a_picture_shows_the_curve_the_point_and_both_tangents() {
    String wrong = page(Reports.of("f").wrong("x", 1, 2, 0).build());
    assertThat(all(wrong, "<path class=\"curve\"")).hasSize(1);
    assertThat(all(wrong, "<circle class=\"point\"")).hasSize(1);
    assertThat(all(wrong, "<line class=\"numeric\"")).hasSize(2); // one in the legend
    assertThat(all(wrong, "<line class=\"analytic\"")).hasSize(2);
    assertThat(wrong)
        .contains("numeric slope 2.000", "analytic slope 1.000", "t added to the element");

    String kink = page(Reports.of("f").kink(Verdict.KINK_OUTSIDE, -1, 0, 1, 0).build());
    assertThat(all(kink, "<line class=\"numeric\"")).hasSize(3);
    assertThat(kink).contains("slopes 0 … 1.000", "analytic slope −1.000");
  }

  @Test
  void what_differs_from_run_to_run_is_a_cloud_of_points() {
    String page = page(Reports.of("f").smooth(Verdict.NONDETERMINISTIC, "x", 1, 2, 0).build());
    assertThat(all(page, "<circle class=\"cloud\"")).hasSize(10); // one in the legend
    assertThat(page).doesNotContain("<path", "<line class=\"numeric\"");
  }

  @Test
  void each_kind_of_failure_gets_pictures() {
    Reports reports = Reports.of("f").kink(Verdict.KINK_OUTSIDE, 2, 0, 1, 0);
    for (int i = 1; i < 1000; i++) {
      reports.wrong("x", 1 + i, 1, i);
    }
    GradientReport report = reports.wrong("y", 2, 1, 0).build();
    assertThat(report.findings()).filteredOn(f -> !f.curve().isEmpty()).hasSize(4);
    assertThat(all(page(report), "<svg")).hasSize(4);
  }

  @Test
  void nothing_a_user_wrote_is_taken_for_markup() {
    String nasty = "<script>alert('x')</script> & \"q\" \u0000\u001b\ud800 ]]>";
    Culprit culprit =
        new Culprit(
            Culprit.Kind.OPERATION,
            nasty,
            new StackTraceElement("Net", "<init>", "Net.java", 1),
            ImmutableList.of(nasty),
            1,
            1,
            0,
            ImmutableList.of(nasty),
            nasty);
    assertThat(page(Reports.of(nasty).wrong(nasty, 1, 2, 0).build().withCulprit(culprit)))
        .contains("<code>Net.&lt;init&gt;(Net.java:1)</code>")
        .doesNotContain("<script")
        .contains(
            "<h1>Gradient check: &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;"
                + " &quot;q&quot; \ufffd\ufffd\ufffd ]]&gt;</h1>");
  }

  @ParameterizedTest
  @EnumSource
  void a_culprit_has_a_section_before_the_tables(Culprit.Kind kind) {
    Culprit culprit = Reports.culprit(kind);
    String page = page(Reports.of("f").wrong("x", 1, 2, 0).build().withCulprit(culprit));
    String title = kind == Culprit.Kind.UNKNOWN ? "No culprit found: " : "Culprit: ";
    assertThat(page)
        .containsSubsequence(
            "<section class=\"culprit",
            "<h2>" + title + culprit.what() + "</h2>",
            "<li>a remark</li>",
            "<li>another remark</li>",
            "</section>",
            "<h2>By input</h2>");
    assertThat(page.contains("applied at <code>Net.forward(Net.java:41)</code> to"))
        .isEqualTo(culprit.source() != null);
    assertThat(page.contains("Smallest failing input: <code>[0, 1] → the derivative is 2"))
        .isEqualTo(kind == Culprit.Kind.OPERATION);
  }

  @Test
  void without_a_culprit_there_is_no_section() {
    assertThat(page(Reports.of("f").wrong("x", 1, 2, 0).build())).doesNotContain("<section");
  }

  @Test
  void it_needs_nothing_but_itself() {
    assertThat(page(Reports.of("f").wrong("x", 1, 2, 0).build()))
        .startsWith("<!DOCTYPE html>\n")
        .doesNotContain("<script", "<link", "src=", "@import", "href=")
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void a_curve_is_sampled_where_its_slope_can_be_seen() {
    CustomOp wrong =
        CustomOp.unary(
            "steep",
            x -> Ops.sigmoid(Ops.mul(Ops.sub(x, 1), 1e3)),
            (x, y) -> Ops.mul(Ops.mul(y, Ops.sub(1, y)), 2e3));
    GradientReport report =
        GradientCheck.DEFAULT
            .withOrder(1)
            .check("steep", xs -> wrong.apply(xs.getFirst()), Tensor.of(DType.F64, 1.0001));
    Finding worst =
        report.findings().stream()
            .filter(finding -> finding.input().equals("input 0"))
            .findFirst()
            .orElseThrow();
    assertThat(worst.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(worst.curve().getLast().t()).isBetween(1e-4, 1e-2);
  }
}
