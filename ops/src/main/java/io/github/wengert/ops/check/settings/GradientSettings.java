package io.github.wengert.ops.check.settings;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The settings of a gradient check.
 *
 * @param mode which derivatives are compared
 * @param order the highest order that is checked, at least 1; rounding allows about 3
 * @param tolerance the relative error that is allowed on top of the estimate's own, &gt; 0
 * @param samples how many elements of each input {@link Mode#SAMPLES} compares, at least 1
 * @param directions how many directions are compared in addition to elements, or instead of them,
 *     at least 1; the direction of the gradient is always added
 * @param seed the source of cotangents, samples and directions; reports print it
 * @param acceptedUndecided the share of derivatives that may be undecided in a gradient that is
 *     called right, in [0, 1]
 * @param timeLimit how long derivatives are compared, &gt; 0
 * @param mostEvaluations how many times the function may be evaluated, at least 1
 * @param domain where the function may be evaluated: no element of an input is moved out of it
 * @param culpritSearch whether a check that finds a wrong gradient searches for the operation that
 *     causes it
 */
public record GradientSettings(
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
   * First and second order; every element of up to 2,000, else 100 samples of each input; 4
   * directions; tolerance 1e-9; seed 1; every derivative must be decided; at most 10 minutes; any
   * number of evaluations; any domain; with the search for the culprit of a wrong gradient.
   */
  public static final GradientSettings DEFAULT =
      new GradientSettings(
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

  /** The number of elements above which {@link Mode#AUTO} takes samples. */
  public static final int MANY_ELEMENTS = 2_000;

  /** Which derivatives are compared. */
  public enum Mode {
    /** {@link #ELEMENTS} for small inputs, {@link #SAMPLES} for large ones. */
    AUTO,
    /** The derivative by every element of each input, and directions. */
    ELEMENTS,
    /** The derivative by a random sample of each input's elements, and directions. */
    SAMPLES,
    /** Derivatives along random directions only: a few evaluations for any number of elements. */
    DIRECTIONS
  }

  /**
   * Validates the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GradientSettings {
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

  /** Returns these settings with another mode. */
  public GradientSettings withMode(Mode changed) {
    return changed(draft -> draft.mode = changed);
  }

  /** Returns these settings with another highest order. */
  public GradientSettings withOrder(int changed) {
    return changed(draft -> draft.order = changed);
  }

  /** Returns these settings with another tolerance. */
  public GradientSettings withTolerance(double changed) {
    return changed(draft -> draft.tolerance = changed);
  }

  /** Returns these settings with another number of samples of each input. */
  public GradientSettings withSamples(int changed) {
    return changed(draft -> draft.samples = changed);
  }

  /** Returns these settings with another number of directions. */
  public GradientSettings withDirections(int changed) {
    return changed(draft -> draft.directions = changed);
  }

  /** Returns these settings with another seed. */
  public GradientSettings withSeed(long changed) {
    return changed(draft -> draft.seed = changed);
  }

  /** Returns these settings with another share of derivatives that may be undecided. */
  public GradientSettings withAcceptedUndecided(double changed) {
    return changed(draft -> draft.acceptedUndecided = changed);
  }

  /** Returns these settings with another time limit. */
  public GradientSettings withTimeLimit(Duration changed) {
    return changed(draft -> draft.timeLimit = changed);
  }

  /** Returns these settings with another limit on evaluations. */
  public GradientSettings withMostEvaluations(long changed) {
    return changed(draft -> draft.mostEvaluations = changed);
  }

  /** Returns these settings with another domain. */
  public GradientSettings withDomain(Domain changed) {
    return changed(draft -> draft.domain = changed);
  }

  /** Returns these settings with the search for a culprit switched on or off. */
  public GradientSettings withCulpritSearch(boolean changed) {
    return changed(draft -> draft.culpritSearch = changed);
  }

  /**
   * Returns how many derivatives by elements of one input are compared.
   *
   * @param elements the number of the input's elements
   * @param total the number of all inputs' elements
   */
  public long elementsCompared(int elements, long total) {
    return switch (mode) {
      case ELEMENTS -> elements;
      case SAMPLES -> Math.min(samples, elements);
      case DIRECTIONS -> 0;
      case AUTO -> total <= MANY_ELEMENTS ? elements : Math.min(samples, elements);
    };
  }

  /** Returns how many derivatives of first order a check of these inputs compares. */
  public long comparisons(Iterable<? extends Tensor> inputs) {
    requireNonNull(inputs, "gradient check: inputs must not be null");
    List<Integer> elements = new ArrayList<>();
    for (Tensor input : inputs) {
      elements.add(requireNonNull(input, "gradient check: input must not be null").elements());
    }
    long total = elements.stream().mapToLong(Integer::longValue).sum();
    return elements.stream().mapToLong(n -> elementsCompared(n, total)).sum() + directions + 1;
  }

  private GradientSettings changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
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

    Draft(GradientSettings from) {
      mode = from.mode;
      order = from.order;
      tolerance = from.tolerance;
      samples = from.samples;
      directions = from.directions;
      seed = from.seed;
      acceptedUndecided = from.acceptedUndecided;
      timeLimit = from.timeLimit;
      mostEvaluations = from.mostEvaluations;
      domain = from.domain;
      culpritSearch = from.culpritSearch;
    }

    GradientSettings settings() {
      return new GradientSettings(
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
}
