package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions over every set of axes of shapes up to rank 4, against groups of elements. */
class ReductionsTest {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.SCALAR,
          Shape.of(1),
          Shape.of(9),
          Shape.of(2, 3),
          Shape.of(3, 1, 4),
          Shape.of(2, 3, 2, 3));

  private interface Reducer {
    Tensor apply(Tensor x, int... axes);
  }

  private record Case(
      String name, Reducer dropping, Reducer keeping, ToDoubleFunction<double[]> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Case> cases() {
    return List.of(
        new Case("sum", Ops::sum, Ops::sumKeepingAxes, x -> DoubleStream.of(x).sum()),
        new Case("mean", Ops::mean, Ops::meanKeepingAxes, ReductionsTest::mean),
        new Case("max", Ops::max, Ops::maxKeepingAxes, x -> DoubleStream.of(x).max().orElseThrow()),
        new Case("min", Ops::min, Ops::minKeepingAxes, x -> DoubleStream.of(x).min().orElseThrow()),
        new Case(
            "prod",
            Ops::prod,
            Ops::prodKeepingAxes,
            x -> DoubleStream.of(x).reduce(1, (a, b) -> a * b)),
        new Case("norm", Ops::norm, Ops::normKeepingAxes, ReductionsTest::norm),
        new Case(
            "logSumExp",
            Ops::logSumExp,
            Ops::logSumExpKeepingAxes,
            x -> Math.log(DoubleStream.of(x).map(Math::exp).sum())),
        new Case(
            "variance",
            Ops::variance,
            Ops::varianceKeepingAxes,
            x -> squaredDeviations(x) / x.length),
        new Case(
            "sampleVariance",
            Ops::sampleVariance,
            Ops::sampleVarianceKeepingAxes,
            x -> squaredDeviations(x) / (x.length - 1)),
        new Case(
            "std", Ops::std, Ops::stdKeepingAxes, x -> Math.sqrt(squaredDeviations(x) / x.length)),
        new Case(
            "sampleStd",
            Ops::sampleStd,
            Ops::sampleStdKeepingAxes,
            x -> Math.sqrt(squaredDeviations(x) / (x.length - 1))));
  }

  private static double norm(double[] x) {
    return Math.sqrt(DoubleStream.of(x).map(v -> v * v).sum());
  }

  private static double mean(double[] x) {
    return DoubleStream.of(x).sum() / x.length;
  }

  private static double squaredDeviations(double[] x) {
    double mean = mean(x);
    return DoubleStream.of(x).map(v -> (v - mean) * (v - mean)).sum();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void every_set_of_axes_reduces_the_groups_it_makes(Case reduction) {
    for (Shape shape : SHAPES) {
      Tensor x = Naive.eighths(7, shape.toArray());
      for (int set = 0; set < 1 << shape.rank(); set++) {
        int chosen = set;
        int[] axes = IntStream.range(0, shape.rank()).filter(a -> (chosen >> a & 1) != 0).toArray();
        int[] reduced = axes.length == 0 ? IntStream.range(0, shape.rank()).toArray() : axes;
        boolean isEstimate = reduction.name().startsWith("sample");
        if (!isEstimate || Arrays.stream(reduced).map(shape::size).reduce(1, (a, b) -> a * b) > 1) {
          Tensor kept = expected(x, reduced, reduction.expected());
          assertClose(reduction.keeping().apply(x, axes), kept);
          assertClose(reduction.dropping().apply(x, axes), dropped(kept, reduced));
          assertClose(reduction.keeping().apply(x, backwards(axes, shape.rank())), kept);
        }
      }
    }
  }

  /** Returns the same axes in the opposite order, counted from the end. */
  private static int[] backwards(int[] axes, int rank) {
    return IntStream.range(0, axes.length).map(i -> axes[axes.length - 1 - i] - rank).toArray();
  }

  private static Tensor expected(Tensor x, int[] reduced, ToDoubleFunction<double[]> f) {
    Map<List<Integer>, List<Double>> groups = new HashMap<>();
    Naive.forEachIndex(
        x.shape(),
        index ->
            groups.computeIfAbsent(group(index, reduced), k -> new ArrayList<>()).add(x.at(index)));
    int[] extents = x.shape().toArray();
    Arrays.stream(reduced).forEach(axis -> extents[axis] = 1);
    return Naive.generate(
        Shape.of(extents),
        index ->
            f.applyAsDouble(
                groups.get(group(index, reduced)).stream().mapToDouble(d -> d).toArray()));
  }

  private static List<Integer> group(int[] index, int[] reduced) {
    int[] group = index.clone();
    Arrays.stream(reduced).forEach(axis -> group[axis] = 0);
    return Arrays.stream(group).boxed().toList();
  }

  private static Tensor dropped(Tensor kept, int[] reduced) {
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < kept.rank(); axis++) {
      if (Arrays.binarySearch(reduced, axis) < 0) {
        extents.add(kept.shape().size(axis));
      }
    }
    int[] left = extents.stream().mapToInt(i -> i).toArray();
    return Tensor.of(DType.F64, Shape.of(left), kept.toDoubleArray());
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-13));
  }

  @Test
  void a_sum_of_nothing_is_zero() {
    Tensor empty = Tensor.zeros(DType.F64, Shape.of(2, 0, 3));
    assertThat(Ops.sum(empty, 1)).hasToString("F64[2, 3] [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]");
    assertThat(Ops.sum(empty).item()).isZero();
    assertThat(Ops.sum(empty, 0).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void an_extreme_of_no_groups_is_empty() {
    Tensor empty = Tensor.zeros(DType.F64, Shape.of(0, 3));
    assertThat(Ops.max(empty, 1).shape()).isEqualTo(Shape.of(0));
    assertThat(Ops.argmax(empty, 1).shape()).isEqualTo(Shape.of(0));
    assertThat(Ops.maxAt(empty, 1).values().shape()).isEqualTo(Shape.of(0));
    assertThat(Ops.softmax(empty, 1).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void argmax_and_argmin_find_the_first_extreme_along_any_axis() {
    for (Shape shape : SHAPES) {
      Tensor x = Naive.eighths(8, shape.toArray());
      for (int axis = -shape.rank(); axis < shape.rank(); axis++) {
        int along = axis < 0 ? axis + shape.rank() : axis;
        Picked max = Ops.maxAt(x, axis);
        Picked min = Ops.minAt(x, axis);
        assertThat(Ops.argmax(x, axis)).isEqualTo(max.indices());
        assertThat(Ops.argmin(x, axis)).isEqualTo(min.indices());
        assertThat(max.values().hasSameBits(Ops.max(x, axis))).isTrue();
        assertThat(min.values().hasSameBits(Ops.min(x, axis))).isTrue();
        for (int i = 0; i < max.indices().elements(); i++) {
          List<Double> lane = lane(x, along, Naive.indexAt(max.indices().shape(), i));
          assertThat(max.indices().get(i)).isEqualTo(lane.indexOf(Collections.max(lane)));
          assertThat(min.indices().get(i)).isEqualTo(lane.indexOf(Collections.min(lane)));
        }
      }
    }
  }

  private static List<Double> lane(Tensor x, int along, int[] index) {
    return IntStream.range(0, x.shape().size(along))
        .mapToObj(l -> x.at(Naive.insert(index, along, l)))
        .toList();
  }

  @Test
  void softmax_and_logSoftmax_normalise_along_any_axis() {
    Tensor x = Naive.eighths(9, 2, 3, 4);
    for (int axis = -3; axis < 3; axis++) {
      int along = axis < 0 ? axis + 3 : axis;
      Tensor expected =
          Naive.generate(
              x.shape(),
              index ->
                  Math.exp(x.at(index))
                      / lane(x, along, Naive.without(index, along)).stream()
                          .mapToDouble(Math::exp)
                          .sum());
      assertClose(Ops.softmax(x, axis), expected);
      assertClose(Ops.exp(Ops.logSoftmax(x, axis)), expected);
    }
  }
}
