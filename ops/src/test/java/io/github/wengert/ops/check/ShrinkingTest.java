package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How small an input gets. */
final class ShrinkingTest {
  private static String smallest(Function<List<Tensor>, Tensor> f, Verdict verdict, Tensor... xs) {
    return smallest(f, verdict, () -> false, xs);
  }

  private static String smallest(
      Function<List<Tensor>, Tensor> f, Verdict verdict, Deadline deadline, Tensor... xs) {
    Shrinking.Checked checked =
        new Shrinking.Checked() {
          @Override
          public Tensor at(List<Tensor> inputs) {
            return f.apply(inputs);
          }

          @Override
          public GradientReport check(GradientCheck settings, List<Tensor> inputs, Tensor g) {
            ImmutableList<String> names =
                IntStream.range(0, inputs.size())
                    .mapToObj(i -> "input " + i)
                    .collect(ImmutableList.toImmutableList());
            return ApplicationCheck.run(settings, 1, "f", Twin.of(f, names, inputs), g);
          }
        };
    Tensor y = f.apply(List.of(xs));
    return new Shrinking(GradientCheck.DEFAULT, checked, verdict, deadline)
        .run(List.of(xs), normal(9, y.shape()));
  }

  private static Tensor normal(int number, Shape shape) {
    return RandomTensors.normal(Key.of(number), DType.F64, shape, 0, 1);
  }

  @Test
  void extents_that_operands_share_shrink_together() {
    Function<List<Tensor>, Tensor> product =
        Rule.binary(
            (a, b) -> matmul(a, b, false, true),
            (a, b, g) -> matmul(g, b),
            (a, b, g) -> mul(matmul(g, a, true, false), 0.5));
    assertThat(
            smallest(product, Verdict.WRONG, normal(1, Shape.of(6, 9)), normal(2, Shape.of(7, 9))))
        .isEqualTo("[[1]], [[0]] → the derivative by input 1[0, 0] is 0.5, differences say 1");
  }

  @Test
  void extents_that_operands_share_on_different_axes_shrink_together() {
    Function<List<Tensor>, Tensor> product =
        Rule.binary(
            (a, b) -> matmul(a, b),
            (a, b, g) -> matmul(g, b, false, true),
            (a, b, g) -> mul(matmul(a, g, true, false), 0.5));
    assertThat(
            smallest(product, Verdict.WRONG, normal(1, Shape.of(6, 9)), normal(2, Shape.of(9, 7))))
        .isEqualTo("[[1]], [[0]] → the derivative by input 1[0, 0] is 0.5, differences say 1");
  }

  @Test
  void an_extent_that_is_needed_stays() {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            x -> mul(x, Ops.reshape(Tensor.of(DType.F64, 1.0, 2, 3), 1, 3)),
            (x, y, g) -> mul(g, 2));
    assertThat(smallest(f, Verdict.WRONG, normal(1, Shape.of(8, 3))))
        .isEqualTo("[[0, 0, 0]] → the derivative by input 0[0, 0] is 2, differences say 1");
  }

  @Test
  void the_half_with_the_wrong_element_stays_and_its_value_becomes_round() {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(Ops::square, (x, y, g) -> mul(mul(g, x), Rule.map(x, v -> v > 1.5 ? 2.002 : 2)));
    Tensor x = Tensor.of(DType.F64, 0.3, -1.2, 0.7, 0.1, 0.2, 1.9876543, -0.4, 0.6);
    assertThat(smallest(f, Verdict.WRONG, x))
        .isEqualTo("[2] → the derivative is 4.004, differences say 4");
  }

  @Test
  void a_cotangent_that_matters_is_told() {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(Ops::square, (x, y, g) -> mul(mul(Ops.abs(g), x), 2));
    assertThat(smallest(f, Verdict.WRONG, normal(4, Shape.of(4))))
        .isEqualTo("[1], cotangent [-1] → the derivative is 2, differences say -2");
  }

  @Test
  void the_verdict_stays_the_same() {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(Ops::relu, (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : v == 0 ? 2 : 0)));
    assertThat(smallest(f, Verdict.KINK_OUTSIDE, Tensor.of(DType.F64, 0.4, 0, -1)))
        .isEqualTo("[0] → the derivative is 2, differences say 0 … 1");
    assertThat(smallest(f, Verdict.WRONG, Tensor.of(DType.F64, 0.4, 0, -1))).isEmpty();
  }

  @Test
  void what_the_function_refuses_is_no_smaller_input() {
    Function<List<Tensor>, Tensor> right =
        Rule.unary(Ops::tanh, (x, y, g) -> mul(mul(g, sub(1, square(y))), 3));
    Function<List<Tensor>, Tensor> ofFour =
        xs -> {
          if (xs.getFirst().elements() != 4) {
            throw new IllegalArgumentException("four or nothing");
          }
          return right.apply(xs);
        };
    assertThat(smallest(ofFour, Verdict.WRONG, normal(5, Shape.of(4))))
        .isEqualTo("[0, 0, 0, 0] → the derivative by input 0[0] is 3, differences say 1");
  }

  @Test
  void when_time_is_up_it_is_as_small_as_it_was_then() {
    Function<List<Tensor>, Tensor> f = Rule.unary(Ops::square, (x, y, g) -> mul(mul(g, x), 3));
    AtomicInteger asked = new AtomicInteger();
    Tensor x = Tensor.of(DType.F64, 0.25, 0.75, 0.625, 0.875);
    assertThat(smallest(f, Verdict.WRONG, () -> true, x)).startsWith("[0.25, 0.75, 0.625, 0.875]");
    assertThat(smallest(f, Verdict.WRONG, () -> asked.incrementAndGet() > 3, x))
        .startsWith("[0.25, 0.75]");
  }
}
