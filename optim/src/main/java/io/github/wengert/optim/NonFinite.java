package io.github.wengert.optim;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An input in a data set that is infinite or NaN.
 *
 * @param sample the position of its sample in the data set
 * @param feature its position in the sample, row by row
 * @param shape the shape of a sample
 * @param value the input
 */
record NonFinite(int sample, int feature, Shape shape, double value) {
  /** Returns the first one of all samples. */
  static Optional<NonFinite> firstOf(Dataset data) {
    return firstOf(data, IntStream.range(0, data.size()));
  }

  /** Returns the first one of the samples at some positions. */
  static Optional<NonFinite> firstOf(Dataset data, IntStream samples) {
    return samples
        .mapToObj(sample -> inSample(data.inputs(), sample))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<NonFinite> inSample(Tensor inputs, int sample) {
    double[] features = Ops.slice(inputs, 0, sample, sample + 1).toDoubleArray();
    for (int i = 0; i < features.length; i++) {
      if (!Double.isFinite(features[i])) {
        int[] extents = inputs.shape().extents().toArray();
        Shape shape = Shape.of(Arrays.copyOfRange(extents, 1, extents.length));
        return Optional.of(new NonFinite(sample, i, shape, features[i]));
      }
    }
    return Optional.empty();
  }

  /** Returns its place and value, such as {@code sample 17, feature 3 (NaN)}. */
  String describe() {
    return switch (shape.rank()) {
      case 0 -> "sample %d (%s)".formatted(sample, value);
      case 1 -> "sample %d, feature %d (%s)".formatted(sample, feature, value);
      default -> "sample %d, feature %s (%s)".formatted(sample, Arrays.toString(indices()), value);
    };
  }

  /** Returns the index along each axis of a sample. */
  private int[] indices() {
    int[] indices = new int[shape.rank()];
    int rest = feature;
    for (int axis = indices.length - 1; axis >= 0; axis--) {
      indices[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return indices;
  }
}
