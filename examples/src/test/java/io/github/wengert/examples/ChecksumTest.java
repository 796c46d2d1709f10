package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChecksumTest {
  private static String of(float... elements) {
    return Checksum.of(List.of(Parameter.of("p", Tensor.of(elements))));
  }

  @Test
  void equal_bits_have_equal_checksums() {
    assertThat(of(1, 2)).isEqualTo(of(1, 2)).matches("[0-9a-f]{8}");
  }

  @Test
  void one_bit_makes_a_difference() {
    assertThat(of(1, Math.nextUp(2f))).isNotEqualTo(of(1, 2));
    assertThat(of(-0f)).isNotEqualTo(of(0f));
  }
}
