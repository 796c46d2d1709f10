package io.github.wengert.examples;

import static io.github.wengert.ops.Losses.crossEntropy;
import static io.github.wengert.ops.Ops.broadcastTo;
import static io.github.wengert.ops.Ops.custom;
import static io.github.wengert.ops.Ops.meanKeepingAxes;
import static io.github.wengert.ops.Ops.tanh;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.report.Culprit;
import io.github.wengert.ops.check.report.GradientReport;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The code of the page on the gradient check is what stands here between two marks. */
final class GradientCheckPageTest {
  private static final Page PAGE = Page.of("docs/gradient-check.md", GradientCheckPageTest.class);

  private static final Tensor x = RandomTensors.normal(Key.of(5), DType.F64, Shape.of(2, 4), 0, 1);

  // page
  record RowMean(String name) implements Primitive<Tensor> {
    @Override
    public Tensor forward(List<Tensor> xs) {
      return meanKeepingAxes(xs.getFirst(), 1);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> xs, Tensor y) {
      return List.of(g -> broadcastTo(g, xs.getFirst().shape())); // forgets the 1/n
    }
  }

  // end

  private static GradientReport report() {
    // page
    GradientReport report =
        GradientCheck.DEFAULT.check("rowMean", xs -> custom(new RowMean("rowMean"), xs.get(0)), x);
    // end
    return report;
  }

  @Test
  void the_report_of_the_page_is_what_the_check_says() {
    assertThat(PAGE.text()).contains("```\n" + report() + "\n```");
  }

  @Test
  void a_network_is_checked_by_its_parameters() {
    Indices labels = Indices.of(2, 0);
    // page
    Mlp net = Mlp.builder(Key.of(0), 4, 10, 3).dtype(DType.F64).build();
    GradientCheck.DEFAULT
        .check("net", net.parameters(), () -> crossEntropy(net.apply(x), labels))
        .orThrow();
    // end
  }

  private static Culprit culprit() {
    Mlp net = Mlp.builder(Key.of(0), 4, 10, 3).dtype(DType.F64).build();
    // page
    GradientReport report =
        GradientCheck.DEFAULT.check(
            "net", net.parameters(), () -> tanh(custom(new RowMean("rowMean"), net.apply(x))));
    Culprit culprit = requireNonNull(report.culprit());
    // end
    return culprit;
  }

  @Test
  void the_culprit_of_the_page_is_what_the_check_says() {
    assertThat(PAGE.text()).contains("```\n" + culprit() + "\n```");
  }

  @Test
  void a_network_of_single_precision_is_built_in_both_types() {
    Indices labels = Indices.of(2, 0);
    // page
    Function<DType, Mlp> builder = dtype -> Mlp.builder(Key.of(0), 4, 10, 3).dtype(dtype).build();
    GradientCheck.DEFAULT.check("net", builder, x, y -> crossEntropy(y, labels)).orThrow();
    // end
  }

  @Test
  void the_operation_of_the_page_takes_ten_lines() {
    String first = PAGE.shownCode().getFirst();
    assertThat(first.lines().filter(line -> !line.isBlank())).hasSize(10);
  }

  @Test
  void the_code_of_the_page_is_the_code_above() {
    assertThat(PAGE.shownCode()).hasSize(5).isEqualTo(PAGE.runCode());
  }
}
