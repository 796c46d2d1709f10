package io.github.wengert.examples.peers;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** How wide the vectors are that all engines may use. */
enum Width {
  /** As wide as the processor's. */
  ALL(ImmutableList.of(), ImmutableMap.of()),

  /** At most 256 bits, by 16 registers: what a processor with AVX2 has. */
  AVX2(
      ImmutableList.of("-XX:UseAVX=2"),
      ImmutableMap.of(
          "OPENBLAS_CORETYPE", "Haswell",
          "ATEN_CPU_CAPABILITY", "avx2",
          "ONEDNN_MAX_CPU_ISA", "AVX2",
          "MKL_ENABLE_INSTRUCTIONS", "AVX2"));

  private final ImmutableList<String> flags;
  private final ImmutableMap<String, String> environment;

  Width(ImmutableList<String> flags, ImmutableMap<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
  }

  /** The flags that tell Java. */
  ImmutableList<String> flags() {
    return flags;
  }

  /** The variables that tell natives. */
  ImmutableMap<String, String> environment() {
    return environment;
  }
}
