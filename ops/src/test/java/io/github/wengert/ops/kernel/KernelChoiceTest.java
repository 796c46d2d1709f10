package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wengert.ops.kernel.KernelChoice.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelChoiceTest {
  @Test
  void the_property_says_one_of_three_words_and_auto_is_the_default() {
    assertThat(KernelChoice.wish(null)).isEqualTo(Wish.AUTO);
    assertThat(KernelChoice.wish("")).isEqualTo(Wish.AUTO);
    assertThat(KernelChoice.wish("auto")).isEqualTo(Wish.AUTO);
    assertThat(KernelChoice.wish("scalar")).isEqualTo(Wish.SCALAR);
    assertThat(KernelChoice.wish("vector")).isEqualTo(Wish.VECTOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Vector", "simd", " scalar", "AUTO"})
  void any_other_word_is_refused(String value) {
    assertThatThrownBy(() -> KernelChoice.wish(value))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "wengert.kernels: there is no such choice: (\""
                + value
                + "\" is not auto, scalar or vector)");
  }

  @Test
  void vectors_are_refused_where_they_cannot_be_compiled_and_the_reason_names_the_cure() {
    assertThat(KernelChoice.refusal(true, "mixed mode, sharing")).isNull();
    assertThat(KernelChoice.refusal(true, "compiled mode, sharing")).isNull();
    assertThat(KernelChoice.refusal(true, "")).isNull();
    assertThat(KernelChoice.refusal(false, "mixed mode"))
        .isEqualTo(
            "the module jdk.incubator.vector is missing; run Java with --add-modules"
                + " jdk.incubator.vector");
    assertThat(KernelChoice.refusal(true, "interpreted mode, sharing"))
        .isEqualTo("nothing is compiled here; run Java without -Xint");
    assertThat(KernelChoice.refusal(true, "mixed mode, emulated-client, sharing"))
        .isEqualTo("the optimizing compiler is off; run Java without -XX:TieredStopAtLevel");
  }

  @Test
  void kernels_that_may_compute_by_vectors_are_chosen_where_the_module_is_there() {
    assumeTrue(ElementType.hasVectors(), "needs --add-modules jdk.incubator.vector");
    assertThat(Kernels.forFloats()).isInstanceOf(VectorKernelsF32.class);
    assertThat(Kernels.forDoubles()).isInstanceOf(VectorKernelsF64.class);
  }

  @Test
  void plain_loops_stay_where_the_module_is_missing() {
    assumeTrue(!ElementType.hasVectors(), "the module jdk.incubator.vector is there");
    assertThat(Kernels.forFloats()).isExactlyInstanceOf(ScalarKernelsF32.class);
    assertThat(Kernels.forDoubles()).isExactlyInstanceOf(ScalarKernelsF64.class);
  }
}
