package io.github.wengert.examples.bench;

import io.github.wengert.examples.peers.TrainingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH measured of one case.
 *
 * @param result JMH's own account; times are means, as all our benchmarks measure them
 */
record Measured(RunResult result) {
  /** The order of sections; within one, results stay in the order in which JMH runs cases. */
  static final Comparator<Measured> ORDER = Comparator.comparing(Measured::suite);

  /** Returns the row of the table. */
  BenchRow row(double peak) {
    double flops = flopsPerSecond();
    OptionalDouble allocated = secondary("gc.alloc.rate.norm");
    return new BenchRow(
        suite().title(),
        what(),
        time(),
        flops > 0 ? BenchTable.rate(flops, peak) : "",
        allocated.isPresent() ? BenchTable.bytes(allocated.getAsDouble()) : "");
  }

  private Suite suite() {
    return Suite.of(params().getBenchmark());
  }

  private BenchmarkParams params() {
    return result.getParams();
  }

  private String what() {
    List<String> parts = new ArrayList<>();
    String[] name = params().getBenchmark().split("\\.", -1);
    parts.add(name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1]);
    for (String parameter : params().getParamsKeys()) {
      String value = params().getParam(parameter);
      parts.add(parameter.equals("row") ? TrainingRow.valueOf(value).toString() : value);
    }
    return String.join(", ", parts);
  }

  private String time() {
    Result<?> time = result.getPrimaryResult();
    String mean = BenchTable.time(time.getScore() * secondsPerUnit());
    double error = time.getScoreError();
    return Double.isNaN(error)
        ? mean
        : String.format(Locale.ROOT, "%s ± %.0f %%", mean, 100 * error / time.getScore());
  }

  private double secondsPerUnit() {
    return 1e-9 * TimeUnit.NANOSECONDS.convert(1, params().getTimeUnit());
  }

  /** Returns the floating-point operations per second, or 0 if they are not counted. */
  double flopsPerSecond() {
    OptionalDouble perFlop = secondary("flops");
    return perFlop.isPresent() ? 1 / (perFlop.getAsDouble() * secondsPerUnit()) : 0;
  }

  private OptionalDouble secondary(String name) {
    for (String key : result.getSecondaryResults().keySet()) {
      if (key.endsWith(name)) {
        return OptionalDouble.of(result.getSecondaryResults().get(key).getScore());
      }
    }
    return OptionalDouble.empty();
  }
}
