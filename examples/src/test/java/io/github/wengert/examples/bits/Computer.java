package io.github.wengert.examples.bits;

import static java.util.stream.Collectors.joining;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What computes here: what a report about other bits has to tell. */
final class Computer {
  private static final String MODULE = "jdk.incubator.vector";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So many times three products, so that those that are asked for later are compiled, too. */
  private static final int MORE_PRODUCTS = 2000;

  private Computer() {}

  /** Returns {@code vector} if vectors compute products of an element type, else {@code scalar}. */
  static String kernels(DType dtype) {
    // They are hidden from other modules, but on the class path they can be asked for.
    String choice = dtype == DType.F32 ? "forFloats" : "forDoubles";
    try {
      Class<?> type = Class.forName("io.github.wengert.ops.kernel.Kernels");
      Object kernels = type.getMethod(choice).invoke(null);
      Object byVectors = type.getMethod("multipliesByVectors").invoke(kernels);
      return byVectors.equals(true) ? "vector" : "scalar";
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the vector kernels compute, but not forever: they may never be faster here. */
  static void awaitVectors(DType dtype) {
    awaitVectors(dtype, PATIENCE);
  }

  /** Computes a layer's products until vectors compute them, and some more, or time is over. */
  static void awaitVectors(DType dtype, Duration patience) {
    Tensor x = zeros(dtype, Shape.of(64, 300));
    Tensor w = zeros(dtype, Shape.of(52, 300));
    long end = System.nanoTime() + patience.toNanos();
    for (int more = MORE_PRODUCTS; more > 0 && System.nanoTime() < end; ) {
      Tensor y = Ops.matmul(x, w, false, true);
      Tensor gradient = Ops.matmul(y, x, true, false);
      Tensor back = Ops.matmul(y, gradient);
      more -= kernels(back.dtype()).equals("vector") ? 1 : 0;
    }
  }

  private static Tensor zeros(DType dtype, Shape shape) {
    return dtype == DType.F32
        ? Tensor.of(shape, new float[shape.elements()])
        : Tensor.of(DType.F64, shape, new double[shape.elements()]);
  }

  /** Whether vectors may compute in this JVM. */
  static boolean mayUseVectors() {
    return ModuleLayer.boot().findModule(MODULE).isPresent()
        && !"scalar".equals(System.getProperty("wengert.kernels"));
  }

  /** Whether the JDK has vectors, asked for or not. */
  static boolean hasVectors() {
    return ModuleFinder.ofSystem().find(MODULE).isPresent();
  }

  /** Returns the processor, the width of vectors, and the JVM with its flags, in one line. */
  static String describe() {
    return "%s (%s), %d processors; %s; %s %s; %s; flags: %s"
        .formatted(
            processor(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            widest(),
            System.getProperty("java.vm.name"),
            System.getProperty("java.vm.version"),
            System.getProperty("os.name"),
            flags());
  }

  /** Returns the processor's name where the system tells it. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
          .findFirst()
          .orElse("a processor without a name");
    } catch (IOException e) {
      return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))
          .orElse("a processor without a name");
    }
  }

  private static String widest() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return "no module " + MODULE;
    }
    try {
      return String.valueOf(
          Class.forName(MODULE + ".FloatVector").getField("SPECIES_PREFERRED").get(null));
    } catch (ReflectiveOperationException e) {
      return e.toString();
    }
  }

  private static String flags() {
    return Stream.of(ProcessHandle.current().info().arguments().orElse(new String[0]))
        .filter(
            word -> List.of("-X", "-Dwengert", "--add-modules").stream().anyMatch(word::startsWith))
        .collect(joining(" "));
  }
}
