package io.github.wengert.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs run, and the sizes that do not depend on the machine are bounded. */
final class ProcessFiguresTest {
  private static final ChildJvm PLAIN = new ChildJvm(List.of());

  @Test
  void what_ops_needs_is_the_engine_and_guava() {
    assertThat(RuntimePath.of("io.github.wengert.ops").locations().keySet())
        .contains("io.github.wengert.ops", "io.github.wengert.autograd", "com.google.common")
        .doesNotContain("org.junit.jupiter.api", "io.github.wengert.nn", "java.base");
  }

  @Test
  void the_jars_of_ops_with_all_they_need_are_below_6_MB() throws IOException {
    assertThat(RuntimePath.of("io.github.wengert.ops").bytes()).isBetween(1_000_000L, 6_000_000L);
  }

  @Test
  void a_module_that_is_not_there_is_named() {
    assertThatThrownBy(() -> RuntimePath.of("no.such.one"))
        .hasMessage("no module no.such.one on the paths");
  }

  @Test
  void a_first_step_is_done_with_nothing_else_on_the_class_path()
      throws IOException, InterruptedException {
    String answer = PLAIN.run(FirstStep.class).line();
    assertThat(answer).matches("loss [0-9.]+");
    assertThat(new ChildJvm(List.of(ChildJvm.VECTORS)).run(FirstStep.class).line())
        .isEqualTo(answer);
    assertThat(PLAIN.run(FirstStep.class, FirstStep.NOTHING).line()).isEqualTo("nothing");
  }

  @Test
  void a_program_that_fails_says_why() {
    assertThatThrownBy(() -> PLAIN.run(PeakMemory.class, "soon"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("PeakMemory: exit code 1: ")
        .hasMessageContaining("NumberFormatException");
  }

  @Test
  void training_with_a_small_heap_stays_below_200_MB() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "Linux counts resident memory");
    ChildJvm small = new ChildJvm(List.of(ChildJvm.VECTORS, "-Xmx128m"));
    assertThat(Long.parseLong(small.run(PeakMemory.class, "1").line()))
        .isBetween(30_000_000L, 200_000_000L);
  }
}
