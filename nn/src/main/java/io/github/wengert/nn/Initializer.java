package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/** A rule for the first weights of a layer, of shape {@code [out, in]}; biases start at 0. */
@FunctionalInterface
public interface Initializer {
  /**
   * For units followed by a rectifier: normal with deviation {@code √(2 / in)}.
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, 2015, equation 10.
   */
  Initializer HE = RandomTensors::heNormal;

  /**
   * For units followed by tanh, sigmoid or nothing: even in {@code ±√(6 / (in + out))}.
   *
   * <p>Source: Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
   * Networks, 2010, equation 16.
   */
  Initializer GLOROT = RandomTensors::glorotUniform;

  /**
   * Returns the weights.
   *
   * @param key what they are a function of
   */
  Tensor create(Key key, DType dtype, Shape shape);

  /**
   * Returns the rule for units followed by a leaky rectifier: normal with deviation {@code √(2 /
   * ((1 + slope²) in))}.
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, 2015, equation 15.
   *
   * @param slope the slope below 0
   */
  static Initializer he(double slope) {
    double factor = 1 / Math.sqrt(1 + slope * slope);
    return (key, dtype, shape) ->
        RandomTensors.normal(
            key, dtype, shape, 0, factor * Math.sqrt(2.0 / Initializers.fanIn(shape)));
  }
}
