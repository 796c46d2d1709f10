package io.github.wengert.examples.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same seed gives the same bits for any number of threads, any kernels, any width of vectors,
 * and any compiler: each setting trains in a JVM of its own.
 *
 * <p>The nets are small here, though large enough for their products to be shared by two threads.
 * {@code -Dbits=full} trains 3072-100-10 for 200 steps of 128 samples.
 */
class SameBitsTest {
  private static final boolean FULL = "full".equals(System.getProperty("bits"));
  private static final String SIZES = FULL ? "3072-100-10" : "300-52-10";
  private static final int BATCH = FULL ? 128 : 64;
  private static final int STEPS = FULL ? 200 : 30;
  private static final long SEED = 20_260_101;

  /** What the reference ended with on other machines. */
  private static final ImmutableMap<Recipe.Net, String> PINNED =
      FULL
          ? ImmutableMap.of(
              Recipe.Net.RELU, "4c47fd5a", Recipe.Net.SMOOTH_WITH_MOMENTUM, "aa8e3b3a")
          : ImmutableMap.of(
              Recipe.Net.RELU, "ed4cc9c3", Recipe.Net.SMOOTH_WITH_MOMENTUM, "b3a02f6b");

  private static final Map<Recipe.Net, Line> REFERENCES = new EnumMap<>(Recipe.Net.class);

  /** What a JVM printed. */
  private record Line(String checksum, double firstLoss, double lastLoss, String kernels) {}

  @ParameterizedTest
  @EnumSource
  void rectifiers_train_to_the_same_bits(Setting setting) throws Exception {
    assertSameBits(setting, Recipe.Net.RELU);
  }

  @ParameterizedTest
  @EnumSource
  void smooth_units_with_momentum_train_to_the_same_bits(Setting setting) throws Exception {
    assertSameBits(setting, Recipe.Net.SMOOTH_WITH_MOMENTUM);
  }

  @ParameterizedTest
  @EnumSource
  void the_yardstick_is_that_of_other_machines(Recipe.Net net) throws Exception {
    assertThat(reference(net).checksum()).as(Computer.describe()).isEqualTo(PINNED.get(net));
  }

  @Test
  void another_seed_shows() throws Exception {
    assertThat(run(Setting.SCALAR_1_THREAD, Recipe.Net.RELU, SEED + 1).checksum())
        .isNotEqualTo(reference(Recipe.Net.RELU).checksum());
  }

  private static void assertSameBits(Setting setting, Recipe.Net net) throws Exception {
    assumeTrue(
        !setting.needsModule() || Computer.hasVectors(), "the JDK has no jdk.incubator.vector");
    assumeTrue(!setting.isForX86() || isX86(), "a flag for x86-64");
    Line line = run(setting, net, SEED);
    assertThat(line.kernels()).isEqualTo(setting.kernels());
    assertThat(line.lastLoss()).isLessThan(line.firstLoss());
    assertThat(line).usingRecursiveComparison().ignoringFields("kernels").isEqualTo(reference(net));
  }

  private static Line reference(Recipe.Net net) throws IOException, InterruptedException {
    if (!REFERENCES.containsKey(net)) {
      REFERENCES.put(net, run(Setting.SCALAR_1_THREAD, net, SEED));
    }
    return REFERENCES.get(net);
  }

  private static Line run(Setting setting, Recipe.Net net, long seed)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(setting.flags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trainee.class.getName()));
    command.addAll(
        List.of(
            net.name(),
            SIZES,
            Integer.toString(BATCH),
            Integer.toString(STEPS),
            Long.toString(seed)));
    if (setting == Setting.CHANGING_2_THREADS) {
      command.add(Trainee.AWAIT_VECTORS);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status of %s: %s", command, output).isZero();
    ImmutableList<String> words =
        ImmutableList.copyOf(Splitter.on(' ').split(output.lines().toList().getLast()));
    return new Line(
        words.get(0),
        Double.parseDouble(words.get(1)),
        Double.parseDouble(words.get(2)),
        words.get(3));
  }

  private static boolean isX86() {
    return Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }
}
