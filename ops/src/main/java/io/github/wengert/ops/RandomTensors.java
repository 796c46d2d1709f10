package io.github.wengert.ops;

import java.util.function.LongToDoubleFunction;

/**
 * Random tensors, each a function of its {@link Key} alone: the same key gives the same bits
 * everywhere.
 *
 * <p>For initial weights, <em>fan</em> counts the connections of a unit. A weight of shape {@code
 * [out, in]} has fan-in {@code in} and fan-out {@code out}; further axes multiply both.
 */
public final class RandomTensors {
  /** Bounds the magnitude of normal numbers: the quantile of 2⁻⁵³ is −8.21. */
  private static final double FARTHEST = 8.3;

  private RandomTensors() {}

  /**
   * Returns numbers that are distributed evenly in [low, high).
   *
   * <p>All of them are in the interval as numbers of the type, too: one that would be rounded out
   * of it is the nearest in it.
   *
   * @throws AttributeException unless {@code low < high}, both are in the range of the type, and a
   *     number of the type lies between them
   */
  public static Tensor uniform(Key key, DType dtype, Shape shape, double low, double high) {
    requireAll("uniform", key, dtype, shape);
    if (!(low < high && high - low < Double.POSITIVE_INFINITY)) {
      throw new AttributeException(
          "uniform: the bounds must be finite, in order, and a finite number apart: (%s, %s)"
              .formatted(low, high));
    }
    requireInRange("uniform", "bound", low, dtype);
    requireInRange("uniform", "bound", high, dtype);
    double least = leastFrom(low, dtype);
    double largest = largestBelow(high, dtype);
    if (least > largest) {
      throw new AttributeException(
          "uniform: no number of type %s lies in the interval: [%s, %s) (%s > %s)"
              .formatted(dtype, low, high, least, largest));
    }
    return generate(
        dtype, shape, i -> Math.clamp(low + (high - low) * key.uniform(i), least, largest));
  }

  private static void requireInRange(String operation, String what, double value, DType dtype) {
    if (dtype == DType.F32 && Math.abs(value) > Float.MAX_VALUE) {
      throw new AttributeException(
          "%s: a %s is out of the range of %s: (|%s| > %s)"
              .formatted(operation, what, dtype, value, Float.MAX_VALUE));
    }
  }

  /** Returns the least number of a type from {@code bound} on. */
  private static double leastFrom(double bound, DType dtype) {
    if (dtype == DType.F64) {
      return bound;
    }
    float rounded = (float) bound;
    return rounded >= bound ? rounded : Math.nextUp(rounded);
  }

  /** Returns the largest number of a type below {@code bound}, which rounding must not reach. */
  private static double largestBelow(double bound, DType dtype) {
    if (dtype == DType.F64) {
      return Math.nextDown(bound);
    }
    float rounded = (float) bound;
    return rounded < bound ? rounded : Math.nextDown(rounded);
  }

  /**
   * Returns numbers that are distributed normally.
   *
   * @param mean the mean, finite
   * @param deviation the standard deviation, ≥ 0
   * @throws AttributeException if {@code deviation} is negative, a number is not finite, or the
   *     farthest of all numbers would be infinite
   */
  public static Tensor normal(Key key, DType dtype, Shape shape, double mean, double deviation) {
    requireAll("normal", key, dtype, shape);
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new AttributeException(
          "normal: the deviation must not be negative: (%s not in [0, ∞))".formatted(deviation));
    }
    if (!Double.isFinite(mean)) {
      throw new AttributeException("normal: the mean must be finite: (%s)".formatted(mean));
    }
    double farthest = Math.abs(mean) + FARTHEST * deviation;
    if (farthest > (dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE)) {
      throw new AttributeException(
          "normal: numbers would be out of the range of %s: mean %s, deviation %s (up to %s)"
              .formatted(dtype, mean, deviation, farthest));
    }
    return generate(dtype, shape, i -> mean + deviation * key.normal(i));
  }

  /**
   * Returns weights for units followed by a rectifier: normal with mean 0 and deviation {@code √(2
   * / fanIn)}.
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, 2015, equation 10.
   *
   * @throws ShapeException if the shape has fewer than two axes or no elements
   */
  public static Tensor heNormal(Key key, DType dtype, Shape shape) {
    requireAll("heNormal", key, dtype, shape);
    return normal(key, dtype, shape, 0, Math.sqrt(2.0 / fanIn("heNormal", shape)));
  }

  /**
   * Returns weights for units followed by a rectifier: even in {@code ±√(6 / fanIn)}.
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, 2015, equation 10.
   *
   * @throws ShapeException if the shape has fewer than two axes or no elements
   */
  public static Tensor heUniform(Key key, DType dtype, Shape shape) {
    requireAll("heUniform", key, dtype, shape);
    double bound = Math.sqrt(6.0 / fanIn("heUniform", shape));
    return uniform(key, dtype, shape, -bound, bound);
  }

  /**
   * Returns weights for units followed by a tanh or sigmoid: normal with mean 0 and deviation
   * {@code √(2 / (fanIn + fanOut))}.
   *
   * <p>Source: Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
   * Networks, 2010, equation 12.
   *
   * @throws ShapeException if the shape has fewer than two axes or no elements
   */
  public static Tensor glorotNormal(Key key, DType dtype, Shape shape) {
    requireAll("glorotNormal", key, dtype, shape);
    double fans = fanIn("glorotNormal", shape) + fanOut(shape);
    return normal(key, dtype, shape, 0, Math.sqrt(2.0 / fans));
  }

  /**
   * Returns weights for units followed by a tanh or sigmoid: even in {@code ±√(6 / (fanIn +
   * fanOut))}.
   *
   * <p>Source: Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
   * Networks, 2010, equation 16.
   *
   * @throws ShapeException if the shape has fewer than two axes or no elements
   */
  public static Tensor glorotUniform(Key key, DType dtype, Shape shape) {
    requireAll("glorotUniform", key, dtype, shape);
    double bound = Math.sqrt(6.0 / (fanIn("glorotUniform", shape) + fanOut(shape)));
    return uniform(key, dtype, shape, -bound, bound);
  }

  /**
   * Returns a mask to multiply activations by while training: 0 with probability {@code rate}, else
   * {@code 1 / (1 − rate)}, so that the expectation stays (inverted dropout).
   *
   * <p>Source: Srivastava et al., Dropout, 2014; CS231n, Neural Networks part 2.
   *
   * @param rate the share that is dropped, in [0, 1)
   * @throws AttributeException if {@code rate} is not in [0, 1)
   */
  public static Tensor dropoutMask(Key key, DType dtype, Shape shape, double rate) {
    requireAll("dropoutMask", key, dtype, shape);
    if (!(rate >= 0 && rate < 1)) {
      throw new AttributeException(
          "dropoutMask: the rate must be the share that is dropped: (%s not in [0, 1))"
              .formatted(rate));
    }
    return generate(dtype, shape, i -> key.uniform(i) < rate ? 0 : 1 / (1 - rate));
  }

  private static void requireAll(String operation, Key key, DType dtype, Shape shape) {
    Nulls.require(operation, "key", key);
    Nulls.require(operation, "dtype", dtype);
    Nulls.require(operation, "shape", shape);
  }

  private static Tensor generate(DType dtype, Shape shape, LongToDoubleFunction number) {
    Tensor result = Tensor.zeros(dtype, shape);
    for (int i = 0; i < result.elements(); i++) {
      result.set(i, number.applyAsDouble(i));
    }
    return result;
  }

  private static int fanIn(String operation, Shape shape) {
    if (shape.rank() < 2) {
      throw new ShapeException(
          "%s: a weight needs the axes [out, in, ..]: %s (%d axes < 2)"
              .formatted(operation, shape, shape.rank()));
    }
    if (shape.elements() == 0) {
      throw new ShapeException(
          "%s: a weight needs an element: %s (0 < 1)".formatted(operation, shape));
    }
    return shape.elements(1, shape.rank());
  }

  private static int fanOut(Shape shape) {
    return shape.size(0) * shape.elements(2, shape.rank());
  }
}
