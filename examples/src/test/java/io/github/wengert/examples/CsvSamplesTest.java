package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Shape;
import io.github.wengert.optim.Dataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvSamplesTest {
  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), String.join("\n", lines));
  }

  private void refuses(String problem, String... lines) throws IOException {
    Path file = file(lines);
    assertThatThrownBy(() -> CsvSamples.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void the_last_column_is_the_class() throws IOException {
    Dataset data = CsvSamples.read(file("1,2.5,0", "-3, 4e1,2", "", "0,0,1.0"));
    assertThat(data.inputs().shape()).isEqualTo(Shape.of(3, 2));
    assertThat(data.inputs().toDoubleArray()).containsExactly(1, 2.5, -3, 40, 0, 0);
    assertThat(data.labels()).isEqualTo(Indices.of(0, 2, 1));
    assertThat(data.classes()).isEqualTo(3);
  }

  @Test
  void a_header_is_skipped() throws IOException {
    Dataset data = CsvSamples.read(file("width,\"height, in m\",class", "1,2,0", "3,4,1"));
    assertThat(data.size()).isEqualTo(2);
  }

  @Test
  void a_gzipped_file_is_read_whatever_its_name() throws IOException {
    byte[] content = IdxFiles.gzipped("1,0\r\n2,1\r\n".getBytes(StandardCharsets.UTF_8));
    Dataset data = CsvSamples.read(Files.write(folder.resolve("data"), content));
    assertThat(data.labels()).isEqualTo(Indices.of(0, 1));
  }

  @Test
  void a_field_that_is_no_number_is_named_by_line_and_column() throws IOException {
    refuses("line 2, column 1: \"x\" is not a number", "1,2,0", "x,2,0");
    refuses("line 3, column 2: \"\" is not a number", "a,b,c", "1,2,0", "1,,0");
    refuses("line 1, column 2: \"x\" is not a number", "1,x,0"); // not a header: it has numbers
    refuses("line 1, column 1: \"NaN\" is not finite", "NaN,2,0");
    refuses("line 1, column 2: \"1e39\" is not finite", "1,1e39,0");
  }

  @Test
  void a_line_of_another_length_is_refused() throws IOException {
    refuses(
        "line 2, column 2: the line ends with another column than the first one (2 ≠ 3)",
        "1,2,0",
        "1,0");
    refuses(
        "line 2, column 3: the line ends with another column than the first one (4 ≠ 3)",
        "1,2,0",
        "1,2,3,0");
  }

  @Test
  void a_label_must_count_from_zero() throws IOException {
    for (String label : new String[] {"-1", "1.5", "100000"}) {
      refuses(
          "line 2, column 2: a label must be a whole number (%s not in 0, 1, …, 99999)"
              .formatted(label),
          "1,0",
          "1," + label);
    }
  }

  @Test
  void a_file_without_samples_is_refused() throws IOException {
    refuses("there is no sample in it (0 lines)", "");
    refuses("there is no sample in it (0 lines)", "a,b,c");
    refuses("line 1, column 1: a sample needs an input and a label (1 column < 2)", "7");
  }

  @Test
  void a_missing_file_is_named() {
    Path file = folder.resolve("nothing.csv");
    assertThatThrownBy(() -> Samples.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": there is no such file or folder");
  }

  @Test
  void a_damaged_archive_is_refused() throws IOException {
    byte[] content = IdxFiles.gzipped("1,0\n2,1\n".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("data.csv.gz"), Arrays.copyOf(content, 15));
    assertThatThrownBy(() -> CsvSamples.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": cannot be read: ");
  }
}
