package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final int MANY = 100_000;

  /** Returns the key whose first number has exactly these bits. */
  static Key startingWith(long bits) {
    long state = unmix(bits) - GOLDEN_RATIO;
    Key key = Key.of(unmix(state) - GOLDEN_RATIO);
    assertThat(key.bits(0)).isEqualTo(bits);
    return key;
  }

  /** Undoes the mixing: each of its steps can be undone. */
  private static long unmix(long z) {
    long x = unshift(z, 31) * inverse(0x94D049BB133111EBL);
    x = unshift(x, 27) * inverse(0xBF58476D1CE4E5B9L);
    return unshift(x, 30);
  }

  private static long unshift(long z, int shift) {
    return z ^ (z >>> shift) ^ (z >>> (2 * shift));
  }

  /** Newton's iteration doubles the number of right bits, of which an odd number has three. */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 5; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }

  @Test
  void the_stream_is_that_of_SplitMix64() {
    for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE}) {
      SplittableRandom reference = new SplittableRandom(new SplittableRandom(seed).nextLong());
      for (int i = 0; i < 100; i++) {
        assertThat(Key.of(seed).bits(i)).isEqualTo(reference.nextLong());
      }
    }
  }

  @Test
  void numbers_are_pinned_forever() {
    Key key = Key.of(42);
    assertThat(key.bits(0)).isEqualTo(6332618229526065668L);
    assertThat(key.split(7).bits(3)).isEqualTo(8262051199811307684L);
    assertThat(key.split("weights").bits(3)).isEqualTo(9170467069540430347L);
    assertThat(key.uniform(5)).isEqualTo(0.06751034237814979);
    assertThat(key.normal(5)).isEqualTo(-1.4945930359105208);
    assertThat(key.permutation(10)).containsExactly(5, 8, 1, 4, 0, 7, 2, 9, 6, 3);
  }

  @Test
  void uniform_numbers_are_even() {
    for (long seed = 0; seed < 5; seed++) {
      Key key = Key.of(seed);
      int[] counts = new int[10];
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < MANY; i++) {
        double u = key.uniform(i);
        assertThat(u).isBetween(0.0, Math.nextDown(1.0));
        counts[(int) (10 * u)]++;
        sum += u;
        squares += u * u;
      }
      assertThat(sum / MANY).isCloseTo(0.5, within(5 * Math.sqrt(1 / 12.0 / MANY)));
      assertThat(squares / MANY).isCloseTo(1 / 3.0, within(5 * Math.sqrt(4 / 45.0 / MANY)));
      double expected = MANY / 10.0;
      double chiSquare =
          Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
      assertThat(chiSquare).isLessThan(40); // nine degrees of freedom: 1 in 100,000
    }
  }

  @Test
  void normal_numbers_have_the_moments_of_the_normal_distribution() {
    for (long seed = 0; seed < 5; seed++) {
      Key key = Key.of(seed).split("normal");
      double[] moments = new double[5];
      int within = 0;
      for (int i = 0; i < MANY; i++) {
        double x = key.normal(i);
        for (int power = 1; power <= 4; power++) {
          moments[power] += Math.pow(x, power) / MANY;
        }
        within += Math.abs(x) < 1 ? 1 : 0;
      }
      double deviation = 5 / Math.sqrt(MANY);
      assertThat(moments[1]).isCloseTo(0, within(deviation));
      assertThat(moments[2]).isCloseTo(1, within(deviation * Math.sqrt(2)));
      assertThat(moments[3]).isCloseTo(0, within(deviation * Math.sqrt(15)));
      assertThat(moments[4]).isCloseTo(3, within(deviation * Math.sqrt(96)));
      assertThat(within / (double) MANY).isCloseTo(0.6827, within(deviation / 2));
    }
  }

  @Test
  void extreme_bits_give_finite_normal_numbers() {
    assertThat(startingWith(-1).normal(0)).isBetween(8.0, 8.5);
    assertThat(startingWith(0).normal(0)).isBetween(-8.5, -8.0);
  }

  @Test
  void split_keys_are_uncorrelated_with_each_other_and_with_their_origin() {
    Key key = Key.of(3);
    Key[] keys = {key, key.split(0), key.split(1), key.split(0).split(0), key.split("a")};
    for (int a = 0; a < keys.length; a++) {
      for (int b = 0; b < a; b++) {
        double correlation = 0;
        for (int i = 0; i < MANY; i++) {
          correlation += keys[a].normal(i) * keys[b].normal(i) / MANY;
        }
        assertThat(correlation).as("%d, %d", a, b).isCloseTo(0, within(5 / Math.sqrt(MANY)));
      }
    }
  }

  @Test
  void splits_share_no_numbers() {
    Set<Long> seen = new HashSet<>();
    for (long i = 0; i < 300; i++) {
      Key split = Key.of(5).split(i - 150);
      LongStream.range(0, 300).forEach(n -> seen.add(split.bits(n)));
    }
    IntStream.range(0, 300).forEach(i -> seen.add(Key.of(5).split("layer" + i).bits(0)));
    assertThat(seen).hasSize(300 * 300 + 300);
  }

  @Test
  void a_key_is_a_value() {
    assertThat(Key.of(9).split(2).bits(4)).isEqualTo(Key.of(9).split(2).bits(4));
    assertThat(Key.of(9).bits(4)).isNotEqualTo(Key.of(10).bits(4));
  }

  @Test
  void a_permutation_holds_each_number_once() {
    for (int n : new int[] {0, 1, 2, 3, 17, 1000}) {
      int[] sorted = Key.of(n).permutation(n);
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
    }
  }

  @Test
  void every_permutation_is_equally_likely() {
    int[] counts = new int[27];
    int runs = 24_000;
    for (int seed = 0; seed < runs; seed++) {
      int[] order = Key.of(seed).permutation(3);
      counts[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(6);
    assertThat(Arrays.stream(seen)).allSatisfy(c -> assertThat(c).isCloseTo(4000, within(300)));
  }

  @Test
  void a_permutation_of_fewer_than_no_numbers_is_refused() {
    assertThatThrownBy(() -> Key.of(1).permutation(-1))
        .isInstanceOf(AttributeException.class)
        .hasMessage("permutation: the length must not be negative: (-1 < 0)");
  }

  @Test
  void keys_of_the_same_numbers_are_equal_and_read_alike() {
    Key key = Key.of(7).split("a").split(2);
    Key again = Key.of(7).split("a").split(2);
    assertThat(again).isEqualTo(key).hasSameHashCodeAs(key).hasToString(key.toString());
    assertThat(key.toString()).matches("Key\\([0-9a-f]{16}\\)");
    assertThat(Key.of(7).split("a").split(3)).isNotEqualTo(key);
    assertThat(key.equals(null)).isFalse();
  }
}
