package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.culprit.CulpritSearch;
import io.github.wengert.ops.check.function.ParameterFunction;
import io.github.wengert.ops.check.function.PrecisionPair;
import io.github.wengert.ops.check.limit.AbandonableThread;
import io.github.wengert.ops.check.report.Culprit;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.settings.Domain;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.settings.GradientSettings.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the gradient of a function, an operation, a layer or a loss. It compares the gradient in
 * double precision with differences of function values, also at kinks, and a gradient in single
 * precision with the one in double precision.
 *
 * <pre>
 *   GradientCheck.DEFAULT.check("mine", xs -&gt; mul(xs.get(0), relu(xs.get(1))), a, b).orThrow();
 * </pre>
 *
 * <p>A random cotangent reduces a result that is not a scalar to one: {@code L(x) = ⟨c, f(x)⟩}.
 * Each derivative gets a {@link io.github.wengert.ops.check.report.Verdict}. Differences at many
 * steps, extrapolated to step 0, give the numeric derivative and an estimate of its error, which is
 * the tolerance. While the function runs, piecewise operations log the branch they take ({@link
 * io.github.wengert.ops.BranchLog}). If a difference crosses a kink, the step is made smaller; if
 * the smallest step still crosses it, the analytic derivative must lie between the one-sided
 * slopes.
 *
 * <p>Order k > 1 checks the function that contracts the derivatives of order k − 1 with random
 * tensors. The random cotangents are inputs of that function, which verifies that pullbacks are
 * linear in their cotangent.
 *
 * @param settings what is compared, how closely, and for how long
 */
public record GradientCheck(GradientSettings settings) {
  /** The check with {@linkplain GradientSettings#DEFAULT default settings}. */
  public static final GradientCheck DEFAULT = new GradientCheck(GradientSettings.DEFAULT);

  /** Refuses null. */
  public GradientCheck {
    requireNonNull(settings, "gradient check: settings must not be null");
  }

  /** Returns this check in another mode. */
  public GradientCheck withMode(Mode changed) {
    return new GradientCheck(settings.withMode(changed));
  }

  /** Returns this check up to another order, at least 1. */
  public GradientCheck withOrder(int changed) {
    return new GradientCheck(settings.withOrder(changed));
  }

  /** Returns this check with another tolerance, &gt; 0. */
  public GradientCheck withTolerance(double changed) {
    return new GradientCheck(settings.withTolerance(changed));
  }

  /** Returns this check with another number of samples of each input, at least 1. */
  public GradientCheck withSamples(int changed) {
    return new GradientCheck(settings.withSamples(changed));
  }

  /** Returns this check with another number of directions, at least 1. */
  public GradientCheck withDirections(int changed) {
    return new GradientCheck(settings.withDirections(changed));
  }

  /** Returns this check with another seed. */
  public GradientCheck withSeed(long changed) {
    return new GradientCheck(settings.withSeed(changed));
  }

  /**
   * Returns this check with another share of derivatives that may be undecided in a gradient that
   * is called right.
   *
   * @param changed the share of the derivatives that may be {@code IMPRECISE}, in [0, 1]; the
   *     default is 0
   */
  public GradientCheck withAcceptedUndecided(double changed) {
    return new GradientCheck(settings.withAcceptedUndecided(changed));
  }

  /**
   * Returns this check with another time limit. When it expires, the remaining derivatives are
   * {@linkplain GradientReport#skipped skipped}, and the outcome is {@code UNDECIDED} at best.
   *
   * <p>A limit that differs from the default is kept even if an evaluation never returns: the check
   * then runs on a thread of its own, in the scopes of the calling thread but without its thread
   * locals, and that thread is abandoned. The default limit is only tested between evaluations, on
   * the calling thread.
   *
   * @param changed the limit, &gt; 0; the default is 10 minutes
   */
  public GradientCheck withTimeLimit(Duration changed) {
    return new GradientCheck(settings.withTimeLimit(changed));
  }

  /**
   * Returns this check with a limit on evaluations of the function; a backward sweep counts as one.
   * When they are used up, the remaining derivatives are {@linkplain GradientReport#skipped
   * skipped}, and the outcome is {@code UNDECIDED} at best.
   *
   * @param changed the limit, at least 1; there is none by default
   */
  public GradientCheck withMostEvaluations(long changed) {
    return new GradientCheck(settings.withMostEvaluations(changed));
  }

  /**
   * Returns this check with another domain. Differences are taken inside it, one-sided at its
   * bounds.
   */
  public GradientCheck withDomain(Domain changed) {
    return new GradientCheck(settings.withDomain(changed));
  }

  /**
   * Returns this check with the search for a culprit switched on or off. The search runs only if
   * the gradient is wrong. It adds at most about 5 seconds, or the time limit if that is shorter.
   *
   * @param changed whether to search for a wrong gradient's {@linkplain GradientReport#culprit
   *     culprit}; the default is true
   */
  public GradientCheck withCulpritSearch(boolean changed) {
    return new GradientCheck(settings.withCulpritSearch(changed));
  }

  /** Checks {@code f} at the point {@code inputs}; see {@link #check(String, Function, List)}. */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    requireNonNull(inputs, "gradient check: inputs must not be null");
    return check(name, f, Arrays.asList(inputs));
  }

  /**
   * Checks a function at a point.
   *
   * <p>If an input is of type {@link DType#F32}, the gradients in single precision are compared
   * with those in double precision, by every element, and the latter with differences.
   *
   * @param name what the report calls the function
   * @param f the function, of any number of tensors; it must compute in the type that it is given
   * @param inputs the point, possibly at kinks
   * @throws IllegalArgumentException if it cannot be computed in double precision, because it
   *     captures tensors of single precision
   */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(f, "gradient check: f must not be null");
    requireAll("inputs", inputs);
    List<String> names = IntStream.range(0, inputs.size()).mapToObj(i -> "input " + i).toList();
    return check(name, PrecisionPair.of(f, names, inputs), done -> {});
  }

  /**
   * Checks a loss by the parameters that it reads. The check changes them while it runs, and
   * restores their bits at the end.
   *
   * @param name what the report calls the loss
   * @param parameters the parameters, in double precision
   * @param loss computes a tensor from the parameters
   * @throws IllegalArgumentException if a parameter is not of type {@link DType#F64}
   */
  public GradientReport check(String name, Iterable<Parameter> parameters, Supplier<Tensor> loss) {
    return check(name, parameters, loss, done -> {});
  }

  /**
   * Like {@link #check(String, Iterable, Supplier)}, with progress reports.
   *
   * @param progress receives the number of comparisons so far, out of {@link #comparisons}
   */
  public GradientReport check(
      String name, Iterable<Parameter> parameters, Supplier<Tensor> loss, LongConsumer progress) {
    requireNonNull(name, "gradient check: name must not be null");
    requireAll("parameters", parameters);
    requireNonNull(loss, "gradient check: loss must not be null");
    requireNonNull(progress, "gradient check: progress must not be null");
    return check(name, PrecisionPair.of(name, parameters, loss), progress);
  }

  /**
   * Checks a network by its parameters and its input.
   *
   * @param name what the report calls it
   * @param model the network, in double precision
   * @param x a batch of inputs, in double precision
   * @param loss maps the network's output to the checked value, for example the identity
   */
  public GradientReport check(String name, Model model, Tensor x, UnaryOperator<Tensor> loss) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(model, "gradient check: model must not be null");
    requireNonNull(x, "gradient check: x must not be null");
    requireNonNull(loss, "gradient check: loss must not be null");
    ParameterFunction checked = ParameterFunction.of(model, x, loss);
    return check(name, checked.parameters(), checked.loss());
  }

  /**
   * Checks a network of single precision by its parameters and its input: its gradients are
   * compared with those of the same network in double precision, and these with differences.
   *
   * <pre>
   *   check("net", dtype -&gt; Mlp.builder(key, 4, 10, 3).dtype(dtype).build(), x, y -&gt; y)
   *   check("mine", dtype -&gt; dtype == F32 ? mine : Mlp.builder(key, 4, 10, 3).dtype(dtype).build(), …)
   * </pre>
   *
   * @param name what the report calls it
   * @param network builds the network in an element type; the parameters of the one in double
   *     precision are set to those of the one in single precision
   * @param x a batch of inputs, in either type
   * @param loss maps the network's output to the checked value, for example the identity
   * @throws IllegalArgumentException if the two networks do not have the same parameters
   */
  public GradientReport check(
      String name, Function<DType, ? extends Model> network, Tensor x, UnaryOperator<Tensor> loss) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(network, "gradient check: network must not be null");
    requireNonNull(x, "gradient check: x must not be null");
    requireNonNull(loss, "gradient check: loss must not be null");
    return check(name, PrecisionPair.of(name, network, x, loss), done -> {});
  }

  /** Returns how many derivatives of first order a check of these tensors compares. */
  public long comparisons(Iterable<? extends Tensor> inputs) {
    requireAll("inputs", inputs);
    return settings.comparisons(inputs);
  }

  private static void requireAll(String what, Iterable<?> values) {
    if (values == null) {
      throw new NullPointerException("gradient check: %s must not be null".formatted(what));
    }
    int position = 0;
    for (Object value : values) {
      if (value == null) {
        throw new NullPointerException(
            "gradient check: %s[%d] must not be null".formatted(what, position));
      }
      position++;
    }
  }

  private GradientReport check(String name, PrecisionPair pair, LongConsumer progress) {
    GradientReport report = new CheckRun(settings, name, pair, progress).run();
    if (!settings.culpritSearch() || !report.isWrong() || report.skipped() > 0) {
      return report;
    }
    // It evaluates operations at untried points, where they may never return.
    return AbandonableThread.compute(
            "culprit of " + name,
            CulpritSearch.LONGEST,
            () -> withCulprit(report, CulpritSearch.of(report, pair)))
        .orElse(report);
  }

  private static GradientReport withCulprit(GradientReport report, @Nullable Culprit culprit) {
    return new GradientReport(
        report.name(),
        report.settings(),
        report.subgradient(),
        report.dtype(),
        report.counts(),
        report.inputs(),
        report.findings(),
        culprit);
  }

  /** Returns the settings, by name. */
  @Override
  public String toString() {
    return settings.toString().replaceFirst("GradientSettings", "GradientCheck");
  }
}
