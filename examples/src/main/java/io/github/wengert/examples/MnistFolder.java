package io.github.wengert.examples;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Samples from a folder with the four files of MNIST or Fashion-MNIST: {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
 * {@code t10k-labels-idx1-ubyte}, gzipped or not, with or without the ending {@code .gz}.
 */
final class MnistFolder {
  private MnistFolder() {}

  /**
   * Reads a folder.
   *
   * @throws DataException if a file is missing or damaged, or if the files do not fit each other
   */
  static Samples read(Path folder) {
    Part train = Part.read(folder, "train");
    Part test = Part.read(folder, "t10k");
    if (train.pixels() != test.pixels()) {
      throw new DataException(
          "%s: the images for training and for testing differ in size: (%d ≠ %d pixels)"
              .formatted(folder, train.pixels(), test.pixels()));
    }
    int classes = Math.max(train.classes(), test.classes());
    return new Samples(train.toDataset(classes), test.toDataset(classes));
  }

  private record Part(Idx images, Idx labels) {
    static Part read(Path folder, String prefix) {
      Path imageFile = find(folder, prefix + "-images-idx3-ubyte");
      Path labelFile = find(folder, prefix + "-labels-idx1-ubyte");
      Idx images = Idx.read(imageFile);
      Idx labels = Idx.read(labelFile);
      requireAxes(imageFile, images, 3);
      requireAxes(labelFile, labels, 1);
      if (images.bytes().length == 0) {
        throw new DataException(
            "%s: there is no image in it: extents %s"
                .formatted(imageFile, Arrays.toString(images.extents())));
      }
      if (images.extents()[0] != labels.extents()[0]) {
        throw new DataException(
            "%s: one label is needed for each image of %s: (%d ≠ %d)"
                .formatted(
                    labelFile, imageFile.getFileName(), labels.extents()[0], images.extents()[0]));
      }
      return new Part(images, labels);
    }

    private static Path find(Path folder, String name) {
      for (String candidate : new String[] {name, name + ".gz"}) {
        Path file = folder.resolve(candidate);
        if (Files.exists(file)) {
          return file;
        }
      }
      throw new DataException("%s: there is no %s or %s.gz".formatted(folder, name, name));
    }

    private static void requireAxes(Path file, Idx idx, int axes) {
      if (idx.extents().length != axes) {
        throw new DataException(
            "%s: another number of axes is needed: extents %s (%d ≠ %d)"
                .formatted(file, Arrays.toString(idx.extents()), idx.extents().length, axes));
      }
    }

    int pixels() {
      return images.bytes().length / images.extents()[0];
    }

    int classes() {
      int highest = 0;
      for (byte label : labels.bytes()) {
        highest = Math.max(highest, Byte.toUnsignedInt(label));
      }
      return highest + 1;
    }

    Dataset toDataset(int classes) {
      float[] pixels = new float[images.bytes().length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = Byte.toUnsignedInt(images.bytes()[i]);
      }
      int[] labelValues = new int[labels.bytes().length];
      Arrays.setAll(labelValues, i -> Byte.toUnsignedInt(labels.bytes()[i]));
      return new Dataset(
          Tensor.of(Shape.of(images.extents()[0], pixels()), pixels),
          Indices.of(labelValues),
          classes);
    }
  }
}
