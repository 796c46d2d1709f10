package io.github.wengert.ops;

import org.jspecify.annotations.Nullable;

/**
 * The seed of a stream of random numbers, which can be split into independent streams.
 *
 * <p>A key is a value: the same key gives the same numbers however often it is used, on any number
 * of threads, so use one for one purpose and {@link #split} it for the next. Number i of a stream
 * is a function of the key and i alone.
 *
 * <p>The generator is SplitMix64: the i-th number is the mixed sum of the key and i times the
 * golden ratio. Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
 * 2014.
 */
public final class Key {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  private final long state;

  private Key(long state) {
    this.state = state;
  }

  /** Returns the key of a seed. */
  public static Key of(long seed) {
    return new Key(mix(seed + GOLDEN_RATIO));
  }

  /** Returns an independent key for each number. */
  public Key split(long index) {
    return new Key(mix(mix(state ^ GOLDEN_RATIO) + GOLDEN_RATIO * (2 * index + 1)));
  }

  /** Returns an independent key for each name. */
  public Key split(String name) {
    Nulls.require("key", "name", name);
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return split(hash);
  }

  /** Returns number {@code index} of this key's stream, all 64 bits. */
  public long bits(long index) {
    return mix(state + GOLDEN_RATIO * (index + 1));
  }

  /** Returns number {@code index} of this key's stream as a multiple of 2⁻⁵³ in [0, 1). */
  public double uniform(long index) {
    return (bits(index) >>> 11) * TWO_TO_MINUS_53;
  }

  /**
   * Returns number {@code index} of this key's stream, distributed normally (mean 0, variance 1).
   */
  public double normal(long index) {
    // An odd multiple of 2⁻⁵³: neither 0 nor 1, whose quantiles are infinite.
    return NormalQuantile.of((2 * (bits(index) >>> 12) + 1) * TWO_TO_MINUS_53);
  }

  /**
   * Returns the numbers in [0, n) in random order.
   *
   * @throws AttributeException if {@code n} is negative, or more than an array can hold
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new AttributeException(
          "permutation: the length must not be negative: (%d < 0)".formatted(n));
    }
    if (n > DType.MOST_IN_ARRAY) {
      throw new AttributeException(
          "permutation: too many numbers for one array: (%d > %d)"
              .formatted(n, DType.MOST_IN_ARRAY));
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = (int) Math.multiplyHigh(bits(i) >>> 1, 2L * (i + 1)); // unbiased to 2⁻³²
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** Whether {@code other} is a key of the same numbers. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key key && key.state == state;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(state);
  }

  /** Returns the state, which differs from the seed. */
  @Override
  public String toString() {
    return "Key(%016x)".formatted(state);
  }
}
