package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalQuantileTest {
  @Test
  void it_inverts_the_distribution() {
    List<Double> probabilities = new ArrayList<>(List.of(0.075, 0.0750001, 0.0749999, 1e-170));
    for (double p = 0.4999; p > 1e-165; p *= p > 0.01 ? 0.9 : p > 1e-20 ? 0.3 : 1e-9) {
      probabilities.add(p);
      if (p > 1e-12) {
        probabilities.add(1 - p);
      }
    }
    for (double p : probabilities) {
      double x = NormalQuantile.of(p);
      assertThat(ExactMath.relativeErrorOfQuantile(x, p))
          .as("at %s", p)
          .isCloseTo(0, within(1e-14));
    }
    assertThat(NormalQuantile.of(0.5)).isZero();
  }

  @Test
  void it_is_odd() {
    for (double p = 0x1p-50; p < 0.5; p *= 2) {
      assertThat(NormalQuantile.of(1 - p)).isEqualTo(-NormalQuantile.of(p));
    }
  }
}
