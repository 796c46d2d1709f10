package io.github.wengert.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cotangents are accumulated without ever writing to one that other code may hold. */
class AccumulationTest {
  private final Probe.Log log = new Probe.Log();
  private final Probe x = new Probe(log, 3);

  @Test
  void a_single_contribution_is_not_added_to_anything() {
    Gradients<Probe> gradients = Autograd.differentiate(List.of(x), () -> x.scale(5));
    assertThat(gradients.of(x).value()).isEqualTo(5);
    assertThat(log.calls()).isEmpty();
  }

  @Test
  void the_second_contribution_makes_a_new_sum() {
    Gradients<Probe> gradients = Autograd.differentiate(List.of(x), () -> x.add(x));
    assertThat(gradients.of(x).value()).isEqualTo(2);
    assertThat(log.calls()).containsExactly("add");
  }

  @Test
  void the_third_contribution_is_added_in_place() {
    Gradients<Probe> gradients = Autograd.differentiate(List.of(x), () -> x.add(x).add(x).add(x));
    assertThat(gradients.of(x).value()).isEqualTo(4);
    assertThat(log.calls()).containsExactly("add", "addInto", "addInto");
  }

  @Test
  void intermediate_values_accumulate_like_leaves() {
    Gradients<Probe> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Probe y = x.scale(2);
              return y.add(y.scale(10)).add(y.scale(100));
            });
    assertThat(gradients.of(x).value()).isEqualTo(222);
    assertThat(log.calls()).containsExactly("add", "addInto");
  }

  @Test
  void nothing_is_added_in_place_while_an_outer_scope_records() {
    Gradients<Probe> outer =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Probe y = x.scale(1);
              // The cotangent x is traced, and so is each sum of it.
              return Autograd.vjp((Probe z) -> z.add(z).add(z).add(z), y, x);
            });
    assertThat(outer.value().value()).isEqualTo(12);
    assertThat(outer.of(x).value()).isEqualTo(4);
    assertThat(log.calls().subList(0, 3)).containsExactly("add", "add", "add");
  }

  @Test
  void the_cotangent_that_a_user_gave_is_not_written_to() {
    Probe cotangent = new Probe(log, 7);
    Vjp<Probe> vjp = Autograd.vjp((Probe z) -> z.add(z).add(z).add(z), x);
    assertThat(vjp.pullback(cotangent).getFirst().value()).isEqualTo(28);
    assertThat(vjp.pullback(cotangent).getFirst().value()).isEqualTo(28);
    assertThat(cotangent.value()).isEqualTo(7);
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_tangle_of_additions_writes_to_a_borrowed_cotangent(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] slopes = new double[40]; // the program is linear: value = slope · x
    slopes[0] = 1;
    Gradients<Probe> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              List<Probe> values = new ArrayList<>(List.of(x));
              for (int i = 1; i < slopes.length; i++) {
                int a = random.nextInt(Math.max(0, i - 6), i);
                int b = random.nextInt(Math.max(0, i - 6), i);
                boolean scale = random.nextInt(4) == 0;
                values.add(scale ? values.get(a).scale(0.5) : values.get(a).add(values.get(b)));
                slopes[i] = scale ? slopes[a] * 0.5 : slopes[a] + slopes[b];
              }
              return values.getLast();
            });
    assertThat(gradients.of(x).value()).isEqualTo(slopes[slopes.length - 1]);
  }
}
