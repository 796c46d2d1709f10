package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Tensor;

/**
 * The factors by which weights must be larger because of the activation that follows them, for
 * {@link Initializer#normal}, {@link Initializer#uniform} and {@link Initializer#orthogonal}.
 *
 * <p>The constants are the usual ones, of PyTorch's {@code calculate_gain}. {@link #preserving} is
 * the factor that makes a function's outputs as large as its scores, in the mean of squares.
 */
public final class Gain {
  /** Of scores that are passed on as they are. */
  public static final double LINEAR = 1;

  /** Of the sigmoid function. */
  public static final double SIGMOID = 1;

  /** Of tanh: a little more than keeps the size, against its shrinking from layer to layer. */
  public static final double TANH = 5.0 / 3;

  /** Of the rectifier, which drops half of the squares. Source: He et al., 2015, section 2.2. */
  public static final double RELU = Math.sqrt(2);

  /**
   * Of the self-normalising unit. Its theory asks for 1 (Klambauer et al., 2017); ¾ is what keeps
   * gradients from growing.
   */
  public static final double SELU = 0.75;

  /** Beyond, the normal density adds less than rounding does. */
  private static final double FARTHEST = 12;

  private static final int INTERVALS = 24_000; // even, with an edge at 0, where kinks are

  private Gain() {}

  /**
   * Returns {@code √(2 / (1 + slope²))}: of the leaky rectifier. Source: He et al., Delving Deep
   * into Rectifiers, 2015, equation 15.
   *
   * @param slope the slope below 0, finite
   * @throws LayerException if {@code slope} is not finite
   */
  public static double leakyRelu(double slope) {
    if (!Double.isFinite(slope)) {
      throw new LayerException("gain: the slope must be finite: (%s)".formatted(slope));
    }
    return Math.sqrt(2 / (1 + slope * slope));
  }

  /**
   * Returns {@code 1 / √E[f(z)²]} for a normal z of mean 0 and variance 1: with this gain, the mean
   * square of what units pass on is that of what they get. For the (leaky) rectifier it is {@link
   * #leakyRelu}, for the others a little different from the usual constants.
   *
   * @throws LayerException if the mean square of the function is 0 or not finite
   */
  public static double preserving(Activation activation) {
    requireNonNull(activation, "gain: activation must not be null");
    double step = 2 * FARTHEST / INTERVALS;
    double[] z = new double[INTERVALS + 1];
    for (int i = 0; i <= INTERVALS; i++) {
      z[i] = (i - INTERVALS / 2) * step;
    }
    double[] f = activation.apply(Tensor.of(DType.F64, z)).toDoubleArray();
    double sum = 0;
    for (int i = 0; i <= INTERVALS; i++) { // the trapezoidal rule; at the ends there is nothing
      sum += f[i] * f[i] * StrictMath.exp(-0.5 * z[i] * z[i]);
    }
    double meanSquare = sum * step / Math.sqrt(2 * Math.PI);
    if (!(meanSquare > 0 && meanSquare < Double.POSITIVE_INFINITY)) {
      throw new LayerException(
          "gain: the mean square of %s must be positive and finite: (%s not in (0, ∞))"
              .formatted(activation, meanSquare));
    }
    return 1 / Math.sqrt(meanSquare);
  }
}
