package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelStatusTest {
  private static final boolean HAS_VECTORS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  @Test
  void the_reason_says_which_loops_compute() {
    assertThat(KernelStatus.now().reason())
        .isEqualTo(
            HAS_VECTORS
                ? "vectors compute as soon as they are compiled"
                : "plain loops compute: the module jdk.incubator.vector is missing; run Java with"
                    + " --add-modules jdk.incubator.vector");
  }

  @Test
  void a_loop_that_is_used_is_pending_and_computed_by_vectors_later() {
    Tensor x = Tensor.of(Shape.of(100_000), new float[100_000]);
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    String loop = "float[]: SIGMOID";
    while (!isAmongAll(loop) && Instant.now().isBefore(end)) {
      Ops.sigmoid(x);
      if (!HAS_VECTORS) {
        break;
      }
    }
    assertThat(isAmongAll(loop)).isEqualTo(HAS_VECTORS);
  }

  private static boolean isAmongAll(String loop) {
    KernelStatus status = KernelStatus.now();
    List<String> all = new ArrayList<>(status.vectors());
    all.addAll(status.pending());
    all.addAll(status.plain());
    return all.contains(loop);
  }

  @Test
  void its_text_says_all() {
    KernelStatus status = KernelStatus.now();
    assertThat(status).asString().startsWith(status.reason()).contains("by vectors: [", "plain: [");
  }
}
