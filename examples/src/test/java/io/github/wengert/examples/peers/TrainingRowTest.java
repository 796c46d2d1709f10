package io.github.wengert.examples.peers;

import static io.github.wengert.examples.peers.TrainingRow.LENET_128;
import static io.github.wengert.examples.peers.TrainingRow.MAXOUT_128;
import static io.github.wengert.examples.peers.TrainingRow.TINY_32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
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
            "784-(240×5 maxout)-10, 128",
            "LeNet, 128");
  }

  @Test
  void operations_leave_out_the_gradient_of_the_samples() {
    assertThat(TrainingRow.PIXELS_128.flops()).isCloseTo(158e6, within(0.5e6));
    assertThat(TrainingRow.DIGITS_128.flops()).isCloseTo(411e6, within(0.5e6));
  }

  @Test
  void operations_count_the_windows_of_a_convolution() {
    double first = 4.0 * 28 * 28 * 25 * 16;
    double second = 6.0 * 10 * 10 * 25 * 16 * 32;
    double dense = 6.0 * (32 * 5 * 5 * 128 + 128 * 10);
    assertThat(LENET_128.flops()).isEqualTo(128 * (first + second + dense));
  }

  @Test
  void parameters_are_those_of_the_data() {
    for (TrainingRow row : List.of(TINY_32, MAXOUT_128, LENET_128)) {
      StepData data = new StepData(row);
      int weights = data.weights.stream().mapToInt(w -> w.length).sum();
      int biases = data.biases.stream().mapToInt(b -> b.length).sum();
      assertThat(row.parameters()).isEqualTo(weights + biases);
    }
  }
}
