package io.github.wengert.examples.bits;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A way to compute: threads, kernels and compilers. */
enum Setting {
  SCALAR_1_THREAD("scalar-scalar", "-Dwengert.threads=1", "-Dwengert.kernels=scalar"),
  VECTORS_1_THREAD(
      "vector-vector", "-Dwengert.threads=1", "-Dwengert.kernels=vector", Setting.MODULE),
  VECTORS_2_THREADS(
      "vector-vector", "-Dwengert.threads=2", "-Dwengert.kernels=vector", Setting.MODULE),
  /** Plain loops at first, vectors after half of the steps. */
  CHANGING_2_THREADS("scalar-vector", "-Dwengert.threads=2", Setting.MODULE),
  /** At most 256 bits wide. */
  NARROW_VECTORS(
      "vector-vector",
      "-Dwengert.threads=2",
      "-Dwengert.kernels=vector",
      Setting.MODULE,
      "-XX:UseAVX=2"),
  /** Nothing that the optimizing compiler made. */
  CLIENT_COMPILER(
      "scalar-scalar",
      "-Dwengert.threads=2",
      "-Dwengert.kernels=scalar",
      "-XX:TieredStopAtLevel=1");

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  private final String kernels;
  private final ImmutableList<String> flags;

  Setting(String kernels, String... flags) {
    this.kernels = kernels;
    this.flags = ImmutableList.copyOf(flags);
  }

  /** The kernels at the start and at the end. */
  String kernels() {
    return kernels;
  }

  List<String> flags() {
    return flags;
  }

  boolean needsModule() {
    return flags.contains(MODULE);
  }

  boolean isForX86() {
    return this == NARROW_VECTORS;
  }
}
