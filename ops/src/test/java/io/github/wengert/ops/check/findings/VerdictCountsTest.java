package io.github.wengert.ops.check.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.check.report.Finding;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.Reports;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.settings.GradientSettings.Mode;
import io.github.wengert.ops.check.text.InputNames;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody with a wrong gradient reads first. */
final class VerdictCountsTest {
  private static GradientReport withFactor(double factor) {
    return Reports.of("f")
        .wrong("x", factor * 0.3, 0.3, 0)
        .wrong("x", factor * -7, -7, 1)
        .pass("x", 2)
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2         | by the factor 2: counted twice?
          0.5       | by the factor 1/2: is a 2 missing?
          -1        | with the wrong sign
          -2        | by the factor -2
          4         | by the factor 4: a sum for a mean, or a factor too many?
          0.03125   | by the factor 1/32: a mean for a sum, or a factor missing?
          1.5       | by the factor 3/2
          0.7310586 | by the factor 0.731059
          0.578125  | by the factor 0.578125
          2000000   | by the factor 2.00000e+06
          """)
  void a_common_factor_is_named(double factor, String words) {
    assertThat(withFactor(factor).remarks())
        .containsExactly("2 of 3 derivatives by x are wrong, all " + words);
  }

  @Test
  void zeros_never_arrive() {
    assertThat(Reports.of("f").wrong("x", 0, 3, 0).wrong("x", 0, 4, 1).build().remarks())
        .containsExactly(
            "2 of 2 derivatives by x are wrong: they are 0 and should not be: the gradient"
                + " never arrives");
    assertThat(Reports.of("f").wrong("x", 0, 3, 0).wrong("x", 1, 4, 1).build().remarks())
        .containsExactly("2 of 2 derivatives by x are wrong (1 of them 0: never arrived)");
  }

  @Test
  void something_comes_from_nowhere() {
    assertThat(Reports.of("f").wrong("x", 2, 0, 0).wrong("x", 3, 1e-15, 1).build().remarks())
        .containsExactly("2 of 2 derivatives by x are wrong: they should be 0");
  }

  @Test
  void signs_may_be_wrong_by_several_factors() {
    assertThat(Reports.of("f").wrong("x", 2, -1, 0).wrong("x", -3, 1, 1).build().remarks())
        .containsExactly("2 of 2 derivatives by x are wrong, all with the wrong sign");
  }

  @Test
  void a_slightly_wrong_one_may_be_rounded_to_single_precision() {
    assertThat(Reports.of("f").wrong("x", 1.0000004, 1, 0).wrong("x", 5, 4.999999, 1).build())
        .extracting(report -> report.remarks().getFirst())
        .isEqualTo(
            "2 of 2 derivatives by x are wrong, by 4e-07 of their size at most: rounded to single"
                + " precision, or an iteration that stops early?");
  }

  @Test
  void the_place_is_named_if_it_is_one() {
    Reports one = Reports.of("f").pass("x", 0, 0).pass("x", 1, 2).wrong("x", 1, 3, 1, 0);
    assertThat(one.build().remarks())
        .containsExactly(
            "1 of 3 derivatives by x is wrong, only at [1, 0], by the factor 1/3: a mean for a sum,"
                + " or a factor missing?");
    Reports row = one.wrong("x", 5, 3, 1, 1);
    assertThat(row.build().remarks())
        .containsExactly("2 of 4 derivatives by x are wrong, only at [1, *]");
  }

  @Test
  void a_subgradient_may_be_wrong_at_kinks_only() {
    assertThat(
            Reports.of("f").pass("x", 0).kink(Verdict.KINK_OUTSIDE, 2, 0, 1, 1).build().remarks())
        .containsExactly(
            "1 of 2 derivatives by x is not between the slopes of both sides of the kink of relu: a"
                + " wrong subgradient, wrong at kinks only");
  }

  @Test
  void directions_are_held_against_elements_that_all_agree() {
    Reports all = Reports.of("f").pass("x", 0).pass("x", 1).wrong(InputNames.DIRECTION, 1, 7.7, 0);
    assertThat(all.build().remarks())
        .containsExactly(
            "the only derivative along directions is wrong, by the factor 0.129870, though every"
                + " element agrees");
  }

  @Test
  void wrong_directions_speak_only_if_no_element_does() {
    Reports unseen =
        Reports.of("f").pass("x", 0).pass("x", 2).wrong(InputNames.DIRECTION, 1, 7.7, 0);
    assertThat(unseen.build().remarks())
        .containsExactly(
            "the only derivative along directions is wrong, by the factor 0.129870, but by no"
                + " element that was compared: compare more");
    assertThat(unseen.wrong("x", 1, 2, 1).build().remarks()).hasSize(1);
    assertThat(Reports.of("f").wrong(InputNames.DIRECTION, 1, 7.7, 0).build().remarks())
        .containsExactly("the only derivative along directions is wrong, by the factor 0.129870");
  }

  @Test
  void what_no_difference_tells_from_0_should_be_0() {
    // Numeric derivatives have errors of 1e-12 here.
    assertThat(Reports.of("f").wrong("x", 2e-5, 5e-13, 0).build().remarks())
        .containsExactly("the only derivative by x is wrong: it should be 0");
    assertThat(Reports.of("f").wrong("x", 2e-5, 3e-12, 0).build().remarks())
        .containsExactly("the only derivative by x is wrong");
    assertThat(Reports.of("f").wrong("x", 0.5, 1e-6, 0).build().remarks().getFirst())
        .doesNotContain("should be 0");
  }

  @Test
  void a_factor_is_named_as_well_as_it_is_known() {
    assertThat(Reports.of("f").wrong("x", 2e-10, 1e-10, 0).build().remarks())
        .containsExactly("the only derivative by x is wrong");
    Reports known = Reports.of("f").wrong("x", 2e-8, 1e-8, 0).wrong("x", 2.0004e-8, 1e-8, 1);
    assertThat(known.build().remarks())
        .containsExactly("2 of 2 derivatives by x are wrong, all by the factor 2.00020");
    Reports unlike = Reports.of("f").wrong("x", 2, 1, 0).wrong("x", 2.0004, 1, 1);
    assertThat(unlike.build().remarks()).containsExactly("2 of 2 derivatives by x are wrong");
  }

  @Test
  void in_single_precision_a_factor_is_known_to_fewer_digits_whatever_the_error() {
    String x = InputNames.FLOAT32 + "x";
    Reports reports = Reports.inSinglePrecision("f").wrong(x, 2, 1, 0).wrong(x, 2.0001, 1, 1);
    assertThat(reports.build().remarks())
        .containsExactly(
            "2 of 2 derivatives by float32 x are wrong, all by the factor 2: counted twice?");
    assertThat(Reports.inSinglePrecision("f").wrong(x, 2e-10, 1e-10, 0).build().remarks())
        .containsExactly(
            "the only derivative by float32 x is wrong, by the factor 2: counted twice?");
  }

  @Test
  void signs_are_wrong_only_if_all_are() {
    assertThat(Reports.of("f").wrong("x", 2, -1, 0).wrong("x", 3, 1, 1).build().remarks())
        .containsExactly("2 of 2 derivatives by x are wrong");
  }

  @Test
  void an_axis_of_one_position_is_no_place() {
    Reports column = Reports.of("f").pass("x", 1, 0).wrong("x", 1, 3, 0, 0).wrong("x", 5, 3, 2, 0);
    assertThat(column.build().remarks()).containsExactly("2 of 3 derivatives by x are wrong");
  }

  @ParameterizedTest
  @CsvSource({
    InputNames.DIRECTION + ", along directions",
    InputNames.CLOSE_BY + ", at points close by"
  })
  void directions_have_numbers_and_no_place(String input, String words) {
    Reports one = Reports.of("f").pass(input, 0).pass(input, 1).wrong(input, 1, 7.7, 2);
    assertThat(one.build().remarks())
        .containsExactly("1 of 3 derivatives %s is wrong, by the factor 0.129870".formatted(words));
  }

  @Test
  void elements_of_another_order_say_nothing_of_directions() {
    Finding wrong = Reports.finding(2, Verdict.WRONG, InputNames.DIRECTION, 1, 7.7, 7.7, 0);
    assertThat(Reports.of("f").pass("x", 0).pass("x", 1).add(wrong).build().remarks())
        .containsExactly(
            "the only derivative along directions (order 2) is wrong, by the factor 0.129870");
  }

  @Test
  void what_is_wrong_otherwise_is_told_if_no_element_was_compared() {
    Reports reports =
        Reports.of("f")
            .wrong(InputNames.PULLBACK, 1, 2)
            .pass(InputNames.CLOSE_BY, 1)
            .wrong(InputNames.DIRECTION, 1, 7.7, 0)
            .wrong(InputNames.CLOSE_BY, 1, 7.7, 0);
    assertThat(reports.build().remarks())
        .contains(
            "the only derivative along directions is wrong, by the factor 0.129870",
            "1 of 2 derivatives at points close by is wrong, by the factor 0.129870");
  }

  /** Returns what is said of wrong directions, beside two elements of x that agree. */
  private static String saidOfDirections(
      GradientSettings settings, Consumer<ReportBuilder> further) {
    ReportBuilder builder = new ReportBuilder("f", settings, DType.F64);
    builder.add(Reports.finding(1, Verdict.PASS, "x", 1, 1, 1, 0), Reports::noCurve);
    builder.add(Reports.finding(1, Verdict.PASS, "x", 1, 1, 1, 1), Reports::noCurve);
    builder.add(
        Reports.finding(1, Verdict.WRONG, InputNames.DIRECTION, 1, 7.7, 7.7, 0), Reports::noCurve);
    further.accept(builder);
    return builder.build().inputs().stream()
        .filter(input -> input.input().equals(InputNames.DIRECTION))
        .flatMap(input -> input.remarks().stream())
        .collect(Collectors.joining());
  }

  @Test
  void every_element_agrees_only_if_every_element_was_compared() {
    String agree = ", though every element agrees";
    String unseen = ", but by no element that was compared: compare more";
    GradientSettings samples = GradientSettings.DEFAULT.withMode(Mode.SAMPLES);
    Consumer<ReportBuilder> nothing = builder -> {};
    assertThat(saidOfDirections(GradientSettings.DEFAULT, nothing)).endsWith(agree);
    assertThat(saidOfDirections(samples.withSamples(3), nothing)).endsWith(agree);
    assertThat(saidOfDirections(samples.withSamples(2), nothing)).endsWith(unseen);
    assertThat(
            saidOfDirections(
                GradientSettings.DEFAULT, builder -> builder.skip(1, "x", 5, "it was late")))
        .endsWith(unseen);
    assertThat(
            saidOfDirections(
                GradientSettings.DEFAULT,
                builder -> {
                  for (int i : new int[] {0, 2}) {
                    builder.add(
                        Reports.finding(1, Verdict.PASS, "y", 1, 1, 1, i), Reports::noCurve);
                  }
                }))
        .endsWith(unseen);
    assertThat(
            saidOfDirections(
                GradientSettings.DEFAULT,
                builder ->
                    builder.add(
                        Reports.finding(1, Verdict.WRONG, "x", 1, 2, 2, 2), Reports::noCurve)))
        .endsWith("is wrong, by the factor 0.129870");
  }
}
