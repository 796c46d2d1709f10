package io.github.wengert.examples.peers;

/**
 * How long is measured.
 *
 * @param threads what every engine may use
 * @param rounds how often each engine has its turn, after the warm-up
 * @param seconds the length of a turn
 * @param warmupSeconds the length of the first turn, which does not count
 * @param width how wide the vectors of all engines are
 */
record Plan(int threads, int rounds, double seconds, double warmupSeconds, Width width) {
  /** However slow, a turn has so many steps. */
  static final int LEAST_STEPS = 3;

  static Plan quick(int threads, Width width) {
    return new Plan(threads, 3, 0.25, 1.5, width);
  }
}
