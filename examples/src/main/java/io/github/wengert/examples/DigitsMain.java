package io.github.wengert.examples;

import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.Sgd;
import io.github.wengert.optim.Trainer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The main job: a network that learns to read handwritten digits, {@code s = W₂ max(0, W₁ x + b₁) +
 * b₂}, by mini-batch gradient descent with momentum and weight decay.
 */
@Command(
    name = "digits",
    mixinStandardHelpOptions = true,
    version = "Wengert digits",
    sortOptions = false,
    usageHelpAutoWidth = false,
    description = "Trains a network to classify handwritten digits, and tests it on held-out ones.",
    footer = {
      "",
      "Exit codes: 0 done, 1 training failed, 2 wrong options or data.",
      "The same options give the same parameters to the bit: compare the checksums.",
      ""
    })
public final class DigitsMain implements Callable<Integer> {
  @Option(
      names = "--hidden",
      split = ",",
      defaultValue = "256",
      paramLabel = "UNITS",
      description = "Units of each hidden layer, such as 100 or 64,32. Default: ${DEFAULT-VALUE}.")
  private List<Integer> hidden = List.of();

  @Option(
      names = "--activation",
      defaultValue = "relu",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private HiddenUnits activation = HiddenUnits.RELU;

  @Option(
      names = "--pieces",
      defaultValue = "2",
      paramLabel = "K",
      description = "Affine pieces of each maxout unit. Default: ${DEFAULT-VALUE}.")
  private int pieces;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.1",
      paramLabel = "RATE",
      description = "Step size, > 0. Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--momentum",
      defaultValue = "0.9",
      paramLabel = "SHARE",
      description =
          "Share of the velocity that a step keeps, in [0, 1). Default: ${DEFAULT-VALUE}.")
  private double momentum;

  @Option(names = "--nesterov", description = "Use Nesterov's momentum.")
  private boolean nesterov;

  @Option(
      names = {"--weight-decay", "--decay"},
      defaultValue = "3e-4",
      paramLabel = "LAMBDA",
      description = "L2 regularization, >= 0; biases are not decayed. Default: ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(
      names = "--label-smoothing",
      defaultValue = "0.1",
      paramLabel = "SHARE",
      description =
          "Share of the target that is spread over all classes, in [0, 1]."
              + " Default: ${DEFAULT-VALUE}.")
  private double labelSmoothing;

  @Option(
      names = "--epochs",
      defaultValue = "40",
      paramLabel = "N",
      description = "Passes over the training samples. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch",
      defaultValue = "32",
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

  @Option(
      names = "--split-seed",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Decides which fifth of the samples is held out for the test. Default: ${DEFAULT-VALUE}.")
  private long splitSeed;

  @Option(
      names = "--dtype",
      defaultValue = "F32",
      paramLabel = "TYPE",
      description = "Element type: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private DType dtype = DType.F32;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Other data: a CSV file of numbers (.gz or not), a sample a line, its class 0, 1, .."
              + " last; or a folder with the four IDX files of MNIST or Fashion-MNIST (.gz or not)."
              + " Default: 1,797 scanned digits of 8x8 pixels.")
  private @Nullable Path data;

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;
  private final boolean terminal;

  private DigitsMain(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs the main job.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(Terminal.out(), Terminal.err(), Terminal.isInteractive(), args));
  }

  /** Runs the main job with results going to {@code out}, and returns the exit code. */
  public static int run(PrintStream out, PrintStream err, boolean terminal, String... args) {
    return Commands.run(new DigitsMain(out, terminal), out, err, args);
  }

  @Override
  public Integer call() {
    Commands.requirePositive(spec, "--epochs", epochs);
    Commands.requirePositive(spec, "--batch", batch);
    Samples samples = data == null ? Digits.samples() : Samples.read(data);
    Dataset.Split split = samples.split(splitSeed, dtype);
    Mlp network = network(split.train());
    Sgd sgd =
        Sgd.on(network.parameters())
            .learningRate(learningRate)
            .momentum(momentum)
            .nesterov(nesterov)
            .weightDecay(weightDecay)
            .build();
    Batches batches = new Batches(split.train(), batch, Key.of(seed).split("batches"));
    CrossEntropyLoss loss = CrossEntropyLoss.DEFAULT.withLabelSmoothing(labelSmoothing);
    Trainer trainer = new Trainer(network, sgd, loss);
    out.printf("%s%n%n", network.summary());
    train(trainer, batches);
    TestReport.print(out, network, split.test());
    return CommandLine.ExitCode.OK;
  }

  private Mlp network(Dataset train) {
    int[] sizes = new int[hidden.size() + 2];
    sizes[0] = train.inputs().shape().size(1);
    for (int i = 0; i < hidden.size(); i++) {
      sizes[i + 1] = hidden.get(i);
    }
    sizes[sizes.length - 1] = train.classes();
    Mlp.Builder builder = Mlp.builder(Key.of(seed).split("network"), sizes).dtype(dtype);
    return activation.in(builder, pieces).build();
  }

  private void train(Trainer trainer, Batches batches) {
    long start = System.nanoTime();
    try (TrainingDisplay display = TrainingDisplay.on(out, terminal, epochs)) {
      trainer.train(batches, epochs, display);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    out.printf(Locale.ROOT, "trained on %,d samples in %.1f s%n%n", batches.data().size(), seconds);
  }
}
