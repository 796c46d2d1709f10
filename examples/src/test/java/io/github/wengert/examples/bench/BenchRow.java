package io.github.wengert.examples.bench;

/**
 * A row of the table.
 *
 * @param section what the row belongs to, such as {@code training steps}
 * @param what what was measured
 * @param result the result, with its unit
 * @param rate the operations per second and their share of the peak, or nothing
 * @param allocated the bytes that each run allocates, or nothing
 */
record BenchRow(String section, String what, String result, String rate, String allocated) {
  BenchRow(String section, String what, String result) {
    this(section, what, result, "", "");
  }
}
