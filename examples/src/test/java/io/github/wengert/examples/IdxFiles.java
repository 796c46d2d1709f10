package io.github.wengert.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
    write(folder, "train", trainImages, false);
    write(folder, "t10k", testImages, true);
  }

  private static void write(Path folder, String prefix, int images, boolean gzip)
      throws IOException {
    int[] pixels = new int[4 * images];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 4;
      pixels[4 * i + labels[i]] = 255 - i % 7;
    }
    byte[] imageBytes = idx(new int[] {images, 2, 2}, pixels);
    Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), idx(new int[] {images}, labels));
    Files.write(
        folder.resolve(prefix + "-images-idx3-ubyte" + (gzip ? ".gz" : "")),
        gzip ? gzipped(imageBytes) : imageBytes);
  }
}
