package io.github.wengert.ops.check.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportFilesTest {
  private static final GradientReport REPORT = Reports.of("∂f").wrong("x", 1, 2, 0).build();

  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void both_files_are_written_and_nothing_else_is_left() throws IOException {
    Path html = folder.resolve("report.html");
    Path json = folder.resolve("report.json");
    REPORT.writeHtml(html);
    REPORT.writeJson(json);
    assertThat(html).hasContent(REPORT.toHtml());
    assertThat(json).hasContent(REPORT.toJson());
    assertThat(names()).containsExactly("report.html", "report.json");
  }

  @Test
  void an_existing_file_is_replaced() throws IOException {
    Path json = Files.writeString(folder.resolve("report.json"), "x".repeat(100_000));
    REPORT.writeJson(json);
    assertThat(json).hasContent(REPORT.toJson());
    assertThat(names()).containsExactly("report.json");
  }

  @Test
  void a_missing_folder_is_named() throws IOException {
    Path file = folder.resolve("missing").resolve("report.html");
    assertThatThrownBy(() -> REPORT.writeHtml(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "gradient report: %s cannot be written: there is no folder %s"
                .formatted(file, file.getParent()));
    assertThat(names()).isEmpty();
  }

  @Test
  void a_folder_is_not_overwritten() throws IOException {
    assertThatThrownBy(() -> REPORT.writeJson(folder))
        .hasMessage("gradient report: %s cannot be written: it is a folder".formatted(folder));
    assertThat(names()).isEmpty();
  }
}
