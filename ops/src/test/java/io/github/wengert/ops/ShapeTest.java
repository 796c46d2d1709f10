package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void a_shape_tells_its_extents() {
    Shape shape = Shape.of(32, 784);
    assertThat(shape).hasToString("[32, 784]");
    assertThat(shape.rank()).isEqualTo(2);
    assertThat(shape.elements()).isEqualTo(25088);
    assertThat(shape.size(0)).isEqualTo(32);
    assertThat(shape.size(-1)).isEqualTo(784);
    assertThat(shape.extents().toArray()).containsExactly(32, 784);
    assertThat(Shape.of(3, 0, 2).elements()).isZero();
  }

  @Test
  void a_scalar_has_no_axes_and_one_element() {
    assertThat(Shape.of()).isSameAs(Shape.SCALAR).hasToString("[]");
    assertThat(Shape.SCALAR.elements()).isOne();
  }

  @Test
  void equal_extents_make_equal_shapes() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo("[2, 3]");
  }

  @Test
  void extents_are_copied() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void misuses_are_refused() {
    assertThatThrownBy(() -> Shape.of(2, -3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: an extent is negative: [2, -3] (-3 < 0)");
    assertThatThrownBy(() -> Shape.of(65536, 65536))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "shape: too many elements for one array: [65536, 65536] (4294967296 > 2147483647)");
    assertThatThrownBy(() -> Shape.of(2, 3).size(2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("size: no such axis: axis 2 of [2, 3] (2 not in [-2, 2))");
  }

  @Test
  void the_largest_number_of_elements_is_that_of_an_array() {
    assertThat(Shape.of(Integer.MAX_VALUE).elements()).isEqualTo(Integer.MAX_VALUE);
  }
}
