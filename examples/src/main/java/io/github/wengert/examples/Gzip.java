package io.github.wengert.examples;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Streams that may be compressed. */
final class Gzip {
  private static final int BUFFER = 1 << 16;

  private Gzip() {}

  /** Returns what {@code raw} holds, decompressed if its first bytes say that it is gzipped. */
  static InputStream decompressed(InputStream raw) throws IOException {
    BufferedInputStream stream = new BufferedInputStream(raw, BUFFER);
    stream.mark(2);
    boolean gzipped = stream.read() == 0x1f && stream.read() == 0x8b;
    stream.reset();
    return gzipped ? new BufferedInputStream(new GZIPInputStream(stream, BUFFER), BUFFER) : stream;
  }
}
