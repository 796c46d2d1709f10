package io.github.wengert.ops.internal;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Tensor;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the implementations of this package's interfaces.
 *
 * <p>The package {@code io.github.wengert.ops} installs them, since only it can reach the arrays of
 * tensors.
 */
public abstract class OpsAccess {
  private static @Nullable OpsAccess installed;

  /** Creates the implementation. */
  protected OpsAccess() {}

  /** Resolved on first use, and constant from then on. */
  private static final class Holder {
    static final OpsAccess OPS = load();

    private static OpsAccess load() {
      try {
        MethodHandles.lookup().ensureInitialized(Tensor.class);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e); // the class is public, and of this module
      }
      return requireNonNull(installed);
    }
  }

  /** Returns the implementation. */
  static OpsAccess ops() {
    return Holder.OPS;
  }

  /**
   * Installs the implementation.
   *
   * @throws IllegalStateException if there is one already
   */
  public static void install(OpsAccess ops) {
    requireNonNull(ops, "opsAccess: ops must not be null");
    if (installed != null) {
      throw new IllegalStateException("opsAccess: the implementation is installed already");
    }
    installed = ops;
  }

  /** Returns the update rules. */
  protected abstract UpdateRules updateRules();

  /**
   * Creates buffers.
   *
   * @param forPlainDescent whether their consumers use gradients for plain gradient descent only
   */
  protected abstract GradientBuffers gradientBuffers(boolean forPlainDescent);
}
