package io.github.wengert.examples.peers;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A net and a batch whose training step is measured. Public, as JMH's generated code names it. */
public enum TrainingRow {
  PIXELS_1(Units.RELU, 1, 3072, 100, 10),
  PIXELS_32(Units.RELU, 32, 3072, 100, 10),
  PIXELS_128(Units.RELU, 128, 3072, 100, 10),
  PIXELS_1024(Units.RELU, 1024, 3072, 100, 10),
  DIGITS_128(Units.RELU, 128, 784, 512, 512, 10),
  TINY_1(Units.TANH, 1, 2, 16, 16, 1),
  TINY_32(Units.TANH, 32, 2, 16, 16, 1),
  WIDE_256(Units.RELU, 256, 1024, 4096, 4096, 10),
  MAXOUT_128(Units.MAXOUT, 128, 784, 240, 10),

  /** The net of {@link io.github.wengert.examples.LeNet}. */
  LENET_128(
      Units.RELU,
      128,
      new AffineLayer(1, 16, 5, 2, 28),
      new AffineLayer(16, 32, 5, 0, 14),
      AffineLayer.dense(800, 128),
      AffineLayer.dense(128, 10));

  /** What the hidden layers are made of. */
  enum Units {
    RELU,
    TANH,
    MAXOUT
  }

  /** The largest of so many affine functions is a maxout unit's output. */
  static final int PIECES = 5;

  private final Units units;
  private final int batch;

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers, which it is not told
  private final ImmutableList<AffineLayer> layers;

  /** A multi-layer perceptron. */
  TrainingRow(Units units, int batch, Integer... sizes) {
    this(units, batch, dense(units, sizes));
  }

  TrainingRow(Units units, int batch, AffineLayer... layers) {
    this.units = units;
    this.batch = batch;
    this.layers = ImmutableList.copyOf(layers);
  }

  private static AffineLayer[] dense(Units units, Integer... sizes) {
    AffineLayer[] layers = new AffineLayer[sizes.length - 1];
    for (int i = 0; i < layers.length; i++) {
      int pieces = units == Units.MAXOUT && i < layers.length - 1 ? PIECES : 1;
      layers[i] = AffineLayer.dense(sizes[i], sizes[i + 1] * pieces);
    }
    return layers;
  }

  Units units() {
    return units;
  }

  int batch() {
    return batch;
  }

  Shape inputShape() {
    return layers.getFirst().inputShape(batch);
  }

  /** The number of inputs of a sample. */
  int inputs() {
    return inputShape().elements() / batch;
  }

  int outputs() {
    return layers.getLast().rows();
  }

  /** The number of affine layers. */
  int layers() {
    return layers.size();
  }

  AffineLayer layer(int layer) {
    return layers.get(layer);
  }

  /** The number of inputs of a unit of a layer. */
  int fanIn(int layer) {
    return layer(layer).fanIn();
  }

  /** The number of rows of a layer's weight, {@link #PIECES} times the units if they are maxout. */
  int rows(int layer) {
    return layer(layer).rows();
  }

  boolean isLast(int layer) {
    return layer == layers() - 1;
  }

  /** Softmax cross-entropy of classes if there are several outputs, else mean squared error. */
  boolean classifies() {
    return outputs() > 1;
  }

  boolean isConvolutional() {
    return layers.getFirst().isConvolution();
  }

  /** The number of weights and biases. */
  int parameters() {
    int parameters = 0;
    for (int layer = 0; layer < layers(); layer++) {
      parameters += (fanIn(layer) + 1) * rows(layer);
    }
    return parameters;
  }

  /** The widths of a multi-layer perceptron, from the inputs to the outputs. */
  int[] sizes() {
    return IntStream.concat(layers.stream().mapToInt(AffineLayer::fanIn), IntStream.of(outputs()))
        .toArray();
  }

  /**
   * The floating-point operations of a step's matrix products: two for each weight, sample and
   * window forward, for the weights' gradient, and, but in the first layer, for the inputs'
   * gradient.
   */
  double flops() {
    double flops = 0;
    for (int layer = 0; layer < layers(); layer++) {
      double uses = (double) batch * layer(layer).windows();
      flops += (layer == 0 ? 4.0 : 6.0) * uses * fanIn(layer) * rows(layer);
    }
    return flops;
  }

  /** The layers' sizes, the units and the batch: {@code 3072-100-10 ReLU, 128}. */
  @Override
  public String toString() {
    return (isConvolutional() ? "LeNet" : perceptron()) + ", " + batch;
  }

  private String perceptron() {
    return switch (units) {
      case RELU -> dashed() + " ReLU";
      case TANH -> dashed() + " tanh";
      case MAXOUT -> "%d-(%d×%d maxout)-%d".formatted(inputs(), sizes()[1], PIECES, outputs());
    };
  }

  private String dashed() {
    return Arrays.stream(sizes()).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }
}
