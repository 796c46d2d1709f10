package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Compares the derivatives of a function with differences of its values, in double precision, and
 * knows about kinks. Derivatives in single precision are compared with those in double precision.
 *
 * <pre>
 *   GradientCheck.DEFAULT.check("mine", xs -&gt; mul(xs.get(0), relu(xs.get(1))), a, b).orThrow();
 * </pre>
 *
 * <p>A result that is not a scalar is reduced to one by a random cotangent: {@code L(x) = ⟨c,
 * f(x)⟩}. Each derivative gets a {@link Verdict}. The numeric derivative comes from differences
 * with many steps, extrapolated to step 0, which also tells its error: the tolerance is what the
 * estimate supports, and not a guess. While the function runs, piecewise operations log which side
 * won ({@link io.github.wengert.ops.BranchLog}); a step that crosses a kink is made smaller, and if
 * it still does, the analytic derivative must lie between the slopes of both sides.
 *
 * <p>Order k > 1 checks the function that contracts the derivatives of order k − 1 with random
 * tensors. The random cotangents are inputs of it, so that pullbacks are checked for being linear
 * in their cotangent by it.
 *
 * @param mode which derivatives are compared
 * @param order up to which order, 1 or more; 3 is about as far as rounding allows
 * @param tolerance the relative error that is allowed on top of the estimate's own, &gt; 0
 * @param samples how many elements of each input {@link Mode#SAMPLES} compares, at least 1
 * @param directions how many directions are compared in addition to elements, or instead of them,
 *     at least 1; the one along the gradient comes on top
 * @param seed where cotangents, samples and directions come from; reports print it
 * @param acceptedUndecided which share of the derivatives may be {@link Verdict#IMPRECISE} in a
 *     gradient that is called right, in [0, 1]
 * @param timeLimit after how long no further derivative is compared, &gt; 0
 * @param mostEvaluations after how many evaluations of the function no further derivative is
 *     compared, at least 1
 * @param domain where the function may be evaluated: no element of an input is moved out of it
 * @param culpritSearch whether a check that finds a gradient wrong looks for the operation that
 *     makes it so
 */
public record GradientCheck(
    Mode mode,
    int order,
    double tolerance,
    int samples,
    int directions,
    long seed,
    double acceptedUndecided,
    Duration timeLimit,
    long mostEvaluations,
    Domain domain,
    boolean culpritSearch) {
  /**
   * First and second order; each element of up to 2,000, else 100 samples of each input; 4
   * directions; tolerance 1e-9; seed 1; every derivative must be decided; at most 10 minutes, and
   * as many evaluations as it takes, anywhere; a wrong gradient's culprit is searched.
   */
  public static final GradientCheck DEFAULT =
      new GradientCheck(
          Mode.AUTO,
          2,
          1e-9,
          100,
          4,
          1,
          0,
          Duration.ofMinutes(10),
          Long.MAX_VALUE,
          Domain.ALL,
          true);

  /** From how many elements on {@link Mode#AUTO} takes samples. */
  static final int MANY_ELEMENTS = 2_000;

  /** Which derivatives are compared. */
  public enum Mode {
    /** {@link #ELEMENTS} for small inputs, {@link #SAMPLES} for large ones. */
    AUTO,
    /** The derivative by each element of each input, and directions. */
    ELEMENTS,
    /** The derivative by some elements of each input, seeded, and directions. */
    SAMPLES,
    /** Derivatives along random directions only: a few evaluations for any number of elements. */
    DIRECTIONS
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GradientCheck {
    requireNonNull(mode, "gradient check: mode must not be null");
    requireAtLeastOne("order", order);
    requireAtLeastOne("samples", samples);
    requireAtLeastOne("directions", directions);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "gradient check: the tolerance must be positive (%s ≤ 0)".formatted(tolerance));
    }
    if (!(acceptedUndecided >= 0 && acceptedUndecided <= 1)) {
      throw new IllegalArgumentException(
          "gradient check: the share that may stay undecided must be in [0, 1]: (%s%s)"
              .formatted(
                  acceptedUndecided,
                  acceptedUndecided > 1 ? " > 1" : acceptedUndecided < 0 ? " < 0" : ""));
    }
    requireNonNull(timeLimit, "gradient check: timeLimit must not be null");
    if (!timeLimit.isPositive()) {
      throw new IllegalArgumentException(
          "gradient check: the time limit must be positive (%s ≤ PT0S)".formatted(timeLimit));
    }
    requireAtLeastOne("mostEvaluations", mostEvaluations);
    requireNonNull(domain, "gradient check: domain must not be null");
  }

  private static void requireAtLeastOne(String setting, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "gradient check: %s must be at least 1 (%d < 1)".formatted(setting, value));
    }
  }

  /** Returns this check in another mode. */
  public GradientCheck withMode(Mode changed) {
    return changed(draft -> draft.mode = changed);
  }

  /** Returns this check up to another order. */
  public GradientCheck withOrder(int changed) {
    return changed(draft -> draft.order = changed);
  }

  /** Returns this check with another tolerance. */
  public GradientCheck withTolerance(double changed) {
    return changed(draft -> draft.tolerance = changed);
  }

  /** Returns this check with another number of samples of each input. */
  public GradientCheck withSamples(int changed) {
    return changed(draft -> draft.samples = changed);
  }

  /** Returns this check with another number of random directions. */
  public GradientCheck withDirections(int changed) {
    return changed(draft -> draft.directions = changed);
  }

  /** Returns this check with another seed. */
  public GradientCheck withSeed(long changed) {
    return changed(draft -> draft.seed = changed);
  }

  /**
   * Returns this check that calls a gradient right though some derivatives could not be decided.
   *
   * @param changed which share of the derivatives may be {@link Verdict#IMPRECISE}, in [0, 1]; 0
   *     unless set
   */
  public GradientCheck withUndecided(double changed) {
    return changed(draft -> draft.acceptedUndecided = changed);
  }

  /**
   * Returns this check with another limit of time. When it is over, the derivatives that are left
   * are {@linkplain GradientReport#skipped skipped}, and the outcome is {@link Outcome#UNDECIDED}
   * at best.
   *
   * <p>A limit that is set is kept even if an evaluation never returns: the check runs on a thread
   * of its own then, in the scopes of the calling one (but without its thread locals), which is
   * given up. The default is looked at between evaluations only, on the calling thread.
   *
   * @param changed the limit, &gt; 0; 10 minutes unless set
   */
  public GradientCheck withTimeLimit(Duration changed) {
    return changed(draft -> draft.timeLimit = changed);
  }

  /**
   * Returns this check with a limit of evaluations of the function, a sweep for derivatives counted
   * as one. When they are used up, the derivatives that are left are {@linkplain
   * GradientReport#skipped skipped}, and the outcome is {@link Outcome#UNDECIDED} at best.
   *
   * @param changed the limit, at least 1; none unless set
   */
  public GradientCheck withMostEvaluations(long changed) {
    return changed(draft -> draft.mostEvaluations = changed);
  }

  /**
   * Returns this check with the search for a culprit switched on or off. The search runs only if
   * the gradient is found wrong, and then takes about 5 seconds at most on top of the check, or the
   * {@linkplain #timeLimit time limit} if that is shorter.
   *
   * @param changed whether a wrong gradient's {@linkplain GradientReport#culprit culprit} is
   *     searched; true unless set
   */
  public GradientCheck withCulpritSearch(boolean changed) {
    return changed(draft -> draft.culpritSearch = changed);
  }

  /**
   * Returns this check with another domain: differences are taken inside of it, from one side at
   * its bounds.
   */
  public GradientCheck withDomain(Domain changed) {
    return changed(draft -> draft.domain = changed);
  }

  private GradientCheck changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.check();
  }

  /** Settings of which one is about to change. */
  private static final class Draft {
    private Mode mode;
    private int order;
    private double tolerance;
    private int samples;
    private int directions;
    private long seed;
    private double acceptedUndecided;
    private Duration timeLimit;
    private long mostEvaluations;
    private Domain domain;
    private boolean culpritSearch;

    Draft(GradientCheck check) {
      mode = check.mode;
      order = check.order;
      tolerance = check.tolerance;
      samples = check.samples;
      directions = check.directions;
      seed = check.seed;
      acceptedUndecided = check.acceptedUndecided;
      timeLimit = check.timeLimit;
      mostEvaluations = check.mostEvaluations;
      domain = check.domain;
      culpritSearch = check.culpritSearch;
    }

    GradientCheck check() {
      return new GradientCheck(
          mode,
          order,
          tolerance,
          samples,
          directions,
          seed,
          acceptedUndecided,
          timeLimit,
          mostEvaluations,
          domain,
          culpritSearch);
    }
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
   * with those in double precision, by every element, and these with differences as always.
   *
   * @param name what the report calls the function
   * @param f the function, of any number of tensors; it must compute in the type that it is given
   * @param inputs where to check it; kinks are welcome
   * @throws IllegalArgumentException if it cannot be computed in double precision, because it
   *     captures tensors of single precision
   */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(f, "gradient check: f must not be null");
    requireAll("inputs", inputs);
    ImmutableList<String> names =
        Streams.mapWithIndex(inputs.stream(), (input, i) -> "input " + i)
            .collect(ImmutableList.toImmutableList());
    return check(name, Twin.of(f, names, inputs), done -> {});
  }

  /**
   * Checks a loss by the parameters that it reads. They are changed while the check runs, and are
   * put back to the bit in the end.
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
   * Like {@link #check(String, Iterable, Supplier)}, and tells how far it is.
   *
   * @param progress is told after each comparison how many there were, out of {@link #comparisons}
   */
  public GradientReport check(
      String name, Iterable<Parameter> parameters, Supplier<Tensor> loss, LongConsumer progress) {
    requireNonNull(name, "gradient check: name must not be null");
    requireAll("parameters", parameters);
    requireNonNull(loss, "gradient check: loss must not be null");
    requireNonNull(progress, "gradient check: progress must not be null");
    return check(name, Twin.of(name, ImmutableList.copyOf(parameters), loss), progress);
  }

  /**
   * Checks a network by its parameters and its input.
   *
   * @param name what the report calls it
   * @param model the network, in double precision
   * @param x a batch of inputs, in double precision
   * @param loss makes of the network's output what is checked; the identity will do
   */
  public GradientReport check(String name, Model model, Tensor x, UnaryOperator<Tensor> loss) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(model, "gradient check: model must not be null");
    requireNonNull(x, "gradient check: x must not be null");
    requireNonNull(loss, "gradient check: loss must not be null");
    ParameterSubject subject = ParameterSubject.of(model, x, loss);
    return check(name, subject.parameters(), subject.loss());
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
   * @param loss makes of the network's output what is checked; the identity will do
   * @throws IllegalArgumentException if the two networks do not have the same parameters
   */
  public GradientReport check(
      String name, Function<DType, ? extends Model> network, Tensor x, UnaryOperator<Tensor> loss) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(network, "gradient check: network must not be null");
    requireNonNull(x, "gradient check: x must not be null");
    requireNonNull(loss, "gradient check: loss must not be null");
    return check(name, Twin.of(name, network, x, loss), done -> {});
  }

  /** Returns how many derivatives of first order a check of these tensors compares. */
  public long comparisons(Iterable<? extends Tensor> inputs) {
    requireAll("inputs", inputs);
    long count = 0;
    long total = Streams.stream(inputs).mapToLong(Tensor::elements).sum();
    for (Tensor input : inputs) {
      count += elementsCompared(input.elements(), total);
    }
    return count + directions + 1;
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

  long elementsCompared(int elements, long total) {
    return switch (mode) {
      case ELEMENTS -> elements;
      case SAMPLES -> Math.min(samples, elements);
      case DIRECTIONS -> 0;
      case AUTO -> total <= MANY_ELEMENTS ? elements : Math.min(samples, elements);
    };
  }

  private GradientReport check(String name, Twin twin, LongConsumer progress) {
    GradientReport report = new CheckRun(this, name, twin, progress).run();
    if (!culpritSearch || !report.isWrong() || report.skipped() > 0) {
      return report;
    }
    // It evaluates operations at places that nobody has tried, where they may never return.
    return OwnThread.compute(
            "culprit of " + name,
            Culprits.LONGEST,
            () -> report.withCulprit(Culprits.of(report, twin)))
        .orElse(report);
  }
}
