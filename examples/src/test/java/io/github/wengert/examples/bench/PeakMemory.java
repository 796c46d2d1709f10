package io.github.wengert.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that trains {@link PixelsNet} by 128 samples for some time and tells the peak of its
 * resident memory in bytes, as Linux counts it.
 */
final class PeakMemory {
  private static final int BATCH = 128;

  private PeakMemory() {}

  /**
   * Trains.
   *
   * @param args the seconds
   */
  public static void main(String[] args) throws IOException {
    PixelsNet net = new PixelsNet(BATCH);
    long end = System.nanoTime() + (long) (1e9 * Double.parseDouble(args[0]));
    do {
      net.step();
    } while (System.nanoTime() < end);
    System.out.println(bytes());
  }

  private static long bytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no line VmHWM");
  }
}
