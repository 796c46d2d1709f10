package io.github.wengert.autograd;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.autograd.internal.Applications.Stop;
import java.util.ArrayList;
import java.util.List;

/**
 * The applications of primitives that a tape records, and the places where derivatives stop.
 *
 * @param <V> the value type
 */
final class ApplicationLog<V extends Traceable<V>> {
  private final List<Application<V>> applications = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();

  void add(Primitive<V> primitive, List<V> operands, V result) {
    applications.add(new Application<>(primitive, operands, result, SourceLines.ofUser(result)));
  }

  void addStop(V value) {
    stops.add(new Stop(value.space().describe(value), SourceLines.ofUser(value)));
  }

  /** Returns the log for one part of a parallel computation. */
  ApplicationLog<V> forPart() {
    return new ApplicationLog<>();
  }

  /** Appends the log of a part. */
  void addAll(ApplicationLog<V> part) {
    applications.addAll(part.applications);
    stops.addAll(part.stops);
  }

  /** Returns what was logged, as the applications between {@code leaves} and {@code result}. */
  Applications<V> between(List<V> leaves, V result) {
    return new Applications<>(leaves, result, applications, stops);
  }
}
