package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Computes parts on several threads, each in a fork of the scopes of the calling thread. */
final class Parallel {
  private Parallel() {}

  /**
   * Computes all parts, joins their scopes in order, and returns their results in order.
   *
   * @param tape the open tape of the calling thread, or null
   */
  static <V extends Traceable<V>, R> List<R> run(
      @Nullable Tape<V> tape, int count, IntFunction<? extends R> part, Executor executor) {
    List<Scope.PartScopes> scopes = new ArrayList<>(count);
    for (int p = 0; p < count; p++) {
      scopes.add(Scope.PartScopes.ofCaller());
    }
    @SuppressWarnings("unchecked") // there are no arrays of generic types
    R[] results = (R[]) new Object[count];
    @SuppressWarnings({"unchecked", "rawtypes"}) // likewise
    @Nullable Tape<V>[] tapes = new Tape[count];
    boolean complete = false;
    try {
      PartRunner.run(
          count,
          p ->
              results[p] =
                  scopes
                      .get(p)
                      .call(
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
    scopes.forEach(Scope.PartScopes::join);
    return Collections.unmodifiableList(Arrays.asList(results));
  }

  /** Computes a part on a tape of its own, which it stores in {@code tapes}. */
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
}
