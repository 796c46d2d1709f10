package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.Cases.join;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** All planted bugs: what the checker must catch. */
final class PlantedBugs {
  private PlantedBugs() {}

  static ImmutableList<PlantedBug> all() {
    return Cases.all(byKind());
  }

  /** Returns them in the order of their kinds. */
  static ImmutableMap<String, ImmutableList<PlantedBug>> byKind() {
    return ImmutableMap.<String, ImmutableList<PlantedBug>>builder()
        .put("smooth operations", join(ElementwiseBugs.smooth()))
        .put("operations with kinks", join(ElementwiseBugs.withKinks()))
        .put("arrays", join(ArrayBugs.products(), ArrayBugs.reductions(), ArrayBugs.selections()))
        .put(
            "engine", join(EngineBugs.cotangents(), EngineBugs.higherOrders(), EngineBugs.states()))
        .buildOrThrow();
  }
}
