package io.github.wengert.examples.bench;

import java.util.List;
import java.util.Locale;

/** Rows as one Markdown table, and how its numbers are written. */
final class BenchTable {
  private static final String HEAD =
      """
      | | measured | result | GFLOP/s, of FMA peak | allocated |
      |---|---|---:|---:|---:|
      """;

  private BenchTable() {}

  /** Returns the table; a section is named in its first row. */
  static String of(List<BenchRow> rows) {
    StringBuilder table = new StringBuilder(HEAD);
    String section = "";
    for (BenchRow row : rows) {
      String head = row.section().equals(section) ? "" : row.section();
      section = row.section();
      table.append(
          String.join(
                  " | ", "| " + head, row.what(), row.result(), row.rate(), row.allocated() + " |")
              + "\n");
    }
    return table.toString();
  }

  /** Returns a time in the unit that suits it: {@code 1.76 ms}. */
  static String time(double seconds) {
    if (seconds < 1e-6) {
      return number(1e9 * seconds) + " ns";
    }
    if (seconds < 1e-3) {
      return number(1e6 * seconds) + " µs";
    }
    return seconds < 1 ? number(1e3 * seconds) + " ms" : number(seconds) + " s";
  }

  /** Returns a number of bytes in the unit that suits it: {@code 1.9 kB}; k is 1000. */
  static String bytes(double bytes) {
    if (bytes < 1000) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    return bytes < 1e6 ? number(1e-3 * bytes) + " kB" : number(1e-6 * bytes) + " MB";
  }

  /** Returns a rate and its share of the peak: {@code 89.9, 76 % of 118}. */
  static String rate(double perSecond, double peakPerSecond) {
    String gigas = String.format(Locale.ROOT, "%.1f", 1e-9 * perSecond);
    return peakPerSecond > 0
        ? String.format(
            Locale.ROOT,
            "%s, %.0f %% of %.0f",
            gigas,
            100 * perSecond / peakPerSecond,
            1e-9 * peakPerSecond)
        : gigas;
  }

  /** Three digits that count. */
  private static String number(double x) {
    int decimals = x < 9.995 ? 2 : x < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", x);
  }
}
