package io.github.wengert.examples.bits;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import java.util.Locale;

/**
 * Trains in a JVM of its own, and prints {@code checksum first-loss last-loss kernels}: those that
 * computed at the start and at the end.
 */
final class Trainee {
  /** Asks for training to wait, half-way, until the vector kernels have taken over. */
  static final String AWAIT_VECTORS = "await-vectors";

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
    String before = Computer.kernels(DType.F32);
    Runnable halfway = args.length > 5 ? () -> Computer.awaitVectors(DType.F32) : () -> {};
    Recipe.Outcome outcome = recipe.train(halfway);
    System.out.printf(
        Locale.ROOT,
        "%s %s %s %s-%s%n",
        outcome.checksum(),
        outcome.firstLoss(),
        outcome.lastLoss(),
        before,
        Computer.kernels(DType.F32));
  }
}
