package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.optim.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TrainingDisplayTest {
  private static String shown(boolean terminal, int epochs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (TrainingDisplay display = TrainingDisplay.on(out, terminal, epochs)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        for (int step = 1; step <= 3; step++) {
          display.accept(new Progress(epoch, epochs, step, 3, 1.0 / epoch, 0.5));
        }
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void without_a_terminal_there_is_a_line_now_and_then() {
    assertThat(shown(false, 40).lines())
        .hasSize(11)
        .startsWith("epoch 1 of 40: loss 1.0000, accuracy  50.00 %")
        .endsWith("epoch 40 of 40: loss 0.0250, accuracy  50.00 %");
    assertThat(shown(false, 3).lines()).hasSize(3);
  }

  @Test
  void on_a_terminal_there_is_a_bar() {
    assertThat(shown(true, 4))
        .contains("\r")
        .contains("100%")
        .contains("4/4")
        .contains("loss 0.2500, accuracy  50.00 %");
  }
}
