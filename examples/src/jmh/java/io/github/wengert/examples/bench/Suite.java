package io.github.wengert.examples.bench;

import com.google.common.collect.ImmutableSetMultimap;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * A section of the table: some benchmarks, and which of their cases are enough for a first look.
 */
enum Suite {
  PEAK("FMA peak", "FmaPeak", 1, cases()),
  PRODUCTS(
      "products",
      "ProductBenchmark",
      1,
      cases(
          "product",
          "64x64x64 NN",
          "256x256x256 NN",
          "128x512x10 NN",
          "128x3072x100 NT",
          "100x128x3072 TN",
          "512x128x784 TN")),
  ELEMENTS("elements", "ElementwiseBenchmark", 0.4, cases("op", "add", "relu", "exp", "tanh")),
  ROWS(
      "rows",
      "RowBenchmark",
      0.4,
      ImmutableSetMultimap.of("length", "100", "op", "columns", "op", "softmax")),
  UPDATES("ten million parameters", "ops.kernel.StepBenchmark", 1, cases("threads", "1")),
  OPS("single operations", "SingleOpBenchmark", 1, cases("op", "softmax", "matmul")),
  CHAINS(
      "chains of 100, per operation",
      "(RecordedOpBenchmark.recorded|TapeOverheadBenchmark.unary_chain$)",
      3,
      cases("op", "mulScalar", "tanh")),
  STEPS("training steps", "TrainingStepBenchmark", 4, cases()),
  /** What no other section has; run in complete tables only. */
  OTHERS("others", "", 1, cases());

  private final String title;
  private final Pattern benchmarks;
  private final double warmupSeconds;
  private final ImmutableSetMultimap<String, String> quickCases;

  Suite(
      String title,
      String benchmarks,
      double warmupSeconds,
      ImmutableSetMultimap<String, String> quickCases) {
    this.title = title;
    this.benchmarks = Pattern.compile(benchmarks);
    this.warmupSeconds = warmupSeconds;
    this.quickCases = quickCases;
  }

  private static ImmutableSetMultimap<String, String> cases() {
    return ImmutableSetMultimap.of();
  }

  private static ImmutableSetMultimap<String, String> cases(String parameter, String... values) {
    return ImmutableSetMultimap.<String, String>builder().putAll(parameter, values).build();
  }

  /** Returns what the table calls it. */
  String title() {
    return title;
  }

  /** Returns the section that a benchmark, a class and a method, belongs to. */
  static Suite of(String benchmark) {
    return Arrays.stream(values())
        .filter(suite -> suite.benchmarks.matcher(benchmark).find())
        .findFirst()
        .orElse(OTHERS);
  }

  /** Returns what JMH shall run for a table that lasts. */
  ChainedOptionsBuilder complete() {
    return new OptionsBuilder().include(benchmarks.pattern());
  }

  /** Returns what JMH shall run for a first look: one short measurement of few cases. */
  ChainedOptionsBuilder quick() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmarks.pattern())
            .forks(1)
            .warmupIterations(1)
            .warmupTime(seconds(warmupSeconds))
            .measurementIterations(5)
            .measurementTime(seconds(0.15));
    options.param("kernels", "vector");
    for (String parameter : quickCases.keySet()) {
      Collection<String> values = quickCases.get(parameter);
      options.param(parameter, values.toArray(String[]::new));
    }
    return options;
  }

  private static TimeValue seconds(double s) {
    return TimeValue.milliseconds(Math.round(1000 * s));
  }
}
