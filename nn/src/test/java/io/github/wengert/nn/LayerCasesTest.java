package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerCasesTest {
  static List<LayerCases.Forward> forward() {
    return LayerCases.forward();
  }

  static List<LayerCases.Misuse> misuses() {
    return LayerCases.misuses();
  }

  @ParameterizedTest
  @MethodSource("forward")
  void a_layer_gives_what_plain_loops_give(LayerCases.Forward c) {
    Tensor y = c.layer().apply(c.input());
    assertThat(y.elements()).isEqualTo(c.expected().elements());
    assertThat(y.toDoubleArray()).containsExactly(c.expected().toDoubleArray(), within(1e-13));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void a_misuse_is_refused_with_the_words_that_say_why(LayerCases.Misuse misuse) {
    assertThatThrownBy(misuse.call()::run)
        .isInstanceOf(LayerException.class)
        .hasMessageStartingWith(misuse.message());
  }
}
