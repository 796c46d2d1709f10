package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/** All planted bugs: what the checker must catch. */
final class PlantedBugs {
  private PlantedBugs() {}

  static ImmutableList<PlantedBug> all() {
    return Stream.of(
            ElementwiseBugs.smooth(),
            ElementwiseBugs.withKinks(),
            ArrayBugs.products(),
            ArrayBugs.reductions(),
            ArrayBugs.selections(),
            EngineBugs.cotangents(),
            EngineBugs.higherOrders(),
            EngineBugs.states())
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }
}
