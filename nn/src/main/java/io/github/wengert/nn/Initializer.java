package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/**
 * A rule for the first weights of a layer, of shape {@code [out, in, ..]}; biases start at 0.
 *
 * <p>He's, Glorot's and LeCun's rules are {@link #normal} and {@link #uniform} with their {@link
 * Fan fan} and {@link Gain gain}.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * For units followed by a rectifier: normal with deviation {@code √(2 / in)}.
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, 2015, equation 10.
   */
  Initializer HE = new NamedInitializer("he", RandomTensors::heNormal);

  /** Like {@link #HE}, but even in {@code ±√(6 / in)}. */
  Initializer HE_UNIFORM = new NamedInitializer("heUniform", RandomTensors::heUniform);

  /**
   * For units followed by tanh, sigmoid or nothing: even in {@code ±√(6 / (in + out))}.
   *
   * <p>Source: Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
   * Networks, 2010, equation 16.
   */
  Initializer GLOROT = new NamedInitializer("glorot", RandomTensors::glorotUniform);

  /** Like {@link #GLOROT}, but normal with deviation {@code √(2 / (in + out))}. */
  Initializer GLOROT_NORMAL = new NamedInitializer("glorotNormal", RandomTensors::glorotNormal);

  /**
   * For linear and self-normalising units: normal with deviation {@code √(1 / in)}, which keeps the
   * size of what linear units pass on.
   *
   * <p>Source: LeCun et al., Efficient BackProp, 1998, section 4.6.
   */
  Initializer LECUN = new NamedInitializer("lecun", normal(Fan.IN, Gain.LINEAR));

  /** Like {@link #LECUN}, but even in {@code ±√(3 / in)}. */
  Initializer LECUN_UNIFORM = new NamedInitializer("lecunUniform", uniform(Fan.IN, Gain.LINEAR));

  /** All zeros: for biases, and for a last layer whose scores start at zero. */
  Initializer ZEROS =
      new NamedInitializer("zeros", (key, dtype, shape) -> Tensor.zeros(dtype, shape));

  /**
   * Returns the weights.
   *
   * @param key what they are a function of
   */
  Tensor create(Key key, DType dtype, Shape shape);

  /**
   * Returns the rule "normal with mean 0 and deviation {@code gain / √fan}".
   *
   * @param fan which connections count
   * @param gain of the activation that follows, ≥ 0; see {@link Gain}
   * @throws LayerException if {@code gain} is negative or not finite
   */
  static Initializer normal(Fan fan, double gain) {
    requireNonNull(fan, "initializer: fan must not be null");
    requireGain(gain);
    return new NamedInitializer(
        "normal(%s, gain %s)".formatted(fan, gain),
        (key, dtype, shape) ->
            RandomTensors.normal(key, dtype, shape, 0, gain * Math.sqrt(1 / fan.of(shape))));
  }

  /**
   * Returns the rule "even in {@code ± gain √(3 / fan)}", whose deviation is {@code gain / √fan}.
   *
   * @param fan which connections count
   * @param gain of the activation that follows, &gt; 0; see {@link Gain}
   * @throws LayerException if {@code gain} is not positive or not finite
   */
  static Initializer uniform(Fan fan, double gain) {
    requireNonNull(fan, "initializer: fan must not be null");
    requireGain(gain);
    if (gain == 0) {
      throw new LayerException("initializer: an interval needs a width: (gain %s)".formatted(gain));
    }
    return new NamedInitializer(
        "uniform(%s, gain %s)".formatted(fan, gain),
        (key, dtype, shape) -> {
          double bound = gain * Math.sqrt(3 / fan.of(shape));
          return RandomTensors.uniform(key, dtype, shape, -bound, bound);
        });
  }

  /**
   * Returns the rule for units followed by a leaky rectifier: normal with deviation {@code √(2 /
   * ((1 + slope²) in))}.
   *
   * <p>Source: He et al., Delving Deep into Rectifiers, 2015, equation 15.
   *
   * @param slope the slope below 0, finite
   * @throws LayerException if {@code slope} is not finite
   */
  static Initializer he(double slope) {
    return new NamedInitializer(
        "he(slope %s)".formatted(slope), normal(Fan.IN, Gain.leakyRelu(slope)));
  }

  /**
   * Returns the rule of random orthogonal matrices: for {@code [out, in, ..]} seen as a matrix with
   * a row for each unit, the rows are orthogonal and of length {@code gain}; the columns are, if
   * there are fewer of them.
   *
   * <p>A chain of such layers keeps lengths whatever its depth. Source: Saxe et al., Exact
   * Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural Networks, 2014, section
   * 3.
   *
   * @param gain of the activation that follows, ≥ 0; see {@link Gain}
   * @throws LayerException if {@code gain} is negative or not finite
   */
  static Initializer orthogonal(double gain) {
    requireGain(gain);
    return new NamedInitializer(
        "orthogonal(gain %s)".formatted(gain),
        (key, dtype, shape) -> Orthogonal.create(key, dtype, shape, gain));
  }

  /**
   * Returns the rule that all elements are {@code value}. Weights between layers must differ from
   * each other, or their units stay alike for ever; this is for biases, gains and slopes.
   *
   * @throws LayerException if {@code value} is not finite
   */
  static Initializer constant(double value) {
    if (!Double.isFinite(value)) {
      throw new LayerException("initializer: the constant must be finite: (%s)".formatted(value));
    }
    return new NamedInitializer(
        "constant(%s)".formatted(value), (key, dtype, shape) -> Tensor.full(dtype, shape, value));
  }

  private static void requireGain(double gain) {
    if (!(gain >= 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new LayerException(
          "initializer: the gain must not be negative: (%s not in [0, ∞))".formatted(gain));
    }
  }
}
