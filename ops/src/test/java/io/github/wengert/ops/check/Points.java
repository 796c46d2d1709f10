package io.github.wengert.ops.check;

import com.google.common.collect.Streams;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Where a function is checked: tensors for each seed. */
@FunctionalInterface
interface Points {
  List<Tensor> of(Key key);

  /** Returns the same tensor for each seed. */
  static Points at(double... elements) {
    return key -> List.of(Tensor.of(DType.F64, elements));
  }

  /** Returns the same matrix for each seed. */
  static Points rows(double[]... rows) {
    return key -> List.of(Tensor.ofRows(DType.F64, rows));
  }

  /** Returns normal numbers. */
  static Points normal(int... extents) {
    return key -> List.of(RandomTensors.normal(key, DType.F64, Shape.of(extents), 0, 1));
  }

  /** Returns numbers of either sign, at least 0.2 from 0. */
  static Points awayFromZero(int... extents) {
    return mapped(v -> v + Math.copySign(0.2, v), normal(extents));
  }

  /** Returns numbers in [low, high). */
  static Points uniform(double low, double high, int... extents) {
    return key -> List.of(RandomTensors.uniform(key, DType.F64, Shape.of(extents), low, high));
  }

  /** Returns the points with every element multiplied by a number. */
  static Points scaled(double by, Points points) {
    return mapped(v -> by * v, points);
  }

  /** Returns the points with a function applied to each element. */
  static Points mapped(DoubleUnaryOperator f, Points points) {
    return key -> points.of(key).stream().map(x -> Rule.map(x, f)).toList();
  }

  /** Returns the tensors of all points, one after the other. */
  static Points all(Points... points) {
    return key ->
        Streams.mapWithIndex(Stream.of(points), (p, i) -> p.of(key.split(i)))
            .flatMap(List::stream)
            .toList();
  }
}
