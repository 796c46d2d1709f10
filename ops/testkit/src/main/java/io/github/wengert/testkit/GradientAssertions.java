package io.github.wengert.testkit;

import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.report.GradientReport;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Assertions on gradients, for static import beside JUnit's own.
 *
 * {@snippet file="io/github/wengert/testkit/GradientAssertionsTest.java" region="jupiter"}
 *
 * <p>A failure is a {@link io.github.wengert.ops.check.report.WrongGradientError} or, if nothing
 * could be decided, an {@link io.github.wengert.ops.check.report.UndecidedGradientError}: an {@link
 * AssertionError} whose message is the report. With AssertJ, assert on the report:
 *
 * {@snippet file="io/github/wengert/testkit/GradientAssertionsTest.java" region="assertj"}
 */
public final class GradientAssertions {
  private GradientAssertions() {}

  /**
   * Asserts that the gradient of a function is right at a point, to second order.
   *
   * @param name what the report calls the function
   * @param f the function, of any number of tensors
   * @param inputs where to check it, in double precision
   * @return the report
   * @throws io.github.wengert.ops.check.report.WrongGradientError if something speaks against the
   *     gradient
   * @throws io.github.wengert.ops.check.report.UndecidedGradientError if nothing does, and not
   *     enough speaks for it
   */
  public static GradientReport assertGradients(
      String name, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    return assertGradients(GradientCheck.DEFAULT, name, f, inputs);
  }

  /** Like {@link #assertGradients(String, Function, Tensor...)}, with settings. */
  public static GradientReport assertGradients(
      GradientCheck check, String name, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    return check.check(name, f, inputs).orThrow();
  }

  /**
   * Asserts that the gradient of a loss by its parameters is right.
   *
   * @param name what the report calls the loss
   * @param parameters the parameters, in double precision
   * @param loss computes a tensor from the parameters
   * @return the report
   * @throws io.github.wengert.ops.check.report.WrongGradientError if something speaks against the
   *     gradient
   * @throws io.github.wengert.ops.check.report.UndecidedGradientError if nothing does, and not
   *     enough speaks for it
   */
  public static GradientReport assertGradients(
      String name, Iterable<Parameter> parameters, Supplier<Tensor> loss) {
    return assertGradients(GradientCheck.DEFAULT, name, parameters, loss);
  }

  /** Like {@link #assertGradients(String, Iterable, Supplier)}, with settings. */
  public static GradientReport assertGradients(
      GradientCheck check, String name, Iterable<Parameter> parameters, Supplier<Tensor> loss) {
    return check.check(name, parameters, loss).orThrow();
  }

  /**
   * Asserts that the gradient of a network by its parameters and its input is right.
   *
   * @param name what the report calls it
   * @param model the network, in double precision
   * @param x a batch of inputs, in double precision
   * @return the report
   * @throws io.github.wengert.ops.check.report.WrongGradientError if something speaks against the
   *     gradient
   * @throws io.github.wengert.ops.check.report.UndecidedGradientError if nothing does, and not
   *     enough speaks for it
   */
  public static GradientReport assertGradients(String name, Model model, Tensor x) {
    return GradientCheck.DEFAULT.check(name, model, x, UnaryOperator.identity()).orThrow();
  }
}
