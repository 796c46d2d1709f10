package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What makes layers refuses null by the name of the layer and the argument. */
@NullUnmarked
final class NullArgumentsTest {
  private static final Key KEY = Key.of(1);
  private static final DType F32 = DType.F32;

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message);
  }

  @Test
  void names_are_needed() {
    refused("dense: name must not be null", () -> Dense.of(null, 2, 2, KEY));
    refused("neuron: name must not be null", () -> Neuron.of(null, 2, KEY));
    refused("maxout: name must not be null", () -> Maxout.of(null, 2, 2, 2, KEY));
    refused("embedding: name must not be null", () -> Embedding.of(null, 2, 2, KEY));
    refused("prelu: name must not be null", () -> Prelu.of(null, 2));
    refused("layerNorm: name must not be null", () -> LayerNorm.of(null, Shape.of(2)));
  }

  @Test
  void keys_are_needed() {
    refused("dense: key must not be null", () -> Dense.of("a", 2, 2, null));
    refused("neuron: key must not be null", () -> Neuron.of("a", 2, null));
    refused("maxout: key must not be null", () -> Maxout.of("a", 2, 2, 2, null));
    refused("embedding: key must not be null", () -> Embedding.of("a", 2, 2, null));
  }

  @Test
  void rules_and_types_are_needed() {
    refused("dense: initializer must not be null", () -> Dense.of("a", 2, 2, null, KEY));
    refused("dense: dtype must not be null", () -> Dense.of("a", 2, 2, Initializer.HE, null, KEY));
    refused(
        "maxout: initializer must not be null",
        () -> Maxout.of("a", 2, 2, 2, (Initializer) null, KEY));
    refused("neuron: activation must not be null", () -> Neuron.of("a", 2, null, F32, KEY));
    refused("embedding: dtype must not be null", () -> Embedding.of("a", 2, 2, null, KEY));
    refused("prelu: dtype must not be null", () -> Prelu.of("a", 2, null));
    refused("layerNorm: dtype must not be null", () -> LayerNorm.of("a", Shape.of(2), null));
  }

  @Test
  void parameters_are_needed() {
    Parameter weight = Dense.of("a", 2, 2, KEY).weight();
    refused("dense: weight must not be null", () -> new Dense(null, weight));
    refused("dense: bias must not be null", () -> new Dense(weight, null));
    refused("embedding: weight must not be null", () -> new Embedding(null));
    refused("penalty: parameters must not be null", () -> Penalty.l2(1).of(null));
    refused("prelu: slope must not be null", () -> new Prelu(null));
    refused("conv2d: weight must not be null", () -> new Conv2d(null, weight, null));
  }

  @Test
  void lists_hold_no_null() {
    refused(
        "sequential: layers[1] must not be null",
        () -> new Sequential(Arrays.asList(Activation.RELU, null)));
    refused("sequential: layers must not be null", () -> new Sequential((List<Layer>) null));
  }
}
