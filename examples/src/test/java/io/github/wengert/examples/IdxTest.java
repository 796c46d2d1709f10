package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {
  private static final byte[] VALID = IdxFiles.idx(new int[] {2, 3}, 0, 1, 2, 127, 128, 255);

  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("file"), content);
  }

  private void refuses(byte[] content, String problem) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void a_file_is_read_gzipped_or_not() throws IOException {
    for (byte[] content : new byte[][] {VALID, IdxFiles.gzipped(VALID)}) {
      Idx idx = Idx.read(file(content));
      assertThat(idx.extents()).containsExactly(2, 3);
      assertThat(idx.bytes()).containsExactly(0, 1, 2, 127, -128, -1);
    }
  }

  @Test
  void a_file_of_another_format_is_refused() throws IOException {
    refuses(
        "P6 3 3 255".getBytes(StandardCharsets.US_ASCII),
        "not an IDX file: it does not start with two bytes 0 (0x50362033)");
  }

  @Test
  void another_element_type_is_refused() throws IOException {
    byte[] floats = VALID.clone();
    floats[2] = 0x0d;
    refuses(floats, "the elements must be unsigned bytes: (type 0x0d ≠ 0x08)");
  }

  @Test
  void a_file_that_is_cut_off_or_goes_on_is_refused() throws IOException {
    refuses(
        Arrays.copyOf(VALID, VALID.length - 1),
        "the file is cut off: extents [2, 3] (5 bytes < 6)");
    refuses(Arrays.copyOf(VALID, 6), "the file is cut off or damaged");
    refuses(new byte[0], "the file is cut off or damaged");
    refuses(
        Arrays.copyOf(VALID, VALID.length + 1),
        "the file goes on behind its last element: extents [2, 3] (> 6 bytes)");
  }

  @Test
  void a_damaged_archive_is_refused() throws IOException {
    byte[] zipped = IdxFiles.gzipped(VALID);
    refuses(Arrays.copyOf(zipped, zipped.length - 9), "the file is cut off or damaged");
  }

  @Test
  void sizes_that_no_array_has_are_refused() throws IOException {
    refuses(
        IdxFiles.idx(new int[] {1 << 20, 1 << 20}),
        "too many elements for one array: [1048576, 1048576]");
    refuses(IdxFiles.idx(new int[] {-1}), "too many elements for one array: [-1]");
  }

  @Test
  void a_missing_file_is_named() {
    Path file = folder.resolve("nothing");
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": cannot be read: ");
  }
}
