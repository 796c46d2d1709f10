package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomOpTest {
  private static final CustomOp CUBE =
      CustomOp.unary("cube", x -> Ops.mul(x, Ops.square(x)), (x, y) -> Ops.mul(Ops.square(x), 3));

  @Test
  void an_operation_of_two_functions_has_derivatives_of_any_order() {
    Tensor x = Tensor.of(DType.F64, 2.0);
    Tensor one = Tensor.of(DType.F64, 1.0);
    assertThat(CUBE.apply(x).item()).isEqualTo(8);
    assertThat(Autograd.vjp(CUBE::apply, x, one).item()).isEqualTo(12);
    assertThat(Autograd.vjp(t -> Autograd.vjp(CUBE::apply, t, one), x, one).item()).isEqualTo(12);
    assertThat(Autograd.hvp(t -> Ops.sum(CUBE.apply(t)), x, one).item()).isEqualTo(12);
  }

  @Test
  void the_derivative_may_use_the_result() {
    CustomOp exponential = CustomOp.unary("exponential", Ops::exp, (x, y) -> y);
    assertThat(
            Autograd.vjp(exponential::apply, Tensor.of(DType.F64, 1.0), Tensor.of(DType.F64, 1.0))
                .item())
        .isEqualTo(Math.E);
  }

  @Test
  void the_function_may_return_its_operand() {
    CustomOp identity = CustomOp.unary("identity", x -> x, (x, y) -> Ops.div(x, x));
    Tensor x = Tensor.of(DType.F64, 2.0, 3);
    assertThat(Autograd.vjp(identity::apply, x, Tensor.of(DType.F64, 5.0, 7)).toDoubleArray())
        .containsExactly(5, 7);
  }

  @Test
  void a_function_that_changes_the_shape_or_the_type_is_refused() {
    CustomOp total = CustomOp.unary("total", Ops::sum, (x, y) -> y);
    assertThatThrownBy(() -> total.apply(Tensor.of(DType.F64, 1.0, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("total: an elementwise function must keep the shape: ([2] ≠ [])");
    CustomOp narrow = CustomOp.unary("narrow", x -> Ops.to(x, DType.F32), (x, y) -> y);
    assertThatThrownBy(() -> narrow.apply(Tensor.of(DType.F64, 1.0, 2)))
        .isInstanceOf(DTypeException.class)
        .hasMessage(
            "narrow: element types differ: F64[2] and F32[2] (F64 ≠ F32); convert one with"
                + " to(F64)");
  }

  @Test
  void a_primitive_of_ones_own_takes_any_number_of_operands() {
    Tensor x = Tensor.of(DType.F64, 1.0, 2);
    assertThat(Ops.custom(new Weighted(), x, Tensor.of(DType.F64, 10.0, 20)).toDoubleArray())
        .containsExactly(21, 42);
    assertThat(
            Autograd.vjp(
                    t -> Ops.custom(new Weighted(), x, t),
                    Tensor.of(DType.F64, 10.0, 20),
                    Tensor.of(DType.F64, 1.0, 1))
                .toDoubleArray())
        .containsExactly(2, 2);
  }

  /** {@code y = a + 2b}. */
  private record Weighted() implements Primitive<Tensor> {
    @Override
    public String name() {
      return "weighted";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return Ops.add(inputs.get(0), Ops.mul(inputs.get(1), 2));
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> g, g -> Ops.mul(g, 2));
    }
  }

  @Test
  void it_has_a_name_and_reads_as_it() {
    assertThat(CustomOp.unary("cube", x -> x, (x, y) -> y)).hasToString("CustomOp(cube)");
    assertThatThrownBy(() -> CustomOp.unary("", x -> x, (x, y) -> y))
        .isInstanceOf(AttributeException.class)
        .hasMessage("customOp: the name must not be empty: (0 characters < 1)");
  }
}
