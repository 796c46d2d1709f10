package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the command does with small data; what it learns of the real ones is measured by hand. */
final class FashionMainTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return FashionMain.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        args);
  }

  @ParameterizedTest
  @EnumSource
  void each_network_learns_which_quarter_of_an_image_is_bright(FashionNetwork network)
      throws IOException {
    IdxFiles.writeMnist(folder, 14, 400, 40);
    int exitCode =
        run(
            "--data",
            folder.toString(),
            "--network",
            network.toString(),
            "--epochs",
            "5",
            "--batch",
            "32",
            "--learning-rate",
            "0.05");
    assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("trained on 400 samples, [0-9.]+ s in each of 5 epochs")
        .contains("test accuracy 100.00 % (40 of 40)");
  }

  @Test
  void the_package_is_named_if_the_data_are_not_there() {
    Path nowhere = folder.resolve("nowhere");
    assertThat(run("--data", nowhere.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "fashion: "
                + nowhere
                + ": there is no such folder; install the Debian package dataset-fashion-mnist, or"
                + " name a folder with the same files by --data\nTry --help.\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void images_of_another_size_are_refused() throws IOException {
    IdxFiles.writeMnist(folder, 1, 8, 4);
    assertThat(run("--data", folder.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(
            "fashion: "
                + folder
                + ": the network takes images of another size: [784] (4 ≠ 784 pixels)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs 0         | --epochs must be positive: (0 < 1)
          --batch 0          | --batch must be positive: (0 < 1)
          --momentum 1       | sgd: the momentum is out of range: (1.0 not in [0, 1))
          --learning-rate 0  | sgd: the learning rate is out of range: (0.0 not in (0, ∞))
          """)
  void nonsense_is_refused_before_the_data_are_read(String args, String message) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("fashion: " + message + "\nTry --help.\n");
    assertThat(out.size()).isZero();
  }
}
