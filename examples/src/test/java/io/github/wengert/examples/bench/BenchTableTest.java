package io.github.wengert.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchTableTest {
  @Test
  void a_section_is_named_once() {
    assertThat(
            BenchTable.of(
                List.of(
                    new BenchRow("products", "2×3×4 NN", "1.00 ms", "24.0, 20 % of 120", "0 B"),
                    new BenchRow("products", "4×3×2 NT", "2.00 ms", "12.0, 10 % of 120", "8 B"),
                    new BenchRow("processes", "jars", "4.00 MB"))))
        .isEqualTo(
            """
            | | measured | result | GFLOP/s, of FMA peak | allocated |
            |---|---|---:|---:|---:|
            | products | 2×3×4 NN | 1.00 ms | 24.0, 20 % of 120 | 0 B |
            |  | 4×3×2 NT | 2.00 ms | 12.0, 10 % of 120 | 8 B |
            | processes | jars | 4.00 MB |  |  |
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "3.5e-10, 0.35 ns",
    "9.996e-9, 10.0 ns",
    "1.5e-6, 1.50 µs",
    "0.0123, 12.3 ms",
    "1.25, 1.25 s"
  })
  void a_time_has_three_digits_that_count(double seconds, String text) {
    assertThat(BenchTable.time(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0 B", "999, 999 B", "1904, 1.90 kB", "180e6, 180 MB"})
  void bytes_have_a_unit_that_suits_them(double bytes, String text) {
    assertThat(BenchTable.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void a_rate_is_shown_with_its_share_of_the_peak() {
    assertThat(BenchTable.rate(59e9, 118e9)).isEqualTo("59.0, 50 % of 118");
    assertThat(BenchTable.rate(59e9, 0)).isEqualTo("59.0");
  }
}
