package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What lost a selection has a slope of exactly 0, also where the cotangent of what was selected is
 * infinite or NaN.
 */
class LosersTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double[] HOSTILE = {INFINITY, -INFINITY, Double.NaN};

  /** How far an element is moved to see whether a result depends on it; kinks are further away. */
  private static final double STEP = 1e-3;

  @TestFactory
  Stream<DynamicTest> what_does_not_change_a_result_of_a_piecewise_operation_has_no_slope() {
    return OpCases.all().stream()
        .filter(c -> c.op() instanceof Piecewise)
        .flatMap(c ->
            Stream.of(Subgradient.values())
                .map(choice ->
                    dynamicTest(
                        choice + " " + c,
                        () -> choice.in(() -> requireSelected(c.function(), c.inputs())))));
  }

  /**
   * But for a convolution with padding, whose filters are multiplied by zeros there, and for what
   * depends on an operand without being differentiated by it.
   */
  @TestFactory
  Stream<DynamicTest> what_does_not_change_a_result_of_any_function_has_no_slope() {
    return FacadeCases.all().entrySet().stream()
        .filter(c -> !c.getKey().startsWith("stopGradient") && !c.getKey().startsWith("conv2d"))
        .map(c ->
            dynamicTest(
                c.getKey(), () -> requireSelected(c.getValue().function(), c.getValue().inputs())));
  }

  /** Sends each hostile cotangent into each result, in turn, and 1 into all others. */
  private static boolean requireSelected(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    Tensor y = f.apply(inputs);
    for (int j = 0; j < y.elements(); j++) {
      List<Tensor> without = slopes(f, inputs, y, j, 0);
      for (double hostile : HOSTILE) {
        List<Tensor> slopes = slopes(f, inputs, y, j, hostile);
        for (int input = 0; input < inputs.size(); input++) {
          for (int i = 0; i < inputs.get(input).elements(); i++) {
            if (!changes(f, inputs, input, i, y, j)) {
              assertThat(slopes.get(input).get(i) + 0.0)
                  .as("cotangent %s of result %d: input %d[%d]", hostile, j, input, i)
                  .isEqualTo(without.get(input).get(i) + 0.0);
            }
          }
        }
      }
    }
    return true;
  }

  private static List<Tensor> slopes(
      Function<List<Tensor>, Tensor> f, List<Tensor> inputs, Tensor y, int at, double cotangent) {
    Tensor cotangents = Tensor.ones(y.dtype(), y.shape());
    cotangents.set(at, cotangent);
    return Autograd.vjp(f, inputs).pullback(cotangents);
  }

  private static boolean changes(
      Function<List<Tensor>, Tensor> f, List<Tensor> inputs, int input, int i, Tensor y, int j) {
    return DoubleStream.of(-STEP, STEP)
        .anyMatch(step -> {
          double[] moved = inputs.get(input).toDoubleArray();
          moved[i] += step;
          ImmutableList.Builder<Tensor> operands = ImmutableList.builder();
          for (int k = 0; k < inputs.size(); k++) {
            operands.add(
                k == input ? Tensor.of(DType.F64, inputs.get(k).shape(), moved) : inputs.get(k));
          }
          return f.apply(operands.build()).get(j) != y.get(j);
        });
  }

  /** Returns the slopes of f's elements, of which each has the cotangent ∞, −∞ or NaN. */
  private static double[] slopes(UnaryOperator<Tensor> f, Tensor x, double cotangent) {
    Tensor y = f.apply(x);
    double[] slopes =
        Autograd.vjp(f, x, Tensor.full(y.dtype(), y.shape(), cotangent)).toDoubleArray();
    return DoubleStream.of(slopes).map(slope -> slope + 0.0).toArray();
  }

  /** Requires slopes of 0, 1 times the cotangent or −1 times it, in both precisions. */
  private static void requireSlopes(UnaryOperator<Tensor> f, double[] x, double... signs) {
    for (DType dtype : DType.values()) {
      for (Subgradient choice : Subgradient.values()) {
        for (double hostile : HOSTILE) {
          Tensor operand = Ops.to(Tensor.of(DType.F64, x), dtype);
          double[] expected = DoubleStream.of(signs).map(s -> s == 0 ? 0 : s * hostile).toArray();
          assertThat(choice.in(() -> slopes(f, operand, hostile)))
              .as("%s %s %s", dtype, choice, hostile)
              .containsExactly(expected);
        }
      }
    }
  }

  private static double[] at(double... x) {
    return x;
  }

  @Test
  void the_root_of_a_maximum_with_zero_has_no_slope_below_zero() {
    List<UnaryOperator<Tensor>> rectifiers =
        List.of(
            Ops::relu,
            x -> Ops.max(0, x),
            x -> Ops.maximum(x, Tensor.scalar(x.dtype(), 0)),
            x -> Ops.maximum(Tensor.scalar(x.dtype(), 0), x),
            x -> Ops.neg(Ops.minimum(Ops.neg(x), Tensor.scalar(x.dtype(), 0))),
            x -> Ops.clamp(x, 0, 9),
            x -> Ops.leakyRelu(x, 0),
            x -> Ops.elu(x, 0),
            x -> Ops.prelu(x, Tensor.scalar(x.dtype(), 0)),
            x ->
                Ops.maxout(
                    Ops.stack(List.of(x, Tensor.zeros(x.dtype(), x.shape())), 1).reshape(4), 2),
            x -> Ops.where(Masks.positive(x), x, Tensor.scalar(x.dtype(), 0)));
    for (UnaryOperator<Tensor> rectifier : rectifiers) {
      for (DType dtype : DType.values()) {
        Tensor x = Ops.to(Tensor.of(DType.F64, -1.0, 4), dtype);
        for (Subgradient choice : Subgradient.values()) {
          assertThat(choice.in(() -> slopes(v -> Ops.sqrt(rectifier.apply(v)), x, 1)))
              .containsExactly(0, 0.25);
        }
      }
    }
  }

  @Test
  void the_root_of_a_selection_is_flat_where_zero_is_selected_in_second_order_too() {
    List<UnaryOperator<Tensor>> rectifiers =
        List.of(
            Ops::relu,
            x -> Ops.maximum(x, Tensor.of(DType.F64, 0.0)),
            x -> Ops.clamp(x, 0, 9),
            x -> Ops.leakyRelu(x, 0),
            x -> Ops.elu(x, 0),
            x -> Ops.max(Ops.concat(List.of(x, Tensor.of(DType.F64, 0.0)), 0)),
            x -> Ops.prelu(x, Tensor.of(DType.F64, 0.0)));
    for (UnaryOperator<Tensor> rectifier : rectifiers) {
      for (Subgradient choice : Subgradient.values()) {
        assertThat(
                choice.in(
                    () -> bend(x -> Ops.sqrt(rectifier.apply(x)), Tensor.of(DType.F64, -1.0), 1)))
            .isZero();
      }
    }
    assertThat(bend(x -> Ops.softplus(x, 1, 20), Tensor.of(DType.F64, 30.0), INFINITY)).isZero();
  }

  /** Returns the second derivative of a function of one number, whose cotangent is constant. */
  private static double bend(UnaryOperator<Tensor> f, Tensor x, double cotangent) {
    UnaryOperator<Tensor> slope =
        v -> Autograd.vjp(f, v, Tensor.full(v.dtype(), f.apply(v).shape(), cotangent));
    return slopes(slope, x, 1)[0];
  }

  @Test
  void losers_of_elementwise_selections_have_no_slope() {
    requireSlopes(Ops::relu, at(-1, 2), 0, 1);
    requireSlopes(x -> Ops.leakyRelu(x, 0), at(-1, 2), 0, 1);
    requireSlopes(x -> Ops.leakyRelu(x, -1), at(-1, 2), -1, 1);
    requireSlopes(x -> Ops.elu(x, 0), at(-1, 2), 0, 1);
    requireSlopes(x -> Ops.clamp(x, -1, 1), at(-2, 0.5, 2), 0, 1, 0);
    requireSlopes(x -> Ops.max(0.5, x), at(0, 1), 0, 1);
    requireSlopes(x -> Ops.min(0.5, x), at(0, 1), 1, 0);
  }

  @Test
  void losers_of_a_reduction_have_no_slope() {
    requireSlopes(Ops::max, at(1, 3, 2), 0, 1, 0);
    requireSlopes(Ops::min, at(1, 3, 2), 1, 0, 0);
    requireSlopes(x -> Ops.max(Ops.reshape(x, 2, 2), 0), at(1, 3, 2, 0), 0, 1, 1, 0);
    requireSlopes(x -> Ops.maxAt(x, 0).values(), at(1, 3, 2), 0, 1, 0);
    requireSlopes(x -> Ops.maxout(x, 2), at(1, 3, 2, 0), 0, 1, 1, 0);
    Pool2dOptions two = Pool2dOptions.of(2);
    requireSlopes(x -> Ops.maxPool2d(Ops.reshape(x, 1, 1, 2, 2), two), at(1, 3, 2, 0), 0, 1, 0, 0);
  }

  @Test
  void a_tie_that_a_choice_decides_has_a_loser_too() {
    UnaryOperator<Tensor> maximum = x -> Ops.maximum(Ops.slice(x, 0, 0, 1), Ops.slice(x, 0, 1, 2));
    for (double hostile : HOSTILE) {
      for (UnaryOperator<Tensor> f : List.of(Ops::max, maximum)) {
        Tensor tie = Tensor.of(DType.F64, 4.0, 4);
        assertThat(Subgradient.FIRST.in(() -> slopes(f, tie, hostile))).containsExactly(hostile, 0);
        assertThat(Subgradient.LAST.in(() -> slopes(f, tie, hostile))).containsExactly(0, hostile);
        assertThat(slopes(f, tie, hostile)).containsExactly(hostile, hostile);
      }
    }
  }

  @Test
  void a_slope_that_is_zero_at_a_kink_is_a_choice_too() {
    for (double hostile : HOSTILE) {
      assertThat(slopes(Ops::relu, Tensor.of(DType.F64, 0.0), hostile)).containsExactly(0);
      assertThat(slopes(Ops::abs, Tensor.of(DType.F64, 0.0), hostile)).containsExactly(0);
      assertThat(slopes(Ops::norm, Tensor.of(DType.F64, 0.0, 0), hostile)).containsExactly(0, 0);
      assertThat(slopes(Ops::std, Tensor.of(DType.F64, 0.1, 0.1, 0.1), hostile))
          .containsExactly(0, 0, 0);
    }
  }

  @Test
  void an_extreme_of_NaN_has_NaN_slopes_under_any_choice() {
    for (Subgradient choice : Subgradient.values()) {
      assertThat(choice.in(() -> slopes(Ops::max, Tensor.of(DType.F64, 1, Double.NaN, 2), 1)))
          .containsOnly(Double.NaN);
      assertThat(
              choice.in(() -> slopes(Ops::max, Tensor.of(DType.F64, 1, Double.NaN, 2), INFINITY)))
          .containsOnly(Double.NaN);
    }
  }

  @Test
  void a_selected_NaN_propagates() {
    assertThat(slopes(Ops::relu, Tensor.of(DType.F64, Double.NaN), INFINITY))
        .containsExactly(INFINITY);
    assertThat(slopes(x -> Ops.max(1, x), Tensor.of(DType.F64, Double.NaN), 1)).containsExactly(1);
  }

  @Test
  void a_zero_slope_of_a_smooth_function_is_no_selection() {
    // The sigmoid underflows: the right slope is 1, and 0 would be wrong without a word.
    assertThat(slopes(x -> Ops.log(Ops.sigmoid(x)), Tensor.of(DType.F64, -1000.0), 1))
        .containsExactly(Double.NaN);
  }

  @Test
  void labels_of_a_margin_loss_that_are_far_away_have_no_slope() {
    Tensor labels = Tensor.of(DType.F64, 1.0, -1);
    for (double hostile : HOSTILE) {
      assertThat(
              slopes(
                  s -> Losses.hinge(s, labels, Reduction.NONE),
                  Tensor.of(DType.F64, 3, 0.5),
                  hostile))
          .containsExactly(0, hostile);
      for (int p : new int[] {1, 2}) {
        UnaryOperator<Tensor> loss =
            z -> Losses.multiMargin(Ops.reshape(z, 1, 3), Indices.of(0), p, 1, Reduction.NONE);
        assertThat(slopes(loss, Tensor.of(DType.F64, 5.0, 4.5, -2), hostile))
            .containsExactly(-hostile, hostile, 0);
      }
    }
  }

  @Test
  void a_huber_loss_has_the_slope_delta_outside_and_that_of_a_square_inside() {
    Tensor target = Tensor.of(DType.F64, 0.0, 0, 0);
    UnaryOperator<Tensor> loss = x -> Losses.huber(x, target, 1, Reduction.NONE);
    assertThat(slopes(loss, Tensor.of(DType.F64, 0.5, 7, -INFINITY), INFINITY))
        .containsExactly(INFINITY, INFINITY, -INFINITY);
    assertThat(slopes(loss, Tensor.of(DType.F64, 0.5, INFINITY, -7), 2)).containsExactly(1, 2, -2);
  }

  /** Logits of which the second sample is to be left out. */
  private static List<Tensor> hostileLogits(DType dtype) {
    return DoubleStream.of(0, INFINITY, -INFINITY, Double.NaN)
        .mapToObj(z -> Ops.to(Tensor.of(DType.F64, Shape.of(2, 2), 0.0, 0, z, z), dtype))
        .toList();
  }

  @Test
  void a_sample_that_is_left_out_has_no_slope_whatever_its_logits_and_cotangent_are() {
    CrossEntropyOptions ignored = CrossEntropyOptions.DEFAULT.withIgnoredLabel(1);
    for (DType dtype : DType.values()) {
      Tensor weights = Ops.to(Tensor.of(DType.F64, 1.0, 0), dtype);
      Tensor target = Ops.to(Tensor.of(DType.F64, Shape.of(2, 2), 1.0, 0, 0, 0), dtype);
      List<UnaryOperator<Tensor>> losses =
          List.of(
              z -> Losses.crossEntropy(z, Indices.of(0, 1), ignored),
              z -> Losses.crossEntropy(z, Indices.of(0, 1), ignored.withReduction(Reduction.NONE)),
              z ->
                  Losses.crossEntropy(
                      z, Indices.of(0, 1), CrossEntropyOptions.DEFAULT.withClassWeights(weights)),
              z -> Losses.crossEntropy(z, target, Reduction.SUM));
      UnaryOperator<Tensor> smoothed =
          z -> Losses.crossEntropy(z, Indices.of(0, 1), ignored.withLabelSmoothing(0.5));
      for (Tensor logits : hostileLogits(dtype)) {
        for (UnaryOperator<Tensor> loss : losses) {
          assertThat(slopes(loss, logits, 1)).containsExactly(-0.5, 0.5, 0, 0);
          assertThat(slopes(loss, logits, INFINITY)).containsExactly(-INFINITY, INFINITY, 0, 0);
          assertThat(slopes(loss, logits, Double.NaN))
              .containsExactly(Double.NaN, Double.NaN, 0, 0);
        }
        assertThat(slopes(smoothed, logits, 1)).containsExactly(-0.25, 0.25, 0, 0);
      }
    }
  }

  @Test
  void a_sample_that_is_left_out_has_no_slope_of_second_order() {
    CrossEntropyOptions ignored = CrossEntropyOptions.DEFAULT.withIgnoredLabel(1);
    Tensor target = Tensor.of(DType.F64, Shape.of(2, 2), 1.0, 0, 0, 0);
    List<UnaryOperator<Tensor>> losses =
        List.of(
            z -> Losses.crossEntropy(z, Indices.of(0, 1), ignored),
            z -> Losses.crossEntropy(z, target, Reduction.SUM));
    for (Tensor logits : hostileLogits(DType.F64)) {
      for (UnaryOperator<Tensor> loss : losses) {
        Tensor slopes =
            Autograd.vjp(
                Autograd.grad(loss), logits, Tensor.of(DType.F64, Shape.of(2, 2), 1.0, 0, 1, 1));
        assertThat(slopes.toDoubleArray()).containsExactly(0.25, -0.25, 0, 0);
      }
    }
  }

  @Test
  void a_class_with_a_binary_target_of_zero_is_left_out() {
    Tensor target = Tensor.of(DType.F64, 0.0, 1);
    UnaryOperator<Tensor> loss = z -> Losses.binaryCrossEntropy(z, target, Reduction.NONE);
    Tensor sure = Tensor.of(DType.F64, -INFINITY, INFINITY);
    assertThat(Ops.abs(loss.apply(sure)).toDoubleArray()).containsExactly(0, 0);
    assertThat(slopes(loss, sure, 1)).containsExactly(0, 0);
    assertThat(slopes(loss, Tensor.of(DType.F64, 1.0, 1), INFINITY))
        .containsExactly(INFINITY, -INFINITY);
    UnaryOperator<Tensor> divergence = l -> Losses.klDivergence(l, target, Reduction.NONE);
    assertThat(slopes(divergence, Tensor.of(DType.F64, -1.0, -1), INFINITY))
        .containsExactly(0, -INFINITY);
  }
}
