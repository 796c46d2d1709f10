package io.github.wengert.ops;

/** Tensors to differentiate at: seeded, in double precision, away from kinks and ties. */
final class Samples {
  private Samples() {}

  /** Returns distinct values of both signs, at least 0.1 from 0 and from each other. */
  static Tensor spread(long seed, int... extents) {
    return map(
        seed, extents, (rank, jitter) -> (rank % 2 == 0 ? 1 : -1) * (0.3 + 0.1 * rank + jitter));
  }

  /** Returns distinct positive values, at least 0.1 from 0 and from each other. */
  static Tensor positive(long seed, int... extents) {
    return map(seed, extents, (rank, jitter) -> 0.4 + 0.15 * rank + jitter);
  }

  /** Returns values in [−2, 2], without regard to kinks. */
  static Tensor smooth(long seed, int... extents) {
    return RandomTensors.uniform(Key.of(seed), DType.F64, Shape.of(extents), -2, 2);
  }

  /** Returns rows that are probability distributions. */
  static Tensor distributions(long seed, int rows, int classes) {
    return Ops.softmax(smooth(seed, rows, classes), 1);
  }

  private interface Value {
    double at(int rank, double jitter);
  }

  private static Tensor map(long seed, int[] extents, Value value) {
    Key key = Key.of(seed);
    Shape shape = Shape.of(extents);
    int[] ranks = key.permutation(shape.elements());
    double[] elements = new double[ranks.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = value.at(ranks[i], 0.04 * key.split("jitter").uniform(i));
    }
    return Tensor.of(DType.F64, shape, elements);
  }
}
