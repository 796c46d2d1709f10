package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/** All right functions at nasty points: what the checker must not call wrong. */
final class RightFunctions {
  private RightFunctions() {}

  static ImmutableList<RightFunction> all() {
    return Stream.of(
            KinkedFunctions.besideZero(),
            KinkedFunctions.ties(),
            KinkedFunctions.losses(),
            KinkedFunctions.secondDerivatives(),
            KinkedFunctions.networks(),
            SteepFunctions.steep(),
            SteepFunctions.extremes(),
            SteepFunctions.cancelling(),
            SteepFunctions.plain())
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }
}
