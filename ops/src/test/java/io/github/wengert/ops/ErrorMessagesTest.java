package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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

/** Every function of the facades refuses what it cannot work with, in words that help. */
class ErrorMessagesTest {
  /** Functions that any tensor will do for, and any number. */
  static final Set<String> CANNOT_BE_MISUSED =
      Set.of(
          "add(Tensor, double)",
          "sub(Tensor, double)",
          "sub(double, Tensor)",
          "mul(Tensor, double)",
          "div(Tensor, double)",
          "div(double, Tensor)",
          "pow(Tensor, double)",
          "max(double, Tensor)",
          "min(double, Tensor)",
          "neg(Tensor)",
          "square(Tensor)",
          "sqrt(Tensor)",
          "abs(Tensor)",
          "exp(Tensor)",
          "expm1(Tensor)",
          "log(Tensor)",
          "log1p(Tensor)",
          "erf(Tensor)",
          "normalCdf(Tensor)",
          "sigmoid(Tensor)",
          "tanh(Tensor)",
          "relu(Tensor)",
          "gelu(Tensor)",
          "geluTanh(Tensor)",
          "softplus(Tensor)",
          "silu(Tensor)",
          "logSigmoid(Tensor)",
          "to(Tensor, DType)",
          "stopGradient(Tensor)",
          "custom(Primitive, Tensor[])"); // refuses what the operation refuses

  static List<ErrorCase> cases() {
    return Stream.of(
            ElementwiseErrors.cases(),
            ReductionErrors.cases(),
            ShapeErrors.cases(),
            ImageErrors.cases(),
            LossErrors.cases(),
            NormErrors.cases())
        .flatMap(List::stream)
        .toList();
  }

  private static Set<String> functions() {
    return Stream.of(Ops.class, Losses.class)
        .flatMap(facade -> Arrays.stream(facade.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(ErrorMessagesTest::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  @TestFactory
  Stream<DynamicTest> a_misuse_is_refused_with_the_words_that_say_why() {
    return cases().stream()
        .map(misuse -> dynamicTest(misuse.message(), () -> assertRefused(misuse)));
  }

  private static void assertRefused(ErrorCase misuse) {
    assertThatThrownBy(misuse.call()::run)
        .isExactlyInstanceOf(misuse.type())
        .hasMessage(misuse.message());
  }

  @Test
  void every_function_has_a_misuse_or_cannot_be_misused() {
    Set<String> misused = cases().stream().map(ErrorCase::method).collect(Collectors.toSet());
    assertThat(misused).doesNotContainAnyElementsOf(CANNOT_BE_MISUSED);
    misused.addAll(CANNOT_BE_MISUSED);
    assertThat(misused).containsExactlyInAnyOrderElementsOf(functions());
  }

  @Test
  void messages_read_operation_then_what_is_wrong_then_what_clashes() {
    assertThat(cases())
        .allSatisfy(misuse -> {
          String operation = misuse.method().replaceAll("\\(.*", "").replace("KeepingAxes", "");
          assertThat(misuse.message()).startsWith(operation + ": ");
          assertThat(misuse.message()).matches(".*\\(.+\\)(; .+)?");
        });
  }
}
