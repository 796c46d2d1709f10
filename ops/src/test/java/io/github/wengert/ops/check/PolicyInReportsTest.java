package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each form of a report shows which subgradient was taken at kinks. */
final class PolicyInReportsTest {
  private static GradientReport relu() {
    return GradientCheck.DEFAULT.check(
        "relu", xs -> Ops.relu(xs.getFirst()), Tensor.of(DType.F64, 0.0, 1.0));
  }

  @ParameterizedTest
  @EnumSource
  void the_page_and_the_json_always_name_the_policy(Subgradient policy) {
    GradientReport report = policy.in(PolicyInReportsTest::relu);
    assertThat(report.subgradient()).isEqualTo(policy);
    assertThat(report.isRight()).as("%s", report).isTrue();
    assertThat(report.toHtml()).contains(" · subgradient " + policy + " · float64</p>");
    assertThat(JsonParser.parseString(report.toJson()).getAsJsonObject().get("subgradient"))
        .hasToString("\"" + policy + "\"");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEFAULT")
  void the_text_names_a_policy_that_was_chosen(Subgradient policy) {
    assertThat(policy.in(PolicyInReportsTest::relu).toString().lines())
        .contains("  at kinks the subgradient policy " + policy + " is in force");
  }

  @Test
  void the_text_is_silent_about_the_default() {
    assertThat(relu().toString()).doesNotContain("subgradient");
  }

  @Test
  void the_policy_is_that_of_the_check_and_not_that_of_the_reader() {
    GradientReport report = Subgradient.SPLIT.in(PolicyInReportsTest::relu);
    assertThat(Subgradient.LAST.in(report::toString)).contains("SPLIT").doesNotContain("LAST");
  }
}
