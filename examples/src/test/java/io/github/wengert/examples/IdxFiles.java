package io.github.wengert.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files. */
final class IdxFiles {
  private IdxFiles() {}

  static byte[] idx(int[] extents, int... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + elements.length);
    bytes.put((byte) 0).put((byte) 0).put((byte) 0x08).put((byte) extents.length);
    for (int extent : extents) {
      bytes.putInt(extent);
    }
    for (int element : elements) {
      bytes.put((byte) element);
    }
    return bytes.array();
  }

  static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** A folder as MNIST's: images of 2×2 pixels, bright at the pixel that is their class. */
  static void writeMnist(Path folder, int trainImages, int testImages) throws IOException {
    writeMnist(folder, 1, trainImages, testImages);
  }

  /** The same with squares of {@code side · side} pixels in place of each pixel. */
  static void writeMnist(Path folder, int side, int trainImages, int testImages)
      throws IOException {
    write(folder, "train", side, trainImages, false);
    write(folder, "t10k", side, testImages, true);
  }

  private static void write(Path folder, String prefix, int side, int images, boolean gzip)
      throws IOException {
    int[] pixels = new int[4 * side * side * images];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 4;
      for (int y = 0; y < side; y++) {
        int row = 2 * i * side + labels[i] / 2 * side + y;
        int first = 2 * side * row + labels[i] % 2 * side;
        Arrays.fill(pixels, first, first + side, 255 - i % 7);
      }
    }
    byte[] imageBytes = idx(new int[] {images, 2 * side, 2 * side}, pixels);
    Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), idx(new int[] {images}, labels));
    Files.write(
        folder.resolve(prefix + "-images-idx3-ubyte" + (gzip ? ".gz" : "")),
        gzip ? gzipped(imageBytes) : imageBytes);
  }
}
