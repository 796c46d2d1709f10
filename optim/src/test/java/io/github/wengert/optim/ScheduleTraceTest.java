package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the schedules against the rates of another engine: all cases of the file, one that is not
 * understood fails. {@code -Dfixtures=FILE} takes another file of such cases.
 */
final class ScheduleTraceTest {
  /** One line of the file. */
  private record Trace(JsonObject json) {
    String schedule() {
      return json.get("schedule").getAsString();
    }

    double number(String attribute) {
      return attributes().get(attribute).getAsDouble();
    }

    long count(String attribute) {
      return attributes().get(attribute).getAsLong();
    }

    JsonObject attributes() {
      return json.getAsJsonObject("attrs");
    }

    @Override
    public String toString() {
      return json.get("id").getAsString() + " (" + schedule() + ")";
    }
  }

  static List<Trace> traces() {
    return lines().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(json -> json.get("kind").getAsString().equals("schedule"))
        .map(Trace::new)
        .toList();
  }

  private static List<String> lines() {
    String file = System.getProperty("fixtures");
    try (InputStream embedded = ScheduleTraceTest.class.getResourceAsStream("torch-cases.jsonl")) {
      String text =
          file == null
              ? new String(Objects.requireNonNull(embedded).readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file));
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schedule schedule(Trace trace) {
    return switch (trace.schedule()) {
      case "step" ->
          Schedule.step(trace.number("base_lr"), trace.count("step_size"), trace.number("gamma"));
      case "exponential" -> Schedule.exponential(trace.number("base_lr"), trace.number("gamma"));
      case "cosine" -> wave(trace);
      case "one_cycle" -> oneCycle(trace);
      case "linear_warmup" -> Schedule.constant(trace.number("base_lr")).times(warmUpFactor(trace));
      case "linear_warmup_cosine" -> wave(trace).afterWarmUp(trace.count("warmup_steps"));
      default -> throw new AssertionError("there is no schedule for " + trace);
    };
  }

  private static Schedule warmUpFactor(Trace trace) {
    return Schedule.linear(
        trace.number("start_factor"), trace.number("end_factor"), trace.count("total_iters"));
  }

  /** The reference's cosine rises again after its minimum; ours stays there: so fold the steps. */
  private static Schedule wave(Trace trace) {
    long half = trace.count("t_max");
    Schedule fall = Schedule.cosine(trace.number("base_lr"), trace.number("eta_min"), half);
    return step -> fall.rate(half - Math.abs(half - step % (2 * half)));
  }

  private static Schedule oneCycle(Trace trace) {
    JsonObject attributes = trace.attributes();
    String annealing = attributes.get("anneal").getAsString().equals("cos") ? "cosine" : "linear";
    return Schedule.oneCycle(trace.number("max_lr"), trace.count("total_steps"))
        .withRisingShare(trace.number("pct_start"))
        .withStartDivisor(trace.number("div_factor"))
        .withEndDivisor(trace.number("final_div_factor"))
        .withAnnealing(OneCycle.Annealing.valueOf(annealing.toUpperCase(Locale.ROOT)))
        .withThreePhases(attributes.get("three_phase").getAsBoolean());
  }

  @ParameterizedTest(allowZeroInvocations = true) // another file may have none
  @MethodSource("traces")
  void the_rates_are_those_of_the_reference(Trace trace) {
    Schedule schedule = schedule(trace);
    JsonArray expected = trace.json().getAsJsonArray("lr");
    assertThat(expected).hasSizeGreaterThan(1);
    for (int step = 0; step < expected.size(); step++) {
      double rate = expected.get(step).getAsDouble();
      assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(rate, within(1e-12 * rate));
    }
  }

  @Test
  void the_file_of_this_project_has_schedules() {
    assumeTrue(System.getProperty("fixtures") == null, "another file was given");
    assertThat(traces()).extracting(Trace::schedule).contains("step", "cosine", "one_cycle");
  }
}
