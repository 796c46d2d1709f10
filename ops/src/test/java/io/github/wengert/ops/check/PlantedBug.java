package io.github.wengert.ops.check;

import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.report.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A wrong gradient of a kind that people really make.
 *
 * @param verdict what the check must say of it
 * @param order the order of derivatives at which it shows, while those below are right
 * @param function makes the function, anew for each check as it may have a state
 */
record PlantedBug(
    String name,
    Verdict verdict,
    int order,
    Supplier<Function<List<Tensor>, Tensor>> function,
    Points points) {
  static PlantedBug wrong(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new PlantedBug(name, Verdict.WRONG, 1, () -> f, points);
  }

  static PlantedBug outside(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new PlantedBug(name, Verdict.KINK_OUTSIDE, 1, () -> f, points);
  }

  static PlantedBug secondOrder(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new PlantedBug(name, Verdict.WRONG, 2, () -> f, points);
  }

  static PlantedBug nonfinite(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new PlantedBug(name, Verdict.NONFINITE, 1, () -> f, points);
  }

  /** A function with a state. */
  static PlantedBug stateful(
      String name, Verdict verdict, Points points, Supplier<Function<List<Tensor>, Tensor>> f) {
    return new PlantedBug(name, verdict, 1, f, points);
  }

  @Override
  public String toString() {
    return name;
  }
}
