package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.FusedActivation;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An activation function, which a unit applies to its score, element by element. It is also a layer
 * without parameters.
 *
 * <p>One of your own: {@code new Activation("sine", MyOps::sin, Initializer.GLOROT)}.
 *
 * <p>Source: CS231n, Neural Networks part 1, "Commonly used activation functions".
 *
 * @param label what tables and messages call it, such as {@code leakyRelu(0.01)}
 * @param function the function, which keeps the shape
 * @param initializer the rule for the weights in front of it
 */
public record Activation(String label, UnaryOperator<Tensor> function, Initializer initializer)
    implements Layer {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  /** {@code x}: the activation of output units, whose scores are wanted as they are. */
  public static final Activation IDENTITY = new Activation("identity", x -> x, Initializer.GLOROT);

  /** {@code 1 / (1 + e⁻ˣ)}. */
  public static final Activation SIGMOID =
      new Activation("sigmoid", Ops::sigmoid, Initializer.GLOROT);

  /** The hyperbolic tangent. */
  public static final Activation TANH = new Activation("tanh", Ops::tanh, Initializer.GLOROT);

  /** {@code max(0, x)}. */
  public static final Activation RELU = new Activation("relu", Ops::relu, Initializer.HE);

  /**
   * {@code λ x} above 0, else {@code λ α (eˣ − 1)}, with λ and α such that scores of mean 0 and
   * variance 1 stay so.
   *
   * <p>Source: Klambauer et al., Self-Normalizing Neural Networks, 2017, equations 2 and 14.
   */
  public static final Activation SELU = new Activation("selu", Activation::selu, Initializer.LECUN);

  /** {@code x Φ(x)}, with the normal distribution Φ. */
  public static final Activation GELU = new Activation("gelu", Ops::gelu, Initializer.HE);

  /**
   * The tanh form of {@link #GELU}, {@code ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))}: what networks
   * were trained with before Φ was cheap.
   */
  public static final Activation GELU_TANH =
      new Activation("geluTanh", Ops::geluTanh, Initializer.HE);

  /** {@code ln(1 + eˣ)}. */
  public static final Activation SOFTPLUS =
      new Activation("softplus", Ops::softplus, Initializer.HE);

  /** {@code x / (1 + e⁻ˣ)}, also called swish. */
  public static final Activation SILU = new Activation("silu", Ops::silu, Initializer.HE);

  /** Refuses null. */
  public Activation {
    requireNonNull(label, "activation: label must not be null");
    requireNonNull(function, "activation: function must not be null");
    requireNonNull(initializer, "activation: initializer must not be null");
  }

  /** Returns the same function as one that a layer in front can apply in place, if it is one. */
  Optional<FusedActivation> fusedActivation() {
    if (equals(RELU)) {
      return Optional.of(FusedActivation.RELU);
    }
    if (equals(TANH)) {
      return Optional.of(FusedActivation.TANH);
    }
    return equals(SIGMOID) ? Optional.of(FusedActivation.SIGMOID) : Optional.empty();
  }

  /**
   * Returns {@code x} above 0, else {@code slope · x}.
   *
   * @param slope the slope below 0, finite; 0.01 is usual
   * @throws LayerException if {@code slope} is not finite
   */
  public static Activation leakyRelu(double slope) {
    String label = "leakyRelu(" + requireFinite("leakyRelu", "slope", slope) + ")";
    return new Activation(label, x -> Ops.leakyRelu(x, slope), Initializer.he(slope));
  }

  /**
   * Returns {@code x} above 0, else {@code alpha (eˣ − 1)}.
   *
   * @param alpha minus the limit for small x, finite; 1 is usual
   * @throws LayerException if {@code alpha} is not finite
   */
  public static Activation elu(double alpha) {
    String label = "elu(" + requireFinite("elu", "alpha", alpha) + ")";
    return new Activation(label, x -> Ops.elu(x, alpha), Initializer.HE);
  }

  private static Tensor selu(Tensor x) {
    return Ops.mul(Ops.elu(x, SELU_ALPHA), SELU_SCALE);
  }

  private static double requireFinite(String activation, String attribute, double value) {
    if (!Double.isFinite(value)) {
      throw new LayerException(
          "%s: the %s must be finite: (%s)".formatted(activation, attribute, value));
    }
    return value;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the function makes another shape of {@code x}
   */
  @Override
  public Tensor apply(Tensor x) {
    requireNonNull(x, "activation: x must not be null");
    Tensor y = function.apply(x);
    if (y == null) {
      throw ParameterNames.returnedNull("activation", this);
    }
    if (!y.shape().equals(x.shape())) {
      throw new LayerException(
          "activation: the function must keep the shape: %s (%s ≠ %s)"
              .formatted(label, y.shape(), x.shape()));
    }
    return y;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public boolean keepsShape() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    requireNonNull(input, "activation: input must not be null");
    return input;
  }

  @Override
  public String toString() {
    return label;
  }
}
