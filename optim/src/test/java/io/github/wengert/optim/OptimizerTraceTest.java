package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
final class OptimizerTraceTest {
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
        .filter(line -> line.matches("\\{.*\"kind\"\\s*:\\s*\"optimizer\".*"))
        .map(line -> new Trace(new Trace("", line).text("id"), line))
        .toList();
  }

  private static Stream<String> lines() {
    String file = System.getProperty("fixtures");
    try (InputStream embedded = OptimizerTraceTest.class.getResourceAsStream("torch-cases.jsonl")) {
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
    Parameter w = Given.weight(trace.rows("initial")[0]);
    FirstOrderOptimizer optimizer = optimizer(trace, List.of(w));
    double[][] gradients = trace.rows("gradients");
    double[][] values = trace.rows("values");
    assertThat(gradients.length).isEqualTo(values.length).isGreaterThan(1);
    for (int step = 0; step < values.length; step++) {
      optimizer.step(Given.gradient(w, gradients[step]));
      for (int i = 0; i < w.elements(); i++) {
        double expected = values[step][i];
        assertThat(w.at(0, i))
            .as("step %d, element %d", step, i)
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
    assertThat(optimizer.steps()).isEqualTo(values.length);
  }

  /** Builds the optimizer of a trace; one that is not known here fails, and none is skipped. */
  private static FirstOrderOptimizer optimizer(Trace trace, List<Parameter> parameters) {
    double rate = trace.number("lr");
    double decay = trace.number("weight_decay");
    return switch (trace.text("optimizer")) {
      case "sgd" ->
          Sgd.on(parameters)
              .learningRate(rate)
              .weightDecay(decay)
              .momentum(trace.number("momentum"))
              .dampening(trace.number("dampening"))
              .nesterov(trace.flag("nesterov"))
              .build();
      case "adam" ->
          Adam.on(parameters)
              .learningRate(rate)
              .weightDecay(decay)
              .beta1(trace.number("beta1"))
              .beta2(trace.number("beta2"))
              .epsilon(trace.number("eps"))
              .amsgrad(trace.flag("amsgrad"))
              .build();
      case "adamw" ->
          AdamW.on(parameters)
              .learningRate(rate)
              .weightDecay(decay)
              .beta1(trace.number("beta1"))
              .beta2(trace.number("beta2"))
              .epsilon(trace.number("eps"))
              .amsgrad(trace.flag("amsgrad"))
              .build();
      case "rmsprop" ->
          RmsProp.on(parameters)
              .learningRate(rate)
              .weightDecay(decay)
              .alpha(trace.number("alpha"))
              .epsilon(trace.number("eps"))
              .momentum(trace.number("momentum"))
              .centred(trace.flag("centered"))
              .build();
      case "adagrad" ->
          Adagrad.on(parameters)
              .learningRate(rate)
              .weightDecay(decay)
              .learningRateDecay(trace.number("lr_decay"))
              .initialAccumulator(trace.number("initial_accumulator_value"))
              .epsilon(trace.number("eps"))
              .build();
      default -> throw new AssertionError("there is no optimizer for " + trace);
    };
  }
}
