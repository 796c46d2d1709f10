package io.github.wengert.examples;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how a gradient check goes on and how long it may still take: a bar on a terminal, else a
 * line for every tenth of a long one. Counts the calls itself, as each order begins anew.
 */
interface CheckProgress extends LongConsumer, AutoCloseable {
  @Override
  void close();

  /** Returns a bar if a person watches {@code out}, else lines. */
  static CheckProgress on(PrintStream out, boolean terminal, long comparisons) {
    return terminal ? new Bar(out, comparisons) : new Lines(out, comparisons);
  }

  /** One line that is written over and over. */
  final class Bar implements CheckProgress {
    private static final int WIDTH =
        79; // fits any terminal; asking for its width needs native code

    private final ProgressBar bar;

    private Bar(PrintStream out, long comparisons) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("checking")
              .setInitialMax(comparisons)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
              .build();
    }

    @Override
    public void accept(long ignored) {
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** Lines that stay. */
  final class Lines implements CheckProgress {
    private static final int SHORT = 10_000;

    private final PrintStream out;
    private final long comparisons;
    private final long start = System.nanoTime();
    private long done;

    private Lines(PrintStream out, long comparisons) {
      this.out = out;
      this.comparisons = comparisons;
    }

    @Override
    public void accept(long ignored) {
      done++;
      if (comparisons >= SHORT && done * 10 / comparisons > (done - 1) * 10 / comparisons) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        out.printf(
            Locale.ROOT,
            "%,d of %,d derivatives compared in %.0f s, %.0f s to go%n",
            done,
            comparisons,
            seconds,
            seconds * (comparisons - done) / done);
      }
    }

    @Override
    public void close() {}
  }
}
