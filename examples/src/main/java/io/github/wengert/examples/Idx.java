package io.github.wengert.examples;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes as IDX files hold it, the format of MNIST.
 *
 * <p>A file is: two bytes 0; the element type, 0x08 for unsigned bytes; the number of axes; each
 * extent as four bytes, big-endian; the elements, row by row. Source: LeCun, Cortes and Burges, The
 * MNIST Database, "File formats".
 *
 * @param extents the extents along the axes
 * @param bytes the elements, each to be read as 0..255
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record Idx(int[] extents, byte[] bytes) {
  private static final int UNSIGNED_BYTE = 0x08;

  /**
   * Reads a file, gzipped or not.
   *
   * @throws DataException if it is not such a file, or is cut off, or goes on behind its end
   */
  static Idx read(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream stream = new DataInputStream(Gzip.decompressed(raw))) {
      return read(stream, file);
    } catch (EOFException | ZipException e) {
      throw new DataException("%s: the file is cut off or damaged".formatted(file));
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static Idx read(DataInputStream stream, Path file) throws IOException {
    int magic = stream.readInt();
    if (magic >>> 16 != 0 || (magic & 0xff) == 0) {
      throw new DataException(
          "%s: not an IDX file: it does not start with two bytes 0 (0x%08x)"
              .formatted(file, magic));
    }
    int type = magic >>> 8;
    if (type != UNSIGNED_BYTE) {
      throw new DataException(
          "%s: the elements must be unsigned bytes: (type 0x%02x ≠ 0x%02x)"
              .formatted(file, type, UNSIGNED_BYTE));
    }
    int[] extents = new int[magic & 0xff];
    long elements = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = stream.readInt();
      elements = extents[axis] < 0 ? Long.MAX_VALUE : elements * extents[axis];
      if (elements > Integer.MAX_VALUE - 8) {
        throw new DataException(
            "%s: too many elements for one array: %s"
                .formatted(file, Arrays.toString(Arrays.copyOf(extents, axis + 1))));
      }
    }
    byte[] bytes = stream.readNBytes((int) elements);
    if (bytes.length < elements) {
      throw new DataException(
          "%s: the file is cut off: extents %s (%d bytes < %d)"
              .formatted(file, Arrays.toString(extents), bytes.length, elements));
    }
    if (stream.read() >= 0) {
      throw new DataException(
          "%s: the file goes on behind its last element: extents %s (> %d bytes)"
              .formatted(file, Arrays.toString(extents), elements));
    }
    return new Idx(extents, bytes);
  }
}
