package io.github.wengert.examples.peers;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures matrix products, ours and OpenBLAS's in turns, and prints a Markdown table. */
final class ProductsChild {
  private static final long SEED = 7;
  private static final int SHOWN = 10;
  private static final double PEAK_SECONDS = 0.05;

  /** Compiles our kernels before the first shape's turn. */
  private static final int[] WARMUP_SIZES = {16, 100, 256};

  private final Plan plan;

  private ProductsChild(Plan plan) {
    this.plan = plan;
  }

  /**
   * Measures and prints.
   *
   * @param args threads, rounds, seconds of a turn, seconds of the warm-up, and the number of
   *     random products, or 0 for the usual ones; and the width of vectors
   */
  public static void main(String[] args) {
    Plan plan =
        new Plan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Double.parseDouble(args[2]),
            Double.parseDouble(args[3]),
            Width.valueOf(args[5]));
    int random = Integer.parseInt(args[4]);
    List<Product> products = random > 0 ? Product.random(random, SEED) : Product.usual();
    List<ProductResult> results = new ProductsChild(plan).measure(products);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.print(
        random > 0 ? ProductTable.worst(results, SHOWN, plan) : ProductTable.all(results, plan));
  }

  private List<ProductResult> measure(List<Product> products) {
    FmaPeak.measure(plan.threads(), 1);
    for (int size : WARMUP_SIZES) {
      for (boolean transposeA : new boolean[] {false, true}) {
        for (boolean transposeB : new boolean[] {false, true}) {
          Product product = new Product(size, size, size, transposeA, transposeB);
          try (ProductPair pair = new ProductPair(product)) {
            new StepTimer(pair::ours).round(plan.warmupSeconds() / 4, Plan.LEAST_STEPS);
          }
        }
      }
    }
    List<ProductResult> results = new ArrayList<>();
    for (Product product : products) {
      ProductResult result = measure(product);
      results.add(result);
      System.err.printf(
          Locale.ROOT,
          "[%d/%d] %s: %.1f and %.1f GFLOP/s%n",
          results.size(),
          products.size(),
          product,
          result.ours(),
          result.openBlas());
    }
    return results;
  }

  private ProductResult measure(Product product) {
    double peak = FmaPeak.measure(plan.threads(), PEAK_SECONDS);
    try (ProductPair pair = new ProductPair(product)) {
      StepTimer ours = new StepTimer(pair::ours);
      StepTimer openBlas = new StepTimer(pair::openBlas);
      ours.round(plan.seconds(), 1);
      openBlas.round(plan.seconds(), 1);
      boolean agree = pair.agree();
      double[] oursRates = new double[plan.rounds()];
      double[] openBlasRates = new double[plan.rounds()];
      double[] ratios = new double[plan.rounds()];
      for (int i = 0; i < plan.rounds(); i++) {
        double oursSeconds = ours.round(plan.seconds(), 1).seconds();
        double openBlasSeconds = openBlas.round(plan.seconds(), 1).seconds();
        oursRates[i] = 1e-9 * product.flops() / oursSeconds;
        openBlasRates[i] = 1e-9 * product.flops() / openBlasSeconds;
        ratios[i] = openBlasSeconds / oursSeconds;
      }
      return new ProductResult(
          product,
          StepTimer.median(oursRates),
          StepTimer.median(openBlasRates),
          StepTimer.median(ratios),
          peak,
          agree);
    }
  }
}
