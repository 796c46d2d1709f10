package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.Collections2;
import io.github.wengert.autograd.Autograd;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Operations that move elements, against index arithmetic; and each against its own transpose. */
class ShapeOperationsTest {
  private static final Tensor X = Naive.eighths(1, 2, 5, 3);

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.hasSameBits(expected)).as("%s = %s", actual, expected).isTrue();
  }

  /**
   * The pullback of a linear map A is its transpose: {@code g · A x = Aᵀ g · x} for all g and x.
   */
  private static void assertTransposed(UnaryOperator<Tensor> linear, Tensor x) {
    Tensor y = linear.apply(x);
    Tensor g = Naive.eighths(99, y.shape().toArray());
    assertThat(Naive.dot(Autograd.vjp(linear, x, g), x)).isCloseTo(Naive.dot(g, y), within(1e-12));
  }

  @Test
  void permute_puts_each_axis_where_the_order_says() {
    for (int rank = 0; rank <= 4; rank++) {
      Tensor x = Naive.eighths(2, Arrays.copyOf(new int[] {2, 3, 1, 4}, rank));
      List<Integer> axes = IntStream.range(0, rank).boxed().toList();
      for (List<Integer> permutation : Collections2.permutations(axes)) {
        int[] order = permutation.stream().mapToInt(i -> i).toArray();
        Shape shape = Shape.of(Arrays.stream(order).map(x.shape()::size).toArray());
        Tensor expected =
            Naive.generate(
                shape,
                index -> {
                  int[] source = new int[order.length];
                  for (int i = 0; i < order.length; i++) {
                    source[order[i]] = index[i];
                  }
                  return x.at(source);
                });
        assertSame(Ops.permute(x, order), expected);
        assertTransposed(t -> Ops.permute(t, order), x);
      }
    }
  }

  @Test
  void permute_and_transpose_count_negative_axes_from_the_end() {
    assertSame(Ops.permute(X, -1, 0, -2), Ops.permute(X, 2, 0, 1));
    assertSame(Ops.transpose(X), Ops.permute(X, 0, 2, 1));
    assertSame(Ops.transpose(X, 0, -1), Ops.permute(X, 2, 1, 0));
    assertSame(Ops.transpose(X, 1, 1), X);
  }

  @Test
  void slice_takes_every_position_that_it_names() {
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      int extent = X.shape().size(axis);
      for (int start = 0; start <= extent; start++) {
        for (int end = start; end <= extent; end++) {
          for (int step = 1; step <= extent + 1; step++) {
            int from = start;
            int to = end;
            int by = step;
            Shape shape = X.shape().with(axis, (end - start + step - 1) / step);
            Tensor expected =
                Naive.generate(shape, i -> X.at(Naive.with(i, along, from + by * i[along])));
            assertSame(Ops.slice(X, axis, start, end, step), expected);
            assertTransposed(t -> Ops.slice(t, along, from, to, by), X);
          }
        }
      }
    }
  }

  @Test
  void slice_counts_negative_positions_from_the_end() {
    assertSame(Ops.slice(X, -2, -4, -1), Ops.slice(X, 1, 1, 4, 1));
  }

  @Test
  void gather_takes_the_indexed_element_along_its_axis() {
    Random random = new Random(3);
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      for (int extent : new int[] {0, 1, 4}) {
        Shape shape = Shape.of(2, 4, 2).with(axis, extent);
        Indices indices = Indices.generate(shape, i -> random.nextInt(X.shape().size(along)));
        Tensor positions = Naive.generate(shape, index -> indices.get(position(shape, index)));
        Tensor expected =
            Naive.generate(shape, i -> X.at(Naive.with(i, along, (int) positions.at(i))));
        assertSame(Ops.gather(X, axis, indices), expected);
        assertSame(Ops.gather(X, axis - 3, indices), expected);
        assertTransposed(t -> Ops.gather(t, along, indices), X);
      }
    }
  }

  private static int position(Shape shape, int[] index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.size(axis) + index[axis];
    }
    return position;
  }

  @Test
  void indexSelect_replaces_the_axis_by_the_axes_of_the_indices() {
    Indices indices = Indices.of(Shape.of(2, 2), 1, 0, 1, 1);
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      int[] extents = Naive.insert(X.shape().toArray(), axis, 2);
      extents[axis + 1] = 2;
      Tensor expected =
          Naive.generate(
              Shape.of(extents),
              i -> {
                int picked = indices.get(2 * i[along] + i[along + 1]);
                return X.at(Naive.with(Naive.without(i, along), along, picked));
              });
      assertSame(Ops.indexSelect(X, axis, indices), expected);
      assertTransposed(t -> Ops.indexSelect(t, along, indices), X);
    }
  }

  @Test
  void indexSelect_takes_no_position_at_all() {
    Tensor none = Ops.indexSelect(X, 1, Indices.of());
    assertThat(none.shape()).isEqualTo(Shape.of(2, 0, 3));
  }

  @Test
  void embedding_is_a_row_for_each_index() {
    Tensor table = Tensor.ofRows(DType.F64, new double[] {1, 2}, new double[] {3, 4});
    assertThat(Ops.embedding(table, Indices.of(Shape.of(1, 3), 1, 0, 1)))
        .hasToString("F64[1, 3, 2] [[[3.0, 4.0], [1.0, 2.0], [3.0, 4.0]]]");
  }

  @Test
  void concat_puts_one_behind_the_other() {
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      Tensor y = Naive.eighths(4, X.shape().with(axis, 2).toArray());
      Tensor z = Naive.eighths(5, X.shape().with(axis, 0).toArray());
      int first = X.shape().size(axis);
      Tensor expected =
          Naive.generate(
              X.shape().with(axis, first + 2),
              i -> i[along] < first ? X.at(i) : y.at(Naive.with(i, along, i[along] - first)));
      assertSame(Ops.concat(List.of(X, z, y), axis), expected);
      assertSame(Ops.concat(List.of(X, z, y), axis - 3), expected);
      assertTransposed(t -> Ops.concat(List.of(t, y.mul(0), t), along), X);
    }
    assertSame(Ops.concat(List.of(X), 1), X);
  }

  @Test
  void stack_puts_side_by_side_along_a_new_axis() {
    Tensor y = Naive.eighths(6, 2, 5, 3);
    for (int axis = 0; axis <= 3; axis++) {
      int along = axis;
      Tensor expected =
          Naive.generate(
              Shape.of(Naive.insert(X.shape().toArray(), axis, 2)),
              i -> (i[along] == 0 ? X : y).at(Naive.without(i, along)));
      assertSame(Ops.stack(List.of(X, y), axis), expected);
      assertSame(Ops.stack(List.of(X, y), axis - 4), expected);
      assertTransposed(t -> Ops.stack(List.of(t, t), along), X);
    }
    assertThat(Ops.stack(List.of(Tensor.scalar(DType.F32, 1), Tensor.scalar(DType.F32, 2)), 0))
        .hasToString("F32[2] [1.0, 2.0]");
  }

  @Test
  void reshape_keeps_the_elements_row_by_row() {
    assertThat(Ops.reshape(X, 5, -1).shape()).isEqualTo(Shape.of(5, 6));
    assertThat(Ops.reshape(X, -1).toDoubleArray()).isEqualTo(X.toDoubleArray());
    assertThat(Ops.reshape(X, 30, 1).toDoubleArray()).isEqualTo(X.toDoubleArray());
    assertThat(Ops.reshape(Tensor.of(DType.F64, 5.0)).shape()).isEqualTo(Shape.SCALAR);
    assertThat(Ops.reshape(X, X.shape())).isSameAs(X);
    assertThat(Ops.reshape(Tensor.zeros(DType.F32, Shape.of(0, 3)), 2, -1).shape())
        .isEqualTo(Shape.of(2, 0));
  }

  @Test
  void flatten_makes_one_axis_of_the_last_ones() {
    assertThat(Ops.flatten(X, 0).shape()).isEqualTo(Shape.of(30));
    assertThat(Ops.flatten(X, 1).shape()).isEqualTo(Shape.of(2, 15));
    assertThat(Ops.flatten(X, 2).shape()).isEqualTo(Shape.of(2, 5, 3));
    assertThat(Ops.flatten(X, -2).shape()).isEqualTo(Shape.of(2, 15));
    assertThat(Ops.flatten(Tensor.scalar(DType.F64, 1), 0).shape()).isEqualTo(Shape.of(1));
  }

  @Test
  void expandDims_and_squeeze_undo_each_other() {
    int[][] extents = {{1, 2, 5, 3}, {2, 1, 5, 3}, {2, 5, 1, 3}, {2, 5, 3, 1}};
    for (int axis = 0; axis <= 3; axis++) {
      assertThat(Ops.expandDims(X, axis).shape()).isEqualTo(Shape.of(extents[axis]));
      assertThat(Ops.expandDims(X, axis - 4).shape()).isEqualTo(Shape.of(extents[axis]));
      assertSame(Ops.squeeze(Ops.expandDims(X, axis), axis), X);
      assertSame(Ops.squeeze(Ops.expandDims(X, axis), axis - 4), X);
    }
  }

  @Test
  void a_reshaped_parameter_does_not_change_with_it() {
    Parameter parameter = Parameter.of("w", Tensor.of(DType.F64, 1.0, 2));
    Tensor column = Ops.reshape(parameter, 2, 1);
    parameter.assign(Tensor.of(DType.F64, 3.0, 4));
    assertThat(column.toDoubleArray()).containsExactly(1, 2);
  }
}
