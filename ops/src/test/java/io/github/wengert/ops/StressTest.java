package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the registry, held against a reference in about 106 bits: results and slopes,
 * in both element types, at numbers and shapes that are drawn.
 *
 * <p>The build draws a sample; {@code -Dstress=full} draws fifty times as much, and {@code
 * -Dstress.seed} another one. What was worst of each operation is written to {@code target/stress}.
 */
class StressTest {
  private static final boolean FULL = "full".equals(System.getProperty("stress"));
  private static final int ROUNDS = FULL ? 400 : 8;
  private static final long SEED = Long.getLong("stress.seed", 1);

  /** More of an operation's faults than these are the same one. */
  private static final int MOST_SHOWN = 8;

  private static final StressReport REPORT = new StressReport();

  @TestFactory
  Stream<DynamicTest> every_operation_is_within_its_bounds() {
    StressSuite suite = new StressSuite(SEED, ROUNDS);
    return StressSuite.operations().stream()
        .map(operation ->
            dynamicTest("%s (seed %d)".formatted(operation, SEED), () -> run(suite, operation)));
  }

  private static void run(StressSuite suite, String operation) {
    assertRight(listener -> suite.run(operation, listener));
  }

  private static void assertRight(Consumer<StressCase.Listener> run) {
    List<String> wrong = new ArrayList<>();
    run.accept(check -> {
      REPORT.add(check);
      if (check.isWrong() && wrong.size() < MOST_SHOWN) {
        wrong.add(check.toString());
      }
    });
    assertThat(wrong).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> reductions_of_long_axes_are_within_their_bounds() {
    StressSuite suite = new StressSuite(SEED, ROUNDS);
    int length = FULL ? 1_000_000 : 100_000;
    return Stream.of("sum", "mean", "variance", "logSumExp", "max", "min", "softmax", "normalize")
        .map(operation ->
            dynamicTest(
                "%s of %d (seed %d)".formatted(operation, length, SEED),
                () -> assertRight(listener -> suite.runLong(operation, length, listener))));
  }

  @AfterAll
  static void write_the_report() throws IOException {
    boolean hasVectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    REPORT.write(Path.of("target", "stress", hasVectors ? "vector.tsv" : "scalar.tsv"));
  }

  @Test
  void every_operation_of_the_registry_is_drawn() {
    List<String> registry =
        OpGradientTest.operations(BuiltinOp.class)
            .map(op -> OpNames.of(op).toLowerCase(Locale.ROOT))
            .toList();
    List<String> drawn =
        StressSuite.operations().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toList());
    assertThat(drawn).containsExactlyInAnyOrderElementsOf(registry);
  }
}
