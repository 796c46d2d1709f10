package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/** All planted bugs: what the checker must catch. */
final class PlantedBugs {
  private PlantedBugs() {}

  static ImmutableList<PlantedBug> all() {
    return byKind().values().stream()
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
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

  @SafeVarargs
  private static ImmutableList<PlantedBug> join(List<PlantedBug>... lists) {
    ImmutableList.Builder<PlantedBug> all = ImmutableList.builder();
    for (List<PlantedBug> list : lists) {
      all.addAll(list);
    }
    return all.build();
  }
}
