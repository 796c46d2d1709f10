package io.github.wengert.autograd;

import static io.github.wengert.autograd.Vec.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** vjp, jvp, hvp, jacobian and hessian: against finite differences, and against each other. */
class DerivativeFunctionsTest {
  private static final double[][] A = {{0.5, -1.2}, {2.0, 0.3}, {-0.7, 1.1}};
  private static final double[][] B = {{1.5, 0.2, -0.4}, {0.1, -0.9, 0.8}};
  private static final double[] X = {0.4, -0.8};
  private static final Offset<Double> PRECISION = within(1e-8);

  /** {@code f(x) = sin(B·sin(A·x)) ∘ x}: ℝ² → ℝ². */
  private static Vec f(Vec x) {
    return x.in(A).sin().in(B).sin().times(x);
  }

  private static double[] valuesOfF(double[] x) {
    return f(vec(x)).values();
  }

  /** {@code s(x) = Σ f(x)ᵢ²}. */
  private static Vec s(Vec x) {
    return f(x).times(f(x)).sum();
  }

  private static double valueOfS(double[] x) {
    return s(vec(x)).values()[0];
  }

  /** {@code ∇s} by finite differences. */
  private static double[] gradientOfS(double[] x) {
    return FiniteDifferences.gradient(DerivativeFunctionsTest::valueOfS, x);
  }

  @Test
  void gradient_agrees_with_finite_differences() {
    Vec gradient = Autograd.grad(DerivativeFunctionsTest::s).apply(vec(X));
    assertThat(gradient.values()).containsExactly(gradientOfS(X), PRECISION);
  }

  @Test
  void vjp_is_the_transposed_jacobian_times_the_cotangent() {
    double[] u = {1.7, -0.6};
    Vec vjp = Autograd.vjp(DerivativeFunctionsTest::f, vec(X), vec(u));
    assertThat(vjp.values()).containsExactly(product(transposed(jacobianOfF()), u), PRECISION);
  }

  @Test
  void jvp_is_the_jacobian_times_the_tangent() {
    double[] v = {-0.3, 2.2};
    Jvp<Vec> jvp = Autograd.jvp(DerivativeFunctionsTest::f, vec(X), vec(v));
    assertThat(jvp.value().values()).containsExactly(valuesOfF(X));
    assertThat(jvp.tangent().values()).containsExactly(product(jacobianOfF(), v), PRECISION);
  }

  @Test
  void jvp_and_vjp_are_adjoint() {
    Vec u = vec(1.7, -0.6);
    Vec v = vec(-0.3, 2.2);
    Vec jv = Autograd.jvp(DerivativeFunctionsTest::f, vec(X), v).tangent();
    Vec uj = Autograd.vjp(DerivativeFunctionsTest::f, vec(X), u);
    assertThat(dot(u.values(), jv.values())).isCloseTo(dot(uj.values(), v.values()), within(1e-14));
  }

  @Test
  void jvp_of_several_arguments_adds_up_their_contributions() {
    Vec a = vec(0.3, 0.5);
    Vec b = vec(-1.1, 0.9);
    Vec va = vec(1, 2);
    Vec vb = vec(-3, 4);
    Jvp<Vec> jvp =
        Autograd.jvp(xs -> xs.get(0).sin().times(xs.get(1)), List.of(a, b), List.of(va, vb));
    double[] expected = new double[2];
    for (int i = 0; i < 2; i++) {
      int index = i;
      expected[i] =
          FiniteDifferences.derivative(
              t ->
                  Math.sin(a.values()[index] + t * va.values()[index])
                      * (b.values()[index] + t * vb.values()[index]),
              0);
    }
    assertThat(jvp.tangent().values()).containsExactly(expected, PRECISION);
  }

  @Test
  void tangent_of_an_argument_that_is_not_used_is_zero() {
    Jvp<Vec> jvp =
        Autograd.jvp(xs -> xs.get(0).sin(), List.of(vec(1), vec(2)), List.of(vec(0), vec(5)));
    assertThat(jvp.tangent().values()).containsExactly(0);
  }

  @Test
  void tangent_of_a_constant_function_is_zero_and_that_of_the_identity_is_itself() {
    assertThat(Autograd.jvp((Vec x) -> vec(1, 2), vec(3), vec(4)).tangent().values())
        .containsExactly(0, 0);
    assertThat(Autograd.jvp((Vec x) -> x, vec(3), vec(4)).tangent().values()).containsExactly(4);
  }

  @Test
  void jvp_of_a_function_without_arguments_is_zero() {
    Jvp<Vec> jvp = Autograd.jvp((List<Vec> xs) -> vec(1, 2), List.of(), List.of());
    assertThat(jvp.tangent().values()).containsExactly(0, 0);
  }

  @Test
  void hvp_is_the_derivative_of_the_gradient_along_the_vector() {
    double[] v = {0.7, -1.4};
    Vec hvp = Autograd.hvp(DerivativeFunctionsTest::s, vec(X), vec(v));
    double[] expected =
        product(FiniteDifferences.jacobian(DerivativeFunctionsTest::gradientOfS, X), v);
    assertThat(hvp.values()).containsExactly(expected, within(1e-6));
  }

  @Test
  void jacobian_has_one_row_for_each_output() {
    List<Vec> rows = Autograd.jacobian(DerivativeFunctionsTest::f, vec(X));
    assertRows(rows, jacobianOfF(), PRECISION);
  }

  @Test
  void jacobian_need_not_be_square() {
    List<Vec> rows = Autograd.jacobian((Vec x) -> x.in(A), vec(X));
    assertRows(rows, A, within(0.0));
  }

  @Test
  void hessian_has_the_second_derivatives() {
    List<Vec> rows = Autograd.hessian(DerivativeFunctionsTest::s, vec(X));
    assertRows(
        rows, FiniteDifferences.jacobian(DerivativeFunctionsTest::gradientOfS, X), within(1e-6));
    assertThat(rows.get(0).values()[1]).isCloseTo(rows.get(1).values()[0], within(1e-14));
  }

  @Test
  void hessian_of_a_quadratic_form_is_its_matrix() {
    double[][] symmetric = {{2, -3}, {-3, 5}};
    List<Vec> rows = Autograd.hessian((Vec x) -> x.times(x.in(symmetric)).sum(), vec(X));
    assertRows(rows, new double[][] {{4, -6}, {-6, 10}}, within(1e-14));
  }

  @Test
  void a_vjp_can_be_applied_many_times() {
    Vjp<Vec> vjp = Autograd.vjp(DerivativeFunctionsTest::f, vec(X));
    double[][] transposed = transposed(jacobianOfF());
    for (double[] u : new double[][] {{1, 0}, {0, 1}, {1, 0}, {-2, 3}}) {
      assertThat(vjp.pullback(vec(u)).getFirst().values())
          .containsExactly(product(transposed, u), PRECISION);
    }
  }

  @Test
  void a_vjp_can_be_applied_inside_a_later_scope() {
    Vjp<Vec> vjp = Autograd.vjp((Vec x) -> x.in(A), vec(X));
    Vec u = vec(1, 2, 3);
    Gradients<Vec> gradients =
        Autograd.differentiate(
            List.of(u),
            () -> {
              Vec product = vjp.pullback(u).getFirst();
              return product.times(product).sum();
            });
    double[] expected =
        FiniteDifferences.gradient(
            point -> {
              double[] product = product(transposed(A), point);
              return dot(product, product);
            },
            u.values());
    assertThat(gradients.of(u).values()).containsExactly(expected, PRECISION);
  }

  @Test
  void a_vjp_that_outlived_the_scope_around_it_throws() {
    List<Vjp<Vec>> escaped = new ArrayList<>();
    Vec x = vec(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          escaped.add(Autograd.vjp((Vec y) -> y.times(y), x));
          return x.times(x);
        });
    assertThatThrownBy(() -> escaped.getFirst().pullback(vec(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "vjp: the scope in which this pullback was made has ended; apply it inside that scope");
  }

  @Test
  void a_cotangent_of_another_space_is_refused() {
    Vjp<Vec> vjp = Autograd.vjp(DerivativeFunctionsTest::f, vec(X));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vjp.pullback(vec(1, 2, 3)))
        .withMessage("vjp: the cotangent is not in the space of the value (vec[3] ≠ vec[2])");
  }

  @Test
  void a_tangent_of_another_space_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.jvp(DerivativeFunctionsTest::f, vec(X), vec(1)))
        .withMessage("jvp: the tangent is not in the space of its argument (vec[1] ≠ vec[2])");
  }

  @Test
  void a_missing_tangent_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Autograd.jvp(xs -> xs.get(0).plus(xs.get(1)), List.of(vec(1), vec(2)), List.of()))
        .withMessage("jvp: one tangent is needed for each argument (0 ≠ 2)");
  }

  @Test
  void a_vector_of_another_space_is_refused_by_hvp() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.hvp(DerivativeFunctionsTest::s, vec(X), vec(1)))
        .withMessage("hvp: the vector is not in the space of the argument (vec[1] ≠ vec[2])");
  }

  @Test
  void a_gradient_of_something_else_than_a_scalar_is_refused() {
    String fix = "; reduce it by sum or mean, or give vjp a cotangent";
    Vec x = vec(X);
    assertThatThrownBy(() -> Autograd.differentiate(List.of(x), () -> f(x)))
        .isInstanceOf(NonScalarException.class)
        .hasMessage("differentiate: the loss must be a scalar: vec[2] (2 elements ≠ 1)" + fix);
    assertThatThrownBy(() -> Autograd.grad(DerivativeFunctionsTest::f).apply(x))
        .isInstanceOf(NonScalarException.class)
        .hasMessage("grad: the loss must be a scalar: vec[2] (2 elements ≠ 1)" + fix);
  }

  private static double[][] jacobianOfF() {
    return FiniteDifferences.jacobian(DerivativeFunctionsTest::valuesOfF, X);
  }

  private static void assertRows(List<Vec> rows, double[][] expected, Offset<Double> precision) {
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(rows.get(i).values()).containsExactly(expected[i], precision);
    }
  }

  private static double[] product(double[][] matrix, double[] x) {
    double[] y = new double[matrix.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = dot(matrix[i], x);
    }
    return y;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] transposed = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
