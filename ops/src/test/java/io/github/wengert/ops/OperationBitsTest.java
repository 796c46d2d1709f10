package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation gives the same bits, whatever computes it: each setting computes {@link
 * OperationBits} in a JVM of its own.
 */
class OperationBitsTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String SCALAR = "-Dwengert.kernels=scalar";
  private static final String VECTOR = "-Dwengert.kernels=vector";

  /** So often that the optimizing compiler takes over in between. */
  private static final int ROUNDS = 20;

  /** What computes. */
  private enum Setting {
    /** Nothing is compiled; the yardstick of the others. */
    INTERPRETER(1, SCALAR, "-Xint"),
    COMPILERS(ROUNDS, SCALAR),
    CLIENT_COMPILER(ROUNDS, SCALAR, "-XX:TieredStopAtLevel=1"),
    /** Without the machine code that the JVM has for the functions of {@link Math}. */
    WITHOUT_INTRINSICS(ROUNDS, SCALAR, "-XX:+UnlockDiagnosticVMOptions", "-XX:-UseLibmIntrinsic"),
    VECTORS(3, VECTOR, MODULE),
    CHANGING(ROUNDS, MODULE);

    private final int rounds;
    private final ImmutableList<String> flags;

    Setting(int rounds, String... flags) {
      this.rounds = rounds;
      this.flags = ImmutableList.copyOf(flags);
    }
  }

  private static Map<String, String> expected = Map.of();

  @BeforeAll
  static void interpret() throws Exception {
    expected = checksums(Setting.INTERPRETER);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERPRETER")
  void all_operations_give_the_bits_of_the_interpreter(Setting setting) throws Exception {
    assumeTrue(!setting.flags.contains(MODULE) || hasModule(), "no jdk.incubator.vector");
    assertThat(checksums(setting)).containsExactlyEntriesOf(expected);
  }

  @Test
  void checksums_differ_and_do_not_change_from_round_to_round() {
    assertThat(expected).hasSizeGreaterThan(500);
    assertThat(Set.copyOf(expected.values())).hasSizeGreaterThan(300).doesNotContain("changing");
  }

  private static Map<String, String> checksums(Setting setting) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(setting.flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OperationBits.class.getName(), Integer.toString(setting.rounds)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status of %s: %s", command, output).isZero();
    Map<String, String> checksums = new LinkedHashMap<>();
    for (String line : Splitter.on('\n').omitEmptyStrings().split(output)) {
      List<String> words = Splitter.on('\t').splitToList(line);
      checksums.put(words.get(0), words.get(1));
    }
    return checksums;
  }

  private static boolean hasModule() {
    return ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
  }
}
