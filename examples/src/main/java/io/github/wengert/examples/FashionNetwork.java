package io.github.wengert.examples;

import io.github.wengert.nn.Layer;
import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import java.util.Locale;

/** The networks that can learn Fashion-MNIST: 10 classes of images of 28×28 pixels. */
enum FashionNetwork {
  /** The largest multi-layer perceptron among the data's authors' own benchmarks. */
  MLP {
    @Override
    Shape sample() {
      return Shape.of(PIXELS);
    }

    @Override
    Layer build(Key key) {
      return Mlp.builder(key, PIXELS, 256, 128, 100, CLASSES).build();
    }
  },

  /** Two convolutions and two dense layers. */
  LENET {
    @Override
    Shape sample() {
      return Shape.of(1, SIDE, SIDE);
    }

    @Override
    Layer build(Key key) {
      return LeNet.of(CLASSES, key);
    }
  };

  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final int CLASSES = 10;

  /** Returns the network before training, a function of the key. */
  abstract Layer build(Key key);

  /** The shape in which the network takes an image. */
  abstract Shape sample();

  /** Returns the name as the command line wants it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
