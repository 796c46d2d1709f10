package io.github.wengert.examples;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
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

  private static final double TEST_SHARE = 0.2;

  /** Reads a CSV file, or a folder with the four IDX files of MNIST. */
  static Samples read(Path path) {
    return Files.isDirectory(path)
        ? MnistFolder.read(path)
        : new Samples(CsvSamples.read(path), null);
  }

  /**
   * Returns the samples scaled to [0, 1]: in the source's own two parts, or with a fifth held out,
   * of each class.
   *
   * @param seed decides which fifth
   */
  Dataset.Split split(long seed, DType dtype) {
    Dataset.Split split =
        test == null
            ? all.stratifiedSplit(TEST_SHARE, Key.of(seed).split("split"))
            : new Dataset.Split(all, test);
    Scaling scaling = Scaling.of(split.train());
    return new Dataset.Split(
        scaling.apply(split.train(), dtype), scaling.apply(split.test(), dtype));
  }
}
