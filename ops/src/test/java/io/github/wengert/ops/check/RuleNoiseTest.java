package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RuleNoiseTest {
  private static RuleNoise noise(Function<List<Tensor>, Tensor> f, double... x) {
    Subject subject = new FunctionSubject(f, List.of("x"), List.of(Tensor.of(DType.F64, x)));
    List<double[]> point = List.of(x);
    Tensor ones = Ops.add(mul(f.apply(subject.point()), 0), 1);
    return new RuleNoise(
        subject, ones, point, new Directions(point, Key.of(1), Domain.ALL).random(-1));
  }

  @Test
  void a_rule_that_subtracts_equals_jitters_by_their_rounding() {
    // cos x, computed as (cos x + 1e4) − 1e4.
    RuleNoise noise =
        noise(Opaque.elementwise(Math::sin, v -> (Math.cos(v) + 1e4) - 1e4), 0.3, -1.7);
    for (int i = 0; i < 2; i++) {
      assertThat(noise.of(0, i).noise()).isBetween(Math.ulp(1e4) / 50, Math.ulp(1e4));
    }
  }

  @Test
  void a_rule_that_loses_nothing_is_off_by_its_last_places() {
    RuleNoise noise = noise(xs -> Ops.exp(xs.getFirst()), 0.3, -1.7);
    assertThat(noise.of(0, 0).noise()).isBetween(1e-17, 1e-15);
    assertThat(noise.of(0, 1).noise()).isBetween(1e-18, 1e-15);
  }

  @Test
  void a_derivative_that_is_steep_changes_within_last_places() {
    // The derivative of sin(1e8 x) changes by up to 1e16 while x moves by 1.
    double x = 0.7;
    RuleNoise noise =
        noise(Opaque.elementwise(v -> Math.sin(1e8 * v), v -> 1e8 * Math.cos(1e8 * v)), x);
    double change = noise.of(0, 0).change();
    assertThat(change).isBetween(1e16 * 0x1p-53 * 1e-3, 1e16 * 0x1p-53 * 2);
    assertThat(noise(xs -> Ops.square(xs.getFirst()), x).of(0, 0).change())
        .isCloseTo(0, within(1e-15));
  }

  @Test
  void along_a_direction_each_element_adds_its_share() {
    RuleNoise noise =
        noise(Opaque.elementwise(Math::sin, v -> (Math.cos(v) + 1e4) - 1e4), 0.3, -1.7);
    double expected = 2 * noise.of(0, 0).noise() + 3 * noise.of(0, 1).noise();
    assertThat(noise.along(List.of(new double[] {2, -3})).noise())
        .isCloseTo(expected, within(1e-20));
  }

  @Test
  void it_scales_with_the_point_and_with_the_values() {
    double plain =
        noise(Opaque.elementwise(Math::sin, v -> (Math.cos(v) + 1e4) - 1e4), 0.3).of(0, 0).noise();
    double scaled =
        noise(
                Opaque.elementwise(
                    v -> Math.sin(0x1p100 * v),
                    v -> 0x1p100 * ((Math.cos(0x1p100 * v) + 1e4) - 1e4)),
                0x1p-100 * 0.3)
            .of(0, 0)
            .noise();
    assertThat(scaled).isEqualTo(0x1p100 * plain);
  }

  @Test
  void a_rule_that_throws_beside_the_point_tells_nothing() {
    RuleNoise noise =
        noise(
            Opaque.elementwise(
                v -> v * v,
                v -> {
                  if (v != 0.3) {
                    throw new IllegalArgumentException("there is but one number");
                  }
                  return 2 * v;
                }),
            0.3);
    assertThat(noise.of(0, 0)).isEqualTo(new RuleNoise.Rounding(0, 0));
  }
}
