package io.github.wengert.ops.check.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.check.settings.Domain;
import io.github.wengert.ops.check.slope.Scale;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectionsTest {
  private static final List<double[]> POINT =
      List.of(
          new double[] {0.3, -1.7, 1e-12, 0.3}, new double[] {5e200, 0}, new double[] {0, 0, 0});

  private static Directions directions(List<double[]> point) {
    return new Directions(point, Key.of(1), Domain.ALL);
  }

  /** Returns normal numbers of all sizes, some of them 0. */
  private static List<double[]> randomPoint(Key key) {
    double[] x = new double[20];
    Arrays.setAll(
        x, i -> i % 7 == 3 ? 0 : key.normal(i) * Math.pow(10, 20 * key.split(1).normal(i)));
    return List.of(x);
  }

  /** A step has three bits and a direction six. */
  @Test
  void steps_along_a_direction_are_exact_down_to_some_hundred_last_places() {
    for (int seed = 1; seed <= 20; seed++) {
      List<double[]> point = randomPoint(Key.of(seed));
      Directions directions = directions(point);
      double[] gradient = new double[20];
      Arrays.setAll(gradient, i -> Math.exp(5 * Key.of(9).normal(i)));
      List<double[]> gradients = List.of(gradient);
      assertMovesExactly(point.getFirst(), directions.even().getFirst());
      assertMovesExactly(point.getFirst(), directions.random(seed).getFirst());
      assertMovesExactly(point.getFirst(), directions.balanced(seed, gradients).getFirst());
      assertMovesExactly(point.getFirst(), directions.along(gradients).getFirst());
    }
  }

  private static void assertMovesExactly(double[] x, double[] v) {
    int moves = 0;
    for (int i = 0; i < x.length; i++) {
      double finest = Math.max(512 * Math.ulp(x[i]), Math.scalb(Math.abs(v[i]), -60));
      for (double t = 0x1.cp-4; v[i] != 0 && t * Math.abs(v[i]) >= finest; t /= 2) {
        if (x[i] != 0 && Math.getExponent(x[i] + t * v[i]) > Math.getExponent(x[i])) {
          continue; // last places are wider there
        }
        moves++;
        assertThat(x[i] + t * v[i] - x[i]).as("%s + %s · %s", x[i], t, v[i]).isEqualTo(t * v[i]);
      }
    }
    assertThat(moves).isGreaterThan(20);
  }

  @Test
  void the_finest_step_is_some_last_places_of_every_element_that_moves() {
    Directions directions = directions(POINT);
    List<double[]> direction = directions.random(3);
    Scale scale = directions.scale(direction);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 4; i++) {
      double step = scale.finest() * Math.abs(direction.getFirst()[i]);
      least = Math.min(least, step / Math.ulp(POINT.getFirst()[i]));
    }
    assertThat(least).isBetween(63.0, 512.0);
    assertThat(scale.unit()).isEqualTo(1);
    assertThat(directions.scale(directions.unit(2, 1)).finest()).isZero();
  }

  @Test
  void each_element_moves_by_about_its_own_size() {
    for (int number = 0; number < 20; number++) {
      List<double[]> direction = directions(POINT).random(number);
      for (int i = 0; i < 4; i++) {
        double share = Math.abs(direction.getFirst()[i] / POINT.getFirst()[i]);
        assertThat(share).isBetween(0.5, 2.0);
      }
      assertThat(Math.abs(direction.get(1)[0])).isBetween(2.5e200, 1e201);
    }
  }

  @Test
  void zero_moves_by_the_size_of_its_tensor_or_of_all() {
    List<double[]> even = directions(POINT).even();
    assertThat(even.get(1)[1]).isEqualTo(Scale.powerOfTwo(5e200));
    assertThat(even.get(2)).containsOnly(Scale.powerOfTwo(5e200));
    assertThat(directions(List.of(new double[3])).even().getFirst()).containsOnly(1);
  }

  @Test
  void random_directions_go_to_either_side_and_differ() {
    Directions directions = directions(List.of(new double[100]));
    double[] first = directions.random(1).getFirst();
    double[] second = directions.random(2).getFirst();
    assertThat(Arrays.stream(first).filter(v -> v > 0).count()).isBetween(30L, 70L);
    assertThat(first).isNotEqualTo(second).isEqualTo(directions.random(1).getFirst());
  }

  @Test
  void ties_stay_ties_along_the_even_direction() {
    double[] v = directions(POINT).even().getFirst();
    for (double t = 0.1; t > 1e-12; t /= 2) {
      assertThat(0.3 + t * v[0]).isEqualTo(0.3 + t * v[3]);
    }
  }

  @Test
  void everything_scales_with_the_point() {
    List<double[]> point = randomPoint(Key.of(3));
    List<double[]> scaled =
        List.of(Arrays.stream(point.getFirst()).map(x -> 0x1p-300 * x).toArray());
    double[] expected =
        Arrays.stream(directions(point).random(5).getFirst()).map(v -> 0x1p-300 * v).toArray();
    assertThat(directions(scaled).random(5).getFirst()).isEqualTo(expected);
  }

  @Test
  void elements_that_would_drown_others_are_held_back() {
    List<double[]> point = List.of(new double[] {1, 1, 1, 1});
    List<double[]> gradients = List.of(new double[] {1e3, 1, 0, -20});
    Directions directions = directions(point);
    double[] plain = directions.random(1).getFirst();
    double[] balanced = directions.balanced(1, gradients).getFirst();
    double least = Math.abs(plain[1]);
    assertThat(Math.abs(1e3 * balanced[0])).isBetween(least, 2 * least);
    assertThat(Math.abs(20 * balanced[3])).isBetween(least, 2 * least);
    assertThat(balanced[1]).isEqualTo(plain[1]);
    assertThat(balanced[2]).isEqualTo(plain[2]);
  }

  @Test
  void nothing_is_held_back_by_more_than_sixteen_powers_of_two() {
    List<double[]> point = List.of(new double[] {1, 1, 1});
    List<double[]> gradients = List.of(new double[] {1e30, 1, Double.POSITIVE_INFINITY});
    Directions directions = directions(point);
    double[] plain = directions.random(1).getFirst();
    double[] balanced = directions.balanced(1, gradients).getFirst();
    assertThat(balanced[0]).isEqualTo(0x1p-16 * plain[0]);
    assertThat(balanced[1]).isEqualTo(plain[1]);
    assertThat(balanced[2]).isEqualTo(plain[2]);
  }

  @Test
  void the_direction_along_the_gradient_is_one_in_the_scale_of_the_point() {
    List<double[]> point = List.of(new double[] {1, 1, 0x1p20, 1});
    List<double[]> gradients = List.of(new double[] {8, -4, 0x1p-20, 0});
    double[] v = directions(point).along(gradients).getFirst();
    assertThat(v[0]).isEqualTo(1);
    assertThat(v[1]).isEqualTo(-0.5);
    assertThat(v[2] * 0x1p-20).isCloseTo(0.125, within(1e-12));
    assertThat(v[3]).isZero();
  }

  @Test
  void what_is_not_finite_does_not_take_part_in_it() {
    List<double[]> point = List.of(new double[] {1, 1, 1});
    List<double[]> gradients = List.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY, 3});
    assertThat(directions(point).along(gradients).getFirst()).isEqualTo(new double[] {0, 0, 1});
    assertThat(directions(point).along(List.of(new double[3])).getFirst()).containsOnly(0);
  }

  @Test
  void elements_at_a_bound_move_inwards() {
    List<double[]> point = List.of(new double[] {-1, 0.5, 1, -1, 1, -1});
    List<double[]> gradients = List.of(new double[] {-3, -3, 3, 2, 3, -1});
    Directions directions = new Directions(point, Key.of(1), new Domain(-1, 1));
    for (List<double[]> direction :
        List.of(
            directions.even(),
            directions.random(4),
            directions.balanced(5, gradients),
            directions.along(gradients),
            directions.across(6, List.of(new boolean[6])))) {
      double[] v = direction.getFirst();
      assertThat(List.of(v[0], -v[2], v[3], -v[4], v[5])).allMatch(inwards -> inwards > 0);
    }
    assertThat(directions.along(gradients).getFirst()[1]).isNegative();
  }

  @Test
  void the_unit_of_one_element_moves_it_alone() {
    List<double[]> unit = directions(POINT).unit(1, 1);
    assertThat(unit.get(0)).containsOnly(0);
    assertThat(unit.get(1)).isEqualTo(new double[] {0, 1});
    assertThat(unit.get(2)).containsOnly(0);
  }

  private static int moving(List<double[]> direction, int side) {
    return (int)
        direction.stream().flatMapToDouble(Arrays::stream).filter(v -> v * side > 0).count();
  }

  @Test
  void across_kinks_half_of_their_elements_move_to_either_side_and_no_others() {
    List<boolean[]> kinked =
        List.of(new boolean[] {true, false, true, true, false}, new boolean[] {false, true, false});
    Directions directions = directions(List.of(new double[5], new double[3]));
    Set<Double> sides = new HashSet<>();
    for (int number = 1; number <= 20; number++) {
      List<double[]> direction = directions.across(number, kinked);
      assertThat(List.of(moving(direction, 1), moving(direction, -1))).containsExactly(2, 2);
      for (int input = 0; input < 2; input++) {
        for (int i = 0; i < kinked.get(input).length; i++) {
          assertThat(direction.get(input)[i] != 0).isEqualTo(kinked.get(input)[i]);
        }
      }
      sides.add(Math.signum(direction.getFirst()[0]));
    }
    assertThat(sides).containsExactlyInAnyOrder(1.0, -1.0);
  }

  @Test
  void across_kinks_of_which_no_element_is_known_all_move() {
    Directions directions = directions(List.of(new double[5], new double[3]));
    List<double[]> direction = directions.across(1, List.of(new boolean[5], new boolean[3]));
    assertThat(List.of(moving(direction, 1), moving(direction, -1))).containsExactly(4, 4);
  }
}
