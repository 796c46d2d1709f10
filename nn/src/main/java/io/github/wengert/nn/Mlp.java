package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A multi-layer perceptron: fully-connected layers with an activation after each but the last,
 * whose outputs are scores. {@code Mlp.of(key, 64, 100, 10)} is {@code s = W₂ max(0, W₁ x + b₁) +
 * b₂} with 64 inputs, 100 hidden units and 10 outputs.
 *
 * <p>The parameters are named {@code layers.0.weight}, {@code layers.0.bias}, {@code
 * layers.1.weight} and so on, and depend on the key and their names only: the same key gives the
 * same bits, so the members of an ensemble need different keys.
 *
 * <pre>{@code
 * List<Mlp> ensemble =
 *     IntStream.range(0, 5).mapToObj(i -> Mlp.of(key.split(i), 64, 100, 10)).toList();
 * }</pre>
 *
 * <p>Source: CS231n, Neural Networks part 1.
 */
public final class Mlp implements Layer {
  private final Sequential network;

  private Mlp(Sequential network) {
    this.network = network;
  }

  /**
   * Returns a network of type {@link DType#F32} with rectifiers.
   *
   * @param key what the weights are a function of, together with their names
   * @param sizes the number of inputs, of units in each hidden layer, and of outputs
   * @throws LayerException if there are fewer than two sizes, or one is below 1
   */
  public static Mlp of(Key key, int... sizes) {
    return builder(key, sizes).build();
  }

  /**
   * Returns a builder for a network that differs from {@link #of} in some way.
   *
   * @param key what the weights are a function of, together with their names
   * @param sizes the number of inputs, of units in each hidden layer, and of outputs
   * @throws LayerException if there are fewer than two sizes, or one is below 1
   */
  public static Builder builder(Key key, int... sizes) {
    requireNonNull(key, "mlp: key must not be null");
    requireNonNull(sizes, "mlp: sizes must not be null");
    return new Builder(key, sizes.clone());
  }

  @Override
  public Tensor apply(Tensor x) {
    return network.apply(x);
  }

  @Override
  public List<Parameter> parameters() {
    return network.parameters();
  }

  @Override
  public List<Parameter> buffers() {
    return network.buffers();
  }

  @Override
  public List<Layer> layers() {
    return network.layers();
  }

  @Override
  public OptionalInt inputs() {
    return network.inputs();
  }

  @Override
  public OptionalInt outputs() {
    return network.outputs();
  }

  @Override
  public Shape outputShape(Shape input) {
    return network.outputShape(input);
  }

  /** Returns the layers, such as {@code Mlp[Dense(2 → 3), tanh, Dense(3 → 1)]}. */
  @Override
  public String label() {
    return network.label().replaceFirst("Sequential", "Mlp");
  }

  @Override
  public String toString() {
    return label();
  }

  /** Configures a network; made by {@link Mlp#builder}. */
  public static final class Builder {
    private final Key key;
    private final int[] sizes;
    private @Nullable Activation activation;
    private int pieces;
    private DType dtype = DType.F32;
    private String name = "";
    private @Nullable Initializer initializer;

    private Builder(Key key, int[] sizes) {
      if (sizes.length < 2) {
        throw new LayerException(
            "mlp: sizes are needed of the input and the output at least: %s (%d sizes < 2)"
                .formatted(Arrays.toString(sizes), sizes.length));
      }
      for (int i = 0; i < sizes.length; i++) {
        if (sizes[i] < 1) {
          throw new LayerException(
              "mlp: a size must be positive: size %d of %s (%d < 1)"
                  .formatted(i, Arrays.toString(sizes), sizes[i]));
        }
      }
      this.key = key;
      this.sizes = sizes;
    }

    /**
     * Applies {@code activation} after each hidden layer, instead of a rectifier.
     *
     * @throws LayerException if the hidden layers are made of {@link #maxout} units
     */
    public Builder activation(Activation activation) {
      requireNonNull(activation, "mlp: activation must not be null");
      if (pieces > 0) {
        throw maxoutHasNoActivation(activation);
      }
      this.activation = activation;
      return this;
    }

    /**
     * Makes the hidden layers of maxout units, which have no activation.
     *
     * @param pieces the number of pieces of each unit, at least 1; 2 is usual
     * @throws LayerException if {@code pieces} is below 1, or an {@link #activation} was chosen
     */
    public Builder maxout(int pieces) {
      if (pieces < 1) {
        throw new LayerException(
            "mlp: each maxout unit needs a piece: (%d pieces < 1)".formatted(pieces));
      }
      if (activation != null) {
        throw maxoutHasNoActivation(activation);
      }
      this.pieces = pieces;
      return this;
    }

    private static LayerException maxoutHasNoActivation(Activation activation) {
      return new LayerException(
          "mlp: maxout units have no activation: %s; choose one of the two".formatted(activation));
    }

    /**
     * Initialises the weights of the hidden layers by this rule, instead of the one that suits
     * their activation. The rule of the last layer stays, since no activation follows it.
     */
    public Builder initializer(Initializer initializer) {
      requireNonNull(initializer, "mlp: initializer must not be null");
      this.initializer = initializer;
      return this;
    }

    /** Sets the element type of the parameters, instead of {@link DType#F32}. */
    public Builder dtype(DType dtype) {
      requireNonNull(dtype, "mlp: dtype must not be null");
      this.dtype = dtype;
      return this;
    }

    /** Puts a prefix in front of the parameters' names: {@code "encoder.layers.0.weight"}. */
    public Builder name(String name) {
      requireNonNull(name, "mlp: name must not be null");
      this.name = name;
      return this;
    }

    /** Returns the network. */
    public Mlp build() {
      ImmutableList.Builder<Layer> layers = ImmutableList.builder();
      String prefix = name.isEmpty() ? "layers." : name + ".layers.";
      int last = sizes.length - 2;
      for (int i = 0; i < last; i++) {
        addHidden(layers, prefix + i, sizes[i], sizes[i + 1]);
      }
      layers.add(
          Dense.of(prefix + last, sizes[last], sizes[last + 1], Initializer.GLOROT, dtype, key));
      return new Mlp(new Sequential(layers.build()));
    }

    private void addHidden(
        ImmutableList.Builder<Layer> layers, String layerName, int inputs, int units) {
      if (pieces > 0) {
        Initializer rule = initializer == null ? Initializer.LECUN : initializer;
        layers.add(Maxout.of(layerName, inputs, units, pieces, rule, dtype, key));
      } else {
        Activation applied = activation == null ? Activation.RELU : activation;
        Initializer rule = initializer == null ? applied.initializer() : initializer;
        layers.add(Dense.of(layerName, inputs, units, rule, dtype, key), applied);
      }
    }
  }
}
