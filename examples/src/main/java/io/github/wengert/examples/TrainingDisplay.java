package io.github.wengert.examples;

import io.github.wengert.optim.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes on: a bar on a terminal, else a line for about every tenth of it. */
interface TrainingDisplay extends Consumer<Progress>, AutoCloseable {
  @Override
  void close();

  /** Returns a bar if a person watches {@code out}, else lines. */
  static TrainingDisplay on(PrintStream out, boolean terminal, int epochs) {
    return terminal ? new Bar(out, epochs) : new Lines(out, epochs);
  }

  private static String describe(Progress progress) {
    return String.format(
        Locale.ROOT, "loss %.4f, accuracy %6.2f %%", progress.loss(), 100 * progress.accuracy());
  }

  /** One line that is written over and over. */
  final class Bar implements TrainingDisplay {
    private static final int WIDTH =
        79; // fits any terminal; asking for its width needs native code

    private final ProgressBar bar;

    private Bar(PrintStream out, int epochs) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(epochs)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
              .build();
    }

    @Override
    public void accept(Progress progress) {
      if (progress.isEndOfEpoch()) {
        bar.stepTo(progress.epoch());
        bar.setExtraMessage(describe(progress));
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** Lines that stay. */
  final class Lines implements TrainingDisplay {
    private final PrintStream out;
    private final int interval;

    private Lines(PrintStream out, int epochs) {
      this.out = out;
      this.interval = Math.max(1, epochs / 10);
    }

    @Override
    public void accept(Progress progress) {
      boolean due =
          progress.epoch() == 1
              || progress.epoch() == progress.epochs()
              || progress.epoch() % interval == 0;
      if (progress.isEndOfEpoch() && due) {
        out.printf("epoch %d of %d: %s%n", progress.epoch(), progress.epochs(), describe(progress));
      }
    }

    @Override
    public void close() {}
  }
}
