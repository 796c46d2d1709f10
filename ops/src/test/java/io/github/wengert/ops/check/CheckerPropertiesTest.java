package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Streams;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What verdicts must not depend on: units, the order of elements, shapes. Both collections are
 * taken, right functions and bugs.
 *
 * <p>The build takes a sample; {@code -Dchecker=full} takes all.
 */
class CheckerPropertiesTest {
  private static final boolean FULL = "full".equals(System.getProperty("checker"));

  /** One case of so many is taken. */
  private static final int SHARE = FULL ? 1 : 11;

  private static final int[] POWERS = {1, -1, 10, -10, 100, -100, 300, -300};

  /** How many of them are tried for each case. */
  private static final int TRIED = FULL ? POWERS.length : 2;

  /** Numbers up to its inverse neither overflow nor underflow if they are multiplied by 2³⁰⁰. */
  private static final double LEAST = 1e-60;

  private static final int SEED = 1;

  /**
   * A function, right or wrong.
   *
   * @param state whether it depends on the calls before
   */
  private record Case(
      String name,
      boolean state,
      int order,
      Supplier<Function<List<Tensor>, Tensor>> function,
      Points points) {
    List<Tensor> point() {
      return points.of(Key.of(SEED));
    }

    /** Whether all numbers are so far from 0 and from infinity that another unit will do. */
    boolean hasRoom() {
      List<Tensor> point = point();
      Function<List<Tensor>, Tensor> f = function.get();
      Tensor y = f.apply(point);
      List<Tensor> gradients =
          Autograd.vjp(f, point).pullback(Ops.add(mul(y, 0), Tensor.scalar(y.dtype(), 1)));
      return Streams.concat(point.stream(), Stream.of(y), gradients.stream())
          .flatMapToDouble(x -> Arrays.stream(x.toDoubleArray()))
          .map(Math::abs)
          .allMatch(v -> v == 0 || (v >= LEAST && v <= 1 / LEAST));
    }

    /** Whether the pullback gives as many times as much for many times the cotangent. */
    boolean isHomogeneous() {
      List<Tensor> point = point();
      Function<List<Tensor>, Tensor> f = function.get();
      Tensor g = Differences.cotangent(f, point, Key.of(SEED));
      List<Tensor> once = Autograd.vjp(f, point).pullback(g);
      List<Tensor> often = Autograd.vjp(f, point).pullback(timesPowerOfTwo(g, 100));
      return Streams.zip(
              once.stream(), often.stream(), (a, b) -> timesPowerOfTwo(a, 100).hasSameBits(b))
          .allMatch(Boolean::booleanValue);
    }

    /** Whether there is an input without any size, so that the unit is 1. */
    boolean isAtZero() {
      return point().stream().allMatch(x -> Arrays.stream(x.toDoubleArray()).allMatch(v -> v == 0));
    }
  }

  private static Stream<Case> cases() {
    Set<String> withState = Set.of("state", "engine");
    Stream<Case> bugs =
        Stream.of(PlantedBugs.byKind(), UnseenBugs.byKind())
            .flatMap(kinds -> kinds.entrySet().stream())
            .flatMap(kind ->
                kind.getValue().stream()
                    .map(bug ->
                        new Case(
                            bug.name(),
                            withState.contains(kind.getKey()),
                            bug.order(),
                            bug.function(),
                            bug.points())));
    Stream<Case> rights =
        Stream.of(RightFunctions.all(), UnseenFunctions.all())
            .flatMap(List::stream)
            .map(right ->
                new Case(right.name(), false, right.order(), right::function, right.points()));
    return Streams.mapWithIndex(
            Streams.concat(bugs, rights), (c, i) -> i % SHARE == 0 ? List.of(c) : List.<Case>of())
        .flatMap(List::stream);
  }

  private static GradientReport check(
      Case c, int order, Function<List<Tensor>, Tensor> f, List<Tensor> point) {
    return GradientCheck.DEFAULT
        .withMode(Mode.ELEMENTS)
        .withSeed(SEED)
        .withOrder(order)
        .check(c.name, f, point);
  }

  /** Returns the verdict of each derivative that was kept, by its place. */
  private static Map<String, Verdict> verdicts(GradientReport report) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (Finding finding : report.findings()) {
      verdicts.put(finding.place(), finding.verdict());
    }
    return verdicts;
  }

  /** Returns the verdicts by elements alone, at the order 1, by input and position. */
  private static Map<String, Verdict> byPosition(GradientReport report, List<Tensor> point) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (Finding finding : report.findings()) {
      if (finding.order() == 1 && finding.input().startsWith("input ")) {
        int input = Integer.parseInt(finding.input().substring("input ".length()));
        verdicts.put(input + " " + position(finding.index(), point.get(input)), finding.verdict());
      }
    }
    return verdicts;
  }

  private static int position(List<Integer> index, Tensor x) {
    int position = 0;
    for (int axis = 0; axis < index.size(); axis++) {
      position = position * x.shape().size(axis) + index.get(axis);
    }
    return position;
  }

  private static String differences(Map<String, Verdict> a, Map<String, Verdict> b) {
    List<String> different = new ArrayList<>();
    a.forEach((place, verdict) -> {
      if (b.containsKey(place) && b.get(place) != verdict) {
        different.add(place + ": " + verdict + ", then " + b.get(place));
      }
    });
    return String.join("; ", different);
  }

  // --------------------------------------------------------------------------------------- units

  private static Tensor timesPowerOfTwo(Tensor x, int power) {
    return mul(x, Tensor.scalar(x.dtype(), Math.scalb(1.0, power)));
  }

  private static List<Tensor> timesPowerOfTwo(List<Tensor> xs, int power) {
    return xs.stream().map(x -> timesPowerOfTwo(x, power)).toList();
  }

  @Test
  void verdicts_do_not_depend_on_the_unit_of_the_inputs() {
    assertSameVerdicts(
        cases().filter(c -> !c.isAtZero()),
        (c, power) -> {
          Function<List<Tensor>, Tensor> f = c.function.get();
          return check(
              c,
              Math.min(c.order, 2), // higher orders mix derivatives by inputs and by cotangents
              xs -> f.apply(timesPowerOfTwo(xs, -power)),
              timesPowerOfTwo(c.point(), power));
        });
  }

  @Test
  void verdicts_do_not_depend_on_the_unit_of_the_values() {
    assertSameVerdicts(
        cases().filter(c -> !c.state && c.isHomogeneous()),
        (c, power) -> {
          Function<List<Tensor>, Tensor> f = c.function.get();
          return check(
              c, Math.min(c.order, 2), xs -> timesPowerOfTwo(f.apply(xs), power), c.point());
        });
  }

  /** A check in a unit that is a power of two. */
  private interface InUnit {
    GradientReport check(Case c, int power);
  }

  private static void assertSameVerdicts(Stream<Case> cases, InUnit inUnit) {
    List<String> different = new ArrayList<>();
    int[] number = {0};
    cases
        .filter(Case::hasRoom)
        .forEach(c -> {
          GradientReport plain = inUnit.check(c, 0);
          for (int i = 0; i < TRIED; i++) {
            int power = POWERS[number[0]++ % POWERS.length];
            GradientReport other = inUnit.check(c, power);
            if (!other.counts().equals(plain.counts())
                || !verdicts(other).equals(verdicts(plain))) {
              different.add(
                  "%s, 2^%d: %s, then %s: %s"
                      .formatted(
                          c.name,
                          power,
                          plain.counts(),
                          other.counts(),
                          differences(verdicts(plain), verdicts(other))));
            }
          }
        });
    assertThat(number[0]).isGreaterThan(200);
    assertThat(different).isEmpty();
  }

  // ------------------------------------------------------------------------ positions and shapes

  /** Tells of what changed: neither the outcome may, nor a verdict by an element. */
  private static void addDifferences(
      List<String> different,
      Case c,
      GradientReport plain,
      Map<String, Verdict> before,
      GradientReport other,
      Map<String, Verdict> after) {
    boolean sameOutcome = plain.isWrong() == other.isWrong();
    boolean areAllKept = plain.findings().size() == plain.compared();
    assertThat(before).as(c.name).isNotEmpty();
    if (!sameOutcome || (areAllKept && !after.equals(before))) {
      different.add(
          "%s: %s, then %s: %s"
              .formatted(c.name, plain.counts(), other.counts(), differences(before, after)));
    }
  }

  /** The cotangent stays at its place, and so does the function along each element. */
  @Test
  void an_element_has_the_same_verdict_wherever_it_stands() {
    List<String> different = new ArrayList<>();
    List<Case> cases = cases().toList();
    assertThat(cases).hasSizeGreaterThan(70);
    cases.forEach(c -> {
      List<Tensor> point = c.point();
      Function<List<Tensor>, Tensor> plain = c.function.get();
      Function<List<Tensor>, Tensor> f = c.function.get();
      List<Tensor> reversed = point.stream().map(CheckerPropertiesTest::reversed).toList();
      GradientReport before =
          check(
              c,
              c.order,
              xs -> plain.apply(xs.stream().map(CheckerPropertiesTest::kept).toList()),
              point);
      GradientReport after =
          check(
              c,
              c.order,
              xs -> f.apply(xs.stream().map(CheckerPropertiesTest::reversed).toList()),
              reversed);
      Map<String, Verdict> expected = new TreeMap<>();
      byPosition(before, point)
          .forEach((place, verdict) -> {
            String[] words = place.split(" ", -1);
            int last = point.get(Integer.parseInt(words[0])).elements() - 1;
            expected.put(words[0] + " " + (last - Integer.parseInt(words[1])), verdict);
          });
      addDifferences(different, c, before, expected, after, byPosition(after, reversed));
    });
    assertThat(different).isEmpty();
  }

  private static Tensor reversed(Tensor x) {
    int n = x.elements();
    int[] order = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
    return selected(x, order);
  }

  private static Tensor kept(Tensor x) {
    return selected(x, IntStream.range(0, x.elements()).toArray());
  }

  private static Tensor selected(Tensor x, int[] order) {
    return reshape(Ops.indexSelect(reshape(x, x.elements()), 0, Indices.of(order)), x.shape());
  }

  /** Cotangents and directions go by position, so that all is the same. */
  @Test
  void verdicts_do_not_depend_on_shapes() {
    List<String> different = new ArrayList<>();
    List<Case> cases = cases().toList();
    assertThat(cases).hasSizeGreaterThan(70);
    cases.forEach(c -> {
      List<Tensor> point = c.point();
      Function<List<Tensor>, Tensor> plain = c.function.get();
      Function<List<Tensor>, Tensor> f = c.function.get();
      GradientReport before =
          check(
              c,
              c.order,
              xs -> {
                Tensor y = plain.apply(xs.stream().map(x -> reshape(x, x.shape())).toList());
                return reshape(y, y.shape());
              },
              point);
      List<Tensor> flat = point.stream().map(x -> reshape(x, 1, x.elements())).toList();
      GradientReport after =
          check(
              c,
              c.order,
              xs -> {
                Tensor y =
                    f.apply(
                        Streams.zip(xs.stream(), point.stream(), (x, p) -> reshape(x, p.shape()))
                            .toList());
                return reshape(y, y.elements());
              },
              flat);
      if (!after.counts().equals(before.counts())) {
        different.add("%s: %s, then %s".formatted(c.name, before.counts(), after.counts()));
      }
      addDifferences(
          different, c, before, byPosition(before, point), after, byPosition(after, flat));
    });
    assertThat(different).isEmpty();
  }

  // ---------------------------------------------------------------------------------- sizes of
  // errors

  /** Half decades of relative errors. */
  private static final double[] ERRORS =
      IntStream.rangeClosed(-24, 0).mapToDouble(i -> Math.pow(10, i / 2.0)).toArray();

  /** A function whose derivative is off by a share of itself. */
  private record Planted(
      String name, DoubleFunction<Function<List<Tensor>, Tensor>> off, Tensor x) {
    static Planted of(String name, UnaryOperator<Tensor> f, UnaryOperator<Tensor> slope, Tensor x) {
      return new Planted(
          name, error -> Rule.unary(f, (in, y, g) -> mul(mul(g, slope.apply(in)), 1 + error)), x);
    }

    static Planted opaque(
        String name, DoubleUnaryOperator f, DoubleUnaryOperator slope, double... x) {
      return of(name, in -> Rule.map(in, f), in -> Rule.map(in, slope), Tensor.of(DType.F64, x));
    }

    GradientReport check(double error) {
      return GradientCheck.DEFAULT
          .withMode(Mode.ELEMENTS)
          .withSeed(SEED)
          .withOrder(1)
          .check(name, off.apply(error), x);
    }
  }

  private static List<Planted> planted() {
    Tensor x = Tensor.of(DType.F64, 0.3, -1.7, 2.5);
    return List.of(
        Planted.of("exp", Ops::exp, Ops::exp, x),
        Planted.of(
            "exp in other units",
            v -> Ops.exp(mul(v, 1e12)),
            v -> mul(Ops.exp(mul(v, 1e12)), 1e12),
            mul(x, 1e-12)),
        Planted.of("square", Ops::square, v -> mul(v, 2), x),
        Planted.of("sum of squares", v -> Ops.sum(Ops.square(v)), v -> mul(v, 2), x),
        Planted.of("tiny values", v -> mul(Ops.square(v), 1e-150), v -> mul(v, 2e-150), x),
        Planted.of(
            "far from the origin",
            v -> Ops.tanh(Ops.sub(v, 1e6)),
            v -> Ops.sub(1, Ops.square(Ops.tanh(Ops.sub(v, 1e6)))),
            Tensor.of(DType.F64, 1e6 + 0.3, 1e6 - 1)),
        Planted.of(
            "absolute value at 0",
            Ops::abs,
            v -> Ops.add(mul(v, 0), 1),
            Tensor.of(DType.F64, 0.0, 0)),
        Planted.opaque("sin", Math::sin, Math::cos, 0.3, -1.7, 2.5),
        Planted.opaque("log at 1e-20", Math::log, v -> 1 / v, 1e-20, 3e-20),
        Planted.opaque(
            "steep",
            v -> Math.tanh(1e6 * (v - 1)),
            v -> 1e6 * (1 - Math.pow(Math.tanh(1e6 * (v - 1)), 2)),
            1 + 3e-7),
        Planted.opaque(
            "sin, cancelling", v -> (Math.sin(v) + 1e6) - 1e6, Math::cos, 0.3, -1.7, 2.5),
        Planted.opaque("square, cancelling", v -> (v * v + 1e9) - 1e9, v -> 2 * v, 0.3, -1.7, 2.5),
        Planted.opaque("absolute value at 0, opaque", Math::abs, v -> 1, 0, 0),
        Planted.opaque(
            "in single precision", v -> (float) Math.sin((float) v), Math::cos, 0.3, -1.7));
  }

  static Stream<Arguments> plantedWithSigns() {
    return planted().stream()
        .flatMap(planted ->
            Stream.of(
                Arguments.of(planted.name, planted, 1), Arguments.of(planted.name, planted, -1)));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("plantedWithSigns")
  void what_is_off_is_wrong_from_some_size_on_and_never_below_the_error_of_the_estimate(
      String name, Planted planted, int sign) {
    Map<String, Double> wrong = new TreeMap<>();
    for (double error : ERRORS) {
      for (Finding finding : planted.check(sign * error).findings()) {
        boolean against = finding.verdict().speaksAgainst();
        if (against) {
          double slope = Math.max(Math.abs(finding.left()), Math.abs(finding.right()));
          assertThat(error * slope).as("%s", finding).isGreaterThan(finding.error());
          assertThat(error).as("%s", finding).isGreaterThan(GradientCheck.DEFAULT.tolerance());
        }
        if (finding.input().equals("input 0") || isDirectionOfThePoint(finding)) {
          if (against) {
            wrong.putIfAbsent(finding.place(), error);
          }
          assertThat(against || !wrong.containsKey(finding.place()))
              .as("off by %s, and wrong from %s on: %s", error, wrong.get(finding.place()), finding)
              .isTrue();
        }
      }
    }
    boolean isSubgradient = name.startsWith("absolute value at 0") && sign < 0;
    assertThat(wrong.isEmpty()).as("%s", wrong).isEqualTo(isSubgradient);
  }

  /** Whether it is one of those directions that do not go by the derivatives themselves. */
  private static boolean isDirectionOfThePoint(Finding finding) {
    return finding.input().equals(Comparison.DIRECTION)
        && List.of(0, 2).contains(finding.index().getFirst());
  }
}
