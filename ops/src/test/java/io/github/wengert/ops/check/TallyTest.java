package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody with a wrong gradient reads first. */
final class TallyTest {
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
    Reports all = Reports.of("f").pass("x", 0).pass("x", 1).wrong(Comparison.DIRECTION, 1, 7.7, 0);
    assertThat(all.build().remarks())
        .containsExactly(
            "the only derivative along directions is wrong, by the factor 0.129870, though every"
                + " element agrees");
  }

  @Test
  void wrong_directions_speak_only_if_no_element_does() {
    Reports unseen =
        Reports.of("f").pass("x", 0).pass("x", 2).wrong(Comparison.DIRECTION, 1, 7.7, 0);
    assertThat(unseen.build().remarks())
        .containsExactly(
            "the only derivative along directions is wrong, by the factor 0.129870, but by no"
                + " element that was compared: compare more");
    assertThat(unseen.wrong("x", 1, 2, 1).build().remarks()).hasSize(1);
    assertThat(Reports.of("f").wrong(Comparison.DIRECTION, 1, 7.7, 0).build().remarks())
        .containsExactly("the only derivative along directions is wrong, by the factor 0.129870");
  }
}
