package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products of vectors, matrices and batches against sums over the inner axis. */
class MatmulTest {
  /** Each row: the batch axes of a, those of b, and those of the result. */
  private static final List<List<Shape>> BATCHES =
      List.of(
          List.of(Shape.SCALAR, Shape.SCALAR, Shape.SCALAR),
          List.of(Shape.of(2), Shape.of(2), Shape.of(2)),
          List.of(Shape.of(2), Shape.SCALAR, Shape.of(2)),
          List.of(Shape.SCALAR, Shape.of(2), Shape.of(2)),
          List.of(Shape.of(1), Shape.of(3), Shape.of(3)),
          List.of(Shape.of(5, 1), Shape.of(3), Shape.of(5, 3)),
          List.of(Shape.of(2, 3), Shape.SCALAR, Shape.of(2, 3)),
          List.of(Shape.of(1, 3), Shape.of(2, 1), Shape.of(2, 3)),
          List.of(Shape.of(0), Shape.of(1), Shape.of(0)));

  private static Tensor matrices(
      long seed, Shape batch, int rows, int columns, boolean transposed) {
    Shape last = transposed ? Shape.of(columns, rows) : Shape.of(rows, columns);
    return Naive.eighths(seed, batch.concat(last).toArray());
  }

  @Test
  void batches_are_broadcast_and_flags_swap_the_last_axes() {
    for (List<Shape> batches : BATCHES) {
      for (int k : new int[] {0, 1, 5}) {
        for (int flags = 0; flags < 4; flags++) {
          boolean transposeA = (flags & 1) != 0;
          boolean transposeB = (flags & 2) != 0;
          Tensor a = matrices(1, batches.get(0), 2, k, transposeA);
          Tensor b = matrices(2, batches.get(1), k, 3, transposeB);
          Tensor expected =
              Naive.generate(
                  batches.get(2).concat(Shape.of(2, 3)),
                  index -> sumOfProducts(a, transposeA, b, transposeB, index, k));
          assertThat(Ops.matmul(a, b, transposeA, transposeB).hasSameBits(expected))
              .as("%s · %s, transposed: %s, %s", a.shape(), b.shape(), transposeA, transposeB)
              .isTrue();
        }
      }
    }
  }

  private static double sumOfProducts(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, int[] index, int k) {
    int row = index[index.length - 2];
    int column = index[index.length - 1];
    return IntStream.range(0, k)
        .mapToDouble(l -> at(a, transposeA, index, row, l) * at(b, transposeB, index, l, column))
        .sum();
  }

  private static double at(Tensor x, boolean transposed, int[] result, int row, int column) {
    int[] index = new int[x.rank()];
    for (int axis = 0; axis < index.length - 2; axis++) {
      int inResult = result[result.length - index.length + axis];
      index[axis] = x.shape().size(axis) == 1 ? 0 : inResult;
    }
    index[index.length - 2] = transposed ? column : row;
    index[index.length - 1] = transposed ? row : column;
    return x.at(index);
  }

  @Test
  void vectors_are_a_row_on_the_left_and_a_column_on_the_right() {
    Tensor m = Tensor.ofRows(DType.F64, new double[] {1, 2, 3}, new double[] {4, 5, 6});
    Tensor three = Tensor.of(DType.F64, 1.0, 0, -1);
    Tensor two = Tensor.of(DType.F64, 2.0, 1);
    assertThat(Ops.matmul(m, three)).hasToString("F64[2] [-2.0, -2.0]");
    assertThat(Ops.matmul(two, m)).hasToString("F64[3] [6.0, 9.0, 12.0]");
    assertThat(Ops.matmul(three, three)).hasToString("F64[] 2.0");
    assertThat(Ops.matmul(m, two, true, false)).hasToString("F64[3] [6.0, 9.0, 12.0]");
    assertThat(Ops.matmul(three, m, false, true)).hasToString("F64[2] [-2.0, -2.0]");
  }

  @Test
  void a_vector_stays_as_it_is_whatever_its_flag_says() {
    Tensor three = Tensor.of(DType.F64, 1.0, 0, -1);
    assertThat(Ops.matmul(three, three, true, true).item()).isEqualTo(2);
  }

  @Test
  void vectors_go_with_batches() {
    Tensor batch = Naive.eighths(3, 4, 2, 3);
    Tensor three = Tensor.of(DType.F64, 1.0, 0, -1);
    Tensor two = Tensor.of(DType.F64, 2.0, 1);
    assertThat(Ops.matmul(batch, three).shape()).isEqualTo(Shape.of(4, 2));
    assertThat(Ops.matmul(two, batch).shape()).isEqualTo(Shape.of(4, 3));
    assertThat(Ops.matmul(two, batch).at(3, 1))
        .isEqualTo(2 * batch.at(3, 0, 1) + batch.at(3, 1, 1));
  }

  @Test
  void linear_is_a_layer_of_neurons() {
    Tensor x = Tensor.ofRows(DType.F64, new double[] {1, 2});
    Tensor w =
        Tensor.ofRows(DType.F64, new double[] {1, 0}, new double[] {0, 1}, new double[] {1, 1});
    assertThat(Ops.linear(x, w, Tensor.of(DType.F64, 10.0, 20, 30)))
        .hasToString("F64[1, 3] [[11.0, 22.0, 33.0]]");
  }
}
