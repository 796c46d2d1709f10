package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.autograd.internal.SweepContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions of the engine for Wengert's own modules. */
final class EngineAccessImpl extends EngineAccess {
  @Override
  public <V extends Traceable<V>, A> WithAuxiliary<Gradients<V>, A> differentiate(
      Iterable<? extends V> leaves,
      Supplier<WithAuxiliary<V, A>> loss,
      Unused unused,
      SweepContext context) {
    requireNonNull(context, "differentiate: context must not be null");
    return Differentiation.withAuxiliary(leaves, loss, unused, context);
  }

  @Override
  public @Nullable SweepContext sweepContext() {
    return Recorder.sweepContext();
  }

  @Override
  public <V extends Traceable<V>> List<V> mutableOperands(Supplier<? extends V> computation) {
    requireNonNull(computation, "mutableOperands: computation must not be null");
    MutableOperandLog<V> log = new MutableOperandLog<>();
    return Recording.<V, V, List<V>>ofClosure(
        "mutableOperands",
        List.of(),
        () -> EngineAccessImpl.<V>listeners().<V>logging(log, computation::get),
        recording -> log.operands());
  }

  @Override
  public <V extends Traceable<V>> Applications<V> applications(
      Iterable<? extends V> leaves, Supplier<? extends V> computation) {
    requireNonNull(computation, "applications: computation must not be null");
    List<V> named = NullChecks.copy("applications", "leaves", leaves);
    ApplicationLog<V> log = new ApplicationLog<>();
    return Recording.<V, V, Applications<V>>ofClosure(
        "applications",
        named,
        () -> logged(log, "computation", computation),
        recording -> log.between(named, recording.result()));
  }

  @Override
  public <V extends Traceable<V>> Applications<V> applications(
      Function<List<V>, V> f, List<V> arguments) {
    requireNonNull(f, "applications: f must not be null");
    ApplicationLog<V> log = new ApplicationLog<>();
    Recording<V, V> recording =
        Recording.ofFunction(
            "applications",
            NullChecks.copy("applications", "arguments", arguments),
            xs -> logged(log, "f", () -> f.apply(xs)));
    try {
      return log.between(recording.leaves(), recording.result());
    } finally {
      recording.release();
    }
  }

  private static <V extends Traceable<V>> V logged(
      ApplicationLog<V> log, String name, Supplier<? extends V> computation) {
    V result = EngineAccessImpl.<V>listeners().<V>logging(log, computation::get);
    if (result == null) {
      throw new NullPointerException("applications: %s must not return null".formatted(name));
    }
    return result;
  }

  /** Returns the listeners of the tape on which the calling thread is recording. */
  private static <V extends Traceable<V>> Listeners<V> listeners() {
    return requireNonNull(Tape.<V>ownRecording()).listeners();
  }
}
