package io.github.wengert.ops.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * Which kernels of one element type compute: plain loops, or vectors of the Vector API.
 *
 * <p>Both give the same bits, so the choice shows in nothing but speed, and may be revised while a
 * program runs. Vectors need the module {@code jdk.incubator.vector}, and are a hundred times
 * slower than plain loops until the compiler has seen to them. So plain loops come first; what a
 * program uses is compiled in the background, {@linkplain Routine routine} by routine, and each is
 * computed by vectors as soon as these are faster. Where they never are (no optimizing compiler, no
 * vector unit), plain loops stay.
 *
 * <p>The system property {@value #PROPERTY} forces either: {@code scalar}, or {@code vector} at
 * once; {@code auto}, or nothing, is what was just described. The choice and its reason are logged
 * once.
 */
final class KernelChoice {
  /** The name of the property that forces a choice. */
  static final String PROPERTY = "wengert.kernels";

  private static final Logger LOG = System.getLogger("io.github.wengert.ops.kernel");
  private static final String MODULE = "jdk.incubator.vector";

  /** What was asked for. */
  enum Wish {
    AUTO,
    SCALAR,
    VECTOR
  }

  private static final Wish WISH = wish(System.getProperty(PROPERTY));
  private static final boolean HAS_MODULE = ModuleLayer.boot().findModule(MODULE).isPresent();

  static {
    report();
  }

  /** The kernels of {@code float[]} and of {@code double[]}. */
  static final Kernels<float[]> FLOATS;

  static final Kernels<double[]> DOUBLES;

  static {
    if (WISH == Wish.SCALAR || !HAS_MODULE) {
      FLOATS = new ScalarKernelsF32();
      DOUBLES = new ScalarKernelsF64();
    } else {
      Warmup warmup = WISH == Wish.VECTOR ? null : Warmup.COMMON;
      FLOATS = new VectorKernelsF32(warmup);
      DOUBLES = new VectorKernelsF64(warmup);
    }
  }

  private KernelChoice() {}

  /**
   * Returns what the property's value says.
   *
   * @throws IllegalArgumentException if it is none of the three words
   */
  static Wish wish(String value) {
    if (value == null || value.isEmpty()) {
      return Wish.AUTO;
    }
    for (Wish wish : Wish.values()) {
      if (wish.name().toLowerCase(Locale.ROOT).equals(value)) {
        return wish;
      }
    }
    throw new IllegalArgumentException(
        "%s: there is no such choice: (\"%s\" is not auto, scalar or vector)"
            .formatted(PROPERTY, value));
  }

  private static void report() {
    if (WISH == Wish.SCALAR) {
      LOG.log(Level.DEBUG, "plain loops compute, as {0}=scalar asks for", PROPERTY);
    } else if (!HAS_MODULE) {
      LOG.log(
          Level.INFO,
          "plain loops compute: the module {0} is missing; run Java with --add-modules {0} for"
              + " speed",
          MODULE);
    } else if (WISH == Wish.VECTOR) {
      LOG.log(Level.DEBUG, "vectors compute, as {0}=vector asks for", PROPERTY);
    } else {
      LOG.log(Level.DEBUG, "vectors compute as soon as they are compiled");
    }
  }
}
