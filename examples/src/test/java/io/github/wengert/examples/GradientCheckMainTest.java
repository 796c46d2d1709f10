package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.check.report.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class GradientCheckMainTest {
  private static final String LAST_LINE =
      "%s parameters, %s derivatives, [0-9,]+ evaluations of the loss, [0-9.]+ s,"
          + " [0-9,]+ derivatives/s";

  @TempDir private Path folder;

  private record Run(int exitCode, List<String> out, String err) {
    static Run of(boolean terminal, String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int exitCode =
          GradientCheckMain.run(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              terminal,
              args);
      return new Run(
          exitCode,
          out.toString(StandardCharsets.UTF_8).lines().toList(),
          err.toString(StandardCharsets.UTF_8));
    }

    static Run of(String args) {
      return of(false, args.split(" "));
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_of_hidden_unit_has_right_gradients(HiddenUnits units) {
    Run run = Run.of("--sizes 6,5,3 --order 2 --activation " + units);
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out().getFirst()).contains("PASS of ").doesNotContain("WRONG");
  }

  @Test
  void all_elements_are_compared_if_asked_for() {
    Run run = Run.of("--sizes 6,5,3 --mode elements --seed 3 --batch 2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().getLast()).matches(LAST_LINE.formatted("53", "64"));
    assertThat(Run.of("--sizes 6,5,3 --mode directions --directions 7").out().getLast())
        .matches(LAST_LINE.formatted("53", "14"));
    assertThat(Run.of("--sizes 6,5,3 --mode samples --samples 2").out().getLast())
        .matches(LAST_LINE.formatted("53", "19"));
  }

  @Test
  void a_planted_bug_ends_with_exit_code_1_and_is_described() {
    Run run = Run.of("--sizes 4,3 --plant 2");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().getFirst()).startsWith("Mlp[Dense(4 → 3)]: 26 WRONG of 26 derivatives");
    assertThat(run.out())
        .contains(
            "  12 of 12 derivatives by layers.0.weight are wrong, all by the factor 2: counted"
                + " twice?",
            "    the only derivative by operand 0 is wrong, by the factor 2: counted twice?")
        .anyMatch(line ->
            line.startsWith("  culprit: planted, applied at GradientCheckMain.loss(Gradient"));
  }

  @Test
  void what_is_undecided_has_an_exit_code_of_its_own() {
    assertThat(GradientCheckMain.exitCode(Outcome.RIGHT)).isEqualTo(0);
    assertThat(GradientCheckMain.exitCode(Outcome.WRONG)).isEqualTo(1);
    assertThat(GradientCheckMain.exitCode(Outcome.UNDECIDED)).isEqualTo(3);
  }

  @Test
  void the_report_is_written_as_a_page_and_as_json() throws IOException {
    Path html = folder.resolve("report.html");
    Path json = folder.resolve("report.json");
    Run run = Run.of("--sizes 4,3 --html " + html + " --json " + json);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith("wrote " + html, "wrote " + json);
    assertThat(Files.readString(html)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(Files.readString(json)).startsWith("{\n").endsWith("}\n");
  }

  @Test
  void samples_can_come_from_a_file() throws IOException {
    Path csv = Files.writeString(folder.resolve("xor.csv"), "0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
    assertThat(Run.of("--sizes 2,8,2 --data " + csv).exitCode()).isZero();
    assertThat(Run.of("--sizes 3,8,2 --data " + csv).err())
        .contains("--sizes must begin with the number of inputs of a sample: (3 ≠ 2)");
    assertThat(Run.of("--sizes 2,8,1 --data " + csv).err())
        .contains("--sizes must end with the number of classes: (1 < 2)");
  }

  @Test
  void a_person_sees_a_bar_and_a_log_sees_tenths() {
    assertThat(Run.of(true, "--sizes", "6,5,3").out().toString())
        .contains("checking", "58/58")
        .containsPattern("\\(0:00:0\\d / 0:00:0\\d\\)") // how long it took / may still take
        .contains("/s");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (CheckProgress progress = CheckProgress.on(out, false, 10_247)) {
      for (int i = 1; i <= 10_247; i++) {
        progress.accept(i);
      }
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(10)
        .allMatch(
            line -> line.matches("[0-9,]+ of 10,247 derivatives compared in \\d s, \\d+ s to go"))
        .satisfies(lines -> assertThat(lines.getFirst()).startsWith("1,025 of "))
        .satisfies(
            lines -> assertThat(lines.getLast()).startsWith("10,247 of ").endsWith(" 0 s to go"));
  }

  @Test
  void help_names_the_options() {
    Run run = Run.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(String.join("\n", run.out()))
        .contains("--sizes", "--batch", "--activation", "--mode", "--samples", "--directions")
        .contains("--order", "--tolerance", "--seed", "--plant", "--html", "--json", "--data")
        .contains("--undecided", "--time-limit", "--most-evaluations")
        .contains("Exit codes: 0 the gradients are right, 1 they are wrong", "3 nothing speaks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --sizes 5             | mlp: sizes are needed of the input and the output at least: [5] (1 sizes < 2)
          --sizes 5,0           | mlp: a size must be positive: size 1 of [5, 0] (0 < 1)
          --batch 0             | --batch must be positive: (0 < 1)
          --order 0             | gradient check: order must be at least 1 (0 < 1)
          --samples 0           | gradient check: samples must be at least 1 (0 < 1)
          --undecided 1.5       | gradient check: the share that may stay undecided must be in [0, 1]: (1.5 > 1)
          --time-limit 0        | gradient check: the time limit must be positive (PT0S ≤ PT0S)
          --most-evaluations 0  | gradient check: mostEvaluations must be at least 1 (0 < 1)
          --tolerance -1        | gradient check: the tolerance must be positive (-1.0 ≤ 0)
          --data nowhere.csv    | nowhere.csv: there is no such file or folder
          --bogus               | Unknown option: '--bogus'
          """)
  void nonsense_is_refused_with_exit_code_2(String args, String message) {
    Run run = Run.of(args);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines("gradient-check: " + message + "\nTry --help.\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_written_is_refused() {
    Run run = Run.of("--sizes 2,2 --html " + folder.resolve("missing").resolve("report.html"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be written: there is no folder");
  }
}
