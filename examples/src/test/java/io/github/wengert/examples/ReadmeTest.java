package io.github.wengert.examples;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.ops.DType.F32;
import static io.github.wengert.ops.Losses.crossEntropy;
import static io.github.wengert.ops.Ops.grad;
import static io.github.wengert.ops.Ops.hessian;
import static io.github.wengert.ops.Ops.hvp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.max;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.RandomTensors.heNormal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's code is what stands here between two marks, so it compiles, runs and is right; its
 * program is run as it is.
 */
class ReadmeTest {
  private static final Page PAGE = Page.of("README.md", ReadmeTest.class);

  private static final Indices labels = Indices.of(3, 1, 4, 1, 5);
  private static final Tensor x = RandomTensors.uniform(Key.of(9), F32, Shape.of(5, 64), 0, 1);
  private static final Tensor v = Tensor.of(DType.F64, 0.5, -1.25);
  private static final Tensor direction = Tensor.of(DType.F64, 1.0, 2.0);

  @TempDir private Path folder;

  @Test
  void the_program_of_the_readme_prints_what_the_readme_says()
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("Xor.java"), PAGE.shownCode().getFirst());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("errors"))).isEqualTo(0);
    assertThat(PAGE.text()).contains("```text\n" + answer + "```");
  }

  @Test
  void a_network_is_a_formula() {
    // page
    Parameter w1 = Parameter.of("W1", heNormal(Key.of(1), F32, Shape.of(100, 64)));
    Parameter w2 = Parameter.of("W2", heNormal(Key.of(2), F32, Shape.of(10, 100)));

    Gradients<Tensor> g =
        differentiate(
            List.of(w1, w2),
            () -> {
              Tensor s = matmul(w2, max(0, matmul(w1, transpose(x)))); // s = W₂ max(0, W₁ x)
              return crossEntropy(transpose(s), labels);
            });
    Tensor slope = g.of(w1); // ∂L/∂W₁, of shape [100, 64]
    // end
    assertThat(slope.shape()).isEqualTo(Shape.of(100, 64));
  }

  @Test
  void derivatives_nest() {
    // page
    UnaryOperator<Tensor> f = v -> sum(mul(square(v), tanh(v)));
    Tensor gradient = grad(f).apply(v);
    Tensor curvature = hvp(f, v, direction); // Hessian times a vector
    Tensor hessian = hessian(f, v); // [2, 2]
    // end
    assertThat(gradient.shape()).isEqualTo(v.shape());
    assertThat(curvature.at(0)).isEqualTo(matmul(hessian, direction).at(0));
  }

  @Test
  void an_operation_of_ones_own_is_checked() {
    // page
    CustomOp cube = CustomOp.unary("cube", v -> mul(v, square(v)), (v, y) -> mul(square(v), 3));

    GradientCheck.DEFAULT.check("cube", vs -> cube.apply(vs.getFirst()), v).orThrow();
    // end
    assertThat(cube.apply(v).at(0)).isEqualTo(0.125);
  }

  @Test
  void the_messages_of_the_readme_are_those_of_the_library() {
    CustomOp wrong = CustomOp.unary("cube", v -> mul(v, square(v)), (v, y) -> mul(square(v), 2));
    String report =
        GradientCheck.DEFAULT.check("cube", vs -> wrong.apply(vs.getFirst()), v).toString();
    assertThat(PAGE.text()).contains("```\n" + report + "\n```");
    assertThatThrownBy(() ->
            matmul(
                Tensor.zeros(DType.F32, Shape.of(32, 784)),
                Tensor.zeros(DType.F32, Shape.of(100, 10))))
        .satisfies(e -> assertThat(PAGE.text()).contains("\n" + e.getMessage() + "\n"));
  }

  @Test
  void the_code_of_the_readme_is_the_code_above() {
    List<String> shown = PAGE.shownCode();
    assertThat(shown.subList(1, shown.size())).hasSize(3).isEqualTo(PAGE.runCode());
  }
}
