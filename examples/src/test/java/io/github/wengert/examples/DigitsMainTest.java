package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigitsMainTest {
  private static final Pattern LAST_LINE =
      Pattern.compile(
          "test accuracy ([0-9.]+) % \\([0-9,]+ of [0-9,]+\\), parameters ([0-9a-f]{8})");

  @TempDir private Path folder;

  private record Run(int exitCode, List<String> out, String err) {
    static Run of(String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int exitCode =
          DigitsMain.run(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              false,
              args);
      return new Run(
          exitCode,
          out.toString(StandardCharsets.UTF_8).lines().toList(),
          err.toString(StandardCharsets.UTF_8));
    }

    private String lastLine(int group) {
      assertThat(exitCode).as(err).isZero();
      Matcher matcher = LAST_LINE.matcher(out.getLast());
      assertThat(matcher.matches()).as(out.getLast()).isTrue();
      return matcher.group(group);
    }

    double accuracy() {
      return Double.parseDouble(lastLine(1));
    }

    String checksum() {
      return lastLine(2);
    }
  }

  @Test
  void the_main_job_ends_as_the_readme_says_on_every_machine() {
    Run run = Run.of();
    assertThat(run.accuracy()).isGreaterThanOrEqualTo(97);
    String readme = Page.of("README.md", DigitsMainTest.class).text();
    assertThat(readme).contains("`" + run.out().getLast() + "`");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void digits_are_learnt_to_97_percent(long seed) {
    assertThat(Run.of("--seed", Long.toString(seed)).accuracy()).isGreaterThanOrEqualTo(97);
  }

  @Test
  void the_layers_come_first_and_the_confusion_matrix_last() {
    Run run = Run.of("--epochs", "2", "--hidden", "20,12");
    assertThat(run.out().subList(0, 7))
        .containsExactly(
            "layer           output   parameters",
            "Dense(64 → 20)  [n, 20]       1,300",
            "relu            [n, 20]           0",
            "Dense(20 → 12)  [n, 12]         252",
            "relu            [n, 12]           0",
            "Dense(12 → 10)  [n, 10]         130",
            "total                         1,682");
    assertThat(run.out().get(8)).startsWith("epoch 1 of 2: loss ");
    assertThat(run.out().get(9)).startsWith("epoch 2 of 2: loss ");
    assertThat(run.out().get(12)).isEqualTo("class \\ predicted");
    assertThat(run.out()).hasSize(26);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_bits_and_another_seed_others() {
    String checksum = Run.of("--epochs", "1", "--seed", "5").checksum();
    assertThat(Run.of("--epochs", "1", "--seed", "5").checksum()).isEqualTo(checksum);
    assertThat(Run.of("--epochs", "1", "--seed", "6").checksum()).isNotEqualTo(checksum);
    assertThat(Run.of("--epochs", "1", "--seed", "5", "--split-seed", "1").checksum())
        .isNotEqualTo(checksum);
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_of_hidden_unit_learns(HiddenUnits units) {
    // sigmoid units hand back small gradients and need a larger rate
    String rate = units == HiddenUnits.SIGMOID ? "0.3" : "0.1";
    Run run =
        Run.of(
            "--activation",
            units.toString(),
            "--learning-rate",
            rate,
            "--hidden",
            "64",
            "--epochs",
            "8");
    assertThat(run.accuracy()).as(units.toString()).isGreaterThan(90);
  }

  @Test
  void double_precision_and_nesterov_can_be_asked_for() {
    assertThat(Run.of("--dtype", "f64", "--nesterov", "--epochs", "8").accuracy())
        .isGreaterThan(94);
  }

  @Test
  void help_names_the_options() {
    Run run = Run.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(String.join("\n", run.out()))
        .contains(
            "--hidden", "--activation", "--pieces", "--learning-rate", "--momentum", "--decay")
        .contains("--epochs", "--batch", "--seed", "--data", "--dtype")
        .contains("relu, leaky-relu, tanh")
        .contains("Default: 256.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --learning-rate -1    | sgd: the learning rate is out of range: (-1.0 not in (0, ∞))
          --momentum 1          | sgd: the momentum is out of range: (1.0 not in [0, 1))
          --decay NaN           | sgd: the weight decay is out of range: (NaN not in [0, ∞))
          --nesterov --momentum 0 | sgd: Nesterov's momentum needs a momentum: (0.0 ≤ 0)
          --label-smoothing 2   | crossEntropy: the label smoothing must be a fraction: (2.0 not in [0, 1])
          --epochs 0            | --epochs must be positive: (0 < 1)
          --batch -3            | --batch must be positive: (-3 < 1)
          --hidden 5,0          | mlp: a size must be positive: size 2 of [64, 5, 0, 10] (0 < 1)
          --hidden 5,x          | Invalid value for option '--hidden' (UNITS): 'x' is not an int
          --activation maxout --pieces 0 | mlp: each maxout unit needs a piece: (0 pieces < 1)
          --seed one            | Invalid value for option '--seed': 'one' is not a long
          --data nowhere.csv    | nowhere.csv: there is no such file or folder
          --bogus               | Unknown option: '--bogus'
          extra                 | Unmatched argument at index 0: 'extra'
          """)
  void nonsense_is_refused_with_exit_code_2_before_anything_is_printed(
      String args, String message) {
    Run run = Run.of(args.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualToNormalizingNewlines("digits: " + message + "\nTry --help.\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void an_unknown_activation_is_refused() {
    Run run = Run.of("--activation", "step");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("digits: Invalid value for option '--activation'");
  }

  @Test
  void training_that_diverges_ends_with_exit_code_1() {
    Run run = Run.of("--learning-rate", "1e30");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("train: the loss is not finite: epoch 1, step 2 (NaN)");
  }

  @Test
  void a_csv_file_is_learnt() throws IOException {
    StringBuilder csv = new StringBuilder("x,y,class\n");
    for (int i = 0; i < 200; i++) {
      double angle = 0.1 * i;
      int label = i % 2;
      csv.append((1 + label) * Math.cos(angle)).append(',');
      csv.append((1 + label) * Math.sin(angle)).append(',').append(label).append('\n');
    }
    Path file = Files.writeString(folder.resolve("rings.csv"), csv);
    assertThat(Run.of("--data", file.toString(), "--hidden", "32").accuracy()).isGreaterThan(95);
  }

  @Test
  void a_bad_line_of_a_csv_file_is_named() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), "1,2,0\n1,2\n");
    Run run = Run.of("--data", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("digits: " + file + ": line 2, column 2: ");
  }

  @Test
  void a_folder_of_idx_files_is_learnt_with_its_own_split() throws IOException {
    IdxFiles.writeMnist(folder, 80, 20);
    Run run = Run.of("--data", folder.toString(), "--hidden", "8", "--epochs", "20");
    assertThat(run.accuracy()).isEqualTo(100);
    assertThat(run.out().getLast()).contains("(20 of 20)");
  }
}
