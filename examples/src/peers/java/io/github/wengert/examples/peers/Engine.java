package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whoever can do a training step, and how its process is started. */
enum Engine {
  WENGERT("Wengert"),
  LIBTORCH("libtorch 2.10"),
  TENSORFLOW("TensorFlow 1.1 graph"),
  DJL("DJL 0.35");

  /** Nets with fewer parameters are slower with TensorFlow's larger library of kernels. */
  private static final int SMALL = 10_000;

  private static final String KEEP_ALL = "2000000000";

  private final String title;

  Engine(String title) {
    this.title = title;
  }

  /** What tables call it. */
  String title() {
    return title;
  }

  String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  TrainingStep step(TrainingRow row, StepData data, double weightDecay, int threads) {
    return switch (this) {
      case WENGERT -> new WengertStep(row, data, weightDecay);
      case LIBTORCH -> new LibtorchStep(row, data, weightDecay, threads);
      case TENSORFLOW -> new TensorFlowStep(row, data, weightDecay, threads);
      case DJL -> new DjlStep(row, data, weightDecay);
    };
  }

  /** Whether it takes part in the row: nets with convolutions are written for libtorch only. */
  boolean has(TrainingRow row) {
    return this == WENGERT || this == LIBTORCH || !row.isConvolutional();
  }

  /** The flags of its JVM: for us the one that every user is told about, and nothing else. */
  List<String> flags(int threads) {
    List<String> flags = new ArrayList<>();
    if (this == WENGERT) {
      flags.addAll(Child.ourFlags(threads));
    } else {
      flags.addAll(Child.NATIVE_FLAGS);
    }
    if (this == DJL) {
      flags.add("-Dai.djl.offline=true");
      flags.add("-Dai.djl.pytorch.num_threads=" + threads);
      flags.add("-Dai.djl.pytorch.num_interop_threads=1");
    }
    return flags;
  }

  /** What its natives read from the environment: what is best for the row. */
  Map<String, String> environment(TrainingRow row, int threads) {
    return switch (this) {
      case WENGERT -> Map.of();
      case LIBTORCH -> {
        // Its OpenMP and its OpenBLAS have threads of their own: if all spin, they starve each
        // other.
        Map<String, String> environment = new HashMap<>(Child.threadsOfNatives(threads));
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        // It allocates anew in each step: the C library shall keep what was freed, not return it.
        environment.put("MALLOC_TRIM_THRESHOLD_", KEEP_ALL);
        environment.put("MALLOC_MMAP_THRESHOLD_", KEEP_ALL);
        yield environment;
      }
      case DJL -> Child.threadsOfNatives(threads);
      case TENSORFLOW ->
          Map.of(
              "TF_CPP_MIN_LOG_LEVEL",
              "2",
              "TF_ENABLE_ONEDNN_OPTS",
              row.parameters() < SMALL ? "0" : "1");
    };
  }
}
