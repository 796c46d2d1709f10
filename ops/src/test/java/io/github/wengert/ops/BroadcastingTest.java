package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Vjp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** NumPy's rule, on all pairs of a list of shapes, against one element at a time. */
class BroadcastingTest {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.SCALAR,
          Shape.of(1),
          Shape.of(3),
          Shape.of(4),
          Shape.of(0),
          Shape.of(1, 1),
          Shape.of(3, 1),
          Shape.of(1, 4),
          Shape.of(3, 4),
          Shape.of(0, 1),
          Shape.of(3, 0),
          Shape.of(1, 3, 1),
          Shape.of(2, 1, 4),
          Shape.of(2, 3, 1),
          Shape.of(2, 3, 4),
          Shape.of(2, 1, 3, 1));

  /** Returns the broadcast shape by the words of the rule; nothing if there is none. */
  private static Optional<Shape> broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] x = padded(a, rank);
    int[] y = padded(b, rank);
    int[] result = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      if (x[axis] != y[axis] && x[axis] != 1 && y[axis] != 1) {
        return Optional.empty();
      }
      result[axis] = x[axis] == 1 ? y[axis] : x[axis];
    }
    return Optional.of(Shape.of(result));
  }

  private static int[] padded(Shape shape, int rank) {
    int[] extents = new int[rank];
    Arrays.fill(extents, 1);
    for (int axis = 0; axis < shape.rank(); axis++) {
      extents[rank - shape.rank() + axis] = shape.size(axis);
    }
    return extents;
  }

  /** Returns where in a tensor of {@code shape} the element for an index of the result stands. */
  private static int[] source(int[] index, Shape shape) {
    int[] source = new int[shape.rank()];
    for (int axis = 0; axis < source.length; axis++) {
      int inResult = index[index.length - source.length + axis];
      source[axis] = shape.size(axis) == 1 ? 0 : inResult;
    }
    return source;
  }

  private static Tensor sample(Shape shape, long seed) {
    return Naive.eighths(seed, shape.toArray());
  }

  @Test
  void elements_are_paired_by_the_rule() {
    for (Shape shapeA : SHAPES) {
      for (Shape shapeB : SHAPES) {
        Tensor a = sample(shapeA, 1);
        Tensor b = sample(shapeB, 2);
        Optional<Shape> shape = broadcast(shapeA, shapeB);
        if (shape.isEmpty()) {
          assertThatThrownBy(() -> Ops.sub(a, b))
              .isInstanceOf(ShapeException.class)
              .hasMessageContaining("sub: shapes cannot be broadcast together: ");
        } else {
          Tensor expected =
              Naive.generate(
                  shape.get(), index -> a.at(source(index, shapeA)) - b.at(source(index, shapeB)));
          assertThat(Ops.sub(a, b).hasSameBits(expected)).as("%s − %s", shapeA, shapeB).isTrue();
        }
      }
    }
  }

  @Test
  void gradients_are_summed_over_what_was_repeated() {
    for (Shape shapeA : SHAPES) {
      for (Shape shapeB : SHAPES) {
        Optional<Shape> shape = broadcast(shapeA, shapeB);
        if (shape.isPresent()) {
          Vjp<Tensor> vjp =
              Autograd.vjp(
                  xs -> Ops.add(xs.get(0), xs.get(1)),
                  List.of(sample(shapeA, 1), sample(shapeB, 2)));
          Tensor g = sample(shape.get(), 3);
          List<Tensor> gradients = vjp.pullback(g);
          assertThat(gradients.get(0).hasSameBits(summed(g, shapeA))).isTrue();
          assertThat(gradients.get(1).hasSameBits(summed(g, shapeB))).isTrue();
        }
      }
    }
  }

  private static Tensor summed(Tensor g, Shape shape) {
    Tensor sum = Tensor.zeros(DType.F64, shape);
    int[] strides = shape.strides();
    Naive.forEachIndex(
        g.shape(),
        index -> {
          int[] source = source(index, shape);
          int at = 0;
          for (int axis = 0; axis < source.length; axis++) {
            at += strides[axis] * source[axis];
          }
          sum.set(at, sum.get(at) + g.at(index));
        });
    return sum;
  }

  @Test
  void broadcastTo_agrees_with_the_rule() {
    for (Shape from : SHAPES) {
      for (Shape to : SHAPES) {
        Tensor x = sample(from, 4);
        if (broadcast(from, to).filter(to::equals).isPresent()) {
          Tensor expected = Naive.generate(to, index -> x.at(source(index, from)));
          assertThat(Ops.broadcastTo(x, to).hasSameBits(expected)).isTrue();
        } else {
          assertThatThrownBy(() -> Ops.broadcastTo(x, to)).isInstanceOf(ShapeException.class);
        }
      }
    }
  }

  @Test
  void where_broadcasts_three_operands() {
    for (Shape shapeA : SHAPES) {
      for (Shape shapeB : SHAPES) {
        Shape conditions = Shape.of(3, 1);
        Optional<Shape> shape =
            broadcast(conditions, shapeA).flatMap(both -> broadcast(both, shapeB));
        if (shape.isPresent()) {
          Tensor condition = Tensor.of(DType.F64, conditions, 1.0, 0, -2);
          Tensor a = sample(shapeA, 5);
          Tensor b = sample(shapeB, 6);
          Tensor expected =
              Naive.generate(
                  shape.get(),
                  index ->
                      condition.at(source(index, conditions)) != 0
                          ? a.at(source(index, shapeA))
                          : b.at(source(index, shapeB)));
          assertThat(Ops.where(condition, a, b).hasSameBits(expected)).isTrue();
        }
      }
    }
  }
}
