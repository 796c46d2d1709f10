package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/** Planted bugs that the checker's authors did not choose. */
final class UnseenBugs {
  private UnseenBugs() {}

  static ImmutableList<PlantedBug> all() {
    return byKind().values().stream()
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }

  /** Those that a random direction does not feel, so that only {@code ELEMENTS} can see them. */
  static ImmutableList<PlantedBug> onlyByElements() {
    return ImmutableList.copyOf(HardBugs.onlyByElements());
  }

  /** Those that no check can be blamed for, and why. */
  static ImmutableMap<PlantedBug, String> beyondReach() {
    return ImmutableMap.copyOf(HardBugs.beyondReach());
  }

  /** Returns them in the order of their kinds. */
  static ImmutableMap<String, ImmutableList<PlantedBug>> byKind() {
    return ImmutableMap.<String, ImmutableList<PlantedBug>>builder()
        .put("scale", join(List.of(ScaleBugs.values(), ScaleBugs.inputs(), ScaleBugs.units())))
        .put("domain", join(List.of(DomainBugs.endless(), DomainBugs.refusing())))
        .put(
            "steep",
            join(
                List.of(
                    SteepBugs.steps(),
                    SteepBugs.roundedCorners(),
                    SteepBugs.peaks(),
                    SteepBugs.oscillations())))
        .put("linearity", join(List.of(LinearityBugs.elements(), LinearityBugs.wholes())))
        .put("state", join(List.of(StateBugs.counters(), StateBugs.caches())))
        .put(
            "kinks in space",
            join(
                List.of(
                    SpaceKinkBugs.norms(), SpaceKinkBugs.ties(), RescaledBugs.kinksInOtherUnits())))
        .put(
            "formulas",
            join(
                List.of(
                    FormulaBugs.powersAndLogarithms(),
                    FormulaBugs.angles(),
                    FormulaBugs.units(),
                    FormulaBugs.losses(),
                    FormulaBugs.specialFunctions())))
        .put(
            "indices",
            join(
                List.of(
                    IndexBugs.cumulative(),
                    IndexBugs.moves(),
                    IndexBugs.indices(),
                    IndexBugs.windows())))
        .put(
            "linear algebra",
            join(
                List.of(
                    LinearAlgebraBugs.matrices(),
                    LinearAlgebraBugs.vectors(),
                    LinearAlgebraBugs.broadcasts())))
        .put(
            "layers",
            join(
                List.of(
                    LayerBugs.normalizations(),
                    LayerBugs.softmaxes(),
                    LayerBugs.recurrences(),
                    LayerBugs.losses())))
        .put(
            "subtle",
            join(
                List.of(
                    SubtleBugs.smallErrors(),
                    SubtleBugs.conditions(),
                    SubtleBugs.oneOfMany(),
                    SubtleBugs.detached())))
        .put("other units", join(List.of(RescaledBugs.inOtherUnits())))
        .put("positive numbers only", join(List.of(RescaledBugs.ofPositiveNumbersOnly())))
        .put("higher orders", join(List.of(OrderBugs.second(), OrderBugs.third())))
        .buildOrThrow();
  }

  private static ImmutableList<PlantedBug> join(List<List<PlantedBug>> lists) {
    return lists.stream().flatMap(List::stream).collect(ImmutableList.toImmutableList());
  }
}
