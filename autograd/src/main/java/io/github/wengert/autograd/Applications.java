package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The primitives that a computation applies, each with the very values that it got and gave and
 * with the line of code that applied it: a tool for the question which of them is to blame.
 *
 * <p>Listed is what a scope records: each primitive that has an operand which depends on a leaf.
 * What a primitive's own {@code forward} computes is not listed. Where a derivative stops, by
 * {@link Autograd#stopGradient}, is listed apart.
 *
 * <pre>
 *   leaves ──▶ applications, in order ──▶ result
 * </pre>
 *
 * <p>An operand is a leaf, the result of an earlier application, or a constant; which one, its
 * identity tells.
 *
 * @param <V> the value type
 */
public final class Applications<V extends Traceable<V>> {
  private final ImmutableList<V> leaves;
  private final V result;
  private final ImmutableList<Application<V>> list;
  private final ImmutableList<Stop> stops;

  private Applications(List<V> leaves, V result, Log<V> log) {
    this.leaves = ImmutableList.copyOf(leaves);
    this.result = result;
    this.list = ImmutableList.copyOf(log.applications);
    this.stops = ImmutableList.copyOf(log.stops);
  }

  /**
   * One application of a primitive.
   *
   * @param primitive the primitive
   * @param operands what it was applied to
   * @param result what it gave
   * @param source the line of code that applied it: the innermost one outside of the engine and of
   *     the package of the values
   * @param <V> the value type
   */
  public record Application<V extends Traceable<V>>(
      Primitive<V> primitive, ImmutableList<V> operands, V result, StackTraceElement source) {
    /** Refuses what is missing. */
    public Application {
      requireNonNull(primitive, "application: primitive must not be null");
      requireNonNull(operands, "application: operands must not be null");
      requireNonNull(result, "application: result must not be null");
      requireNonNull(source, "application: source must not be null");
    }
  }

  /**
   * One place where derivatives stop.
   *
   * @param value the value that was made a constant, such as {@code F32[2, 3]}
   * @param source the line of code that did
   */
  public record Stop(String value, StackTraceElement source) {
    /** Refuses what is missing. */
    public Stop {
      requireNonNull(value, "stop: value must not be null");
      requireNonNull(source, "stop: source must not be null");
    }
  }

  /**
   * Runs {@code computation} in a scope of its own and lists what it applied.
   *
   * @param leaves the values whose influence is of interest
   */
  public static <V extends Traceable<V>> Applications<V> of(
      Iterable<? extends V> leaves, Supplier<? extends V> computation) {
    requireNonNull(computation, "applications: computation must not be null");
    ImmutableList<V> named = Nulls.copy("applications", "leaves", leaves);
    Log<V> log = new Log<>();
    return Recording.<V, V, Applications<V>>ofClosure(
        "applications",
        named,
        () -> log.of("computation", computation),
        recording -> new Applications<>(named, recording.result(), log));
  }

  /**
   * Applies {@code f} to copies of {@code arguments}, which are the leaves, in a scope of its own
   * and lists what it applied.
   */
  public static <V extends Traceable<V>> Applications<V> of(
      Function<List<V>, V> f, List<V> arguments) {
    requireNonNull(f, "applications: f must not be null");
    Log<V> log = new Log<>();
    Recording<V, V> recording =
        Recording.ofFunction(
            "applications",
            Nulls.copy("applications", "arguments", arguments),
            xs -> log.of("f", () -> f.apply(xs)));
    try {
      return new Applications<>(recording.leaves(), recording.result(), log);
    } finally {
      recording.release();
    }
  }

  /** Returns the leaves, as the applications know them by identity. */
  public ImmutableList<V> leaves() {
    return leaves;
  }

  /** Returns what the computation gave. */
  public V result() {
    return result;
  }

  /** Returns the applications, in the order in which they were computed. */
  public ImmutableList<Application<V>> list() {
    return list;
  }

  /** Returns where values that depend on a leaf were made constants, in order. */
  public ImmutableList<Stop> stops() {
    return stops;
  }

  /** What a tape writes down while its scope is listed. */
  static final class Log<V extends Traceable<V>> {
    private final List<Application<V>> applications = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();

    private V of(String name, Supplier<? extends V> computation) {
      V result =
          requireNonNull(Tape.<V>ownRecording()).listeners().<V>listing(this, computation::get);
      if (result == null) {
        throw new NullPointerException("applications: %s must not return null".formatted(name));
      }
      return result;
    }

    Log<V> forPart() {
      return new Log<>();
    }

    void addAll(Log<V> part) {
      applications.addAll(part.applications);
      stops.addAll(part.stops);
    }

    void add(Primitive<V> primitive, List<V> operands, V result) {
      applications.add(
          new Application<>(
              primitive, ImmutableList.copyOf(operands), result, Callers.outside(result)));
    }

    void addStop(V value) {
      stops.add(new Stop(value.space().describe(value), Callers.outside(value)));
    }
  }
}
