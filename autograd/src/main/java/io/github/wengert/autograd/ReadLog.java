package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The places where a computation takes plain numbers from values that are being differentiated: a
 * tool to find out why a gradient lacks a part.
 *
 * <p>A function may read elements, to print them or to decide what to compute next. But a result
 * computed <em>from the numbers</em> is a constant to every derivative:
 *
 * <pre>
 *   differentiate(List.of(w), () -&gt; mul(sum(w), w.item()));   // at w = 2 the slope is 2, not 4
 * </pre>
 *
 * <p>{@link #logging} lists such reads with their lines of code.
 */
public final class ReadLog {
  private static final Scope<ReadLog> SCOPE =
      Scope.forking("scope that logs reads", whole -> new ReadLog(), ReadLog::addAll);

  private final List<Read> reads = new ArrayList<>();

  private ReadLog() {}

  /**
   * One read.
   *
   * @param method the method that returned the elements, such as {@code item}
   * @param value the value that was read, such as {@code F32[2, 3]} or a parameter's name
   * @param source the line of code that called it
   */
  public record Read(String method, String value, StackTraceElement source) {
    /** Refuses null. */
    public Read {
      requireNonNull(method, "readLog: method must not be null");
      requireNonNull(value, "readLog: value must not be null");
      requireNonNull(source, "readLog: source must not be null");
    }

    /** Returns a line such as {@code item of F32[] at Net.loss(Net.java:12)}. */
    @Override
    public String toString() {
      return "%s of %s at %s".formatted(method, value, source);
    }
  }

  /**
   * The result of a computation, and its reads.
   *
   * @param result the result
   * @param reads the reads of values that a scope was recording at that time, in order
   * @param <R> the type of the result
   */
  public record Logged<R>(R result, List<Read> reads) {
    /** Refuses null. */
    public Logged {
      requireNonNull(result, "readLog: result must not be null");
      reads = NullChecks.copy("readLog", "reads", reads);
    }

    /** Returns one line for each read. */
    @Override
    public String toString() {
      return reads.stream().map(Read::toString).collect(Collectors.joining("\n"));
    }
  }

  /** Runs {@code computation}, which opens scopes of its own, and logs its reads. */
  public static <R> Logged<R> logging(Supplier<R> computation) {
    requireNonNull(computation, "readLog: computation must not be null");
    ReadLog log = new ReadLog();
    ElementReads.beginWatching();
    try {
      R result = SCOPE.in(log, computation);
      return new Logged<>(result, log.reads);
    } finally {
      ElementReads.endWatching();
    }
  }

  static @Nullable ReadLog current() {
    return SCOPE.current();
  }

  <V extends Traceable<V>> void add(String method, V value) {
    reads.add(new Read(method, value.space().describe(value), SourceLines.ofReader(value)));
  }

  private void addAll(ReadLog part) {
    reads.addAll(part.reads);
  }
}
