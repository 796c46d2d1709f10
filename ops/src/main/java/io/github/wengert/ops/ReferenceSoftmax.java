package io.github.wengert.ops;

import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.List;

/** The softmax and its kin in reference arithmetic. */
final class ReferenceSoftmax {
  private ReferenceSoftmax() {}

  /** ln Σ eˣ = m + ln Σ e^(x−m); the maximum m is a constant that does not change the result. */
  static Jet logSumExp(List<Jet> xs) {
    Jet max = largest(xs);
    if (!max.value().isFinite()) {
      boolean isVariable = xs.stream().anyMatch(Jet::isVariable);
      return isVariable ? Jet.variable(max.value(), Dd.NAN) : max;
    }
    return max.add(Jet.sum(powers(xs, max)).log());
  }

  private static Jet largest(List<Jet> xs) {
    Dd max = xs.getFirst().value();
    for (Jet x : xs) {
      max = max.max(x.value());
    }
    return Jet.of(max);
  }

  private static List<Jet> powers(List<Jet> xs, Jet max) {
    return xs.stream().map(x -> x.sub(max).exp()).toList();
  }

  /** Returns the elements of x that share all coordinates but the one along {@code axis}. */
  private static Reference alongAxis(Reference x, int axis, Rows rows) {
    Axes axes = new Axes(ImmutableIntArray.of(axis), true);
    List<List<Jet>> results =
        ReferenceReductions.groups(x, axes).stream().map(rows::apply).toList();
    return Reference.generate(
        x.shape(),
        i ->
            results
                .get(ReferenceReductions.group(x.shape(), axes, i))
                .get(Reference.index(x.shape(), i)[axis]));
  }

  private interface Rows {
    List<Jet> apply(List<Jet> row);
  }

  static Reference softmax(Reference x, int axis) {
    return alongAxis(x, axis, ReferenceSoftmax::softmax);
  }

  static List<Jet> softmax(List<Jet> row) {
    Jet max = largest(row);
    List<Jet> powers = powers(row, max);
    Jet sum = Jet.sum(powers);
    return powers.stream().map(power -> power.div(sum)).toList();
  }

  static Reference logSoftmax(Reference x, int axis) {
    return alongAxis(x, axis, ReferenceSoftmax::logSoftmax);
  }

  static List<Jet> logSoftmax(List<Jet> row) {
    Jet max = largest(row);
    Jet log = Jet.sum(powers(row, max)).log();
    return row.stream().map(x -> x.sub(max).sub(log)).toList();
  }
}
