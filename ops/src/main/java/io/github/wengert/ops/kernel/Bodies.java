package io.github.wengert.ops.kernel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which of the loops that matrix products are made of are compiled by vectors. Each is a bit; a
 * product runs some of them, which its sizes decide.
 *
 * <p>What a product needs is tried together, on a sample of that product. Then other products that
 * run no other loops are ready, too.
 */
final class Bodies {
  private final String type;
  private final int picos;
  private final long worthNanos;
  private final Warmup warmup;
  private final ConcurrentHashMap<Long, Product> products = new ConcurrentHashMap<>();

  /** Written by the thread of {@link Warmup} only; a plain field, as {@link Routine} explains. */
  private long ready;

  /**
   * Makes a set without a loop that is ready.
   *
   * @param type what the log calls products
   * @param picos how long plain loops take for a multiply-add, about
   * @param worthNanos how much time plain loops take until vectors are wanted
   * @param warmup who is asked for them
   */
  Bodies(String type, int picos, long worthNanos, Warmup warmup) {
    this.type = type;
    this.picos = picos;
    this.worthNanos = worthNanos;
    this.warmup = warmup;
  }

  /** Whether all of these loops are compiled; if not, plain loops are to compute the product. */
  boolean areReady(long bodies) {
    return (bodies & ~ready) == 0;
  }

  /** Whether any loop is compiled. */
  boolean isAnyReady() {
    return ready != 0;
  }

  /**
   * Counts a product that plain loops compute because its loops are not ready.
   *
   * @param bodies what it would run
   * @param terms how many multiply-adds it has
   * @param sample makes a sample that runs them all
   */
  void count(long bodies, long terms, Supplier<Sample> sample) {
    products.computeIfAbsent(bodies, key -> new Product(key, sample)).isReady(terms, 0);
  }

  private final class Product extends Routine {
    private final long bodies;
    private final Supplier<Sample> sample;

    Product(long bodies, Supplier<Sample> sample) {
      super(type + " " + Long.toHexString(bodies), picos, worthNanos, warmup);
      this.bodies = bodies;
      this.sample = sample;
    }

    @Override
    Sample sample() {
      return sample.get();
    }

    @Override
    void setReady() {
      super.setReady();
      ready |= bodies;
    }
  }
}
