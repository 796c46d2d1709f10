package io.github.wengert.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The 1,797 scanned digits of 8×8 pixels that come with this module. */
final class Digits {
  private static final String FILE = "digits.csv.gz";

  private Digits() {}

  /** Returns all of them, not scaled. */
  static Samples samples() {
    try (InputStream stream = Digits.class.getResourceAsStream(FILE)) {
      return new Samples(CsvSamples.read(Objects.requireNonNull(stream, FILE), FILE), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
