package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.mul;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.report.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bugs of other kinds in other units, or where one step too far leaves the domain. */
final class RescaledBugs {
  private RescaledBugs() {}

  /** Units of the inputs and of the values, taken in turns. */
  private static final double[][] UNITS = {
    {1e-12, 1}, {1, 1e-20}, {1e9, 1e-9}, {1e-30, 1e30}, {1e6, 1e6}, {1, 1e15}, {1e-100, 1e-90}
  };

  /** The bugs of formulas, arrays and layers, each in one of the units. */
  static List<PlantedBug> inOtherUnits() {
    List<PlantedBug> all =
        Stream.of(
                FormulaBugs.powersAndLogarithms(),
                FormulaBugs.angles(),
                FormulaBugs.units(),
                FormulaBugs.losses(),
                FormulaBugs.specialFunctions(),
                IndexBugs.cumulative(),
                IndexBugs.windows(),
                LinearAlgebraBugs.matrices(),
                LinearAlgebraBugs.vectors(),
                LayerBugs.normalizations(),
                LayerBugs.softmaxes(),
                LayerBugs.recurrences(),
                LayerBugs.losses())
            .flatMap(List::stream)
            .filter(bug -> bug.verdict() == Verdict.WRONG)
            .toList();
    return IntStream.range(0, all.size())
        .mapToObj(i -> inUnits(all.get(i), UNITS[i % UNITS.length]))
        .toList();
  }

  /** Norms at a kink, in units of their value. */
  static List<PlantedBug> kinksInOtherUnits() {
    return Stream.of(1e-20, 1e12)
        .flatMap(
            unit -> SpaceKinkBugs.norms().stream().map(bug -> inUnits(bug, new double[] {1, unit})))
        .toList();
  }

  /** Formulas of positive numbers that throw, or are NaN, where a number is not positive. */
  static List<PlantedBug> ofPositiveNumbersOnly() {
    List<PlantedBug> all =
        Stream.of(
                FormulaBugs.powersAndLogarithms(),
                FormulaBugs.losses(),
                FormulaBugs.specialFunctions())
            .flatMap(List::stream)
            .filter(bug -> bug.verdict() == Verdict.WRONG && isPositive(bug.points()))
            .toList();
    return IntStream.range(0, all.size())
        .mapToObj(i -> ofPositive(all.get(i), i % 2 == 0))
        .toList();
  }

  private static PlantedBug inUnits(PlantedBug bug, double[] units) {
    return new PlantedBug(
        "%s; x in %s, y in %s".formatted(bug.name(), units[0], units[1]),
        bug.verdict(),
        bug.order(),
        () -> {
          Function<List<Tensor>, Tensor> f = bug.function().get();
          return xs -> mul(f.apply(xs.stream().map(x -> div(x, units[0])).toList()), units[1]);
        },
        Points.scaled(units[0], bug.points()));
  }

  private static PlantedBug ofPositive(PlantedBug bug, boolean throwing) {
    return new PlantedBug(
        "%s; %s unless positive".formatted(bug.name(), throwing ? "throws" : "NaN"),
        bug.verdict(),
        bug.order(),
        () -> {
          Function<List<Tensor>, Tensor> f = bug.function().get();
          return xs -> {
            boolean positive = xs.stream().allMatch(RescaledBugs::isPositive);
            if (throwing && !positive) {
              throw new IllegalArgumentException("domain: must be positive: " + xs);
            }
            return positive ? f.apply(xs) : mul(f.apply(xs), Double.NaN);
          };
        },
        bug.points());
  }

  private static boolean isPositive(Points points) {
    return IntStream.rangeClosed(1, 20)
        .mapToObj(seed -> points.of(Key.of(seed)))
        .flatMap(List::stream)
        .allMatch(RescaledBugs::isPositive);
  }

  private static boolean isPositive(Tensor x) {
    for (double v : Opaque.numbers(x)) {
      if (!(v > 0)) {
        return false;
      }
    }
    return true;
  }
}
