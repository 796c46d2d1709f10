package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A factory that names no element type makes the layer that F32 by name makes. */
final class DefaultTypeTest {
  private static final Key KEY = Key.of(3);

  private record Twins(Layer unnamed, Layer named) {
    @Override
    public String toString() {
      return named.toString();
    }
  }

  private static Stream<Twins> layers() {
    DType f32 = DType.F32;
    Initializer he = Initializer.HE;
    return Stream.of(
        new Twins(Dense.of("a", 3, 2, KEY), Dense.of("a", 3, 2, Initializer.GLOROT, f32, KEY)),
        new Twins(Dense.of("a", 3, 2, he, KEY), Dense.of("a", 3, 2, he, f32, KEY)),
        new Twins(
            Neuron.of("a", 3, Activation.RELU, KEY), Neuron.of("a", 3, Activation.RELU, f32, KEY)),
        new Twins(BinarySoftmax.of("a", 3, KEY), BinarySoftmax.of("a", 3, f32, KEY)),
        new Twins(BinarySvm.of("a", 3, KEY), BinarySvm.of("a", 3, f32, KEY)),
        new Twins(Embedding.of("a", 3, 2, KEY), Embedding.of("a", 3, 2, f32, KEY)),
        new Twins(Maxout.of("a", 3, 2, 4, KEY), Maxout.of("a", 3, 2, 4, f32, KEY)),
        new Twins(Maxout.of("a", 3, 2, 4, he, KEY), Maxout.of("a", 3, 2, 4, he, f32, KEY)),
        new Twins(Prelu.of("a", 3), Prelu.of("a", 3, f32)),
        new Twins(Prelu.shared("a"), Prelu.shared("a", f32)),
        new Twins(LayerNorm.of("a", Shape.of(2, 3)), LayerNorm.of("a", Shape.of(2, 3), f32)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void an_element_type_that_is_not_named_is_f32(Twins twins) {
    List<Parameter> unnamed = twins.unnamed().parameters();
    List<Parameter> named = twins.named().parameters();
    assertThat(twins.unnamed().label()).isEqualTo(twins.named().label());
    assertThat(unnamed).hasSameSizeAs(named);
    for (int i = 0; i < named.size(); i++) {
      assertThat(unnamed.get(i).name()).isEqualTo(named.get(i).name());
      assertThat(unnamed.get(i).hasSameBits(named.get(i))).isTrue();
    }
  }
}
