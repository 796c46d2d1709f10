package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.nn.Sequential;
import io.github.wengert.nn.Summary;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import org.junit.jupiter.api.Test;

final class LeNetTest {
  private final Sequential net = LeNet.of(10, Key.of(1));

  @Test
  void the_summary_tells_each_layer() {
    assertThat(Summary.of(net, Shape.of(1, 28, 28)).toString().lines())
        .containsExactly(
            "layer                   output           parameters",
            "Conv2d(1 → 16, 5 × 5)   [n, 16, 28, 28]         416",
            "relu                    [n, 16, 28, 28]           0",
            "MaxPool2d(2 × 2)        [n, 16, 14, 14]           0",
            "Conv2d(16 → 32, 5 × 5)  [n, 32, 10, 10]      12,832",
            "relu                    [n, 32, 10, 10]           0",
            "MaxPool2d(2 × 2)        [n, 32, 5, 5]             0",
            "Flatten                 [n, 800]                  0",
            "Dense(800 → 128)        [n, 128]            102,528",
            "relu                    [n, 128]                  0",
            "Dense(128 → 10)         [n, 10]               1,290",
            "total                                       117,066");
  }

  @Test
  void parameters_are_named_after_their_layers() {
    assertThat(net.parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "convolution1.weight",
            "convolution1.bias",
            "convolution2.weight",
            "convolution2.bias",
            "hidden.weight",
            "hidden.bias",
            "scores.weight",
            "scores.bias");
  }
}
