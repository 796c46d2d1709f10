package io.github.wengert.ops.check.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.BrokenContractError;
import io.github.wengert.ops.check.ContractCheck;
import io.github.wengert.ops.check.WrongGradientError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Runs the ready-made test by hand, on right and on wrong operations. */
class OpContractTestTest {
  private static final int CHECKS = ContractCheck.values().length;

  /** What became of each test, by its path: null if it passed. */
  private static Map<String, @Nullable Throwable> run(OpContractTest test) {
    Map<String, @Nullable Throwable> results = new LinkedHashMap<>();
    test.contractOfTheOperation().forEach(node -> run("", node, results));
    return results;
  }

  private static void run(String path, DynamicNode node, Map<String, @Nullable Throwable> results) {
    String name = path + "/" + node.getDisplayName();
    if (node instanceof DynamicContainer container) {
      container.getChildren().forEach(child -> run(name, child, results));
    } else if (node instanceof DynamicTest test) {
      results.put(name, thrown(test));
    }
  }

  private static @Nullable Throwable thrown(DynamicTest test) {
    try {
      test.getExecutable().execute();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  @Test
  void there_is_a_test_for_each_point_element_type_and_check() {
    Map<String, @Nullable Throwable> results = run(new CubeTest());
    int gradients = 2;
    assertThat(results).hasSize(3 * (2 * CHECKS - 1 + gradients));
    assertThat(results)
        .containsKeys(
            "/cube of []/F32/pullbacks are linear in the cotangent",
            "/cube of [3, 1]/F64/inputs are untouched",
            "/cube of [0, 3]/F64/the gradient is right up to order 2");
    assertThat(results.values()).containsOnlyNulls();
  }

  @Test
  void each_broken_promise_is_a_failed_test() {
    Map<String, @Nullable Throwable> failed = failed("twice", 2, g -> Ops.square(g));
    assertThat(failed)
        .containsKeys(
            "/twice of [2]/F32/pullbacks are linear in the cotangent",
            "/twice of [2]/F64/pullbacks are linear in the cotangent");
    assertThat(failed.get("/twice of [2]/F64/pullbacks are linear in the cotangent"))
        .isInstanceOf(BrokenContractError.class)
        .hasMessageStartingWith("twice: 1 of 1 checks of the contract are broken (seed 1)")
        .hasMessageContaining("BROKEN  LINEAR (pullbacks are linear in the cotangent): input 0: ");
  }

  @Test
  void a_wrong_gradient_is_a_failed_test() {
    Map<String, @Nullable Throwable> failed = failed("twice", 2, g -> Ops.mul(g, 3));
    assertThat(failed)
        .containsOnlyKeys(
            "/twice of [2]/F64/the gradient is right up to order 1",
            "/twice of [2]/F64/the gradient is right up to order 2");
    assertThat(failed.values()).hasOnlyElementsOfType(WrongGradientError.class);
  }

  @Test
  void what_does_not_compute_fails_once_and_the_rest_is_aborted() {
    Map<String, @Nullable Throwable> failed =
        failed(
            "refuses",
            2,
            g -> {
              throw new UnsupportedOperationException("later");
            });
    Stream<? extends @Nullable Throwable> inF32 =
        failed.entrySet().stream()
            .filter(e -> e.getKey().contains("/F32/"))
            .map(Map.Entry::getValue);
    assertThat(inF32.filter(e -> !(e instanceof TestAbortedException)))
        .singleElement()
        .extracting(String::valueOf)
        .asString()
        .contains("BROKEN  COMPUTES (it computes a result and cotangents): it threw ")
        .contains("later");
  }

  private static Map<String, @Nullable Throwable> failed(
      String name, double factor, Pullback<Tensor> pullback) {
    Map<String, @Nullable Throwable> results = run(testOf(new Scaled(name, factor, pullback)));
    results.values().removeIf(thrown -> thrown == null);
    return results;
  }

  private static OpContractTest testOf(Primitive<Tensor> operation) {
    return new OpContractTest() { // anonymous, so that JUnit does not run it
      @Override
      public Primitive<Tensor> operation() {
        return operation;
      }

      @Override
      public List<List<Tensor>> points() {
        return List.of(List.of(Ops.to(Tensor.of(DType.F64, 1.0, -2), DType.F32)));
      }
    };
  }

  /** {@code y = factor · x}, with any pullback. */
  private record Scaled(String name, double factor, Pullback<Tensor> pullback)
      implements Primitive<Tensor> {
    @Override
    public Tensor forward(List<Tensor> inputs) {
      return Ops.mul(inputs.getFirst(), factor);
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(pullback);
    }
  }
}
