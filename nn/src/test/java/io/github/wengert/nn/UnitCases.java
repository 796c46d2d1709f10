package io.github.wengert.nn;

import io.github.wengert.nn.LayerCases.Forward;
import io.github.wengert.nn.LayerCases.Gradient;
import io.github.wengert.nn.LayerCases.Misuse;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.stream.Stream;

/** The cases of classifiers, learned slopes, tables, and layers that join others. */
final class UnitCases {
  private static final Key KEY = Key.of(13);
  private static final double[] SLOPES = {0.25, -0.5, 2};
  private static final Tensor POSITIONS = Tensor.of(DType.F64, Shape.of(2, 2), 3, 0, 3, 1);

  private UnitCases() {}

  private static Prelu prelu() {
    return new Prelu(Parameter.of("slope", Tensor.of(DType.F64, SLOPES)));
  }

  private static Dense dense(String name, int outputs) {
    return Dense.of(name, 3, outputs, Initializer.GLOROT, DType.F64, KEY);
  }

  private static MixedActivation mixed() {
    return MixedActivation.of(Activation.TANH, 2).and(Activation.RELU, 1);
  }

  static Stream<Gradient> gradients() {
    Tensor image = RandomTensors.normal(KEY, DType.F64, Shape.of(2, 3, 2, 2), 0, 1);
    return Stream.concat(
        Stream.<Layer>of(
                BinarySoftmax.of("softmax", 3, DType.F64, KEY),
                BinarySvm.of("svm", 3, DType.F64, KEY),
                prelu(),
                Prelu.shared("one", DType.F64),
                new Residual(Sequential.of(dense("residual", 3), Activation.TANH)),
                Parallel.of(
                    Sequential.of(dense("a", 2), Activation.GELU),
                    Maxout.of("b", 3, 2, 2, DType.F64, KEY)),
                mixed())
            .map(Gradient::new),
        Stream.of(
            new Gradient(prelu(), image, true),
            new Gradient(Embedding.of("table", 4, 3, DType.F64, KEY), POSITIONS, false)));
  }

  static Stream<Forward> forward() {
    double[][] x = LayerCases.rows(LayerCases.INPUT);
    BinarySoftmax softmax = BinarySoftmax.of("softmax", 3, DType.F64, KEY);
    BinarySvm svm = BinarySvm.of("svm", 3, DType.F64, KEY);
    Dense first = dense("first", 3);
    Dense second = dense("second", 2);
    Embedding table = Embedding.of("table", 4, 3, DType.F64, KEY);
    double[][] w = LayerCases.rows(table.weight());
    Tensor vectors = Tensor.ofRows(DType.F64, w[3], w[0], w[3], w[1]);
    return Stream.of(
        new Forward(
            softmax,
            LayerCases.map(
                LayerCases.affine(x, softmax.neuron().weight(), softmax.neuron().bias()),
                s -> 1 / (1 + Math.exp(-s)))),
        new Forward(svm, LayerCases.affine(x, svm.neuron().weight(), svm.neuron().bias())),
        new Forward(prelu(), withSlopes(x)),
        new Forward(
            new Residual(first), sum(x, LayerCases.affine(x, first.weight(), first.bias()))),
        new Forward(
            Parallel.of(first, second),
            beside(
                LayerCases.affine(x, first.weight(), first.bias()),
                LayerCases.affine(x, second.weight(), second.bias()))),
        new Forward(mixed(), tanhTanhRelu(x)),
        new Forward(table, POSITIONS, vectors));
  }

  private static double[][] withSlopes(double[][] x) {
    double[][] y = new double[x.length][SLOPES.length];
    for (int i = 0; i < y.length; i++) {
      for (int unit = 0; unit < SLOPES.length; unit++) {
        y[i][unit] = x[i][unit] > 0 ? x[i][unit] : SLOPES[unit] * x[i][unit];
      }
    }
    return y;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] y = new double[a.length][a[0].length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y[i].length; j++) {
        y[i][j] = a[i][j] + b[i][j];
      }
    }
    return y;
  }

  private static double[][] beside(double[][] a, double[][] b) {
    double[][] y = new double[a.length][a[0].length + b[0].length];
    for (int i = 0; i < y.length; i++) {
      System.arraycopy(a[i], 0, y[i], 0, a[i].length);
      System.arraycopy(b[i], 0, y[i], a[i].length, b[i].length);
    }
    return y;
  }

  private static double[][] tanhTanhRelu(double[][] x) {
    double[][] y = new double[x.length][];
    for (int i = 0; i < y.length; i++) {
      y[i] = new double[] {Math.tanh(x[i][0]), Math.tanh(x[i][1]), Math.max(0, x[i][2])};
    }
    return y;
  }

  static Stream<Misuse> misuses() {
    Tensor wide = Tensor.zeros(DType.F64, Shape.of(2, 9));
    BinarySoftmax softmax = BinarySoftmax.of("n", 3, DType.F64, KEY);
    BinarySvm svm = BinarySvm.of("n", 3, DType.F64, KEY);
    Embedding table = Embedding.of("table", 4, 3, DType.F64, KEY);
    return Stream.of(
        new Misuse(
            BinarySoftmax.class,
            () -> softmax.withThreshold(1),
            "binarySoftmax: the threshold must be a probability: "),
        new Misuse(BinarySvm.class, () -> svm.apply(wide), "neuron \"n\": the input's last axis"),
        new Misuse(Prelu.class, () -> prelu().apply(wide), "prelu \"slope\": the input's axis 1"),
        new Misuse(
            Embedding.class,
            () -> table.apply(Tensor.of(DType.F64, 0.5)),
            "embedding \"table\": an index must be a whole number: "),
        new Misuse(
            Residual.class,
            () -> new Residual(dense("d", 4)),
            "residual: the layer must keep the shape: "),
        new Misuse(Parallel.class, Parallel::of, "parallel: a layer needs a group of units: "),
        new Misuse(
            MixedActivation.class,
            () -> mixed().apply(wide),
            "mixedActivation: the input has another number of units: "));
  }
}
