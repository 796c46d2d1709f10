package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.check.PlantedBug.stateful;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;

import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;

/** Bugs that some or all modes of a check cannot see, with the reason. */
final class HardBugs {
  private HardBugs() {}

  /**
   * Wrong in elements so small beside the others that a random direction does not feel them. Those
   * of one tensor are for {@code ELEMENTS} only, as samples may pass them by.
   */
  static List<PlantedBug> onlyByElements() {
    return List.of(
        wrong(
            "hypotenuse of 1e6 and 1e-6 with the wrong sign for the short leg",
            all(at(1e6), at(1e-6)),
            Rule.binary(
                (a, b) -> Ops.sqrt(add(square(a), square(b))),
                (a, b, g) -> mul(g, Ops.div(a, Ops.sqrt(add(square(a), square(b))))),
                (a, b, g) -> mul(g, Ops.div(b, Ops.neg(Ops.sqrt(add(square(a), square(b)))))))),
        wrong(
            "squares of 1e6 and 1e-6, the small one wrong by a tenth",
            at(1e6, 1e-6),
            Rule.unary(Ops::square, (x, y, g) -> mul(mul(g, x), Tensor.of(DType.F64, 2, 2.2)))),
        wrong(
            "squares of 1e9, 1 and 1e-9 of plain numbers, the small one doubled",
            at(1e9, 1, 1e-9),
            Opaque.elementwise(v -> v * v, v -> Math.abs(v) < 1e-3 ? 4 * v : 2 * v)),
        wrong(
            "exp at 0 and −60, wrong at −60",
            at(0.3, -60, 0.1),
            Rule.unary(Ops::exp, (x, y, g) -> mul(mul(g, y), Tensor.of(DType.F64, 1.0, -1, 1)))),
        wrong(
            "roots of 1e-20 and 1e20, wrong for the large one",
            at(1e-20, 1e20),
            Rule.unary(Ops::sqrt, (x, y, g) -> mul(Ops.div(g, y), Tensor.of(DType.F64, 0.5, 0.7)))),
        wrong(
            "sum of squares of 1e3 and 1e-3, the small one wrong",
            at(1e3, -1e-3),
            Rule.unary(
                x -> Ops.sum(square(x)),
                (x, y, g) -> mul(mul(x, g), Tensor.of(DType.F64, 2, 2.02)))));
  }

  /** What no check can be blamed for, and why. */
  static Map<PlantedBug, String> beyondReach() {
    return ImmutableMap.of(
        wrong(
            "wrong for a cotangent of exactly 0.123456",
            normal(4),
            Rule.unary(
                Ops::tanh,
                (x, y, g) -> mul(Rule.map(g, v -> v == 0.123456 ? 0 : v), sub(1, square(y))))),
        "one number out of 2⁶⁴: no sample of cotangents meets it",
        wrong(
            "a ripple of height 1e-11 left out",
            at(0.3, 0.71),
            Opaque.elementwise(v -> v + 1e-11 * Math.sin(1e11 * v), v -> 1)),
        "all steps above 1e-11 agree with the rule to ten digits; those below have four digits",
        stateful(
            "wrong from the ten thousandth call on",
            Verdict.NONDETERMINISTIC,
            normal(3),
            () -> {
              AtomicInteger calls = new AtomicInteger();
              return Rule.unary(
                  Ops::square,
                  (x, y, g) -> mul(mul(g, x), calls.incrementAndGet() < 10_000 ? 2 : 1));
            }),
        "a check of three elements calls it some hundred times",
        stateful(
            "wrong in one call of a thousand, by chance",
            Verdict.NONDETERMINISTIC,
            normal(3),
            () -> {
              AtomicInteger calls = new AtomicInteger(); // drawn by multiplication
              return Rule.unary(
                  Ops::square,
                  (x, y, g) ->
                      mul(
                          mul(g, x),
                          Integer.remainderUnsigned(calls.incrementAndGet() * 0x9E3779B9, 1_000)
                                  == 7
                              ? 0
                              : 2));
            }),
        "seen by chance only",
        wrong(
            "(x + 1e14) − 1e14 with derivative 1.01",
            uniform(0.2, 1, 3),
            Opaque.elementwise(v -> (v + 1e14) - 1e14, v -> 1.01)),
        "from outside it is a staircase whose mean slope has two digits within its domain",
        wrong(
            "log(1 + e⁻ˣ) at 70 in plain numbers, its tiny derivative doubled",
            uniform(70, 71, 3),
            Opaque.elementwise(v -> Math.log(1 + Math.exp(-v)), v -> -2 * Math.exp(-v))),
        "the function is computed as 0 all around: any tiny slope is as good as another",
        stateful(
            "wrong on every thread but the first",
            Verdict.NONDETERMINISTIC,
            normal(3),
            () -> {
              long[] home = {0};
              return Rule.unary(
                  Ops::square,
                  (x, y, g) -> {
                    long thread = Thread.currentThread().threadId();
                    home[0] = home[0] == 0 ? thread : home[0];
                    return mul(mul(g, x), home[0] == thread ? 2 : 1);
                  });
            }),
        "a check runs on its caller's thread",
        wrong(
            "cotangent of a hundred elements, wrong if exactly the first seven are 0",
            normal(100),
            Rule.unary(
                Ops::tanh,
                (x, y, g) -> {
                  double[] v = Opaque.numbers(g);
                  boolean zeros = DoubleStream.of(v).limit(7).allMatch(e -> e == 0) && v[7] != 0;
                  return mul(mul(g, sub(1, square(y))), zeros && v[8] != 0 ? 2 : 1);
                })),
        "neither dense cotangents nor basis vectors are of that pattern");
  }
}
