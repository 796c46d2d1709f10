package io.github.wengert.ops.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Which kernels of one element type compute: plain loops, or vectors of the Vector API.
 *
 * <p>Both give the same bits, so the choice shows in nothing but speed, and may be revised while a
 * program runs. Vectors need the module {@code jdk.incubator.vector}, and are a hundred times
 * slower than plain loops until the compiler has seen to them. So plain loops come first; the first
 * use of an element type starts a {@linkplain Warmup trial} in the background that has the vector
 * kernels compiled, and changes over if they are faster then, to the loops of thin products when
 * these are compiled, too. Where they never are (no optimizing compiler, no vector unit), plain
 * loops stay.
 *
 * <p>The system property {@value #PROPERTY} forces either: {@code scalar}, or {@code vector} at
 * once; {@code auto}, or nothing, is what was just described. The choice and its reason are logged
 * once.
 *
 * @param <A> the array type
 */
final class KernelChoice<A> {
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

  // The lambdas keep the vector classes, which cannot be loaded without the module, out of reach.
  static final KernelChoice<float[]> FLOATS =
      new KernelChoice<>(
          "F32", new ScalarKernelsF32(), all -> new VectorKernelsF32(all), float[]::new);
  static final KernelChoice<double[]> DOUBLES =
      new KernelChoice<>(
          "F64", new ScalarKernelsF64(), all -> new VectorKernelsF64(all), double[]::new);

  private final String type;
  private final Kernels<A> scalar;
  private final Function<Boolean, Kernels<A>> vector;
  private final IntFunction<A> allocate;
  private volatile Kernels<A> current;
  private volatile boolean settled;

  private KernelChoice(
      String type,
      Kernels<A> scalar,
      Function<Boolean, Kernels<A>> vector,
      IntFunction<A> allocate) {
    this.type = type;
    this.scalar = scalar;
    this.vector = vector;
    this.allocate = allocate;
    this.settled = WISH != Wish.AUTO || !HAS_MODULE;
    this.current = WISH == Wish.VECTOR && HAS_MODULE ? vector.apply(true) : scalar;
  }

  /** Returns the kernels to compute with now. */
  Kernels<A> current() {
    if (!settled) {
      startTrial();
    }
    return current;
  }

  private synchronized void startTrial() {
    if (!settled) {
      settled = true;
      Thread.ofPlatform().daemon().name("wengert-warmup-" + type).start(this::tryVectors);
    }
  }

  private void tryVectors() {
    Kernels<A> candidate = vector.apply(false);
    Warmup<A> trial = new Warmup<>(scalar, candidate, allocate);
    boolean faster = trial.isCandidateFaster();
    if (faster) {
      current = candidate;
      Kernels<A> all = vector.apply(true);
      trial.compileOtherKinds(all);
      current = all;
    }
    LOG.log(
        Level.DEBUG,
        faster
            ? "{0}: vector kernels are compiled and compute from now on"
            : "{0}: vector kernels are not faster here; plain loops go on",
        type);
  }

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
