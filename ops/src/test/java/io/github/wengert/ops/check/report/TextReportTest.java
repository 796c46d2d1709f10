package io.github.wengert.ops.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextReportTest {
  private static Reports everything() {
    return Reports.of("mine")
        .pass("x", 0, 0)
        .wrong("x", 2.5, 5, 0, 1)
        .wrong("x", -0.125, -0.25, 1, 1)
        .kink(Verdict.KINK, 0.5, 0, 1, 2, 0)
        .kink(Verdict.KINK_OUTSIDE, 2, 0, 1, 3, 0)
        .undecided(Verdict.NONFINITE, Double.NaN, 4, 0)
        .smooth(Verdict.IMPRECISE, "x", 1e-9, 1.0001e-9, 5, 0)
        .add(Reports.finding(2, Verdict.WRONG, "y", 1, 1.00001, 1.00001, 7));
  }

  @Test
  void the_whole_report() {
    assertThat(everything().build())
        .hasToString(
            """
            mine: 3 WRONG, 1 KINK_OUTSIDE, 1 NONFINITE, 1 IMPRECISE, 1 KINK, 1 PASS of 8 derivatives (seed 1)
              2 of 7 derivatives by x are wrong, only at [*, 1], all by the factor 1/2: is a 2 missing?
              1 of 7 derivatives by x is not between the slopes of both sides of the kink of relu
              1 of 7 derivatives by x is not finite, or the function is not
              the only derivative by y (order 2) is wrong, by 1e-05 of its size
              1 of 7 derivatives by x could not be decided
              where           analytic        numeric         ±      rel. error            h      verdict       branch of
              x[0, 1]         2.50000000      5.00000000      1e-12  5.0e-01 (wrong)       8e-03  WRONG
              x[1, 1]         -0.125000000    -0.250000000    1e-12  5.0e-01 (wrong)       8e-03  WRONG
              y[7] (order 2)  1.00000000      1.00001000      1e-12  1.0e-05 (look at it)  8e-03  WRONG
              x[3, 0]         2.00000000      0 … 1.00000     1e-12  7.5e-01 (wrong)       8e-03  KINK_OUTSIDE  relu
              x[4, 0]         NaN             —               —      —                     —      NONFINITE
              x[5, 0]         1.00000000e-09  1.00010000e-09  1e-12  1.0e-04 (undecided)   8e-03  IMPRECISE
              x[2, 0]         0.500000000     0 … 1.00000     1e-12  0 (happy)             8e-03  KINK          relu\
            """
                .stripIndent());
  }

  @Test
  void a_right_gradient_takes_one_line() {
    assertThat(Reports.of("mine").pass("x", 0).pass("x", 1).build())
        .hasToString("mine: 2 PASS of 2 derivatives (seed 1)");
    assertThat(Reports.of("empty").build()).hasToString("empty: none of 0 derivatives (seed 1)");
  }

  @Test
  void what_differs_from_run_to_run_has_no_numbers() {
    Reports reports = Reports.of("dropout");
    for (int i = 0; i < 20; i++) {
      reports.undecided(Verdict.NONDETERMINISTIC, 0.1 * i, i);
    }
    assertThat(reports.build())
        .hasToString(
            """
            dropout: 20 NONDETERMINISTIC of 20 derivatives (seed 1)
              two runs at the same point differ, so nothing can be compared: a random number without a seed, or a mask that is drawn anew?\
            """);
  }

  @Test
  void a_long_table_is_cut_and_says_so() {
    Reports reports = Reports.of("long");
    for (int i = 0; i < 5000; i++) {
      reports.wrong("x", 1 + 1.0 / i, 1, i);
    }
    assertThat(reports.build().toString().lines())
        .hasSize(14)
        .startsWith("long: 5,000 WRONG of 5,000 derivatives (seed 1)")
        .endsWith("  … and 4,990 more");
  }

  @Test
  void the_culprit_comes_before_doubts_and_the_table() {
    GradientReport report =
        Reports.withCulprit(
            Reports.of("mine")
                .wrong("x", 2, 1, 0)
                .smooth(Verdict.IMPRECISE, "x", 1e-9, 1.0001e-9, 1)
                .build(),
            Reports.culprit(Culprit.Kind.OPERATION));
    assertThat(report)
        .hasToString(
            """
            mine: 1 WRONG, 1 IMPRECISE of 2 derivatives (seed 1)
              1 of 2 derivatives by x is wrong, only at [0], by the factor 2: counted twice?
              culprit: square, applied at Net.forward(Net.java:41) to F64[2, 3], F64[]
                a remark
                another remark
                1,234 of 2,345 applications of square are wrong; the 3,456 applications of other operations are right
                smallest failing input: [0, 1] → the derivative is 2, differences say 1
              1 of 2 derivatives by x could not be decided
              where  analytic        numeric         ±      rel. error           h      verdict
              x[0]   2.00000000      1.00000000      1e-12  5.0e-01 (wrong)      8e-03  WRONG
              x[1]   1.00000000e-09  1.00010000e-09  1e-12  1.0e-04 (undecided)  8e-03  IMPRECISE\
            """
                .stripIndent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONSTANT | culprit: a constant of square, applied at Net.forward(Net.java:41) to F64[2, 3], F64[]
          CHANCE   | culprit: a random number in square, applied at Net.forward(Net.java:41) to F64[2, 3], F64[]
          SWEEP    | culprit: the backward sweep, and none of the operations
          UNKNOWN  | no culprit found: each of the 3,456 applications of operations is right by itself
          """)
  void each_kind_of_culprit_has_its_words(Culprit.Kind kind, String words) {
    assertThat(Reports.culprit(kind).lines())
        .containsExactly(words, "  a remark", "  another remark");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | 1 | 0 |
          1 | 1 | 1 | it is applied once; the one application of another operation is right
          1 | 1 | 7 | it is applied once; the 7 applications of other operations are right
          1 | 2 | 0 | 1 of 2 applications of square is wrong
          2 | 2 | 1 | 2 of 2 applications of square are wrong; the one application of another operation is right
          """)
  void a_count_that_says_nothing_is_left_out(
      int wrong, int applications, int others, @Nullable String words) {
    Culprit like = Reports.culprit(Culprit.Kind.OPERATION);
    Culprit culprit =
        new Culprit(
            like.kind(),
            "square",
            null,
            ImmutableList.of("F64[2]"),
            wrong,
            applications,
            others,
            ImmutableList.of(),
            "");
    assertThat(culprit.lines().getFirst()).isEqualTo("culprit: square, applied to F64[2]");
    assertThat(culprit.lines().stream().skip(1).map(String::strip).toList())
        .isEqualTo(words == null ? List.of() : List.of(words));
  }

  @ParameterizedTest
  @CsvSource({"de-DE", "ar-EG", "hi-IN-u-nu-deva", "fr-FR"})
  void the_report_is_the_same_everywhere(String tag) {
    GradientReport report =
        Reports.withCulprit(everything().build(), Reports.culprit(Culprit.Kind.OPERATION));
    String text = report.toString();
    String html = report.toHtml();
    String json = report.toJson();
    String finding = everything().build().findings().getFirst().toString();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(report).hasToString(text);
      assertThat(report.toHtml()).isEqualTo(html);
      assertThat(report.toJson()).isEqualTo(json);
      assertThat(everything().build().findings().getFirst()).hasToString(finding);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_finding_is_one_line() {
    assertThat(everything().build().findings().getFirst())
        .hasToString(
            "x[0, 1]: WRONG: analytic 2.500000000, numeric 5.00000000 ± 1e-12"
                + " (relative error 5.0e-01, h = 8e-03)");
    assertThat(Reports.finding(1, Verdict.KINK, "x", 0.5, 0, 1, 2))
        .hasToString(
            "x[2]: KINK: analytic 0.5000000000, numeric 0 … 1.00000 ± 1e-12"
                + " (relative error 0, h = 8e-03, branch of relu)");
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG, 1, 2, wrong",
    "WRONG, 1, 1.001, uncomfortable without kinks",
    "WRONG, 1, 1.00001, look at it",
    "WRONG, 1, 1.00000001, beyond the error",
    "PASS, 1, 1.00000001, happy",
    "PASS, 1, 1.001, uncomfortable without kinks",
    "PASS, 0, 1e-15, within the error",
    "KINK, 1, 1, happy",
    "KINK, 1, 1.001, okay with kinks",
    "KINK, 1, 2, a kink",
    "IMPRECISE, 1, 2, undecided",
    "NONFINITE, 1, NaN, ''",
    "NONDETERMINISTIC, 1, NaN, ''",
  })
  void the_words_of_the_notes(Verdict verdict, double analytic, double numeric, String words) {
    assertThat(Reports.finding(1, verdict, "x", analytic, numeric, numeric).judgement())
        .isEqualTo(words);
  }
}
