package io.github.wengert.examples.peers;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of a row.
 *
 * @param engines those that did not fail
 * @param failures what the others' processes said
 * @param peak the FMA peak around it, in GFLOP/s
 */
record RowResult(TrainingRow row, List<EngineResult> engines, List<String> failures, double peak) {
  Optional<EngineResult> of(Engine engine) {
    return engines.stream().filter(r -> r.engine() == engine).findFirst();
  }

  Optional<EngineResult> bestPeer() {
    return engines.stream()
        .filter(r -> r.engine() != Engine.WENGERT)
        .min(Comparator.comparingDouble(EngineResult::median));
  }

  /** Whether all engines have the same losses; otherwise the row does not count. */
  boolean agrees() {
    return engines.stream().allMatch(r -> r.agreesWith(engines.getFirst()));
  }
}
