package io.github.wengert.examples.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WengertStepTest {
  private static double loss(TrainingRow row, StepData data, int steps, double weightDecay) {
    try (TrainingStep step = new WengertStep(row, data, weightDecay)) {
      for (int i = 1; i < steps; i++) {
        step.run();
      }
      return step.runForLoss();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PIXELS_32", "TINY_1", "TINY_32", "MAXOUT_128", "LENET_128"})
  void ten_steps_lower_the_loss(TrainingRow row) {
    StepData data = new StepData(row);
    assertThat(loss(row, data, 10, TrainingStep.WEIGHT_DECAY))
        .isLessThan(0.95 * loss(row, data, 1, TrainingStep.WEIGHT_DECAY));
  }

  @Test
  void the_first_loss_is_the_one_of_the_data() {
    TrainingRow row = TrainingRow.TINY_1;
    StepData data = new StepData(row);
    double[] y = {data.inputs[0], data.inputs[1]};
    for (int layer = 0; layer < row.layers(); layer++) {
      double[] next = new double[row.rows(layer)];
      for (int i = 0; i < next.length; i++) {
        double s = data.biases.get(layer)[i];
        for (int j = 0; j < y.length; j++) {
          s += data.weights.get(layer)[i * y.length + j] * y[j];
        }
        next[i] = row.isLast(layer) ? s : Math.tanh(s);
      }
      y = next;
    }
    double squared = (y[0] - data.targets[0]) * (y[0] - data.targets[0]);
    assertThat(loss(row, data, 1, 0)).isCloseTo(squared, within(1e-5 * squared));
  }

  /** Otherwise equal losses would say nothing about other engines' decay. */
  @ParameterizedTest
  @EnumSource(names = {"PIXELS_32", "TINY_32", "MAXOUT_128", "LENET_128"})
  void strong_decay_shows_in_the_loss(TrainingRow row) {
    StepData data = new StepData(row);
    double decayed = loss(row, data, 3, 1);
    assertThat(loss(row, data, 3, 0)).isNotCloseTo(decayed, within(1e-3 * decayed));
  }
}
