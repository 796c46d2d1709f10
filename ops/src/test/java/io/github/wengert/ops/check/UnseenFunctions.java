package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.Cases.join;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.roughFirstOrder;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.RightFunction.rough;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.Ops;
import java.util.Arrays;

/**
 * Right functions that the checker was not built with: what it is measured by. Each derivative was
 * compared with differences in 300 decimal digits of the same operations; rules in plain numbers,
 * with those of an independent implementation of the function.
 */
final class UnseenFunctions {
  private UnseenFunctions() {}

  static ImmutableList<RightFunction> all() {
    return Cases.all(byKind());
  }

  /** Returns them in the order of their kinds. */
  static ImmutableMap<String, ImmutableList<RightFunction>> byKind() {
    return ImmutableMap.<String, ImmutableList<RightFunction>>builder()
        .put(
            "scale",
            join(ScaledFunctions.farAway(), ScaledFunctions.tiny(), ScaledFunctions.values()))
        .put("steep", join(ScaledFunctions.steep()))
        .put(
            "domain",
            join(DomainFunctions.loops(), DomainFunctions.edges(), DomainFunctions.guarded()))
        .put(
            "kinks in space",
            join(CornerFunctions.norms(), CornerFunctions.joints(), TiedFunctions.ties()))
        .put(
            "ill-conditioned",
            join(
                IllConditionedFunctions.chaotic(),
                IllConditionedFunctions.matrices(),
                IllConditionedFunctions.data()))
        .put(
            "cancelling", join(CancellingFunctions.polynomials(), CancellingFunctions.cancelling()))
        .put(
            "physics and finance",
            join(
                PhysicalFunctions.light(),
                PhysicalFunctions.particles(),
                PhysicalFunctions.matter(),
                PhysicalFunctions.space(),
                PhysicalFunctions.finance()))
        .put(
            "special functions",
            join(
                SpecialFunctions.gamma(),
                SpecialFunctions.tails(),
                SpecialFunctions.series(),
                SpecialFunctions.implicit()))
        .put("programs", join(ProgramFunctions.integrators(), ProgramFunctions.mixtures()))
        .put(
            "networks, linear algebra",
            join(NetworkFunctions.networks(), AlgebraFunctions.algebra()))
        .put("shapes", join(ShapedFunctions.shapes(), ShapedFunctions.flat()))
        .put("waves", join(ShapedFunctions.waves()))
        .buildOrThrow();
  }

  /**
   * Right functions that no checker can be asked to judge, each with the reason. A good one calls
   * them imprecise.
   */
  static ImmutableList<RightFunction> beyondReach() {
    return ImmutableList.of(
        // A curvature of 1/4 over a width of 1, where neighbouring numbers are 1e284 apart. Only a
        // rule that knows the operation can tell.
        rough(
            "log-sum-exp of two 1e300, to order 2", at(1e300, 1e300), unary(x -> Ops.logSumExp(x))),
        // Each element alone may move without moving the median: both of its slopes are 0. And yet
        // (⅓, ⅓, ⅓) is a subgradient, as the median follows where all of them go.
        roughFirstOrder(
            "opaque median of three ties",
            at(1, 1, 1),
            MoreRules.scalar(
                x -> Arrays.stream(x).sorted().toArray()[1],
                x -> new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3})),
        // The treads of a staircase are as wide as those of a quantizer whose rule is wrong.
        roughFirstOrder(
            "opaque x plus 1e15, less 1e15", at(0.3), unary(curve(v -> (v + 1e15) - 1e15, v -> 1))),
        // Its values are those of a constant, to the last bit.
        roughFirstOrder(
            "opaque sine of 1e-8 on 1e10",
            at(0.3),
            unary(curve(v -> 1e10 + 1e-8 * Math.sin(v), v -> 1e-8 * Math.cos(v)))),
        // Neighbouring numbers are 22 radians apart: its values are as good as random.
        roughFirstOrder(
            "opaque sine of 1e17 x",
            at(1),
            unary(curve(v -> Math.sin(1e17 * v), v -> 1e17 * Math.cos(1e17 * v)))),
        // The softmax is 1 in one place but for 1e-37, and its rule takes the difference of two
        // equal numbers: not even the sign is right, and who uses it gets that number.
        rough(
            "softmax by temperature, one-hot",
            Points.all(at(0.3, -1, 2, 0.1), at(0.02)),
            binary((x, t) -> Ops.softmax(Ops.div(x, t), 0))),
        // There is no other point at which it has a value.
        roughFirstOrder(
            "square that throws everywhere else",
            at(1.25),
            unary(curve(UnseenFunctions::squareOfFiveQuarters, v -> 2 * v))));
  }

  private static double squareOfFiveQuarters(double v) {
    if (v != 1.25) {
      throw new IllegalArgumentException("square: there is but one number: %s".formatted(v));
    }
    return v * v;
  }
}
