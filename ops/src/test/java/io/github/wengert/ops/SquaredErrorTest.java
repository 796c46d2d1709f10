package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Graph;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The squared error is one operation, and yields what subtracting, squaring and adding yield. */
@ParameterizedClass
@EnumSource(DType.class)
record SquaredErrorTest(DType dtype) {
  private Tensor random(long seed, int... extents) {
    Shape shape = Shape.of(extents);
    return Ops.to(
        Tensor.of(DType.F64, shape, new Random(seed).doubles(shape.elements(), -9, 9).toArray()),
        dtype);
  }

  @Test
  void a_reduced_error_has_the_bits_of_the_reduced_squares() {
    for (int[] extents : new int[][] {{}, {1}, {7, 3}, {5, 16}, {257}, {2, 3, 500}}) {
      Tensor a = random(1, extents);
      Tensor b = random(2, extents);
      Tensor squares = Losses.mse(a, b, Reduction.NONE);
      assertThat(squares.hasSameBits(Ops.square(Ops.sub(a, b)))).isTrue();
      assertThat(Losses.mse(a, b, Reduction.SUM).hasSameBits(Ops.sum(squares))).isTrue();
      assertThat(Losses.mse(a, b, Reduction.MEAN).hasSameBits(Ops.mean(squares))).isTrue();
    }
  }

  @Test
  void a_mean_is_one_node_of_the_graph() {
    Tensor a = random(1, 7, 3);
    Tensor b = random(2, 7, 3);
    Graph graph = Graph.record(List.of(a), () -> Losses.mse(a, b, Reduction.MEAN));
    assertThat(graph.nodes()).filteredOn(node -> node.kind() == Graph.Kind.OPERATION).hasSize(1);
  }

  @Test
  void nothing_has_the_sum_0_and_no_mean() {
    Tensor nothing = random(1, 2, 0);
    assertThat(Losses.mse(nothing, nothing, Reduction.SUM).item()).isZero();
    assertThatThrownBy(() -> Losses.mse(nothing, nothing, Reduction.MEAN))
        .isInstanceOf(ShapeException.class)
        .hasMessage("mse: there is nothing to take the mean of: [2, 0] (0 elements < 1)");
  }
}
