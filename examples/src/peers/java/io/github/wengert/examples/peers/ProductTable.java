package io.github.wengert.examples.peers;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Measured products as a Markdown table. */
final class ProductTable {
  private ProductTable() {}

  /** All, and the geometric mean. */
  static String all(List<ProductResult> results, Plan plan) {
    return of(results, plan) + summary("\n%d products", results);
  }

  /** The worst only, and the geometric mean of all. */
  static String worst(List<ProductResult> results, int shown, Plan plan) {
    List<ProductResult> worst =
        results.stream()
            .sorted(Comparator.comparingDouble(ProductResult::ratio))
            .limit(shown)
            .toList();
    return of(worst, plan) + summary("\nThe worst of %d random products", results);
  }

  private static String of(List<ProductResult> results, Plan plan) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "Float32 products in GFLOP/s, %d thread%s: medians of %d rounds of %s s.%n%n",
            plan.threads(),
            plan.threads() == 1 ? "" : "s",
            plan.rounds(),
            plan.seconds()));
    table.append("| m×k×n | Wengert | of FMA peak | OpenBLAS 0.3.31 | ours ÷ OpenBLAS |\n");
    table.append("|---|---:|---:|---:|---:|\n");
    for (ProductResult r : results) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.0f %% of %.0f | %.1f | %s |%n",
              r.product(),
              r.ours(),
              100 * r.ours() / r.peak(),
              r.peak(),
              r.openBlas(),
              r.agree() ? String.format(Locale.ROOT, "%.2f", r.ratio()) : "RESULTS DIFFER"));
    }
    return table.toString();
  }

  private static String summary(String what, List<ProductResult> results) {
    double logs = results.stream().mapToDouble(r -> Math.log(r.ratio())).average().orElse(0);
    double min = results.stream().mapToDouble(ProductResult::ratio).min().orElse(Double.NaN);
    long differing = results.stream().filter(r -> !r.agree()).count();
    return String.format(
        Locale.ROOT,
        what + ": geometric mean %.2f, least %.2f, %d with other results.%n",
        results.size(),
        Math.exp(logs),
        min,
        differing);
  }
}
