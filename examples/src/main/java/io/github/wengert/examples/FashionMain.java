package io.github.wengert.examples;

import io.github.wengert.nn.Layer;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.Schedule;
import io.github.wengert.optim.Sgd;
import io.github.wengert.optim.Trainer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Learns to tell ten kinds of clothes by 60,000 images, and is tested on 10,000 others.
 *
 * <p>Source of the data: Xiao, Rasul and Vollgraf, Fashion-MNIST: a Novel Image Dataset for
 * Benchmarking Machine Learning Algorithms, 2017.
 */
@Command(
    name = "fashion",
    mixinStandardHelpOptions = true,
    version = "Wengert fashion",
    sortOptions = false,
    usageHelpAutoWidth = false,
    description = "Trains a network on the complete Fashion-MNIST data, and tests it.",
    footer = {
      "",
      "The learning rate falls from step to step along half a cosine, to 0.",
      "Exit codes: 0 done, 1 training failed, 2 wrong options or data.",
      ""
    })
final class FashionMain implements Callable<Integer> {
  private static final String FOLDER = "/usr/share/datasets/fashion-mnist";

  @Option(
      names = "--network",
      defaultValue = "mlp",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private FashionNetwork network = FashionNetwork.MLP;

  @Option(
      names = "--data",
      defaultValue = FOLDER,
      paramLabel = "FOLDER",
      description =
          "The folder with the four IDX files (.gz or not). Default: ${DEFAULT-VALUE}, where the"
              + " Debian package dataset-fashion-mnist puts them.")
  private Path data = Path.of(FOLDER);

  @Option(
      names = "--learning-rate",
      defaultValue = "0.1",
      paramLabel = "RATE",
      description = "Step size at first, > 0. Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--momentum",
      defaultValue = "0.9",
      paramLabel = "SHARE",
      description =
          "Share of the velocity that a step keeps, in [0, 1). Default: ${DEFAULT-VALUE}.")
  private double momentum;

  @Option(
      names = {"--weight-decay", "--decay"},
      defaultValue = "3e-4",
      paramLabel = "LAMBDA",
      description = "L2 regularization, >= 0; biases are not decayed. Default: ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(
      names = "--epochs",
      defaultValue = "20",
      paramLabel = "N",
      description = "Passes over the training samples. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch",
      defaultValue = "128",
      paramLabel = "N",
      description = "Samples in a mini-batch. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Decides the first weights and the order of samples. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;
  private final boolean terminal;

  private FashionMain(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Trains and tests.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(Terminal.out(), Terminal.err(), Terminal.isInteractive(), args));
  }

  /** Trains and tests with results going to {@code out}, and returns the exit code. */
  static int run(PrintStream out, PrintStream err, boolean terminal, String... args) {
    return Commands.run(new FashionMain(out, terminal), out, err, args);
  }

  @Override
  public Integer call() {
    Commands.requirePositive(spec, "--epochs", epochs);
    Commands.requirePositive(spec, "--batch", batch);
    Key key = Key.of(seed);
    Layer layers = network.build(key.split("network"));
    Sgd.Config descent = // checks the numbers before the data are read
        Sgd.on(layers.parameters())
            .learningRate(learningRate)
            .momentum(momentum)
            .weightDecay(weightDecay);
    Dataset.Split split = readData();
    Batches batches = new Batches(split.train(), batch, key.split("batches"));
    long steps = (long) epochs * batches.count();
    Sgd sgd = descent.learningRate(Schedule.cosine(learningRate, steps)).build();
    out.printf("%s%n%n", layers.summary(network.sample()));
    train(new Trainer(layers, sgd, Losses::crossEntropy), batches);
    TestReport.print(out, layers, split.test());
    return CommandLine.ExitCode.OK;
  }

  private Dataset.Split readData() {
    if (!Files.isDirectory(data)) {
      throw new DataException(
          "%s: there is no such folder; install the Debian package dataset-fashion-mnist, or name a"
                  .formatted(data)
              + " folder with the same files by --data");
    }
    Dataset.Split split = MnistFolder.read(data).split(0, DType.F32);
    return new Dataset.Split(images(split.train()), images(split.test()));
  }

  /** Returns the samples in the shape that the network takes. */
  private Dataset images(Dataset rows) {
    Shape sample = network.sample();
    int pixels = rows.inputs().shape().size(1);
    if (pixels != sample.elements()) {
      throw new DataException(
          "%s: the network takes images of another size: %s (%d ≠ %d pixels)"
              .formatted(data, sample, pixels, sample.elements()));
    }
    int[] extents = new int[sample.rank() + 1];
    extents[0] = rows.size();
    for (int axis = 0; axis < sample.rank(); axis++) {
      extents[axis + 1] = sample.size(axis);
    }
    Tensor inputs = Ops.reshape(rows.inputs(), Shape.of(extents));
    return new Dataset(inputs, rows.labels(), rows.classes());
  }

  private void train(Trainer trainer, Batches batches) {
    long start = System.nanoTime();
    try (TrainingDisplay display = TrainingDisplay.on(out, terminal, epochs)) {
      trainer.train(batches, epochs, display);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    out.printf(
        Locale.ROOT,
        "trained on %,d samples, %.1f s in each of %d epochs%n%n",
        batches.data().size(),
        seconds / epochs,
        epochs);
  }
}
