package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;

/**
 * The rule of {@link Adam} and {@link AdamW}, which differ in where decay enters only.
 *
 * @param beta1 the share of the mean of gradients that a step keeps
 * @param beta2 the share of the mean of squares that a step keeps
 * @param epsilon what is added to the root
 * @param amsgrad whether the largest mean of squares so far counts
 */
record AdamRule(double beta1, double beta2, double epsilon, boolean amsgrad) {
  /** Returns the names of what is kept for each parameter. */
  static ImmutableMap<String, Double> slots(boolean amsgrad) {
    return amsgrad
        ? ImmutableMap.of("mean", 0.0, "meanSquare", 0.0, "largestMeanSquare", 0.0)
        : ImmutableMap.of("mean", 0.0, "meanSquare", 0.0);
  }

  void update(
      Parameter w,
      Tensor g,
      ImmutableList<Parameter> slots,
      StepCoefficients coefficients,
      long step) {
    Parameter mean = slots.get(0);
    Parameter meanSquare = slots.get(1);
    if (amsgrad) {
      UpdateRules.rules()
          .amsgradStep(
              w, g, mean, meanSquare, slots.get(2), coefficients, beta1, beta2, epsilon, step);
    } else {
      UpdateRules.rules()
          .adamStep(w, g, mean, meanSquare, coefficients, beta1, beta2, epsilon, step);
    }
  }
}
