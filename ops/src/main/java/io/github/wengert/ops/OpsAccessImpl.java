package io.github.wengert.ops;

import io.github.wengert.ops.internal.GradientBuffers;
import io.github.wengert.ops.internal.OpsAccess;
import io.github.wengert.ops.internal.UpdateRules;

/** Hands this package's implementations to the optimizers. */
final class OpsAccessImpl extends OpsAccess {
  @Override
  protected UpdateRules updateRules() {
    return ArrayUpdates.INSTANCE;
  }

  @Override
  protected GradientBuffers gradientBuffers(boolean forPlainDescent) {
    return new ArrayPool(forPlainDescent);
  }
}
