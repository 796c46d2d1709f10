package io.github.wengert.examples;

import io.github.wengert.ops.Parameter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** The checksum of a network: two of the same bits have the same. */
public final class Checksum {
  private Checksum() {}

  /** Returns the CRC-32C of all parameters' bits, as eight hexadecimal digits. */
  public static String of(List<Parameter> parameters) {
    CRC32C checksum = new CRC32C();
    for (Parameter parameter : parameters) {
      ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * parameter.elements());
      for (double element : parameter.toDoubleArray()) { // exact for F32, too
        bytes.putDouble(element);
      }
      checksum.update(bytes.flip());
    }
    return "%08x".formatted(checksum.getValue());
  }
}
