package io.github.wengert.nn;

import io.github.wengert.nn.LayerCases.Forward;
import io.github.wengert.nn.LayerCases.Gradient;
import io.github.wengert.nn.LayerCases.Misuse;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;

/** The cases of normalisations and of dropout, in training and in evaluation. */
final class NormCases {
  private static final Key KEY = Key.of(17);
  private static final double[] MEAN = {0.5, -1, 2};
  private static final double[] VARIANCE = {0.25, 4, 1};
  private static final double[] WEIGHT = {2, -0.5, 3};
  private static final double[] BIAS = {0.25, 0.5, -1};
  private static final double EPS = 0.01;

  private NormCases() {}

  /** Returns a layer whose parameters and buffers are not those of the identity. */
  private static BatchNorm batchNorm() {
    BatchNorm layer = BatchNorm.builder("norm", 3).dtype(DType.F64).eps(EPS).build();
    layer.runningMean().assign(Tensor.of(DType.F64, MEAN));
    layer.runningVariance().assign(Tensor.of(DType.F64, VARIANCE));
    layer.parameters().getFirst().assign(Tensor.of(DType.F64, WEIGHT));
    layer.parameters().getLast().assign(Tensor.of(DType.F64, BIAS));
    return layer;
  }

  private static LayerNorm layerNorm() {
    return LayerNorm.of("layer", Shape.of(3), DType.F64);
  }

  private static Sequential network() {
    return Sequential.of(
        Dense.of("dense", 3, 4, Initializer.GLOROT, DType.F64, KEY),
        BatchNorm.builder("norm", 4).dtype(DType.F64).affine(false).build(),
        Activation.TANH,
        new Dropout(0.3));
  }

  static Stream<Gradient> gradients() {
    Tensor images = RandomTensors.normal(KEY, DType.F64, Shape.of(2, 3, 2, 2), 1, 2);
    return Stream.concat(
        Stream.<Layer>of(
                new Dropout(0.4),
                new InTraining(new Dropout(0.4)),
                layerNorm(),
                batchNorm(),
                new InTraining(batchNorm()),
                new InTraining(network()),
                new Residual(batchNorm()))
            .map(Gradient::new),
        Stream.of(
            new Gradient(LayerNorm.of("layer", Shape.of(2, 2), DType.F64), images, true),
            new Gradient(batchNorm(), images, true),
            new Gradient(new InTraining(batchNorm()), images, true)));
  }

  static Stream<Forward> forward() {
    double[][] x = LayerCases.rows(LayerCases.INPUT);
    return Stream.of(
        new Forward(new Dropout(0.4), x),
        new Forward(layerNorm(), standardized(x)),
        new Forward(batchNorm(), byRunningStatistics(x)));
  }

  private static double[][] standardized(double[][] x) {
    double[][] y = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double mean = Arrays.stream(x[i]).average().orElseThrow();
      double variance =
          Arrays.stream(x[i]).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      y[i] = Arrays.stream(x[i]).map(v -> (v - mean) / Math.sqrt(variance + 1e-5)).toArray();
    }
    return y;
  }

  private static double[][] byRunningStatistics(double[][] x) {
    double[][] y = new double[x.length][3];
    for (int i = 0; i < x.length; i++) {
      for (int c = 0; c < 3; c++) {
        y[i][c] = WEIGHT[c] * (x[i][c] - MEAN[c]) / Math.sqrt(VARIANCE[c] + EPS) + BIAS[c];
      }
    }
    return y;
  }

  static Stream<Misuse> misuses() {
    Tensor wide = Tensor.zeros(DType.F64, Shape.of(2, 9));
    return Stream.of(
        new Misuse(Dropout.class, () -> new Dropout(1), "dropout: the probability is out of range"),
        new Misuse(
            LayerNorm.class,
            () -> layerNorm().apply(wide),
            "layerNorm \"layer\": the input's last axes"),
        new Misuse(
            BatchNorm.class, () -> batchNorm().apply(wide), "batchNorm \"norm\": the input has "));
  }
}
