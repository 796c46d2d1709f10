package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wengert.ops.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the optimizers against what another engine did with the same gradients. {@code
 * -Dfixtures=FILE} takes another file of such cases.
 */
final class SgdTraceTest {
  /** One line of the file. */
  private record Trace(String id, String json) {
    String text(String field) {
      return find("\"" + field + "\":\"([^\"]*)\"");
    }

    double number(String field) {
      return Double.parseDouble(find("\"" + field + "\":([-+.0-9eE]+)"));
    }

    boolean flag(String field) {
      return Boolean.parseBoolean(find("\"" + field + "\":(true|false)"));
    }

    /** The rows of an array of arrays; an array of numbers is one row. */
    double[][] rows(String field) {
      String inner = find("\"" + field + "\":\\[+(.*?)(?:\\]\\]|\\](?=[,}]\"))");
      return Arrays.stream(inner.split("\\],\\["))
          .map(row -> Arrays.stream(row.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }

    private String find(String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(json);
      assertThat(matcher.find()).as("%s has %s", id, pattern).isTrue();
      return matcher.group(1);
    }

    @Override
    public String toString() {
      return id + " (" + text("optimizer") + ")";
    }
  }

  static List<Trace> traces() {
    return lines()
        .filter(line -> line.startsWith("{\"kind\":\"optimizer\""))
        .map(line -> new Trace(new Trace("", line).text("id"), line))
        .toList();
  }

  private static Stream<String> lines() {
    String file = System.getProperty("fixtures");
    try (InputStream embedded = SgdTraceTest.class.getResourceAsStream("torch-cases.jsonl")) {
      String text =
          file == null
              ? new String(Objects.requireNonNull(embedded).readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file));
      return text.lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true) // another file may have none
  @MethodSource("traces")
  void the_steps_are_those_of_the_reference(Trace trace) {
    String optimizer = trace.text("optimizer");
    assumeTrue(optimizer.equals("sgd"), () -> "there is no " + optimizer + " yet");
    Parameter w = Given.weight(trace.rows("initial")[0]);
    Sgd sgd =
        Sgd.on(List.of(w))
            .learningRate(trace.number("lr"))
            .momentum(trace.number("momentum"))
            .dampening(trace.number("dampening"))
            .nesterov(trace.flag("nesterov"))
            .weightDecay(trace.number("weight_decay"))
            .build();
    double[][] gradients = trace.rows("gradients");
    double[][] values = trace.rows("values");
    assertThat(gradients.length).isEqualTo(values.length).isGreaterThan(1);
    for (int step = 0; step < values.length; step++) {
      sgd.step(Given.gradient(w, gradients[step]));
      for (int i = 0; i < w.elements(); i++) {
        double expected = values[step][i];
        assertThat(w.at(0, i))
            .as("step %d, element %d", step, i)
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
    assertThat(sgd.steps()).isEqualTo(values.length);
  }
}
