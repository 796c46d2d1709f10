package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.Cases.join;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** Planted bugs that the checker's authors did not choose. */
final class UnseenBugs {
  private UnseenBugs() {}

  static ImmutableList<PlantedBug> all() {
    return Cases.all(byKind());
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
        .put("scale", join(ScaleBugs.values(), ScaleBugs.inputs(), ScaleBugs.units()))
        .put("domain", join(DomainBugs.endless(), DomainBugs.refusing()))
        .put(
            "steep",
            join(
                SteepBugs.steps(),
                SteepBugs.roundedCorners(),
                SteepBugs.peaks(),
                SteepBugs.oscillations()))
        .put("linearity", join(LinearityBugs.elements(), LinearityBugs.wholes()))
        .put("state", join(StateBugs.counters(), StateBugs.caches()))
        .put(
            "kinks in space",
            join(SpaceKinkBugs.norms(), SpaceKinkBugs.ties(), RescaledBugs.kinksInOtherUnits()))
        .put(
            "formulas",
            join(
                FormulaBugs.powersAndLogarithms(),
                FormulaBugs.angles(),
                FormulaBugs.units(),
                FormulaBugs.losses(),
                FormulaBugs.specialFunctions()))
        .put(
            "indices",
            join(
                IndexBugs.cumulative(),
                IndexBugs.moves(),
                IndexBugs.indices(),
                IndexBugs.windows()))
        .put(
            "linear algebra",
            join(
                LinearAlgebraBugs.matrices(),
                LinearAlgebraBugs.vectors(),
                LinearAlgebraBugs.broadcasts()))
        .put(
            "layers",
            join(
                LayerBugs.normalizations(),
                LayerBugs.softmaxes(),
                LayerBugs.recurrences(),
                LayerBugs.losses()))
        .put(
            "subtle",
            join(
                SubtleBugs.smallErrors(),
                SubtleBugs.conditions(),
                SubtleBugs.oneOfMany(),
                SubtleBugs.detached()))
        .put("other units", join(RescaledBugs.inOtherUnits()))
        .put("positive numbers only", join(RescaledBugs.ofPositiveNumbersOnly()))
        .put("higher orders", join(OrderBugs.second(), OrderBugs.third()))
        .buildOrThrow();
  }
}
