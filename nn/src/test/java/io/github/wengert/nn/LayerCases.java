package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** The cases of each layer. This is where a new layer gets its own. */
final class LayerCases {
  /** A batch of inputs for all of them. */
  static final Tensor INPUT = RandomTensors.normal(Key.of(12), DType.F64, Shape.of(5, 3), 0, 1);

  private static final Key KEY = Key.of(11);

  /** A layer and what it must make of an input, by loops of plain Java. */
  record Forward(Layer layer, Tensor input, Tensor expected) {
    Forward(Layer layer, double[][] rows) {
      this(layer, INPUT, Tensor.ofRows(DType.F64, rows));
    }
  }

  /**
   * A layer whose gradients are checked.
   *
   * @param input where
   * @param byInput whether it has a derivative by its input
   */
  record Gradient(Layer layer, Tensor input, boolean byInput) {
    Gradient(Layer layer) {
      this(layer, INPUT, true);
    }

    @Override
    public String toString() {
      return layer.label();
    }
  }

  /** A call that must be refused. */
  record Misuse(Class<? extends Layer> layer, Runnable call, String message) {}

  private LayerCases() {}

  /** Returns layers whose gradients are checked. */
  static Stream<Gradient> gradients() {
    Stream<Layer> layers =
        Stream.of(
            Dense.of("dense", 3, 4, Initializer.HE, DType.F64, KEY),
            Maxout.of("maxout", 3, 2, 3, DType.F64, KEY),
            Neuron.of("neuron", 3, Activation.SIGMOID, DType.F64, KEY),
            Neuron.of("neuron", 3, Activation.TANH, DType.F64, KEY),
            Sequential.of(
                Dense.of("a", 3, 4, Activation.elu(1).initializer(), DType.F64, KEY),
                Activation.elu(1),
                Maxout.of("b", 4, 2, 2, DType.F64, KEY)),
            Mlp.builder(KEY, 3, 5, 4, 2).activation(Activation.GELU).dtype(DType.F64).build(),
            Mlp.builder(KEY, 3, 5, 4, 2).maxout(2).dtype(DType.F64).build());
    return Stream.of(
            Stream.concat(ActivationTest.all(), layers).map(Gradient::new),
            UnitCases.gradients(),
            NormCases.gradients(),
            ImageCases.gradients())
        .flatMap(cases -> cases);
  }

  /** Returns values; those of activations stand in {@link ActivationTest#formulas()}. */
  static List<Forward> forward() {
    double[][] x = rows(INPUT);
    Dense dense = Dense.of("dense", 3, 4, Initializer.HE, DType.F64, KEY);
    Maxout maxout = Maxout.of("maxout", 3, 2, 3, DType.F64, KEY);
    Neuron neuron = Neuron.of("neuron", 3, Activation.TANH, DType.F64, KEY);
    Sequential sequential = Sequential.of(dense, Activation.RELU);
    Mlp mlp = Mlp.builder(KEY, 3, 5, 2).activation(Activation.TANH).dtype(DType.F64).build();
    List<Parameter> p = mlp.parameters();
    double[][] hidden = map(affine(x, p.get(0), p.get(1)), Math::tanh);
    double[][] sums = affine(x, neuron.weight(), neuron.bias());
    List<Forward> forward =
        List.of(
            new Forward(dense, affine(x, dense.weight(), dense.bias())),
            new Forward(maxout, largest(affine(x, maxout.weight(), maxout.bias()), 3)),
            new Forward(neuron, map(sums, Math::tanh)),
            new Forward(
                sequential, map(affine(x, dense.weight(), dense.bias()), y -> y > 0 ? y : 0)),
            new Forward(mlp, affine(hidden, p.get(2), p.get(3))));
    return Stream.of(
            forward.stream(), UnitCases.forward(), NormCases.forward(), ImageCases.forward())
        .flatMap(cases -> cases)
        .toList();
  }

  static double[][] rows(Tensor matrix) {
    double[][] rows = new double[matrix.shape().size(0)][matrix.shape().size(1)];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = matrix.at(i, j);
      }
    }
    return rows;
  }

  static double[][] affine(double[][] x, Tensor weight, Tensor bias) {
    double[][] w = rows(weight);
    double[][] y = new double[x.length][w.length];
    for (int i = 0; i < x.length; i++) {
      for (int unit = 0; unit < w.length; unit++) {
        y[i][unit] = bias.at(unit);
        for (int j = 0; j < x[i].length; j++) {
          y[i][unit] += w[unit][j] * x[i][j];
        }
      }
    }
    return y;
  }

  static double[][] map(double[][] x, DoubleUnaryOperator f) {
    return Stream.of(x).map(row -> Arrays.stream(row).map(f).toArray()).toArray(double[][]::new);
  }

  static double[][] largest(double[][] x, int pieces) {
    double[][] y = new double[x.length][x[0].length / pieces];
    for (int i = 0; i < y.length; i++) {
      for (int unit = 0; unit < y[i].length; unit++) {
        y[i][unit] = Double.NEGATIVE_INFINITY;
        for (int piece = 0; piece < pieces; piece++) {
          y[i][unit] = Math.max(y[i][unit], x[i][unit * pieces + piece]);
        }
      }
    }
    return y;
  }

  /** Returns misuses; each layer's own test has more of them. */
  static List<Misuse> misuses() {
    Tensor wide = Tensor.zeros(DType.F64, Shape.of(2, 9));
    Dense dense = Dense.of("d", 3, 4, Initializer.HE, DType.F64, KEY);
    Maxout maxout = Maxout.of("m", 3, 2, 3, DType.F64, KEY);
    Neuron neuron = Neuron.of("n", 3, Activation.TANH, DType.F64, KEY);
    List<Misuse> misuses =
        List.of(
            new Misuse(Dense.class, () -> dense.apply(wide), "dense \"d\": the input's last axis"),
            new Misuse(
                Maxout.class, () -> maxout.apply(wide), "maxout \"m\": the input's last axis"),
            new Misuse(
                Neuron.class, () -> neuron.apply(wide), "neuron \"n\": the input's last axis"),
            new Misuse(Sequential.class, Sequential::of, "sequential: a network needs a layer: "),
            new Misuse(
                Mlp.class, () -> Mlp.of(KEY, 64), "mlp: sizes are needed of the input and the "),
            new Misuse(
                Activation.class,
                () -> Activation.leakyRelu(Double.NaN),
                "leakyRelu: the slope must be finite: "),
            new Misuse(
                Activation.class,
                () -> Activation.elu(Double.NaN),
                "elu: the alpha must be finite: "));
    return Stream.of(
            misuses.stream(), UnitCases.misuses(), NormCases.misuses(), ImageCases.misuses())
        .flatMap(cases -> cases)
        .toList();
  }
}
