package io.github.wengert.examples;

import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.Outcome;
import io.github.wengert.ops.check.settings.GradientSettings.Mode;
import io.github.wengert.optim.Dataset;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Checks the gradients of a network's loss by all of its parameters, in double precision, and
 * reports.
 */
@Command(
    name = "gradient-check",
    mixinStandardHelpOptions = true,
    version = "Wengert gradient check",
    sortOptions = false,
    usageHelpAutoWidth = false,
    description =
        "Compares the gradients of a multi-layer perceptron's cross-entropy loss with differences.",
    footer = {
      "",
      "Exit codes: 0 the gradients are right, 1 they are wrong, 2 wrong options or files,",
      "3 nothing speaks against them, but too many could not be decided.",
      ""
    })
final class GradientCheckMain implements Callable<Integer> {
  /** The exit code if nothing speaks against the gradients, and not enough for them. */
  private static final int UNDECIDED = 3;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "64,32,10",
      paramLabel = "UNITS",
      description =
          "Inputs, units of each hidden layer, and classes, such as 3072,100,10."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--batch",
      defaultValue = "4",
      paramLabel = "N",
      description = "Samples in the batch. Default: ${DEFAULT-VALUE}.")
  private int batch;

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
      names = "--data",
      paramLabel = "PATH",
      description =
          "Take the first samples of a CSV file or a folder of IDX files, scaled to [0, 1]."
              + " Default: normal random inputs and random classes.")
  private @Nullable Path data;

  @Option(
      names = "--mode",
      defaultValue = "AUTO",
      paramLabel = "MODE",
      description =
          "What is compared, one of ${COMPLETION-CANDIDATES}; AUTO takes samples if there are many"
              + " elements. Default: ${DEFAULT-VALUE}.")
  private Mode mode = Mode.AUTO;

  @Option(
      names = "--samples",
      defaultValue = "100",
      paramLabel = "K",
      description = "Elements of each parameter that are sampled. Default: ${DEFAULT-VALUE}.")
  private int samples;

  @Option(
      names = "--directions",
      defaultValue = "4",
      paramLabel = "N",
      description = "Random directions. Default: ${DEFAULT-VALUE}.")
  private int directions;

  @Option(
      names = "--order",
      defaultValue = "1",
      paramLabel = "N",
      description = "Up to which order of derivatives. Default: ${DEFAULT-VALUE}.")
  private int order;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-9",
      paramLabel = "SHARE",
      description =
          "Relative error that is allowed on top of the estimate's own, > 0."
              + " Default: ${DEFAULT-VALUE}.")
  private double tolerance;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Decides weights, random data, samples and directions. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--undecided",
      defaultValue = "0",
      paramLabel = "SHARE",
      description =
          "Share of the derivatives that may stay undecided, in [0, 1]. Default: ${DEFAULT-VALUE}.")
  private double undecided;

  @Option(
      names = "--time-limit",
      defaultValue = "600",
      paramLabel = "SECONDS",
      description =
          "Limit of time, after which what is left is not compared, > 0. Default:"
              + " ${DEFAULT-VALUE}.")
  private double timeLimit;

  @Option(
      names = "--most-evaluations",
      paramLabel = "N",
      description =
          "Limit of evaluations of the loss, after which what is left is not compared, at least 1."
              + " Default: none.")
  private @Nullable Long mostEvaluations;

  @Option(
      names = "--plant",
      defaultValue = "1",
      paramLabel = "FACTOR",
      description =
          "Makes the loss's derivative wrong by this factor, to see what is reported then.")
  private double planted;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a web page with pictures.")
  private @Nullable Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON.")
  private @Nullable Path json;

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;
  private final boolean terminal;
  private final AtomicLong evaluations = new AtomicLong();

  private GradientCheckMain(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs the check.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(Terminal.out(), Terminal.err(), Terminal.isInteractive(), args));
  }

  /** Runs the check with the report going to {@code out}, and returns the exit code. */
  static int run(PrintStream out, PrintStream err, boolean terminal, String... args) {
    return Commands.run(new GradientCheckMain(out, terminal), out, err, args);
  }

  @Override
  public Integer call() {
    Commands.requirePositive(spec, "--batch", batch);
    GradientCheck check = settings();
    Mlp network = network();
    Supplier<Tensor> loss = loss(network);
    long start = System.nanoTime();
    GradientReport report;
    long comparisons = order * check.comparisons(network.parameters());
    try (CheckProgress progress = CheckProgress.on(out, terminal, comparisons)) {
      report = check.check(network.label(), network.parameters(), loss, progress);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    out.printf("%s%n", report);
    out.printf(
        Locale.ROOT,
        "%,d parameters, %,d derivatives, %,d evaluations of the loss, %.1f s, %,.0f"
            + " derivatives/s%n",
        network.parameters().stream().mapToLong(Tensor::elements).sum(),
        report.compared(),
        evaluations.get(),
        seconds,
        report.compared() / seconds);
    write(report);
    return exitCode(report.outcome());
  }

  static int exitCode(Outcome outcome) {
    return switch (outcome) {
      case RIGHT -> CommandLine.ExitCode.OK;
      case WRONG -> CommandLine.ExitCode.SOFTWARE;
      case UNDECIDED -> UNDECIDED;
    };
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
  }

  private GradientCheck settings() {
    try {
      GradientCheck check =
          GradientCheck.DEFAULT
              .withMode(mode)
              .withOrder(order)
              .withTolerance(tolerance)
              .withSamples(samples)
              .withDirections(directions)
              .withSeed(seed)
              .withAcceptedUndecided(undecided)
              .withTimeLimit(Duration.ofNanos(Math.round(1e9 * timeLimit)));
      return mostEvaluations == null ? check : check.withMostEvaluations(mostEvaluations);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), Objects.requireNonNull(e.getMessage()), e);
    }
  }

  private Mlp network() {
    int[] all = sizes.stream().mapToInt(Integer::intValue).toArray();
    Mlp.Builder builder = Mlp.builder(Key.of(seed).split("network"), all).dtype(DType.F64);
    return activation.in(builder, pieces).build();
  }

  private Supplier<Tensor> loss(Mlp network) {
    Dataset samples = data == null ? randomSamples() : readSamples(data);
    int inputs = samples.inputs().shape().size(1);
    require(
        inputs == sizes.getFirst(),
        "--sizes must begin with the number of inputs of a sample: (%d ≠ %d)"
            .formatted(sizes.getFirst(), inputs));
    require(
        samples.classes() <= sizes.getLast(),
        "--sizes must end with the number of classes: (%d < %d)"
            .formatted(sizes.getLast(), samples.classes()));
    CustomOp wrong =
        CustomOp.unary("planted", x -> Ops.mul(x, 1), (x, y) -> Ops.add(Ops.mul(x, 0), planted));
    return () -> {
      evaluations.incrementAndGet();
      Tensor loss = Losses.crossEntropy(network.apply(samples.inputs()), samples.labels());
      return planted == 1 ? loss : wrong.apply(loss);
    };
  }

  private Dataset randomSamples() {
    Key key = Key.of(seed).split("samples");
    int classes = sizes.getLast();
    Shape shape = Shape.of(batch, sizes.getFirst());
    Tensor inputs = RandomTensors.normal(key.split("inputs"), DType.F64, shape, 0, 1);
    int[] labels = new int[batch];
    Arrays.setAll(labels, i -> (int) (classes * key.split("labels").uniform(i)));
    return new Dataset(inputs, Indices.of(labels), classes);
  }

  private Dataset readSamples(Path source) {
    Dataset all = Samples.read(source).all();
    int[] first = new int[Math.min(batch, all.size())];
    Arrays.setAll(first, i -> i);
    return Scaling.of(all).apply(all.select(first), DType.F64);
  }

  private void write(GradientReport report) {
    if (html != null) {
      report.writeHtml(html);
      out.printf("wrote %s%n", html);
    }
    if (json != null) {
      report.writeJson(json);
      out.printf("wrote %s%n", json);
    }
  }
}
