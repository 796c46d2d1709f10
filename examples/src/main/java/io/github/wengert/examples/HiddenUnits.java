package io.github.wengert.examples;

import io.github.wengert.nn.Activation;
import io.github.wengert.nn.Mlp;
import java.util.Locale;

/** The kinds of hidden units that the main job can be asked for. */
enum HiddenUnits {
  RELU,
  LEAKY_RELU,
  TANH,
  SIGMOID,
  ELU,
  SELU,
  GELU,
  GELU_TANH,
  SOFTPLUS,
  SILU,
  IDENTITY,
  MAXOUT;

  /** Makes the hidden layers of a network of such units; {@code pieces} is for maxout. */
  Mlp.Builder in(Mlp.Builder network, int pieces) {
    return switch (this) {
      case RELU -> network.activation(Activation.RELU);
      case LEAKY_RELU -> network.activation(Activation.leakyRelu(0.01));
      case TANH -> network.activation(Activation.TANH);
      case SIGMOID -> network.activation(Activation.SIGMOID);
      case ELU -> network.activation(Activation.elu(1));
      case SELU -> network.activation(Activation.SELU);
      case GELU -> network.activation(Activation.GELU);
      case GELU_TANH -> network.activation(Activation.GELU_TANH);
      case SOFTPLUS -> network.activation(Activation.SOFTPLUS);
      case SILU -> network.activation(Activation.SILU);
      case IDENTITY -> network.activation(Activation.IDENTITY);
      case MAXOUT -> network.maxout(pieces);
    };
  }

  /** Returns the name as the command line wants it, such as {@code leaky-relu}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
