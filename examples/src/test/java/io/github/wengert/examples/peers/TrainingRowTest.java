package io.github.wengert.examples.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TrainingRowTest {
  @Test
  void titles_tell_the_net_and_the_batch() {
    assertThat(Arrays.stream(TrainingRow.values()).map(TrainingRow::toString))
        .containsExactly(
            "3072-100-10 ReLU, 1",
            "3072-100-10 ReLU, 32",
            "3072-100-10 ReLU, 128",
            "3072-100-10 ReLU, 1024",
            "784-512-512-10 ReLU, 128",
            "2-16-16-1 tanh, 1",
            "2-16-16-1 tanh, 32",
            "1024-4096-4096-10 ReLU, 256",
            "784-(240×5 maxout)-10, 128");
  }

  @Test
  void operations_leave_out_the_gradient_of_the_samples() {
    assertThat(TrainingRow.PIXELS_128.flops()).isCloseTo(158e6, within(0.5e6));
    assertThat(TrainingRow.DIGITS_128.flops()).isCloseTo(411e6, within(0.5e6));
  }

  @Test
  void parameters_are_those_of_the_data() {
    for (TrainingRow row : new TrainingRow[] {TrainingRow.TINY_32, TrainingRow.MAXOUT_128}) {
      StepData data = new StepData(row);
      int weights = data.weights.stream().mapToInt(w -> w.length).sum();
      int biases = data.biases.stream().mapToInt(b -> b.length).sum();
      assertThat(row.parameters()).isEqualTo(weights + biases);
    }
  }
}
