package io.github.wengert.ops.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * An element type with its kernels, seen through {@code double}, which holds every float exactly.
 *
 * @param name what a test is called
 * @param kernels what is tested
 * @param isWide whether elements are doubles
 * @param <A> the array type
 */
record ElementType<A>(String name, Kernels<A> kernels, boolean isWide) {
  /** Sizes around the edges of lanes, unrolled loops and vector registers. */
  static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100};

  /** Returns all implementations: vectors only where the module for them is there. */
  static Stream<ElementType<?>> all() {
    return hasVectors() ? Stream.concat(scalar(), vector()) : scalar();
  }

  static boolean hasVectors() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  private static Stream<ElementType<?>> scalar() {
    return Stream.of(
        new ElementType<>("F32", new ScalarKernelsF32(), false),
        new ElementType<>("F64", new ScalarKernelsF64(), true));
  }

  private static Stream<ElementType<?>> vector() {
    return Stream.of(
        new ElementType<>("F32 vectors", new VectorKernelsF32(), false),
        new ElementType<>(
            "F32 vectors, before any are compiled", new VectorKernelsF32(new Warmup()), false),
        new ElementType<>("F64 vectors", new VectorKernelsF64(), true));
  }

  /** Returns {@code elements}, rounded to this type. */
  @SuppressWarnings("unchecked") // A is what isWide says
  A array(double... elements) {
    if (isWide) {
      return (A) elements.clone();
    }
    float[] floats = new float[elements.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) elements[i];
    }
    return (A) floats;
  }

  /** Returns an array of a number that no kernel yields by chance. */
  A garbage(int n) {
    double[] elements = new double[n];
    Arrays.fill(elements, -77.125);
    return array(elements);
  }

  /** Returns the elements, each as the double that it is. */
  double[] read(A array) {
    if (array instanceof float[] floats) {
      double[] elements = new double[floats.length];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = floats[i];
      }
      return elements;
    }
    return ((double[]) array).clone();
  }

  /** Returns {@code x} rounded to this type. */
  double round(double x) {
    return isWide ? x : (float) x;
  }

  /** Returns {@code a b + c}, rounded to this type once. */
  double fma(double a, double b, double c) {
    return isWide ? Math.fma(a, b, c) : Math.fma((float) a, (float) b, (float) c);
  }

  /** Returns the distance from 1 to the next number. */
  double epsilon() {
    return isWide ? Math.ulp(1.0) : Math.ulp(1f);
  }

  /** Returns {@code n} numbers of this type of different sizes and signs. */
  double[] random(long seed, int n) {
    Random random = new Random(seed);
    double[] elements = new double[n];
    for (int i = 0; i < n; i++) {
      elements[i] = round(random.nextGaussian() * Math.pow(2, random.nextInt(-3, 4)));
    }
    return elements;
  }

  /** Like {@link #random}, strewn with NaN, infinities and zeros of both signs. */
  double[] randomWithSpecials(long seed, int n) {
    double[] specials = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1
    };
    Random random = new Random(seed + 1);
    double[] elements = random(seed, n);
    for (int i = 0; i < n; i++) {
      if (random.nextInt(3) == 0) {
        elements[i] = specials[random.nextInt(specials.length)];
      }
    }
    return elements;
  }

  @Override
  public String toString() {
    return name;
  }
}
