package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static final Tensor MATRIX =
      Tensor.ofRows(DType.F64, new double[] {1, 2, 3}, new double[] {4, 5, 6});

  @Test
  void what_is_made_has_its_type_shape_and_elements() {
    assertThat(Tensor.of(DType.F64, 1.5, 2)).hasToString("F64[2] [1.5, 2.0]");
    assertThat(Tensor.of(1.5f, 2)).hasToString("F32[2] [1.5, 2.0]");
    assertThat(Tensor.of(DType.F64, new double[0])).hasToString("F64[0] []");
    assertThat(Tensor.of(Shape.of(2, 1), 1f, 2)).hasToString("F32[2, 1] [[1.0], [2.0]]");
    assertThat(MATRIX).hasToString("F64[2, 3] [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]");
    assertThat(Tensor.ofRows(DType.F64)).hasToString("F64[0, 0] []");
    assertThat(Tensor.scalar(DType.F32, 0.1)).hasToString("F32[] 0.1");
    assertThat(Tensor.zeros(DType.F32, Shape.of(2))).hasToString("F32[2] [0.0, 0.0]");
    assertThat(Tensor.ones(DType.F64, Shape.of(2))).hasToString("F64[2] [1.0, 1.0]");
    assertThat(Tensor.full(DType.F64, Shape.of(2), 7)).hasToString("F64[2] [7.0, 7.0]");
    assertThat(Tensor.eye(DType.F64, 2)).hasToString("F64[2, 2] [[1.0, 0.0], [0.0, 1.0]]");
    assertThat(Tensor.zeros(DType.F64, Shape.of(1001))).hasToString("F64[1001]");
  }

  @Test
  void arrays_are_copied_in_and_out() {
    double[] elements = {1, 2};
    Tensor x = Tensor.of(DType.F64, elements);
    elements[0] = 9;
    x.toDoubleArray()[1] = 9;
    assertThat(x.toDoubleArray()).containsExactly(1, 2);
    float[] floats = {1, 2};
    Tensor y = Tensor.of(Shape.of(1, 2), floats);
    floats[0] = 9;
    y.toFloatArray()[1] = 9;
    assertThat(y.toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void elements_are_read_by_index() {
    assertThat(MATRIX.at(1, 2)).isEqualTo(6);
    assertThat(MATRIX.rank()).isEqualTo(2);
    assertThat(MATRIX.elements()).isEqualTo(6);
    assertThat(Tensor.of(DType.F64, 2.5).item()).isEqualTo(2.5);
    assertThat(Tensor.scalar(DType.F32, 0.1).item()).isEqualTo(0.1f);
    assertThat(Tensor.of(DType.F64, 0.1, 1e300).toFloatArray())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY);
  }

  @Test
  void bits_are_compared_with_type_and_shape() {
    Tensor x = Tensor.of(DType.F64, Double.NaN, 0.0);
    assertThat(x.hasSameBits(Tensor.of(DType.F64, Double.NaN, 0.0))).isTrue();
    assertThat(x.hasSameBits(Tensor.of(DType.F64, Double.NaN, -0.0))).isFalse();
    assertThat(x.hasSameBits(Tensor.of(DType.F64, Shape.of(1, 2), Double.NaN, 0.0))).isFalse();
    assertThat(x.hasSameBits(Tensor.of(Float.NaN, 0f))).isFalse();
    assertThat(Tensor.of(1f).hasSameBits(Tensor.of(1f))).isTrue();
    assertThat(Tensor.of(1f).hasSameBits(Tensor.of(2f))).isFalse();
  }

  @Test
  void a_conversion_rounds_and_one_to_the_same_type_does_nothing() {
    Tensor x = Tensor.of(DType.F64, 0.1, 1e300);
    assertThat(x.to(DType.F32)).hasToString("F32[2] [0.1, Infinity]");
    assertThat(x.to(DType.F32).to(DType.F64).at(0)).isEqualTo(0.1f);
    assertThat(x.to(DType.F64)).isSameAs(x);
  }

  @Test
  void misuses_are_refused() {
    assertThatThrownBy(() -> Tensor.of(DType.F64, Shape.of(2, 3), 1.0, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: numbers of elements differ: shape [2, 3], array (6 ≠ 2)");
    assertThatThrownBy(() -> Tensor.of(Shape.of(1), 1f, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: numbers of elements differ: shape [1], array (1 ≠ 2)");
    assertThatThrownBy(() -> Tensor.ofRows(DType.F64, new double[] {1, 2}, new double[] {3}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: rows differ in length: row 0 and row 1 (2 ≠ 1)");
    assertThatThrownBy(() -> Tensor.eye(DType.F64, -1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: an extent is negative: [-1, -1] (-1 < 0)");
    assertThatThrownBy(MATRIX::item)
        .isInstanceOf(ShapeException.class)
        .hasMessage("item: the tensor must have one element: [2, 3] (6 ≠ 1)");
    assertThatThrownBy(() -> MATRIX.at(1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("at: one index is needed for each axis: [1] of [2, 3] (1 ≠ 2)");
    assertThatThrownBy(() -> MATRIX.at(1, 3))
        .isInstanceOf(IndexException.class)
        .hasMessage("at: an index is out of range: [1, 3] of [2, 3] (3 not in [0, 3))");
    assertThatThrownBy(() -> MATRIX.at(-1, 0))
        .isInstanceOf(IndexException.class)
        .hasMessage("at: an index is out of range: [-1, 0] of [2, 3] (-1 not in [0, 2))");
  }

  @Test
  void all_misuses_are_illegal_arguments() {
    assertThat(IllegalArgumentException.class).isAssignableFrom(OpException.class);
  }

  @Test
  void numbers_without_an_element_type_are_of_the_default() {
    float[] expected = {0.1f, 2};
    assertThat(
            List.of(
                Tensor.of(0.1, 2),
                Tensor.of(new double[] {0.1, 2}),
                Tensor.of(new float[] {0.1f, 2}),
                Tensor.of(Shape.of(2), 0.1, 2),
                Ops.reshape(Tensor.ofRows(new double[] {0.1, 2}), 2)))
        .allSatisfy(x -> assertThat(x.hasSameBits(Tensor.of(0.1f, 2f))).isTrue())
        .allSatisfy(x -> assertThat(x.toFloatArray()).containsExactly(expected));
    assertThat(
            List.of(
                Tensor.of(1, 2),
                Tensor.of(new int[] {1, 2}),
                Tensor.of(Shape.of(2), 1, 2),
                Tensor.of(Shape.of(2), new int[] {1, 2})))
        .allSatisfy(x -> assertThat(x.hasSameBits(Tensor.of(1f, 2f))).isTrue());
    assertThat(Tensor.of()).hasToString("F32[0] []");
    assertThat(Tensor.ofRows()).hasToString("F32[0, 0] []");
  }

  @Test
  void an_element_type_that_is_named_is_taken() {
    assertThat(Tensor.of(DType.F64, 0.1, 2)).hasToString("F64[2] [0.1, 2.0]");
    assertThat(Tensor.of(DType.F64, Shape.of(1, 2), 0.1, 2)).hasToString("F64[1, 2] [[0.1, 2.0]]");
    assertThat(Tensor.ofRows(DType.F64, new double[] {0.1, 2}))
        .hasToString("F64[1, 2] [[0.1, 2.0]]");
    assertThat(Tensor.of(DType.F32, 0.1, 1e300).toFloatArray())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY);
    assertThat(Tensor.ofRows(DType.F32, new double[] {0.1}).toFloatArray()).containsExactly(0.1f);
  }

  @Test
  void a_number_beyond_the_default_type_is_refused() {
    String message =
        "tensor: an element is out of the range of F32: element 1 (|-1.0E300| > 3.4028235E38); say"
            + " Tensor.of(DType.F64, …)";
    assertThatThrownBy(() -> Tensor.of(1.0, -1e300))
        .isInstanceOf(DTypeException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Tensor.of(Shape.of(2, 1), 1.0, -1e300)).hasMessage(message);
    assertThatThrownBy(() -> Tensor.ofRows(new double[] {1, -1e300})).hasMessage(message);
    assertThat(Tensor.of(Double.POSITIVE_INFINITY, Double.NaN).toFloatArray())
        .containsExactly(Float.POSITIVE_INFINITY, Float.NaN);
    assertThat(Tensor.of(Double.MIN_VALUE, 3.4028235e38).toFloatArray())
        .containsExactly(0, Float.MAX_VALUE);
  }

  @Test
  void a_clash_of_element_types_names_the_call_that_helps() {
    Tensor x = Tensor.of(DType.F64, 1, 2);
    Parameter w = Parameter.of("w", Tensor.of(1, 2));
    assertThatThrownBy(() -> Ops.mul(w, x))
        .hasMessage(
            "mul: element types differ: parameter \"w\" and F64[2] (F32 ≠ F64); convert the other"
                + " operand with to(F32)");
    assertThatThrownBy(() -> Ops.mul(x, w))
        .hasMessageEndingWith("(F64 ≠ F32); convert the other operand with to(F32)");
    assertThatThrownBy(() -> Ops.mul(x, Tensor.of(1, 2)))
        .hasMessageEndingWith("(F64 ≠ F32); convert one with to(F64)");
    assertThat(Ops.mul(w, x.to(DType.F32))).hasToString("F32[2] [1.0, 4.0]");
  }

  @Test
  void null_is_refused_by_name() {
    Shape shape = Shape.of(2);
    refusedNull("tensor: elements must not be null", () -> Tensor.of(shape, (double[]) null));
    refusedNull("tensor: elements must not be null", () -> Tensor.of(shape, (float[]) null));
    refusedNull("tensor: elements must not be null", () -> Tensor.of(shape, (int[]) null));
    refusedNull(
        "tensor: elements must not be null", () -> Tensor.of(DType.F64, shape, (double[]) null));
    refusedNull("tensor: shape must not be null", () -> Tensor.of((Shape) null, 1.0));
    refusedNull("tensor: dtype must not be null", () -> Tensor.zeros(null, shape));
    refusedNull("tensor: shape must not be null", () -> Tensor.ones(DType.F32, null));
    refusedNull("indices: values must not be null", () -> Indices.of((int[]) null));
    refusedNull("indices: values must not be null", () -> Indices.of(shape, (int[]) null));
    refusedNull("indices: shape must not be null", () -> Indices.of((Shape) null, 1));
    refusedNull("key: name must not be null", () -> Key.of(1).split(null));
    refusedNull("stopGradient: value must not be null", () -> Autograd.<Tensor>stopGradient(null));
    refusedNull(
        "crossEntropy: labels must not be null", () -> CrossEntropyOptions.DEFAULT.weight(null));
  }

  private static void refusedNull(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message);
  }
}
