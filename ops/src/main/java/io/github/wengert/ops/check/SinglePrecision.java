package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.BranchLog;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.Rounding.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison of the derivatives of one order in single precision with those in double
 * precision, at the same point.
 *
 * <p>How far apart rounding may put them is measured: at points close by, where the rounding is
 * another one and a mistake is the same. Every element is compared, whatever the mode, as one sweep
 * gives all derivatives. {@link SingleJudge} says what is concluded.
 */
final class SinglePrecision {
  /** How findings call an input, before its name. */
  static final String PREFIX = "float32 ";

  /** How many points close by measure the rounding. */
  private static final int CLOSE = 16;

  /** How far they are, as a share of each element: many roundings, and no other function yet. */
  private static final double CLOSE_BY = 1e-3;

  /** How many points that rounding cannot tell from the point itself are tried. */
  private static final int WITHIN = 12;

  /** How far those are, as a share of each element. */
  private static final double WITHIN_ROUNDING = 0x1p-20;

  private final Subject exact;
  private final Subject single;
  private final Tensor cotangent;
  private final Tensor singleCotangent;
  private final int order;
  private final Key key;
  private final GradientReport.Builder report;

  SinglePrecision(
      Subject exact,
      Subject single,
      Tensor cotangent,
      int order,
      Key key,
      GradientReport.Builder report) {
    this.exact = exact;
    this.single = single;
    this.cotangent = cotangent;
    this.singleCotangent = Ops.to(cotangent, single.at(single.point()).dtype());
    this.order = order;
    this.key = key.split("single precision");
    this.report = report;
  }

  void run() {
    List<Tensor> singles = single.pullback(singleCotangent);
    List<Tensor> again = single.pullback(singleCotangent);
    List<Tensor> doubles = exact.pullback(cotangent);
    List<Rounding> roundings =
        doubles.stream().map(gradient -> new Rounding(gradient.toDoubleArray())).toList();
    Rounding value = new Rounding(new double[1]);
    lookCloseBy(roundings, value);
    lookWithinRounding(roundings);
    double deviation = value.evidence(0, 0, 0, 0, false).deviation();
    double magnitude = magnitude();
    double[] gain = Gain.of(exact, cotangent);
    ImmutableList<String> branches = otherBranches();
    for (int input = 0; input < gain.length; input++) {
      SingleJudge judge =
          new SingleJudge(gain[input], magnitude, deviation, input >= exact.arguments());
      boolean repeats = singles.get(input).hasSameBits(again.get(input));
      double[] a = singles.get(input).toDoubleArray();
      double[] b = doubles.get(input).toDoubleArray();
      double[] x = exact.point().get(input).toDoubleArray();
      for (int i = 0; i < x.length; i++) {
        Evidence evidence = roundings.get(input).evidence(i, x[i], a[i], b[i], !branches.isEmpty());
        Verdict verdict = repeats ? judge.rule(evidence) : Verdict.NONDETERMINISTIC;
        add(input, i, evidence, verdict, judge.visible(evidence), branches);
      }
    }
  }

  private void lookCloseBy(List<Rounding> roundings, Rounding value) {
    for (int k = 0; k < CLOSE; k++) {
      List<Tensor> narrow = moved(single.point(), key.split("close").split(k), CLOSE_BY, 1);
      List<Tensor> wide = narrow.stream().map(x -> Ops.to(x, DType.F64)).toList();
      value.addClose(value(single.at(narrow)), value(exact.at(wide)));
      List<Tensor> a = single.pullback(narrow, singleCotangent);
      List<Tensor> b = exact.pullback(wide, cotangent);
      for (int input = 0; input < roundings.size(); input++) {
        roundings.get(input).addClose(a.get(input), b.get(input));
      }
    }
  }

  private void lookWithinRounding(List<Rounding> roundings) {
    for (int k = 0; k < WITHIN; k++) {
      List<Tensor> wide = moved(exact.point(), key.split("within").split(k), WITHIN_ROUNDING, 0);
      List<Tensor> b = exact.pullback(wide, cotangent);
      for (int input = 0; input < roundings.size(); input++) {
        roundings.get(input).addWithin(b.get(input));
      }
    }
  }

  /**
   * Moves each element by a random share of itself.
   *
   * @param insteadOfZero whose share an element moves by that is 0
   */
  private static List<Tensor> moved(
      List<Tensor> point, Key key, double share, double insteadOfZero) {
    List<Tensor> moved = new ArrayList<>();
    for (int i = 0; i < point.size(); i++) {
      Tensor x = point.get(i);
      double[] elements = x.toDoubleArray();
      double[] shares =
          RandomTensors.uniform(key.split(i), DType.F64, x.shape(), -share, share).toDoubleArray();
      for (int j = 0; j < elements.length; j++) {
        elements[j] += shares[j] * (elements[j] == 0 ? insteadOfZero : elements[j]);
      }
      moved.add(Ops.to(Tensor.of(DType.F64, x.shape(), elements), x.dtype()));
    }
    return moved;
  }

  /** Returns the operations that take another branch in single precision. */
  private ImmutableList<String> otherBranches() {
    BranchLog narrow = BranchLog.logging(() -> single.at(single.point())).branches();
    BranchLog wide = BranchLog.logging(() -> exact.at(exact.point())).branches();
    return narrow.differences(wide);
  }

  /** The contracted value, in double precision from here on. */
  private Tensor value(Tensor y) {
    return Ops.sum(Ops.mul(Ops.to(y, DType.F64), cotangent));
  }

  /** The sum of the magnitudes that the value is added up from. */
  private double magnitude() {
    double size = Ops.sum(Ops.abs(Ops.mul(exact.at(exact.point()), cotangent))).item();
    return Double.isFinite(size) ? size : 0;
  }

  private void add(
      int input,
      int element,
      Evidence evidence,
      Verdict verdict,
      double error,
      ImmutableList<String> branches) {
    Tensor x = exact.point().get(input);
    boolean repeats = verdict != Verdict.NONDETERMINISTIC;
    double numeric = repeats ? evidence.exact() : Double.NaN;
    report.add(
        new Finding(
            order,
            PREFIX + exact.names().get(input),
            Bits.index(element, x.shape()),
            verdict,
            evidence.single(),
            numeric,
            error,
            verdict == Verdict.KINK ? evidence.low() : numeric,
            verdict == Verdict.KINK ? evidence.high() : numeric,
            0,
            verdict == Verdict.KINK ? branches : ImmutableList.of(),
            reason(verdict, evidence, branches),
            ImmutableList.of()),
        ImmutableList::of);
  }

  private static String reason(Verdict verdict, Evidence e, ImmutableList<String> branches) {
    return switch (verdict) {
      case IMPRECISE -> {
        double larger = Math.max(Math.abs(e.single()), Math.abs(e.exact()));
        double off = Math.max(Math.abs(e.single() - e.exact()), e.typical());
        yield "rounding to float32 puts it off by " + Wording.power(off / larger) + " of itself";
      }
      case KINK ->
          branches.isEmpty()
              ? ""
              : "float32 takes another branch of " + String.join(", ", branches);
      case NONFINITE ->
          Double.isFinite(e.single())
              ? "the derivative in float64 is " + e.exact()
              : "the derivative in float32 is " + e.single();
      case PASS, KINK_OUTSIDE, NONDETERMINISTIC, WRONG -> "";
    };
  }
}
