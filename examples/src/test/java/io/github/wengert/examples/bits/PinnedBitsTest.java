package io.github.wengert.examples.bits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parallelism;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same bits on every machine: short trainings end with the parameters that they ended with
 * elsewhere. {@code SameBitsTest} compares settings on one machine; this compares machines.
 *
 * <p>Where vectors may compute, it waits for them: a short training would be over before.
 */
class PinnedBitsTest {
  private static final int[] THREADS = {1, 2};
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final int before = Parallelism.threads();

  @BeforeAll
  static void awaitVectors() {
    if (Computer.mayUseVectors()) {
      for (DType dtype : DType.values()) {
        Computer.awaitVectors(dtype, PATIENCE);
      }
    }
  }

  @AfterEach
  void restore() {
    Parallelism.threads(before);
  }

  @ParameterizedTest
  @EnumSource
  void a_training_ends_with_the_bits_of_other_machines(PinnedTraining training) {
    List<String> differences = new ArrayList<>();
    for (int threads : THREADS) {
      Parallelism.threads(threads);
      for (DType dtype : DType.values()) {
        String found = training.checksum(dtype);
        if (!found.equals(training.pinned(dtype))) {
          differences.add(difference(training, dtype, threads, found));
        }
      }
    }
    assertThat(differences).withFailMessage(() -> report(differences)).isEmpty();
  }

  private static String difference(
      PinnedTraining training, DType dtype, int threads, String found) {
    return "%s, %s, threads: %d, kernels: %s: (%s expected ≠ %s found)"
        .formatted(
            training, dtype, threads, Computer.kernels(dtype), training.pinned(dtype), found);
  }

  private static String report(List<String> differences) {
    return """
    the same training gives other parameters here than elsewhere:
      %s
      %s
    If you changed nothing, please report these lines. If results are meant to change, write what is
    found into PinnedTraining, and into docs/adr why.\
    """
        .formatted(String.join("\n  ", differences), Computer.describe());
  }

  @Test
  void a_report_names_the_training_the_checksums_and_the_machine() {
    String line = difference(PinnedTraining.LENET, DType.F64, 2, "0123abcd");
    assertThat(line)
        .startsWith("LENET, F64, threads: 2, kernels: ")
        .endsWith("(" + PinnedTraining.LENET.pinned(DType.F64) + " expected ≠ 0123abcd found)");
    assertThat(report(List.of(line, "another")))
        .contains("\n  " + line + "\n  another\n  ")
        .contains(System.getProperty("os.arch"), System.getProperty("java.vm.version"))
        .contains(Computer.mayUseVectors() ? "_BIT]" : "");
  }

  @Test
  void all_checksums_differ() {
    assertThat(
            Arrays.stream(PinnedTraining.values())
                .flatMap(t -> Arrays.stream(DType.values()).map(t::pinned)))
        .doesNotHaveDuplicates()
        .allMatch(checksum -> checksum.matches("[0-9a-f]{8}"));
  }
}
