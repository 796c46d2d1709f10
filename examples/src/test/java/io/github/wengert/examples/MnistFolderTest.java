package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.Shape;
import io.github.wengert.optim.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MnistFolderTest {
  @TempDir private Path folder;

  @Test
  void a_folder_gives_the_split_of_its_files() throws IOException {
    IdxFiles.writeMnist(folder, 12, 8);
    Samples samples = Samples.read(folder);
    assertThat(samples.all().inputs().shape()).isEqualTo(Shape.of(12, 4));
    assertThat(samples.all().classes()).isEqualTo(4);
    assertThat(samples.all().inputs().at(5, 1)).isEqualTo(250);
    assertThat(samples.all().labels().get(5)).isEqualTo(1);
    Dataset test = Objects.requireNonNull(samples.test());
    assertThat(test.inputs().shape()).isEqualTo(Shape.of(8, 4));
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> Samples.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + message);
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    IdxFiles.writeMnist(folder, 12, 8);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    refuses(": there is no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void files_that_do_not_fit_each_other_are_refused() throws IOException {
    IdxFiles.writeMnist(folder, 12, 8);
    Path labels = folder.resolve("train-labels-idx1-ubyte");
    Files.write(labels, IdxFiles.idx(new int[] {2}, 0, 1));
    refuses(
        "/train-labels-idx1-ubyte: one label is needed for each image of"
            + " train-images-idx3-ubyte: (2 ≠ 12)");
    Files.write(labels, IdxFiles.idx(new int[] {1, 2}, 0, 1));
    refuses("/train-labels-idx1-ubyte: another number of axes is needed: extents [1, 2] (2 ≠ 1)");
  }

  @Test
  void images_of_another_size_for_the_test_are_refused() throws IOException {
    IdxFiles.writeMnist(folder, 12, 8);
    Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
    Files.write(
        folder.resolve("t10k-images-idx3-ubyte"), IdxFiles.idx(new int[] {8, 1, 1}, new int[8]));
    refuses(": the images for training and for testing differ in size: (4 ≠ 1 pixels)");
  }

  @Test
  void a_file_without_images_is_refused() throws IOException {
    IdxFiles.writeMnist(folder, 12, 8);
    Files.write(folder.resolve("train-images-idx3-ubyte"), IdxFiles.idx(new int[] {0, 2, 2}));
    refuses("/train-images-idx3-ubyte: there is no image in it: extents [0, 2, 2]");
  }
}
