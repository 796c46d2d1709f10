package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parts of a computation on several threads, each in a fork of the scopes of the calling one. */
final class Parallel {
  private Parallel() {}

  /**
   * Computes all parts, joins their scopes in order, and returns their results in order.
   *
   * @param tape what the calling thread records on, or null
   */
  static <V extends Traceable<V>, R> List<R> run(
      @Nullable Tape<V> tape, int count, IntFunction<? extends R> part, Executor executor) {
    List<List<Scope.Part<?>>> scopes = fork(count);
    @SuppressWarnings("unchecked") // there are no arrays of generic types
    R[] results = (R[]) new Object[count];
    @SuppressWarnings({"unchecked", "rawtypes"}) // likewise
    @Nullable Tape<V>[] tapes = new Tape[count];
    boolean complete = false;
    try {
      Parts.run(
          count,
          p ->
              results[p] =
                  inScopes(
                      scopes.get(p),
                      0,
                      tape == null ? () -> part.apply(p) : () -> record(tape, tapes, p, part)),
          executor);
      complete = true;
    } finally {
      if (!complete) {
        Arrays.stream(tapes).filter(own -> own != null).forEach(Tape::release);
      }
    }
    if (tape != null) {
      tape.join(Arrays.asList(tapes), executor);
    }
    scopes.forEach(ofPart -> ofPart.forEach(Scope.Part::join));
    return Collections.unmodifiableList(Arrays.asList(results));
  }

  /** Computes a part on a tape of its own, which it leaves in {@code tapes}. */
  private static <V extends Traceable<V>, R> R record(
      Tape<V> whole, @Nullable Tape<V>[] tapes, int p, IntFunction<? extends R> part) {
    Tape<V> own = whole.openPart();
    tapes[p] = own;
    try {
      return own.bind(() -> part.apply(p));
    } finally {
      own.forgetOwner();
    }
  }

  /** See {@link Scope#carried}. */
  static <R extends @Nullable Object> Supplier<R> carried(Supplier<R> body) {
    List<Scope.Part<?>> scopes = fork(1).getFirst();
    return () -> inScopes(scopes, 0, body);
  }

  /** Returns, for each part, the scopes that it will find. */
  private static List<List<Scope.Part<?>>> fork(int count) {
    List<Scope.Binding<?>> open = Scope.innermostOfEachKind();
    List<List<Scope.Part<?>>> scopes = new ArrayList<>(count);
    for (int p = 0; p < count; p++) {
      List<Scope.Part<?>> ofPart = new ArrayList<>(open.size());
      open.forEach(binding -> ofPart.add(binding.forPart()));
      scopes.add(ofPart);
    }
    return scopes;
  }

  private static <R extends @Nullable Object> R inScopes(
      List<Scope.Part<?>> scopes, int next, Supplier<R> body) {
    return next == scopes.size()
        ? body.get()
        : scopes.get(next).call(() -> inScopes(scopes, next + 1, body));
  }
}
