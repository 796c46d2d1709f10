package io.github.wengert.ops;

import static io.github.wengert.ops.DType.F64;
import static io.github.wengert.ops.Ops.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.NonScalarException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Derivatives by the facade: the types of lambdas are found, and the shapes are those of math. */
class DerivativesTest {
  private static final Offset<Double> CLOSE = within(1e-8);
  private static final Tensor X = Tensor.of(F64, 0.5, -1.25, 2);
  private static final Tensor V = Tensor.of(F64, 1, 2, -0.5);

  @Test
  void a_gradient_needs_no_type_at_the_lambda() {
    Tensor gradient = grad(v -> sum(square(v))).apply(X);
    assertThat(gradient.toDoubleArray()).containsExactly(1, -2.5, 4);
    Tensor second = grad(x -> sum(grad(v -> sum(mul(v, square(v)))).apply(x))).apply(X);
    assertThat(second.toDoubleArray()).containsExactly(3, -7.5, 12); // 6 x
  }

  @Test
  void a_value_comes_with_its_gradient() {
    assertThat(valueAndGradient(v -> sum(square(v)), X).value().item()).isEqualTo(5.8125);
    assertThat(valueAndGradient(v -> sum(square(v)), X).gradient().toDoubleArray())
        .containsExactly(1, -2.5, 4);
    assertThatThrownBy(() -> valueAndGradient(v -> square(v), X))
        .isInstanceOf(NonScalarException.class);
  }

  @Test
  void products_with_the_jacobian_are_differences_of_values() {
    double h = 1e-6;
    Tensor ahead = tanh(add(X, mul(V, h)));
    Tensor behind = tanh(sub(X, mul(V, h)));
    double[] slope = div(sub(ahead, behind), 2 * h).toDoubleArray();
    assertThat(jvp(v -> tanh(v), X, V).tangent().toDoubleArray()).containsExactly(slope, CLOSE);
    assertThat(jvp(v -> tanh(v), X, V).value().hasSameBits(tanh(X))).isTrue();
    assertThat(vjp(v -> tanh(v), X, V).toDoubleArray()) // the Jacobian is diagonal
        .containsExactly(slope, CLOSE);
    assertThat(vjp(v -> tanh(v), X).pullback(V).getFirst().toDoubleArray())
        .containsExactly(slope, CLOSE);
  }

  @Test
  void functions_of_several_tensors_have_products_too() {
    assertThat(vjp(xs -> mul(xs.get(0), xs.get(1)), List.of(X, V)).pullback(X))
        .satisfiesExactly(
            x -> assertThat(x.hasSameBits(mul(X, V))).isTrue(),
            v -> assertThat(v.hasSameBits(square(X))).isTrue());
    assertThat(
            jvp(xs -> mul(xs.get(0), xs.get(1)), List.of(X, V), List.of(V, X))
                .tangent()
                .toDoubleArray())
        .containsExactly(add(square(X), square(V)).toDoubleArray(), CLOSE);
  }

  @Test
  void a_jacobian_has_the_axes_of_the_result_before_those_of_the_argument() {
    Tensor a = Tensor.of(F64, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(jacobian(v -> matmul(a, v), X).hasSameBits(a)).isTrue();

    Tensor matrix = Tensor.of(F64, Shape.of(3, 2), 1, -1, 0.5, 2, 3, -2);
    Tensor jacobian = jacobian(w -> matmul(a, w), matrix);
    assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 2, 3, 2));
    double h = 1e-6;
    for (int element = 0; element < 6; element++) {
      double[] step = new double[6];
      step[element] = h;
      Tensor d = Tensor.of(F64, matrix.shape(), step);
      Tensor slope = div(sub(matmul(a, add(matrix, d)), matmul(a, sub(matrix, d))), 2 * h);
      int[] at = {element / 2, element % 2};
      for (int y = 0; y < 4; y++) {
        assertThat(jacobian.at(y / 2, y % 2, at[0], at[1]))
            .isCloseTo(slope.at(y / 2, y % 2), CLOSE);
      }
    }
  }

  @Test
  void a_jacobian_of_nothing_has_a_shape() {
    assertThat(jacobian(v -> slice(v, 0, 0, 0), X)).hasToString("F64[0, 3] []");
    assertThat(jacobian(v -> v, Tensor.of(F64)).shape()).isEqualTo(Shape.of(0, 0));
    assertThat(jacobian(v -> sum(v), X).toDoubleArray()).containsExactly(1, 1, 1);
    assertThat(jacobian(v -> X, X).toDoubleArray()).containsOnly(0).hasSize(9);
  }

  @Test
  void a_hessian_is_a_matrix_of_second_differences() {
    UnaryOperator<Tensor> f = v -> mul(sum(tanh(v)), sum(square(v)));
    Tensor hessian = hessian(f, X);
    assertThat(hessian.shape()).isEqualTo(Shape.of(3, 3));
    double h = 1e-4;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        Tensor di = unit(i, h);
        Tensor dj = unit(j, h);
        double second =
            (f.apply(add(add(X, di), dj)).item()
                    - f.apply(sub(add(X, di), dj)).item()
                    - f.apply(add(sub(X, di), dj)).item()
                    + f.apply(sub(sub(X, di), dj)).item())
                / (4 * h * h);
        assertThat(hessian.at(i, j)).isCloseTo(second, within(1e-6));
      }
    }
    assertThat(hvp(f, X, V).toDoubleArray())
        .containsExactly(matmul(hessian, V).toDoubleArray(), CLOSE);
  }

  private static Tensor unit(int i, double h) {
    double[] elements = new double[3];
    elements[i] = h;
    return Tensor.of(F64, elements);
  }

  @Test
  void jacobians_are_differentiated_like_any_other_result() {
    Tensor third = jacobian(w -> hessian(v -> sum(mul(v, square(v))), w), X); // 6 where i = j = k
    assertThat(third.shape()).isEqualTo(Shape.of(3, 3, 3));
    for (int i = 0; i < 27; i++) {
      int[] at = {i / 9, i / 3 % 3, i % 3};
      assertThat(third.at(at)).isEqualTo(at[0] == at[1] && at[1] == at[2] ? 6 : 0);
    }
  }

  @Test
  void the_facade_gives_the_bits_of_the_engine() {
    UnaryOperator<Tensor> f = v -> mul(sum(tanh(v)), sum(square(v)));
    assertThat(grad(f).apply(X).hasSameBits(Autograd.grad(f).apply(X))).isTrue();
    assertThat(hessian(f, X).hasSameBits(stack(Autograd.hessian(f, X), 0))).isTrue();
    assertThat(hvp(f, X, V).hasSameBits(Autograd.hvp(f, X, V))).isTrue();
  }

  @Test
  void joining_takes_tensors_one_by_one() {
    assertThat(concat(0, X, V).hasSameBits(concat(List.of(X, V), 0))).isTrue();
    assertThat(stack(1, X, V).hasSameBits(stack(List.of(X, V), 1))).isTrue();
    assertThatThrownBy(() -> concat(0, X, null)).hasMessage("concat: tensors[1] must not be null");
    assertThatThrownBy(() -> stack(0, X, null)).hasMessage("stack: tensors[1] must not be null");
  }

  @Test
  void gradients_and_pullbacks_read_as_what_they_are_of() {
    Tensor x = Tensor.of(1, 2);
    assertThat(Autograd.differentiate(List.of(x), () -> Ops.sum(x)))
        .hasToString("Gradients(loss F32[] 3.0, 1 leaf)");
    Tensor y = Tensor.of(3, 4);
    assertThat(Autograd.differentiate(List.of(x, y), () -> Ops.sum(Ops.mul(x, y))))
        .hasToString("Gradients(loss F32[] 11.0, 2 leaves)");
    assertThat(Ops.vjp(v -> Ops.mul(v, 2), x)).hasToString("Vjp(value F32[2] [2.0, 4.0])");
  }
}
