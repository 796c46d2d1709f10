package io.github.wengert.ops.check.junit;

import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.junit.GradientAssertions.assertGradients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.GradientReport;
import io.github.wengert.ops.check.WrongGradientError;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientAssertionsTest {
  private static final Tensor A = Tensor.of(DType.F64, 1.0, -2, 3);
  private static final Tensor B = Tensor.of(DType.F64, 0.5, 0.0, -1);

  // @start region="jupiter"
  @Test
  void gated_values_have_a_right_gradient() {
    assertGradients("gate", xs -> mul(xs.get(0), relu(xs.get(1))), A, B);
  }

  // @end

  // @start region="assertj"
  @Test
  void gated_values_have_a_right_gradient_in_the_words_of_AssertJ() {
    assertThat(GradientCheck.DEFAULT.check("gate", xs -> mul(xs.get(0), relu(xs.get(1))), A, B))
        .satisfies(GradientReport::orThrow);
  }

  // @end

  /** Half of the derivative is missing. */
  private static Tensor wrong(List<Tensor> xs) {
    return mul(xs.getFirst(), stopGradient(xs.getFirst()));
  }

  @Test
  void a_wrong_gradient_fails_with_the_report() {
    assertThatThrownBy(() -> assertGradients("half", GradientAssertionsTest::wrong, A))
        .isInstanceOf(WrongGradientError.class)
        .hasMessageStartingWith("half: ")
        .hasMessageContaining("WRONG");
  }

  @Test
  void AssertJ_fails_with_the_same_message() {
    GradientReport report = GradientCheck.DEFAULT.check("half", GradientAssertionsTest::wrong, A);
    assertThatThrownBy(() -> assertThat(report).satisfies(GradientReport::orThrow))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(report.toString());
  }

  @Test
  void settings_decide_what_is_checked() {
    GradientReport report =
        assertGradients(GradientCheck.DEFAULT.withOrder(1), "square", xs -> square(xs.get(0)), A);
    assertThat(report.findings()).allMatch(finding -> finding.order() == 1);
  }

  @Test
  void a_loss_is_checked_by_its_parameters() {
    Parameter w = Parameter.of("w", A);
    assertGradients("loss", List.of(w), () -> sum(mul(square(w), B)));
    assertThatThrownBy(() ->
            assertGradients(
                GradientCheck.DEFAULT, "loss", List.of(w), () -> sum(wrong(List.of(w)))))
        .isInstanceOf(WrongGradientError.class)
        .hasMessageContaining("w[")
        .hasMessageContaining("culprit: ");
  }

  @Test
  void a_network_is_checked_by_its_parameters_and_its_input() {
    Parameter w = Parameter.of("w", A);
    Model model =
        new Model() {
          @Override
          public Tensor apply(Tensor x) {
            return mul(x, square(w));
          }

          @Override
          public List<Parameter> parameters() {
            return List.of(w);
          }
        };
    assertThat(assertGradients("net", model, B).toString()).startsWith("net: ");
  }
}
