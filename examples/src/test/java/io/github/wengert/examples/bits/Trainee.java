package io.github.wengert.examples.bits;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Locale;

/**
 * Trains in a JVM of its own, and prints {@code crc first-loss last-loss kernels}: those that
 * computed at the start and at the end.
 */
final class Trainee {
  /** Asks for training to wait, half-way, until the vector kernels have taken over. */
  static final String AWAIT_VECTORS = "await-vectors";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Trainee() {}

  /**
   * Runs a training.
   *
   * @param args net, sizes with dashes, batch, steps, seed, and perhaps {@link #AWAIT_VECTORS}
   */
  public static void main(String[] args) {
    ImmutableList<Integer> sizes =
        Splitter.on('-').splitToStream(args[1]).map(Integer::valueOf).collect(toImmutableList());
    Recipe recipe =
        new Recipe(
            Recipe.Net.valueOf(args[0]),
            sizes,
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Long.parseLong(args[4]));
    String before = kernels();
    Runnable halfway = args.length > 5 ? Trainee::awaitVectors : () -> {};
    Recipe.Outcome outcome = recipe.train(halfway);
    System.out.printf(
        Locale.ROOT,
        "%08x %s %s %s-%s%n",
        outcome.crc(),
        outcome.firstLoss(),
        outcome.lastLoss(),
        before,
        kernels());
  }

  private static void awaitVectors() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (kernels().equals("scalar") && System.nanoTime() < end) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The kernels are hidden from other modules, but on the class path they can be asked for. */
  private static String kernels() {
    try {
      Object kernels =
          Class.forName("io.github.wengert.ops.kernel.Kernels").getMethod("forFloats").invoke(null);
      return kernels.getClass().getSimpleName().startsWith("Vector") ? "vector" : "scalar";
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
