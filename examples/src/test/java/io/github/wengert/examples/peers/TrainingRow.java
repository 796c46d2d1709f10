package io.github.wengert.examples.peers;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.Collectors;

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
  MAXOUT_128(Units.MAXOUT, 128, 784, 240, 10);

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
  private final ImmutableList<Integer> sizes;

  TrainingRow(Units units, int batch, Integer... sizes) {
    this.units = units;
    this.batch = batch;
    this.sizes = ImmutableList.copyOf(sizes);
  }

  Units units() {
    return units;
  }

  int batch() {
    return batch;
  }

  int inputs() {
    return sizes.getFirst();
  }

  int outputs() {
    return sizes.getLast();
  }

  /** The number of affine layers. */
  int layers() {
    return sizes.size() - 1;
  }

  /** The number of inputs of a layer. */
  int fanIn(int layer) {
    return sizes.get(layer);
  }

  /** The number of rows of a layer's weight, {@link #PIECES} times the units if they are maxout. */
  int rows(int layer) {
    int pieces = units == Units.MAXOUT && !isLast(layer) ? PIECES : 1;
    return sizes.get(layer + 1) * pieces;
  }

  boolean isLast(int layer) {
    return layer == layers() - 1;
  }

  /** Softmax cross-entropy of classes if there are several outputs, else mean squared error. */
  boolean classifies() {
    return outputs() > 1;
  }

  /** The number of weights and biases. */
  int parameters() {
    int parameters = 0;
    for (int layer = 0; layer < layers(); layer++) {
      parameters += (fanIn(layer) + 1) * rows(layer);
    }
    return parameters;
  }

  int[] sizes() {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The floating-point operations of a step's matrix products: two for each weight and sample
   * forward, for the weights' gradient, and, but in the first layer, for the inputs' gradient.
   */
  double flops() {
    double flops = 0;
    for (int layer = 0; layer < layers(); layer++) {
      flops += (layer == 0 ? 4.0 : 6.0) * batch * fanIn(layer) * rows(layer);
    }
    return flops;
  }

  /** The layers' sizes, the units and the batch: {@code 3072-100-10 ReLU, 128}. */
  @Override
  public String toString() {
    String net =
        switch (units) {
          case RELU -> dashed() + " ReLU";
          case TANH -> dashed() + " tanh";
          case MAXOUT ->
              "%d-(%d×%d maxout)-%d".formatted(inputs(), sizes.get(1), PIECES, outputs());
        };
    return net + ", " + batch;
  }

  private String dashed() {
    return Arrays.stream(sizes()).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }
}
