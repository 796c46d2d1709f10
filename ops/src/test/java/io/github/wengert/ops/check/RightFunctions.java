package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.Cases.join;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** All right functions at nasty points: what the checker must not call wrong. */
final class RightFunctions {
  private RightFunctions() {}

  static ImmutableList<RightFunction> all() {
    return Cases.all(byKind());
  }

  /** Returns them in the order of their kinds. */
  static ImmutableMap<String, ImmutableList<RightFunction>> byKind() {
    return ImmutableMap.<String, ImmutableList<RightFunction>>builder()
        .put(
            "at kinks and beside them",
            join(
                KinkedFunctions.besideZero(),
                KinkedFunctions.ties(),
                KinkedFunctions.losses(),
                KinkedFunctions.secondDerivatives(),
                KinkedFunctions.networks()))
        .put("steep, extreme", join(SteepFunctions.steep(), SteepFunctions.extremes()))
        .put("cancelling", join(SteepFunctions.cancelling()))
        .put("plain", join(SteepFunctions.plain()))
        .buildOrThrow();
  }
}
