package io.github.wengert.examples;

import static io.github.wengert.ops.Losses.crossEntropy;
import static io.github.wengert.ops.Ops.broadcastTo;
import static io.github.wengert.ops.Ops.meanKeepingAxes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.GradientReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The code of the page on the gradient check is what stands here between two marks. */
final class GradientCheckPageTest {
  private static final Path PAGE = Path.of("..", "docs", "gradient-check.md");
  private static final Path THIS =
      Path.of("src/test/java/io/github/wengert/examples/GradientCheckPageTest.java");

  private static final Tensor x = RandomTensors.normal(Key.of(5), DType.F64, Shape.of(2, 4), 0, 1);

  // page
  record RowMean() implements Primitive<Tensor> {
    @Override
    public String name() {
      return "rowMean";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return meanKeepingAxes(inputs.getFirst(), 1);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> broadcastTo(g, inputs.getFirst().shape())); // forgets the 1/n
    }
  }

  // end

  private static GradientReport report() {
    // page
    GradientReport report =
        GradientCheck.DEFAULT.check("rowMean", xs -> Ops.custom(new RowMean(), xs.getFirst()), x);
    // end
    return report;
  }

  @Test
  void the_report_of_the_page_is_what_the_check_says() throws IOException {
    assertThat(Files.readString(PAGE)).contains("```\n" + report() + "\n```");
  }

  @Test
  void a_network_is_checked_by_its_parameters() {
    Indices labels = Indices.of(2, 0);
    // page
    Mlp net = Mlp.builder(4, 10, 3).dtype(DType.F64).build();
    GradientCheck.DEFAULT
        .check("net", net.parameters(), () -> crossEntropy(net.apply(x), labels))
        .orThrow();
    // end
  }

  @Test
  void the_code_of_the_page_is_the_code_above() throws IOException {
    List<String> shown = blocks(Files.readString(PAGE), "(?s)```java\n(.*?)```");
    List<String> run = blocks(Files.readString(THIS), "(?s) +// page\n(.*?) +// end\n");
    assertThat(shown).hasSize(3).isEqualTo(run);
  }

  private static List<String> blocks(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(block -> block.group(1).stripTrailing().stripIndent())
        .toList();
  }
}
