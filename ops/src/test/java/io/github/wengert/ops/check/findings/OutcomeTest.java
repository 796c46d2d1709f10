package io.github.wengert.ops.check.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.limit.LimitReasons;
import io.github.wengert.ops.check.report.Advice;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.InputSummary;
import io.github.wengert.ops.check.report.Outcome;
import io.github.wengert.ops.check.report.Reports;
import io.github.wengert.ops.check.report.UndecidedGradientError;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.report.WrongGradientError;
import io.github.wengert.ops.check.settings.Domain;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.Wording;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is undecided is neither right nor wrong. */
final class OutcomeTest {
  private static final String ROUNDED = "the differences determine it only to 1e-3 of its size";
  private static final String LATE = "the time limit of 5 s was over";

  private static ReportBuilder builder(GradientSettings settings) {
    return new ReportBuilder("f", settings, DType.F64);
  }

  private static void add(ReportBuilder report, Verdict verdict, String reason, int i) {
    report.add(Reports.finding(1, verdict, "x", 1, 1, 1, reason, i), Reports::noCurve);
  }

  /** Returns a report of derivatives of which some are imprecise. */
  private static GradientReport undecided(GradientSettings settings, int imprecise, int all) {
    ReportBuilder report = builder(settings);
    for (int i = 0; i < all; i++) {
      add(
          report,
          i < imprecise ? Verdict.IMPRECISE : Verdict.PASS,
          i < imprecise ? ROUNDED : "",
          i);
    }
    return report.build();
  }

  @ParameterizedTest
  @EnumSource
  void a_verdict_speaks_for_or_against_the_gradient_or_says_nothing(Verdict verdict) {
    GradientReport report = Reports.of("f").pass("x", 0).smooth(verdict, "x", 1, 1, 1).build();
    Outcome expected =
        switch (verdict) {
          case PASS, KINK -> Outcome.RIGHT;
          case IMPRECISE -> Outcome.UNDECIDED;
          case NONFINITE, KINK_OUTSIDE, NONDETERMINISTIC, WRONG -> Outcome.WRONG;
        };
    assertThat(report.outcome()).isEqualTo(expected);
    assertThat(report.isRight()).isEqualTo(expected == Outcome.RIGHT);
    assertThat(report.isWrong()).isEqualTo(expected == Outcome.WRONG);
    assertThat(verdict.speaksAgainst()).isEqualTo(expected == Outcome.WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "0,    0, RIGHT", "0,    1, UNDECIDED",
    "0.05, 1, RIGHT", "0.05, 2, UNDECIDED",
    "1,   20, RIGHT", "0.99, 20, UNDECIDED",
  })
  void so_large_a_share_may_stay_undecided(double accepted, int imprecise, Outcome outcome) {
    GradientSettings settings = GradientSettings.DEFAULT.withAcceptedUndecided(accepted);
    assertThat(undecided(settings, imprecise, 20).outcome()).isEqualTo(outcome);
  }

  @Test
  void each_outcome_throws_an_error_of_its_own_or_nothing() {
    GradientReport right = undecided(GradientSettings.DEFAULT, 0, 3);
    assertThat(right.orThrow()).isSameAs(right);
    assertThatThrownBy(() -> Reports.of("f").wrong("x", 1, 2, 0).build().orThrow())
        .isInstanceOf(WrongGradientError.class);
    GradientReport undecided = undecided(GradientSettings.DEFAULT, 1, 3);
    assertThatThrownBy(undecided::orThrow)
        .isInstanceOf(UndecidedGradientError.class)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            undecided
                + "\n  to accept derivatives that cannot be decided: withAcceptedUndecided(0.334)");
  }

  @Test
  void what_the_error_advises_is_accepted() {
    for (int imprecise = 1; imprecise <= 7; imprecise++) {
      String advice = Advice.howToAccept(undecided(GradientSettings.DEFAULT, imprecise, 7));
      double share =
          Double.parseDouble(advice.replaceAll(".*withAcceptedUndecided\\((.*)\\)", "$1"));
      GradientReport report =
          undecided(GradientSettings.DEFAULT.withAcceptedUndecided(share), imprecise, 7);
      assertThatCode(report::orThrow).doesNotThrowAnyException();
    }
  }

  @Test
  void reasons_are_grouped_and_those_of_many_derivatives_come_first() {
    ReportBuilder builder = builder(GradientSettings.DEFAULT);
    for (int i = 0; i < 20; i++) {
      String reason = i < 1 ? "" : i < 3 ? "two" : i < 6 ? "three" : i < 9 ? ROUNDED : "late " + i;
      add(builder, i < 15 ? Verdict.IMPRECISE : Verdict.PASS, reason, i);
    }
    GradientReport report = builder.build();
    assertThat(report.doubts())
        .containsExactly(
            "3 of 20 derivatives by x could not be decided: three",
            "3 of 20 derivatives by x could not be decided: " + ROUNDED,
            "2 of 20 derivatives by x could not be decided: two",
            "7 of 20 derivatives by x could not be decided, for like reasons");
    assertThat(report.remarks()).isEmpty();
    assertThat(report.toString().lines())
        .startsWith("f: 15 IMPRECISE, 5 PASS of 20 derivatives (seed 1): UNDECIDED")
        .contains("  " + report.doubts().getFirst());
    assertThat(report.toHtml())
        .contains(
            "<p class=\"verdict doubt\">" + Outcome.UNDECIDED.words(),
            "<li>" + report.doubts().getFirst() + "</li>",
            "<td class=\"wrap\">" + ROUNDED + "</td>",
            "withAcceptedUndecided(0.75)");
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertThat(json.get("outcome").getAsString()).isEqualTo("UNDECIDED");
    assertThat(json.get("right").getAsBoolean()).isFalse();
    assertThat(json.get("doubts").getAsJsonArray()).hasSize(4);
    assertThat(json.get("findings").toString()).contains("\"reason\":\"" + ROUNDED + "\"");
  }

  @Test
  void reasons_that_differ_in_powers_of_ten_are_one() {
    ReportBuilder builder = builder(GradientSettings.DEFAULT);
    String[] powers = {"1e-9", "1e-7", "0.1", "1e-8", "1e-8", "1e-8"};
    for (int i = 0; i < powers.length; i++) {
      add(builder, Verdict.IMPRECISE, "known to %s of 1, in 106 bits".formatted(powers[i]), i);
    }
    add(builder, Verdict.IMPRECISE, "known to 1e-9 of 2, in 106 bits", powers.length);
    assertThat(builder.build().doubts())
        .containsExactly(
            "6 of 7 derivatives by x could not be decided: known to 1e-9 … 0.1 of 1, in 106 bits",
            "1 of 7 derivatives by x could not be decided: known to 1e-9 of 2, in 106 bits");
  }

  @Test
  void numbers_that_only_contain_powers_of_ten_are_told_apart() {
    ReportBuilder builder = builder(GradientSettings.DEFAULT);
    add(builder, Verdict.IMPRECISE, "after 21 steps", 0);
    add(builder, Verdict.IMPRECISE, "after 210 steps", 1);
    add(builder, Verdict.IMPRECISE, "after 105 steps", 2);
    assertThat(builder.build().doubts())
        .containsExactly(
            "1 of 3 derivatives by x could not be decided: after 21 steps",
            "1 of 3 derivatives by x could not be decided: after 210 steps",
            "1 of 3 derivatives by x could not be decided: after 105 steps");
    ReportBuilder digits = builder(GradientSettings.DEFAULT);
    add(digits, Verdict.IMPRECISE, "known to 0.12", 0);
    add(digits, Verdict.IMPRECISE, "known to 0.012", 1);
    assertThat(digits.build().doubts()).hasSize(2);
  }

  @Test
  void derivatives_whose_reasons_are_not_told_are_all_counted() {
    ReportBuilder builder = builder(GradientSettings.DEFAULT);
    String[] reasons = {"a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "e"};
    for (int i = 0; i < reasons.length; i++) {
      add(builder, Verdict.IMPRECISE, reasons[i], i);
    }
    assertThat(builder.build().doubts().getLast())
        .isEqualTo("3 of 12 derivatives by x could not be decided, for like reasons");
  }

  @Test
  void what_was_not_compared_is_counted_apart_and_never_accepted() {
    GradientSettings settings =
        GradientSettings.DEFAULT.withAcceptedUndecided(1).withTimeLimit(Duration.ofSeconds(5));
    ReportBuilder builder = builder(settings);
    add(builder, Verdict.PASS, "", 0);
    assertThat(LimitReasons.timeIsOver(settings.timeLimit())).isEqualTo(LATE);
    builder.skip(1, "x", 0, "nothing");
    builder.skip(1, "x", 30, LATE);
    builder.skip(2, "y", 7, LATE);
    builder.skip(2, "direction", 4, "another reason");
    GradientReport report = builder.build();
    assertThat(report.compared()).isEqualTo(1);
    assertThat(report.skipped()).isEqualTo(41);
    assertThat(report.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(report.doubts())
        .containsExactly(
            "37 of 42 derivatives were not compared: " + LATE,
            "4 of 42 derivatives were not compared: another reason");
    assertThat(report.inputs())
        .extracting(InputSummary::input, InputSummary::compared, InputSummary::skippedCount)
        .containsExactly(tuple("x", 1L, 30L), tuple("y", 0L, 7L), tuple("direction", 0L, 4L));
    assertThat(report.toString())
        .startsWith("f: 1 PASS, 41 not compared of 42 derivatives (seed 1): UNDECIDED\n  37 of 42");
    assertThat(report.toHtml())
        .contains("41 not compared</span>", "<span class=\"doubt\">7 not compared</span>");
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertThat(json.get("skipped").getAsLong()).isEqualTo(41);
    assertThat(json.get("inputs").getAsJsonArray().get(1).getAsJsonObject().get("skipped"))
        .hasToString("{\"" + LATE + "\":7}");
    assertThatThrownBy(report::orThrow)
        .isInstanceOf(UndecidedGradientError.class)
        .hasMessageEndingWith(
            "\n  to compare all of it: withTimeLimit(Duration.parse(\"PT10S\")),"
                + " withMostEvaluations(…), or fewer derivatives: withMode(Mode.SAMPLES)");
    add(builder, Verdict.WRONG, "", 1);
    assertThat(builder.build().outcome()).isEqualTo(Outcome.WRONG);
  }

  @Test
  void settings_are_refused_if_they_make_no_sense() {
    GradientCheck check = GradientCheck.DEFAULT;
    assertThatThrownBy(() -> check.withAcceptedUndecided(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradient check: the share that may stay undecided must be in [0, 1]: (1.5 > 1)");
    assertThatThrownBy(() -> check.withAcceptedUndecided(-0.1)).hasMessageEndingWith("(-0.1 < 0)");
    assertThatThrownBy(() -> check.withAcceptedUndecided(Double.NaN))
        .hasMessageEndingWith("must be in [0, 1]: (NaN)");
    assertThatThrownBy(() -> check.withTimeLimit(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient check: the time limit must be positive (PT-1S ≤ PT0S)");
    assertThatThrownBy(() -> check.withMostEvaluations(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient check: mostEvaluations must be at least 1 (0 < 1)");
  }

  @Test
  void each_setting_changes_alone() {
    GradientCheck check =
        GradientCheck.DEFAULT
            .withMode(GradientSettings.Mode.SAMPLES)
            .withOrder(3)
            .withTolerance(1e-5)
            .withSamples(7)
            .withDirections(9)
            .withSeed(11)
            .withAcceptedUndecided(0.25)
            .withTimeLimit(ChronoUnit.FOREVER.getDuration())
            .withMostEvaluations(13)
            .withDomain(new Domain(0, 1))
            .withCulpritSearch(false);
    assertThat(check)
        .isEqualTo(
            new GradientCheck(
                new GradientSettings(
                    GradientSettings.Mode.SAMPLES,
                    3,
                    1e-5,
                    7,
                    9,
                    11,
                    0.25,
                    ChronoUnit.FOREVER.getDuration(),
                    13,
                    new Domain(0, 1),
                    false)));
    assertThat(check)
        .hasToString(
            "GradientCheck[mode=SAMPLES, order=3, tolerance=1.0E-5, samples=7, directions=9,"
                + " seed=11, acceptedUndecided=0.25, timeLimit=PT2562047788015215H30M7.999999999S,"
                + " mostEvaluations=13, domain=Domain[low=0.0, high=1.0], culpritSearch=false]");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.25S, 0.25 s",
    "PT5S, 5 s",
    "PT90S, 90 s",
    "PT10M, 10 min",
    "PT36H, 36 h",
    "PT0.000000001S, 0.000000001 s",
    "PT59M59S, '3,599 s'",
  })
  void durations_read_well(Duration time, String words) {
    assertThat(Wording.duration(time)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"2.3e-5, 1e-5", "0.04, 0.1", "0.02, 0.01", "1, 1", "42, 100", "-3e7, 1e7", "0, 0"})
  void powers_read_well(double x, String words) {
    assertThat(Wording.power(x)).isEqualTo(words);
  }
}
