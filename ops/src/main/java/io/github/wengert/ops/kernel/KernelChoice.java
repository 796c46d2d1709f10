package io.github.wengert.ops.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels of one element type compute: plain loops, or vectors of the Vector API.
 *
 * <p>Both give the same bits, so the choice shows in nothing but speed, and may be revised while a
 * program runs. Vectors need the module {@code jdk.incubator.vector}, and are a hundred times
 * slower than plain loops until the compiler has seen to them. So plain loops come first; what a
 * program uses is compiled in the background, {@linkplain Routine routine} by routine, and each is
 * computed by vectors as soon as these are faster. Where they are not (no vector unit), plain loops
 * stay. Where they cannot be (no module, no optimizing compiler), one warning names the cure.
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

  private static final @Nullable String REFUSAL =
      refusal(
          ModuleLayer.boot().findModule(MODULE).isPresent(),
          System.getProperty("java.vm.info", ""));

  static {
    report();
  }

  /** The kernels of {@code float[]} and of {@code double[]}. */
  static final Kernels<float[]> FLOATS;

  static final Kernels<double[]> DOUBLES;

  static {
    if (WISH == Wish.SCALAR || REFUSAL != null) {
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
  static Wish wish(@Nullable String value) {
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

  /**
   * Returns why vectors cannot be used here and what to do about it, or null if they can.
   *
   * @param hasModule whether the module of the Vector API is there
   * @param vmInfo the system property {@code java.vm.info}, such as {@code "mixed mode, sharing"}
   */
  static @Nullable String refusal(boolean hasModule, String vmInfo) {
    if (!hasModule) {
      return "the module %1$s is missing; run Java with --add-modules %1$s".formatted(MODULE);
    }
    if (vmInfo.contains("interpreted mode")) {
      return "nothing is compiled here; run Java without -Xint";
    }
    if (vmInfo.contains("emulated-client")) {
      return "the optimizing compiler is off; run Java without -XX:TieredStopAtLevel";
    }
    return null;
  }

  /** Says which loops compute, and why. */
  static String reason() {
    if (WISH == Wish.SCALAR) {
      return "plain loops compute, as %s=scalar asks for".formatted(PROPERTY);
    }
    if (REFUSAL != null) {
      return "plain loops compute: " + REFUSAL;
    }
    if (WISH == Wish.VECTOR) {
      return "vectors compute, as %s=vector asks for".formatted(PROPERTY);
    }
    return "vectors compute as soon as they are compiled";
  }

  private static void report() {
    boolean isRefused = WISH != Wish.SCALAR && REFUSAL != null;
    LOG.log(isRefused ? Level.WARNING : Level.DEBUG, KernelChoice::reason);
  }
}
