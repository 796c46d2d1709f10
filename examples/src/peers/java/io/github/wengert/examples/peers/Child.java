package io.github.wengert.examples.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How JVMs are started that measure: with this one's class path, and with a clean environment. */
final class Child {
  /** Natives may be loaded; JavaCPP leaves memory to those who allocate it. */
  static final List<String> NATIVE_FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dorg.bytedeco.javacpp.nopointergc=true");

  /** Settings for an older OpenBLAS, which slow a current one down, and other forced choices. */
  private static final List<String> UNWANTED =
      List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "MKL_NUM_THREADS", "JDK_JAVA_OPTIONS");

  private Child() {}

  static List<String> ourFlags(int threads) {
    return List.of("--add-modules=jdk.incubator.vector", "-Dwengert.threads=" + threads);
  }

  /** OpenBLAS's threads look out for work for 2¹⁸ cycles, not 2²⁶, which end in another's turn. */
  static Map<String, String> threadsOfNatives(int threads) {
    String n = Integer.toString(threads);
    return Map.of("OMP_NUM_THREADS", n, "OPENBLAS_NUM_THREADS", n, "OPENBLAS_THREAD_TIMEOUT", "18");
  }

  static ProcessBuilder of(
      List<String> flags,
      Map<String, String> environment,
      Width width,
      Class<?> main,
      List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(width.flags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(UNWANTED);
    builder.environment().putAll(environment);
    builder.environment().putAll(width.environment());
    return builder;
  }
}
