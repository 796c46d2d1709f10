package io.github.wengert.examples;

import io.github.wengert.optim.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it was read, its inputs not yet scaled.
 *
 * @param all the samples to learn from, or all samples
 * @param test the samples that the source holds out, or null if it leaves the choice to the reader
 */
record Samples(Dataset all, @Nullable Dataset test) {
  /** The number of classes that a file may have: a label above it is rather some other column. */
  static final int MOST_CLASSES = 100_000;

  /** Reads a CSV file, or a folder with the four IDX files of MNIST. */
  static Samples read(Path path) {
    return Files.isDirectory(path)
        ? MnistFolder.read(path)
        : new Samples(CsvSamples.read(path), null);
  }
}
