package io.github.wengert.examples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is measured of whole processes: how soon the first step of training is done, how much memory
 * a small heap comes to, and how large the jars are.
 *
 * @param runs how often a start is timed
 * @param seconds how long the process whose memory is looked at trains
 */
record ProcessFigures(int runs, double seconds) {
  private static final String SECTION = "processes";

  /** Measures all. */
  List<BenchRow> rows() throws IOException, InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    ChildJvm plain = new ChildJvm(List.of());
    ChildJvm vectors = new ChildJvm(List.of(ChildJvm.VECTORS));
    String step = "start to end of the first step, 3072-100-10, 32, ";
    rows.add(row("start of a JVM that does nothing", plain, FirstStep.NOTHING));
    rows.add(row(step + "with vectors", vectors));
    rows.add(row(step + "without", plain));
    rows.add(
        new BenchRow(
            SECTION,
            "peak resident memory, -Xmx128m, 3072-100-10, 128",
            BenchTable.bytes((double) peakMemory())));
    rows.add(
        new BenchRow(
            SECTION,
            "jars of ops with all they need",
            BenchTable.bytes((double) RuntimePath.of("io.github.wengert.ops").bytes())));
    return rows;
  }

  private BenchRow row(String what, ChildJvm jvm, String... args)
      throws IOException, InterruptedException {
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      seconds[i] = jvm.run(FirstStep.class, args).seconds();
    }
    Arrays.sort(seconds);
    return new BenchRow(
        SECTION,
        what,
        "%s (%s–%s)"
            .formatted(
                BenchTable.time(seconds[runs / 2]),
                BenchTable.time(seconds[0]),
                BenchTable.time(seconds[runs - 1])));
  }

  /** The bytes that the process had in memory at most; needs Linux. */
  private long peakMemory() throws IOException, InterruptedException {
    ChildJvm small = new ChildJvm(List.of(ChildJvm.VECTORS, "-Xmx128m"));
    return Long.parseLong(small.run(PeakMemory.class, Double.toString(seconds)).line());
  }
}
