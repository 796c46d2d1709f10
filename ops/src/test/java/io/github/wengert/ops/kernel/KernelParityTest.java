package io.github.wengert.ops.kernel;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors give the bits of plain loops, in every method that {@link Kernels} has: a method without
 * a case here fails by name.
 */
class KernelParityTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 97, 128, 193, 257, 1031
  };

  private static final int MOST_SEARCHES = 200;

  /** Outer, length and inner, around the edges of vectors, of lanes and of blocks of rows. */
  private static final int[][] MIDDLES = {
    {0, 3, 1},
    {1, 1, 1},
    {3, 1, 5},
    {7, 2, 1},
    {2, 10, 1},
    {5, 15, 1},
    {5, 16, 1},
    {3, 17, 1},
    {3, 31, 1},
    {3, 32, 1},
    {3, 33, 1},
    {2, 63, 1},
    {2, 64, 1},
    {3, 65, 1},
    {2, 100, 1},
    {2, 127, 1},
    {2, 128, 1},
    {2, 129, 1},
    {300, 10, 1},
    {1, 1031, 1},
    {2, 5000, 1},
    {1, 7, 10},
    {2, 9, 16},
    {3, 4, 33},
    {1, 5, 100},
    {1, 64, 33},
    {1, 65, 70},
    {2, 128, 33},
    {1, 129, 33},
    {1, 193, 65},
    {1, 331, 48},
    {2, 200, 7},
    {1, 1027, 5},
    {1, 4097, 1},
    {1, 2051, 2},
    {1, 8200, 3},
    {1, 12289, 1},
    {70, 1, 70},
    {70, 2, 200},
    {3, 2, 4500}
  };

  private static final Windows SINGLE = new Windows(1, 1, 1, 0, 1, 1);
  private static final Step STEP = new Step(0.1, 0.5, 0.01, 0.02);

  private interface Loop {
    void run(Kernels<Object> kernels, Object a, Object b, Object y, int n);
  }

  private interface Middle {
    void run(Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y);
  }

  private interface Search {
    int run(Kernels<Object> kernels, Object x, int outer, int length, int inner, int o, int i);
  }

  private static final Map<String, Loop> LOOPS =
      Map.ofEntries(
          entry("copy", (k, a, b, y, n) -> k.copy(k.copy(a), y)),
          entry("fill", (k, a, b, y, n) -> k.fill(y, 0.1)),
          entry("map", (k, a, b, y, n) -> k.map(Math::cbrt, a, y, n)),
          entry("zip", (k, a, b, y, n) -> k.zip(Math::hypot, a, b, y, n)),
          entry("add", Kernels::add),
          entry("sub", Kernels::sub),
          entry("mul", Kernels::mul),
          entry("div", Kernels::div),
          entry("maximum", Kernels::maximum),
          entry("minimum", Kernels::minimum),
          entry("abs", (k, a, b, y, n) -> k.abs(a, y, n)),
          entry("sqrt", (k, a, b, y, n) -> k.sqrt(a, y, n)),
          entry("scale", (k, a, b, y, n) -> k.scale(a, 0.1, y, n)),
          entry("shift", (k, a, b, y, n) -> k.shift(a, 0.1, y, n)),
          entry("relu", (k, a, b, y, n) -> k.relu(a, y, n)),
          entry("exp", (k, a, b, y, n) -> k.exp(a, y, n)),
          entry("log", (k, a, b, y, n) -> k.log(a, y, n)),
          entry("tanh", (k, a, b, y, n) -> k.tanh(a, y, n)),
          entry("sigmoid", (k, a, b, y, n) -> k.sigmoid(a, y, n)),
          entry("softplus", (k, a, b, y, n) -> k.softplus(a, y, n)),
          entry("silu", (k, a, b, y, n) -> k.silu(a, y, n)),
          entry("siluVjp", Kernels::siluVjp),
          entry("gelu", (k, a, b, y, n) -> k.gelu(a, y, n)),
          entry("geluVjp", Kernels::geluVjp),
          entry("reluVjp", Kernels::reluVjp),
          entry("tanhVjp", Kernels::tanhVjp),
          entry("sigmoidVjp", Kernels::sigmoidVjp),
          entry("select", (k, a, b, y, n) -> k.select(a, b, y, y, n)),
          entry("gradientStep", (k, a, b, y, n) -> k.gradientStep(a, b, n, STEP)),
          entry(
              "gradientStepAlongProduct",
              (k, a, b, y, n) -> k.gradientStepAlongProduct(Math.min(n, 1), 1, n, a, b, y, STEP)),
          entry(
              "momentumStep",
              (k, a, b, y, n) -> k.momentumStep(a, b, y, n, STEP, 0.9, 0.25, n % 2 == 0)),
          entry(
              "adamStep",
              (k, a, b, y, n) -> k.adamStep(a, b, y, b, n, STEP, 0.9, 0.999, 10, 30, 1e-8)),
          entry(
              "amsgradStep",
              (k, a, b, y, n) -> k.amsgradStep(a, b, y, b, y, n, STEP, 0.9, 0.999, 10, 30, 1e-8)),
          entry(
              "rmsPropStep",
              (k, a, b, y, n) ->
                  k.rmsPropStep(
                      a, b, y, n % 2 == 0 ? b : null, n % 3 == 0 ? b : null, n, STEP, 0.9, 1, 0.5)),
          entry("adagradStep", (k, a, b, y, n) -> k.adagradStep(a, b, y, n, STEP, 1e-8)),
          entry("sumOfSquares", (k, a, b, y, n) -> k.fill(y, k.sumOfSquares(a, n))),
          entry("largest", (k, a, b, y, n) -> k.fill(y, k.largest(a, n))),
          entry("gather", (k, a, b, y, n) -> k.gather(a, 0, new int[] {1}, new int[] {n}, y)),
          entry("scatter", (k, a, b, y, n) -> k.scatter(a, y, 0, new int[] {1}, new int[] {n})),
          entry("addAtIndices", KernelParityTest::addAtIndices),
          entry("addRow", (k, a, b, y, n) -> k.addRow(a, n / 3, y, n / 4, n - n / 3)),
          entry("conv2d", (k, a, b, y, n) -> k.conv2d(row(n), a, b, a, y)),
          entry("conv2dInputVjp", (k, a, b, y, n) -> k.conv2dInputVjp(row(n), a, b, y)),
          entry("conv2dWeightVjp", (k, a, b, y, n) -> k.conv2dWeightVjp(row(n), a, b, y)),
          entry("maxPool2d", (k, a, b, y, n) -> k.maxPool2d(pool(n), a, y)),
          entry("maxPool2dVjp", (k, a, b, y, n) -> k.maxPool2dVjp(pool(n), a, b, y)),
          entry("avgPool2d", (k, a, b, y, n) -> k.avgPool2d(pool(n), n % 2 == 0, a, y)),
          entry("avgPool2dVjp", (k, a, b, y, n) -> k.avgPool2dVjp(pool(n), n % 2 == 0, a, y)),
          entry("linear", (k, a, b, y, n) -> k.linear(1, n, n / 8, a, b, a, y)),
          entry(
              "matmul", (k, a, b, y, n) -> k.matmul(false, false, 1, n, n / 8, a, 0, b, 0, y, 0)));

  private static final Map<String, Middle> MIDDLE =
      Map.ofEntries(
          entry("sum", Kernels::sum),
          entry("variance", Kernels::variance),
          entry(
              "extremeVjp",
              (k, x, outer, length, inner, y) -> k.extremeVjp(x, x, x, outer, length, inner, y)),
          entry("moments", KernelParityTest::moments),
          entry("normalize", (k, x, o, groups, i, y) -> k.normalize(x, o, groups, i, 1e-5, y)),
          entry(
              "normalizeVjp",
              (k, x, o, groups, i, y) -> k.normalizeVjp(x, k.copy(x), o, groups, i, 1e-5, y)),
          entry("scaleShift", (k, x, o, groups, i, y) -> k.scaleShift(x, x, x, o, groups, i, y)),
          entry("max", Kernels::max),
          entry("min", Kernels::min),
          entry("logSumExp", Kernels::logSumExp),
          entry(
              "labelCrossEntropy",
              (k, x, outer, length, inner, y) ->
                  k.labelCrossEntropy(
                      x, labels(outer * inner, length), x, outer * inner, length, y)),
          entry(
              "labelCrossEntropyVjp",
              (k, x, outer, length, inner, y) ->
                  k.labelCrossEntropyVjp(
                      x, labels(outer * inner, length), x, 0.1, outer * inner, length, y)),
          entry("softmax", Kernels::softmax),
          entry("logSoftmax", Kernels::logSoftmax));

  /** Adds rows of three elements and single ones to a few places, one of which gets most. */
  private static void addAtIndices(Kernels<Object> k, Object a, Object b, Object y, int n) {
    int[] indices = new int[n / 3];
    Arrays.setAll(indices, i -> i % 5 == 0 ? i % 7 % Math.max(1, n / 9) : 0);
    k.addAtIndices(a, indices, 1, n / 3, 3, y);
    k.addAtIndices(a, indices, 3, n / 3, 1, b);
  }

  private static int[] labels(int rows, int classes) {
    int[] labels = new int[rows];
    Arrays.setAll(labels, row -> row * 7 % classes);
    return labels;
  }

  private static final Map<String, Search> SEARCHES =
      Map.of(
          "argMax", Kernels::argMax,
          "argMin", Kernels::argMin,
          "maxPool2dPositions",
              (k, x, outer, length, inner, o, i) -> {
                int[] positions = new int[outer * length * inner];
                k.maxPool2dPositions(pool(positions.length), x, positions);
                return positions[o * inner + i];
              });

  /** A convolution of a row of n pixels; {@link ConvolutionKernelTest} has larger ones. */
  private static ConvolutionShape row(int n) {
    return new ConvolutionShape(Math.min(n, 1), 1, 1, 1, SINGLE, across(n, Math.clamp(n, 1, 3)));
  }

  private static PoolingShape pool(int n) {
    return new PoolingShape(Math.min(n, 1), SINGLE, across(n, Math.clamp(n, 1, 3)));
  }

  /** Overlapping windows, one for each element. */
  private static Windows across(int n, int size) {
    return new Windows(n, size, 1, size / 2, 1, n);
  }

  private static void moments(
      Kernels<Object> kernels, Object x, int outer, int groups, int inner, Object y) {
    if (outer > 0) {
      Object variance = kernels.copy(y);
      kernels.moments(x, outer, groups, inner, y, variance);
      kernels.add(y, variance, y, groups);
    }
  }

  @Test
  void every_method_has_a_case() {
    Set<String> methods =
        Arrays.stream(Kernels.class.getMethods())
            .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
            .filter(
                method -> !Arrays.stream(method.getParameterTypes()).allMatch(Class::isPrimitive))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> cases = new TreeSet<>(LOOPS.keySet());
    cases.addAll(MIDDLE.keySet());
    cases.addAll(SEARCHES.keySet());
    assertThat(cases).isEqualTo(methods);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void vectors_give_the_bits_of_plain_loops(boolean specials) {
    assumeTrue(ElementType.hasVectors(), "the module jdk.incubator.vector is not there");
    forEachPair((scalar, vector) -> {
      LOOPS.forEach((name, loop) -> {
        for (int n : SIZES) {
          assertThat(written(scalar, loop, n, specials))
              .as("%s of %d %s", name, n, scalar)
              .isEqualTo(written(vector, loop, n, specials));
        }
      });
      MIDDLE.forEach((name, loop) -> {
        for (int[] size : MIDDLES) {
          assertThat(written(scalar, loop, size, specials))
              .as("%s of %s %s", name, Arrays.toString(size), scalar)
              .isEqualTo(written(vector, loop, size, specials));
        }
      });
      SEARCHES.forEach((name, search) -> {
        for (int[] size : MIDDLES) {
          if (size[0] * size[2] > MOST_SEARCHES) {
            continue; // one for each lane, and some look at the whole array
          }
          assertThat(found(scalar, search, size, specials))
              .as("%s of %s %s", name, Arrays.toString(size), scalar)
              .isEqualTo(found(vector, search, size, specials));
        }
      });
    });
  }

  private interface Pair {
    void check(ElementType<Object> scalar, ElementType<Object> vector);
  }

  @SuppressWarnings("unchecked") // arrays go by as objects
  private static void forEachPair(Pair pair) {
    for (ElementType<?> vector : ElementType.all().toList()) {
      for (ElementType<?> scalar : ElementType.all().toList()) {
        if (vector.name().equals(scalar.name() + " vectors")) {
          pair.check((ElementType<Object>) scalar, (ElementType<Object>) vector);
        }
      }
    }
  }

  private static double[] elements(ElementType<?> type, boolean specials, long seed, int n) {
    return specials ? type.randomWithSpecials(seed, n) : type.random(seed, n);
  }

  /** Returns all three arrays after the loop. */
  private static double[][] written(ElementType<Object> type, Loop loop, int n, boolean specials) {
    Object a = type.array(elements(type, specials, 1, n));
    Object b = type.array(elements(type, specials, 2, n * Math.max(1, n / 8)));
    Object y = type.array(elements(type, specials, 3, n));
    loop.run(type.kernels(), a, b, y, n);
    return new double[][] {type.read(a), type.read(b), type.read(y)};
  }

  private static double[] written(
      ElementType<Object> type, Middle loop, int[] size, boolean specials) {
    int n = size[0] * size[1] * size[2];
    Object x = type.array(elements(type, specials, 4, n));
    Object y = type.garbage(n);
    loop.run(type.kernels(), x, size[0], size[1], size[2], y);
    return type.read(y);
  }

  private static int[] found(
      ElementType<Object> type, Search search, int[] size, boolean specials) {
    Object x = type.array(elements(type, specials, 5, size[0] * size[1] * size[2]));
    int[] found = new int[size[0] * size[2]];
    Arrays.setAll(
        found,
        at -> search.run(type.kernels(), x, size[0], size[1], size[2], at / size[2], at % size[2]));
    return found;
  }
}
