package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Vjp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each unseen bug is one: it shows at its point, without the checker. */
class UnseenBugsTest {
  private static final int SEEDS = 3;

  static Stream<PlantedBug> atFirstOrder() {
    return Stream.concat(
            UnseenBugs.byKind().entrySet().stream()
                .filter(kind ->
                    !List.of("linearity", "state", "kinks in space").contains(kind.getKey()))
                .flatMap(kind -> kind.getValue().stream()),
            HardBugs.onlyByElements().stream())
        .filter(bug -> bug.order() == 1 && bug.verdict() == Verdict.WRONG);
  }

  static Stream<PlantedBug> atHigherOrders() {
    return UnseenBugs.all().stream().filter(bug -> bug.order() > 1);
  }

  static ImmutableList<PlantedBug> inSpace() {
    return UnseenBugs.byKind().get("kinks in space");
  }

  static Stream<PlantedBug> nonlinear() {
    return UnseenBugs.byKind().get("linearity").stream()
        .filter(bug -> bug.verdict() == Verdict.WRONG);
  }

  static ImmutableList<PlantedBug> withState() {
    return UnseenBugs.byKind().get("state");
  }

  static Stream<PlantedBug> nonfinite() {
    return UnseenBugs.all().stream().filter(bug -> bug.verdict() == Verdict.NONFINITE);
  }

  @ParameterizedTest
  @MethodSource("atFirstOrder")
  void a_rule_is_refuted_by_differences(PlantedBug bug) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      assertThat(differences(bug, seed).refute()).as("%s, seed %d", bug, seed).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("atHigherOrders")
  void a_rule_is_right_below_its_order_and_refuted_at_it(PlantedBug bug) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Tensor> xs = bug.points().of(Key.of(seed));
      Function<List<Tensor>, Tensor> f = bug.function().get();
      for (int order = 1; order <= bug.order(); order++) {
        Tensor g = Differences.cotangent(f, xs, Key.of(seed).split(order));
        Differences differences = new Differences(f, xs, g);
        if (order == bug.order()) {
          assertThat(differences.refute()).as("%s, seed %d", bug, seed).isTrue();
        } else {
          assertThat(differences.allow(differences.claimed()))
              .as("%s, right at order %d, seed %d", bug, order, seed)
              .isTrue();
          f = Differences.contracted(f, xs.size(), Key.of(seed).split("v" + order));
          xs = Stream.concat(xs.stream(), Stream.of(g)).toList();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inSpace")
  void a_gradient_is_no_subgradient_along_some_direction(PlantedBug bug) {
    List<Tensor> xs = bug.points().of(Key.of(1));
    Function<List<Tensor>, Tensor> f = bug.function().get();
    Tensor g = Tensor.ones(f.apply(xs).dtype(), f.apply(xs).shape());
    double[] claimed = joined(new Differences(f, xs, g).claimed());
    boolean refuted = false;
    for (int pattern = 1; pattern < Math.pow(3, claimed.length); pattern++) {
      double[] direction = new double[claimed.length];
      int rest = pattern;
      double slope = 0;
      for (int i = 0; i < direction.length; i++, rest /= 3) {
        direction[i] = rest % 3 - 1;
        slope += direction[i] * claimed[i];
      }
      double ahead = oneSided(f, xs, direction, 1e-6);
      double behind = oneSided(f, xs, direction, -1e-6);
      double high = Math.max(ahead, behind);
      double low = Math.min(ahead, behind);
      double tolerance = 1e-3 * Math.max(Math.abs(slope), Math.max(Math.abs(low), Math.abs(high)));
      refuted |= slope > high + tolerance || slope < low - tolerance;
    }
    assertThat(refuted).isTrue();
  }

  @ParameterizedTest
  @MethodSource("nonlinear")
  void a_pullback_is_refuted_at_some_cotangent(PlantedBug bug) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Tensor> xs = bug.points().of(Key.of(seed));
      Function<List<Tensor>, Tensor> f = bug.function().get();
      Tensor random = Differences.cotangent(f, xs, Key.of(seed));
      List<Tensor> cotangents = new ArrayList<>();
      for (int exponent = -24; exponent <= 24; exponent++) {
        cotangents.add(Ops.mul(random, Math.pow(10, exponent)));
        cotangents.add(Ops.mul(random, -Math.pow(10, exponent)));
      }
      cotangents.add(Tensor.ones(random.dtype(), random.shape()));
      for (int i = 0; i < random.elements(); i++) {
        double[] basis = new double[random.elements()];
        basis[i] = 1;
        cotangents.add(Tensor.of(DType.F64, random.shape(), basis));
      }
      assertThat(cotangents.stream().anyMatch(g -> new Differences(f, xs, g).refute()))
          .as("%s, seed %d", bug, seed)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("withState")
  void calls_in_some_order_give_a_wrong_gradient(PlantedBug bug) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Tensor> xs = bug.points().of(Key.of(seed));
      Tensor g = Differences.cotangent(bug.function().get(), xs, Key.of(seed));
      assertThat(
              driftsWhenRepeated(bug, xs)
                  || isRefutedWhenRepeated(bug, xs, g)
                  || isRefutedBetweenOthers(bug, xs, g)
                  || isRefutedOnOneTape(bug, xs, g))
          .as("%s, seed %d", bug, seed)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("nonfinite")
  void a_gradient_is_not_finite_where_differences_are(PlantedBug bug) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Differences differences = differences(bug, seed);
      double[] claimed = joined(differences.claimed());
      assertThat(Arrays.stream(claimed).allMatch(Double::isFinite)).isFalse();
    }
  }

  @Test
  void there_are_many_and_their_names_are_distinct() {
    List<PlantedBug> all = new ArrayList<>(UnseenBugs.all());
    all.addAll(HardBugs.onlyByElements());
    all.addAll(HardBugs.beyondReach().keySet());
    all.addAll(PlantedBugs.all());
    assertThat(UnseenBugs.all()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(all).extracting(PlantedBug::name).doesNotHaveDuplicates();
  }

  private static Differences differences(PlantedBug bug, int seed) {
    List<Tensor> xs = bug.points().of(Key.of(seed));
    Function<List<Tensor>, Tensor> f = bug.function().get();
    // A ripple lies far below the input's size, and larger steps agree with what it rides on.
    int first = bug.name().startsWith("a ripple") ? 20 : 1;
    return new Differences(f, xs, Differences.cotangent(f, xs, Key.of(seed)), first);
  }

  private static boolean driftsWhenRepeated(PlantedBug bug, List<Tensor> xs) {
    Function<List<Tensor>, Tensor> f = bug.function().get();
    return !Arrays.equals(f.apply(xs).toDoubleArray(), f.apply(xs).toDoubleArray());
  }

  private static boolean isRefutedWhenRepeated(PlantedBug bug, List<Tensor> xs, Tensor g) {
    Differences differences = new Differences(bug.function().get(), xs, g);
    for (int call = 0; call < 35; call++) {
      if (differences.refute()) {
        return true;
      }
    }
    return false;
  }

  /** Forward passes and pullbacks at two points in turns. */
  private static boolean isRefutedBetweenOthers(PlantedBug bug, List<Tensor> xs, Tensor g) {
    for (double[] other : new double[][] {{1.5, 0.1}, {1, 0.01}, {1, 0}}) {
      Function<List<Tensor>, Tensor> f = bug.function().get();
      List<Tensor> others = xs.stream().map(x -> moved(x, other)).toList();
      Vjp<Tensor> there = Autograd.vjp(f, others);
      there.pullback(g);
      Vjp<Tensor> here = Autograd.vjp(f, xs);
      Autograd.vjp(f, others);
      if (new Differences(bug.function().get(), xs, g).refute(here.pullback(g))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRefutedOnOneTape(PlantedBug bug, List<Tensor> xs, Tensor g) {
    Vjp<Tensor> tape = Autograd.vjp(bug.function().get(), xs);
    tape.pullback(g);
    return new Differences(bug.function().get(), xs, g).refute(tape.pullback(g));
  }

  /** Returns a x + b, with x's first and last elements kept if a is 1 and b is 0. */
  private static Tensor moved(Tensor x, double[] by) {
    double[] elements = x.toDoubleArray();
    for (int i = 0; i < elements.length; i++) {
      boolean inside = i > 0 && i < elements.length - 1;
      elements[i] = by[0] * elements[i] + by[1];
      if (by[0] == 1 && by[1] == 0 && inside) {
        elements[i] *= 1.25;
      }
    }
    return Tensor.of(DType.F64, x.shape(), elements);
  }

  private static double[] joined(List<Tensor> tensors) {
    return tensors.stream().flatMapToDouble(x -> Arrays.stream(x.toDoubleArray())).toArray();
  }

  private static double oneSided(
      Function<List<Tensor>, Tensor> f, List<Tensor> xs, double[] direction, double h) {
    List<Tensor> there = new ArrayList<>();
    int position = 0;
    for (Tensor x : xs) {
      double[] elements = x.toDoubleArray();
      for (int i = 0; i < elements.length; i++) {
        elements[i] += h * direction[position++];
      }
      there.add(Tensor.of(DType.F64, x.shape(), elements));
    }
    return (Ops.sum(f.apply(there)).item() - Ops.sum(f.apply(xs)).item()) / h;
  }
}
