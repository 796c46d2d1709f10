package io.github.wengert.autograd.internal;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Traceable;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the engine for Wengert's own modules.
 *
 * <p>The engine's package installs the implementation, which can reach its package-private parts.
 */
public abstract class EngineAccess {
  private static @Nullable EngineAccess installed;

  /** Creates the engine's implementation. */
  protected EngineAccess() {}

  /** Resolved on first use, and constant from then on: operations call it for every result. */
  private static final class Holder {
    static final EngineAccess ENGINE = load();

    private static EngineAccess load() {
      try {
        MethodHandles.lookup().ensureInitialized(Autograd.class);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e); // the class is public, and of this module
      }
      return requireNonNull(installed);
    }
  }

  /** Returns the engine. */
  public static EngineAccess engine() {
    return Holder.ENGINE;
  }

  /**
   * Installs the engine's implementation.
   *
   * @throws IllegalStateException if there is one already
   */
  public static void install(EngineAccess engine) {
    requireNonNull(engine, "engineAccess: engine must not be null");
    if (installed != null) {
      throw new IllegalStateException("engineAccess: the engine is installed already");
    }
    installed = engine;
  }

  /**
   * Like {@link Autograd#differentiateWithAuxiliary}, in a sweep that provides {@code context} to
   * its operations.
   */
  public abstract <V extends Traceable<V>, A> WithAuxiliary<Gradients<V>, A> differentiate(
      Iterable<? extends V> leaves,
      Supplier<WithAuxiliary<V, A>> loss,
      Unused unused,
      SweepContext context);

  /**
   * Returns the context of the sweep that the calling thread runs, or null: if it runs none, if
   * that has no context, or if other code could keep references to what the sweep computes.
   */
  public abstract @Nullable SweepContext sweepContext();

  /**
   * Runs {@code computation} and returns the mutable operands of its primitives, such as
   * parameters, whether or not a scope differentiates by them; each once, in the order of their
   * first use. A value that is only used otherwise, as in {@link Autograd#stopGradient}, is not
   * among them: no derivative goes there.
   */
  public abstract <V extends Traceable<V>> List<V> mutableOperands(
      Supplier<? extends V> computation);

  /**
   * Runs {@code computation} in a scope of its own and returns the applications of primitives.
   *
   * @param leaves the values whose influence is of interest
   */
  public abstract <V extends Traceable<V>> Applications<V> applications(
      Iterable<? extends V> leaves, Supplier<? extends V> computation);

  /**
   * Applies {@code f} to copies of {@code arguments}, which are the leaves, in a scope of its own
   * and returns the applications of primitives.
   */
  public abstract <V extends Traceable<V>> Applications<V> applications(
      Function<List<V>, V> f, List<V> arguments);
}
