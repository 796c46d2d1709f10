package io.github.wengert.optim;

/**
 * The one-cycle policy: the rate rises to a maximum, which holds training back from narrow minima,
 * and falls to nearly nothing.
 *
 * <p>With n steps, a share p of which rises, and the rates {@code first = maximum / startDivisor}
 * and {@code last = first / endDivisor}, the rate passes through
 *
 * <pre>
 *   two phases      first at step 0,  maximum at p n − 1,  last at n − 1
 *   three phases    first at step 0,  maximum at p n − 1,  first at 2 p n − 2,  last at n − 1
 * </pre>
 *
 * <p>with lines or half cosine waves in between. It stays at {@code last} after that.
 *
 * <p>Source: Smith and Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large
 * Learning Rates, 2018, in the parametrisation that PyTorch has.
 *
 * @param maximum the highest rate, in (0, ∞)
 * @param steps n, at least 1
 * @param risingShare p, in (0, 1); in (0, 0.5] with three phases; {@code p n > 1}
 * @param startDivisor how many times smaller the first rate is than the maximum, in [1, ∞)
 * @param endDivisor how many times smaller the last rate is than the first, in [1, ∞)
 * @param annealing the form between these points
 * @param threePhases whether the rate falls as slowly as it rose, and only then to the last one
 */
public record OneCycle(
    double maximum,
    long steps,
    double risingShare,
    double startDivisor,
    double endDivisor,
    Annealing annealing,
    boolean threePhases)
    implements Schedule {
  private static final String NAME = "one-cycle schedule";

  /** The form of a rise or fall. */
  public enum Annealing {
    /** Half a cosine wave. */
    COSINE,
    /** A straight line. */
    LINEAR
  }

  /**
   * Checks the numbers.
   *
   * @throws HyperparameterException if one is out of range, or the rise has no two steps
   */
  public OneCycle {
    Nulls.require(annealing, "oneCycle", "annealing");
    ScheduleChecks.requirePositive(NAME, "highest learning rate", maximum);
    ScheduleChecks.requireAtLeastOne(NAME, "number of steps", steps);
    HyperparameterException.require(
        risingShare > 0 && (threePhases ? risingShare <= 0.5 : risingShare < 1),
        NAME,
        "share that rises",
        risingShare,
        threePhases ? "(0, 0.5]" : "(0, 1)");
    requireDivisor("divisor for the first rate", startDivisor);
    requireDivisor("divisor for the last rate", endDivisor);
    if (risingShare * steps <= 1) {
      throw new HyperparameterException(
          "%s: the rise needs more than one step: a share of %s of %d steps (%s ≤ 1)"
              .formatted(NAME, risingShare, steps, risingShare * steps));
    }
  }

  private static void requireDivisor(String what, double divisor) {
    HyperparameterException.require(
        divisor >= 1 && Double.isFinite(divisor), NAME, what, divisor, "[1, ∞)");
  }

  /**
   * Returns this with another share of steps in which the rate rises.
   *
   * @throws HyperparameterException if it is out of range
   */
  public OneCycle withRisingShare(double changed) {
    return new OneCycle(maximum, steps, changed, startDivisor, endDivisor, annealing, threePhases);
  }

  /**
   * Returns this with another first rate.
   *
   * @throws HyperparameterException if {@code changed} is not in [1, ∞)
   */
  public OneCycle withStartDivisor(double changed) {
    return new OneCycle(maximum, steps, risingShare, changed, endDivisor, annealing, threePhases);
  }

  /**
   * Returns this with another last rate.
   *
   * @throws HyperparameterException if {@code changed} is not in [1, ∞)
   */
  public OneCycle withEndDivisor(double changed) {
    return new OneCycle(maximum, steps, risingShare, startDivisor, changed, annealing, threePhases);
  }

  /** Returns this with another form between the points. */
  public OneCycle withAnnealing(Annealing changed) {
    Nulls.require(changed, "oneCycle", "changed");
    return new OneCycle(
        maximum, steps, risingShare, startDivisor, endDivisor, changed, threePhases);
  }

  /**
   * Returns this with three phases, or with two.
   *
   * @throws HyperparameterException if it is three, and more than half of the steps rise
   */
  public OneCycle withThreePhases(boolean changed) {
    return new OneCycle(maximum, steps, risingShare, startDivisor, endDivisor, annealing, changed);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    double first = maximum / startDivisor;
    double last = first / endDivisor;
    double top = risingShare * steps - 1;
    double end = steps - 1;
    if (step <= top) {
      return between(first, maximum, step / top);
    }
    if (!threePhases) {
      return between(maximum, last, Math.min(1, (step - top) / (end - top)));
    }
    double foot = 2 * top;
    return step <= foot
        ? between(maximum, first, (step - top) / top)
        : between(first, last, Math.min(1, (step - foot) / (end - foot)));
  }

  private double between(double from, double to, double share) {
    return annealing == Annealing.COSINE
        ? ScheduleChecks.cosine(from, to, share)
        : ScheduleChecks.line(from, to, share);
  }

  /** Returns how it is made: {@code oneCycle(0.1, 1000)}, and what differs from that. */
  @Override
  public String toString() {
    OneCycle usual = Schedule.oneCycle(maximum, steps);
    return "oneCycle(%s, %d)".formatted(Description.shortest(maximum), steps)
        + changed("withRisingShare", usual.risingShare, risingShare)
        + changed("withStartDivisor", usual.startDivisor, startDivisor)
        + changed("withEndDivisor", usual.endDivisor, endDivisor)
        + (annealing == usual.annealing ? "" : ".withAnnealing(%s)".formatted(annealing))
        + (threePhases ? ".withThreePhases(true)" : "");
  }

  private static String changed(String method, double usual, double value) {
    return value == usual ? "" : ".%s(%s)".formatted(method, Description.shortest(value));
  }
}
