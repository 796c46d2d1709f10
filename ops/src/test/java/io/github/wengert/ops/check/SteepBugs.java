package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.mapped;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.scaled;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** Wrong derivatives of smooth functions that look like kinks or jumps from afar, or oscillate. */
final class SteepBugs {
  private SteepBugs() {}

  static List<PlantedBug> steps() {
    return List.of(
        flippedTanh(300),
        flippedTanh(562),
        flippedTanh(1e3),
        flippedTanh(1e5),
        flippedTanh(1e8),
        flippedTanh(1e10),
        flippedTanh(1e12),
        opaqueTanh(562, 0),
        opaqueTanh(3e3, -1),
        opaqueTanh(1e6, 0),
        opaqueTanh(1e9, -1),
        opaqueTanh(1e11, 0.99),
        wrong(
            "Fermi function in joules with the wrong sign",
            at(8e-19 + 1e-21, 8e-19 - 3e-21),
            Opaque.elementwise(
                e -> fermi((e - 8e-19) / 4e-21),
                e -> fermi((e - 8e-19) / 4e-21) * (1 - fermi((e - 8e-19) / 4e-21)) / 4e-21)),
        wrong(
            "softmax at temperature 1e-6, not divided by it",
            at(0.3, 0.300001, 0.2999995),
            Rule.unary(
                x -> Ops.softmax(mul(x, 1e6), 0), (x, y, g) -> mul(y, sub(g, Ops.sum(mul(g, y)))))),
        wrong(
            "steep sigmoid in six dimensions, wrong in one",
            mapped(v -> 1e-7 * Math.tanh(v), normal(6)),
            Rule.unary(
                x -> sigmoid(mul(x, 1e7)),
                (x, y, g) -> mul(mul(g, mul(y, sub(1, y))), mul(ALL_BUT_THE_FOURTH, 1e7)))));
  }

  static List<PlantedBug> roundedCorners() {
    return List.of(
        softplusAsStep(1e4),
        softplusAsStep(1e7),
        softplusAsStep(1e10),
        wrong(
            "smooth abs √(x² + 1e-16) near 0 with the sign as derivative",
            scaled(1e-8, uniform(0.1, 0.5, 3)),
            Rule.unary(
                x -> Ops.sqrt(add(square(x), 1e-16)),
                (x, y, g) -> mul(g, Rule.map(x, Math::signum)))),
        wrong(
            "smooth abs √(x² + 1e-24) near 0 with derivative 0",
            scaled(1e-12, uniform(0.1, 0.5, 3)),
            Opaque.elementwise(v -> Math.sqrt(v * v + 1e-24), v -> 0)),
        wrong(
            "Huber loss with δ = 1e-6, inside, taken for the outside",
            scaled(1e-6, uniform(0.1, 0.7, 3)),
            Opaque.elementwise(
                v -> Math.abs(v) < 1e-6 ? v * v / 2e-6 : Math.abs(v) - 5e-7, Math::signum)),
        wrong(
            "log-sum-exp as a maximum at temperature 1e-5",
            at(1, 1.000004, 0.99999),
            Rule.unary(
                x -> mul(Ops.logSumExp(mul(x, 1e5)), 1e-5),
                (x, y, g) -> mul(g, Tensor.of(DType.F64, 0.0, 1, 0)))));
  }

  static List<PlantedBug> peaks() {
    return List.of(
        wrong(
            "Gaussian of width 1e-5 with factor 2 forgotten",
            at(1 + 4e-6, 1 - 7e-6),
            Rule.unary(
                x -> exp(neg(square(mul(sub(x, 1), 1e5)))),
                (x, y, g) -> mul(mul(g, y), mul(sub(x, 1), -1e10)))),
        wrong(
            "Gaussian of width 1e-9 with the wrong sign",
            at(1 + 4e-10, 1 - 7e-10),
            Opaque.elementwise(
                v -> Math.exp(-Math.pow((v - 1) * 1e9, 2)),
                v -> 2e18 * (v - 1) * Math.exp(-Math.pow((v - 1) * 1e9, 2)))),
        wrong(
            "resonance of width 1e-7: y for y²",
            at(1 + 5e-8, 1 - 9e-8),
            Rule.unary(
                x -> div(1, add(square(mul(sub(x, 1), 1e7)), 1)),
                (x, y, g) -> mul(mul(g, y), mul(sub(x, 1), -2e14)))),
        wrong(
            "wall at 1: −log(1 − x) at 1 − 1e-9 with the wrong sign",
            mapped(v -> 1 - 1e-9 * v, uniform(1, 2, 3)),
            Rule.unary(x -> neg(Ops.log(sub(1, x))), (x, y, g) -> neg(div(g, sub(1, x))))),
        wrong(
            "bump exp(−1/(1 − x²)) at 0.999 without the inner factor 2",
            uniform(0.99, 0.995, 3),
            Opaque.elementwise(
                v -> Math.exp(-1 / (1 - v * v)),
                v -> -v / Math.pow(1 - v * v, 2) * Math.exp(-1 / (1 - v * v)))),
        wrong(
            "x to the 10,000 with exponent 9,990 in front",
            uniform(1.0001, 1.0005, 3),
            Opaque.elementwise(v -> Math.pow(v, 10_000), v -> 9_990 * Math.pow(v, 9_999))),
        wrong(
            "exp(1e6 (x − 1)) without 1e6",
            uniform(1, 1 + 1e-6, 3),
            Rule.unary(x -> exp(mul(sub(x, 1), 1e6)), (x, y, g) -> mul(g, y))));
  }

  static List<PlantedBug> oscillations() {
    return List.of(
        ripple(1e4, 1e-4),
        ripple(1e6, 1e-6),
        ripple(1e8, 1e-8),
        wrong(
            "sin(1e6 x) with cosine and sine mixed up",
            normal(3),
            Opaque.elementwise(v -> Math.sin(1e6 * v), v -> 1e6 * Math.sin(1e6 * v))),
        wrong(
            "sin(1/x) at 1e-3 with −1/x for −1/x²",
            scaled(1e-3, uniform(1, 1.2, 3)),
            Opaque.elementwise(v -> Math.sin(1 / v), v -> -Math.cos(1 / v) / v)),
        wrong(
            "x² sin(1/x) at 1e-3 without its second term",
            scaled(1e-3, uniform(1, 1.2, 3)),
            Opaque.elementwise(v -> v * v * Math.sin(1 / v), v -> 2 * v * Math.sin(1 / v))),
        wrong(
            "chirp sin(x²) at 300 with factor 2 forgotten",
            uniform(300, 310, 3),
            Opaque.elementwise(v -> Math.sin(v * v), v -> v * Math.cos(v * v))),
        wrong(
            "carrier wave of 1e9 times an envelope, without the carrier's derivative",
            uniform(0.2, 0.4, 3),
            Opaque.elementwise(
                v -> Math.exp(-v * v) * Math.cos(1e9 * v),
                v -> -2 * v * Math.exp(-v * v) * Math.cos(1e9 * v))));
  }

  private static final Tensor ALL_BUT_THE_FOURTH = Tensor.of(DType.F64, 1.0, 1, 1, 1.02, 1, 1);

  private static PlantedBug flippedTanh(double s) {
    return wrong(
        "tanh of steepness %s with the wrong sign".formatted(s),
        at(1 + 0.3 / s, 1 - 0.2 / s),
        Rule.unary(x -> tanh(mul(sub(x, 1), s)), (x, y, g) -> mul(mul(g, sub(1, square(y))), -s)));
  }

  private static PlantedBug opaqueTanh(double s, double factor) {
    return wrong(
        "tanh of steepness %s in plain numbers, derivative times %s".formatted(s, factor),
        at(1 + 0.3 / s, 1 - 0.2 / s),
        Opaque.elementwise(
            v -> Math.tanh(s * (v - 1)),
            v -> factor * s * (1 - Math.pow(Math.tanh(s * (v - 1)), 2))));
  }

  private static PlantedBug softplusAsStep(double s) {
    return wrong(
        "softplus of steepness %s with a rectifier's derivative".formatted(s),
        at(1 + 0.3 / s, 1 - 0.2 / s),
        Rule.unary(
            x -> div(Ops.softplus(mul(sub(x, 1), s)), s),
            (x, y, g) -> mul(g, Rule.map(x, v -> v > 1 ? 1 : 0))));
  }

  /** {@code y = x + a sin(x/a)} with derivative 1. */
  private static PlantedBug ripple(double frequency, double height) {
    return wrong(
        "a ripple of height %s left out".formatted(height),
        at(0.3, 0.71),
        Opaque.elementwise(v -> v + height * Math.sin(frequency * v), v -> 1));
  }

  private static double fermi(double z) {
    return 1 / (1 + Math.exp(z));
  }
}
