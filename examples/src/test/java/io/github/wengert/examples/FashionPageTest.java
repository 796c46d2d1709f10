package io.github.wengert.examples;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page on Fashion-MNIST tells what its commands give.
 *
 * <p>Its trainings take minutes and data that do not come with the project, so they run if {@code
 * -Dfashion=FOLDER} says where the data are; the rest is compared in every build.
 */
final class FashionPageTest {
  private static final String PAGE = Page.of("docs/fashion-mnist.md", FashionPageTest.class).text();
  private static final String FOLDER = System.getProperty("fashion", "");

  /** A network's line in the table: accuracy and checksum as the command prints them. */
  private record Line(
      FashionNetwork network,
      String passes,
      String parameters,
      String accuracy,
      String checksum,
      ImmutableList<String> options) {
    static Line of(String line) {
      ImmutableList<String> cells =
          Splitter.on('|').trimResults().splitToStream(line).collect(toImmutableList());
      ImmutableList<String> options = options(cells.get(6));
      int network = options.indexOf("--network");
      return new Line(
          network < 0
              ? FashionNetwork.MLP
              : FashionNetwork.valueOf(options.get(network + 1).toUpperCase(Locale.ROOT)),
          cells.get(1).replaceFirst(".*[,;] (\\d+) passes$", "$1"),
          cells.get(2),
          cells.get(3),
          cells.get(4).replace("`", ""),
          options);
    }

    private static ImmutableList<String> options(String command) {
      return command.contains("-Dargs=\"")
          ? ImmutableList.copyOf(
              Splitter.on(' ').split(command.replaceFirst(".*-Dargs=\"([^\"]*)\".*", "$1")))
          : ImmutableList.of();
    }

    @Override
    public String toString() {
      return network.toString();
    }
  }

  private static Stream<Line> lines() {
    return PAGE.lines().filter(line -> line.contains(" passes |")).map(Line::of);
  }

  private static String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exitCode = FashionMain.run(stream, stream, false, args);
    String output = out.toString(StandardCharsets.UTF_8);
    assertThat(exitCode).as(output).isZero();
    return output;
  }

  @Test
  void each_network_has_a_line() {
    assertThat(lines().map(Line::network)).containsExactly(FashionNetwork.values());
  }

  @ParameterizedTest
  @MethodSource("lines")
  void the_network_has_as_many_parameters_as_the_page_says(Line line) {
    int parameters =
        line.network().build(Key.of(1)).parameters().stream().mapToInt(Parameter::elements).sum();
    assertThat(line.parameters()).isEqualTo(String.format(Locale.ROOT, "%,d", parameters));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void the_command_makes_as_many_passes_as_the_page_says(Line line) {
    int epochs = line.options().indexOf("--epochs");
    String passes = epochs < 0 ? defaultOf("--epochs") : line.options().get(epochs + 1);
    assertThat(line.passes()).isEqualTo(passes);
  }

  @Test
  void the_seed_and_the_momentum_are_those_of_the_page() {
    assertThat(PAGE)
        .contains("from seed " + defaultOf("--seed") + ".")
        .contains("momentum " + defaultOf("--momentum") + ",");
  }

  /** Returns what the help says is an option's default. */
  private static String defaultOf(String option) {
    String help = run("--help").replaceAll("\\s+", " ");
    return help.replaceFirst(".* " + option + "=.*?Default: (\\S+)\\. .*", "$1");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void the_command_gives_the_accuracy_and_the_bits_of_the_page(Line line) {
    assumeTrue(!FOLDER.isEmpty(), "trains for minutes; asked for by -Dfashion=FOLDER");
    assertThat(Files.isDirectory(Path.of(FOLDER))).as(FOLDER).isTrue();
    String[] args =
        Stream.concat(line.options().stream(), Stream.of("--data", FOLDER)).toArray(String[]::new);
    assertThat(run(args).strip())
        .contains("test accuracy " + line.accuracy() + " (")
        .endsWith(", parameters " + line.checksum());
  }
}
