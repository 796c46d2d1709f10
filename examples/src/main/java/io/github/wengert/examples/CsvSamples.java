package io.github.wengert.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Dataset;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Samples from a CSV file of numbers, gzipped or not: a sample a line, its class last, as a whole
 * number from 0 on. A first line of words is a header and skipped.
 */
final class CsvSamples {
  private final String source;
  private final FloatArrayList inputs = new FloatArrayList();
  private final IntArrayList labels = new IntArrayList();
  private int columns = -1;

  private CsvSamples(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @throws DataException if there is no such file, or a line is wrong: the message names the line
   *     and the column, both counted from 1
   */
  static Dataset read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString());
    } catch (NoSuchFileException e) {
      throw new DataException("%s: there is no such file or folder".formatted(file));
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** Reads a stream; {@code source} is what messages call it. */
  static Dataset read(InputStream stream, String source) throws IOException {
    CsvSamples samples = new CsvSamples(source);
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .skipEmptyLines(true)
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // add names the line
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(Gzip.decompressed(stream), StandardCharsets.UTF_8)) {
      for (CsvRecord row : reader) {
        samples.add(row);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new DataException("%s: no CSV: %s".formatted(source, e.getMessage()));
    }
    return samples.toDataset();
  }

  private void add(CsvRecord row) {
    if (columns < 0) {
      columns = row.getFieldCount();
      if (columns < 2) {
        throw wrong(row, 1, "a sample needs an input and a label (1 column < 2)");
      }
      if (row.getFields().stream().noneMatch(field -> number(field).isPresent())) {
        return;
      }
    }
    if (row.getFieldCount() != columns) {
      throw wrong(
          row,
          Math.min(row.getFieldCount(), columns),
          "the line ends with another column than the first one (%d ≠ %d)"
              .formatted(row.getFieldCount(), columns));
    }
    for (int i = 0; i < columns - 1; i++) {
      inputs.add((float) finite(row, i));
    }
    labels.add(label(row));
  }

  private double finite(CsvRecord row, int column) {
    OptionalDouble value = number(row.getField(column));
    if (value.isEmpty()) {
      throw wrong(row, column + 1, "\"%s\" is not a number".formatted(row.getField(column)));
    }
    if (!Float.isFinite((float) value.getAsDouble())) {
      throw wrong(row, column + 1, "\"%s\" is not finite".formatted(row.getField(column)));
    }
    return value.getAsDouble();
  }

  private int label(CsvRecord row) {
    double label = finite(row, columns - 1);
    if (label < 0 || label >= Samples.MOST_CLASSES || label != Math.rint(label)) {
      throw wrong(
          row,
          columns,
          "a label must be a whole number (%s not in 0, 1, …, %d)"
              .formatted(row.getField(columns - 1), Samples.MOST_CLASSES - 1));
    }
    return (int) label;
  }

  private static OptionalDouble number(String field) {
    try {
      return OptionalDouble.of(Double.parseDouble(field.strip()));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private DataException wrong(CsvRecord row, int column, String problem) {
    return new DataException(
        "%s: line %d, column %d: %s"
            .formatted(source, row.getStartingLineNumber(), column, problem));
  }

  private Dataset toDataset() {
    if (labels.isEmpty()) {
      throw new DataException("%s: there is no sample in it (0 lines)".formatted(source));
    }
    int[] classes = labels.toIntArray();
    return new Dataset(
        Tensor.of(Shape.of(classes.length, columns - 1), inputs.toFloatArray()),
        Indices.of(classes),
        Arrays.stream(classes).max().orElse(0) + 1);
  }
}
