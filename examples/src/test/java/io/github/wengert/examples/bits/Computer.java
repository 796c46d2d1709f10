package io.github.wengert.examples.bits;

import static java.util.stream.Collectors.joining;

import io.github.wengert.ops.DType;
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

  private Computer() {}

  /** Returns {@code scalar} or {@code vector}: the kernels of an element type at the moment. */
  static String kernels(DType dtype) {
    // They are hidden from other modules, but on the class path they can be asked for.
    String choice = dtype == DType.F32 ? "forFloats" : "forDoubles";
    try {
      Object kernels =
          Class.forName("io.github.wengert.ops.kernel.Kernels").getMethod(choice).invoke(null);
      return kernels.getClass().getSimpleName().startsWith("Vector") ? "vector" : "scalar";
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the vector kernels compute, but not forever: they may never be faster here. */
  static void awaitVectors(DType dtype) {
    awaitVectors(dtype, PATIENCE);
  }

  /** Waits until the vector kernels compute, or time is over. */
  static void awaitVectors(DType dtype, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (kernels(dtype).equals("scalar") && System.nanoTime() < end) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
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
