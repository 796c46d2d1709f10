package io.github.wengert.examples.peers;

/**
 * What was measured of a product, in GFLOP/s; medians of rounds.
 *
 * @param ratio ours ÷ OpenBLAS, the median over rounds
 * @param peak the FMA peak before it
 * @param agree whether both computed the same
 */
record ProductResult(
    Product product, double ours, double openBlas, double ratio, double peak, boolean agree) {}
