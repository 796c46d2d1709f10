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
    assertThat(Summary.of(net, Shape.of(1, 28, 28)).toString().lines()).containsExactly("");
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
