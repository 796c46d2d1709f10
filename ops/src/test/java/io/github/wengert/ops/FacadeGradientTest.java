package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.check.GradientCheck;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Walks the facades: every function that returns a tensor has a right gradient, to second order.
 */
class FacadeGradientTest {
  /** How the gradients are checked. */
  static final GradientCheck CHECK = GradientCheck.DEFAULT;

  private static final Set<Class<?>> DIFFERENTIABLE =
      Set.of(Tensor.class, ValuesAndIndices.class, BatchNormalized.class);

  @TestFactory
  Stream<DynamicTest> every_function_has_a_right_gradient_of_first_and_second_order() {
    return FacadeCases.all().entrySet().stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.getKey(),
                () ->
                    CHECK
                        .check(c.getKey(), c.getValue().function(), c.getValue().inputs())
                        .orThrow()));
  }

  @Test
  void every_function_of_the_facades_has_a_gradient_case() {
    List<String> signatures =
        Stream.of(Ops.class, Losses.class)
            .flatMap(facade -> Stream.of(facade.getDeclaredMethods()))
            .filter(f -> Modifier.isPublic(f.getModifiers()))
            .filter(f -> DIFFERENTIABLE.contains(f.getReturnType()))
            .map(FacadeGradientTest::signature)
            .toList();
    assertThat(signatures)
        .hasSizeGreaterThan(80)
        .containsExactlyInAnyOrderElementsOf(FacadeCases.all().keySet());
  }

  static String signature(Method function) {
    return Arrays.stream(function.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", function.getName() + "(", ")"));
  }
}
